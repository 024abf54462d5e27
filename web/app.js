/** The page's frame: one engine, a theme, a status line, and views that are loaded when first opened. */

import { ErrorAlert } from "./components/error-alert.js";
import { element } from "./components/element.js";
import { rememberedDevice } from "./views/speed/device-choice.js";
import { guardNetwork, watchNetwork } from "./shared/network-guard.js";
import { NetworkSwitch } from "./frame/network-switch.js";
import { registerServiceWorker } from "./frame/offline.js";
import { closeWaysOut, reloadIfPassedBy } from "./frame/ways-out.js";
import { createEngine } from "./tabside.js";
import { inputsOf, putBack } from "./frame/kept-inputs.js";
import { takeLaunchedFiles } from "./frame/launched-files.js";
import { LanguageSwitch } from "./frame/language-switch.js";
import { t } from "./language/language.js";

/** @typedef {import("./shared/protocol.js").EngineEvent} EngineEvent */
/** @typedef {import("./language/language.js").Key} Key */

/**
 * What the page provides to a view.
 * @typedef {object} ViewContext
 * @property {import("./tabside.js").Engine} engine
 * @property {(listener: (event: EngineEvent) => void) => void} subscribe   to the engine's events
 * @property {(message: string) => void} announce   in the status line, which screen readers read out
 * @property {(used: "files" | "pdf") => void} keep  store what has been used for offline use
 * @property {AbortSignal} signal   aborted when the view is built anew: for listeners outside of its section
 */

/**
 * A view is one module in views/ that exports `mount`. It is mounted once, and anew when the language changes. While
 * another view is shown, its section is removed from the page, so that ids stay unique and its inputs are kept.
 * `holds`: whether it has results that it would lose if it were built anew; `take`: files that the desktop opened.
 * @typedef {{show?: () => void, hide?: () => void, holds?: () => boolean, take?: (files: File[]) => void}} MountedView
 * @typedef {(container: HTMLElement, context: ViewContext) => MountedView} Mount
 */

/** @type {Record<string, {title: Key, load: () => Promise<{mount: Mount}>}>} */
const VIEWS = {
  redact: { title: "common.redactPersonalData", load: () => import("./views/redact/redact.js") },
  classify: { title: "common.classifyTexts", load: () => import("./views/classify/classify.js") },
  search: { title: "common.searchByMeaning", load: () => import("./views/search/search.js") },
  models: { title: "common.models", load: () => import("./views/models/models.js") },
  speed: { title: "common.speedOnThisDevice", load: () => import("./views/speed/speed.js") },
};

const ENGINE_LABELS = /** @type {const} */ ({ idle: "engine.idle", loading: "engine.loading", ready: "engine.ready", error: "engine.error" });

const DARK = matchMedia("(prefers-color-scheme: dark)");
const main = find("main");
const status = find('[data-testid="status"]');
const engineState = find('[data-testid="engine-state"]');
const engineLabel = find(".engine-label");

guardNetwork();
closeWaysOut();
watchNetwork(({ cut_off }) => cut_off && void reloadIfPassedBy());
const network = new NetworkSwitch(find('[data-testid="no-network"]'), find('[data-testid="no-network-state"]'), {
  // Everything used so far must be stored, or it would be missing after the next load.
  prepare: async (offline) => engine.state === "ready" && offline.keep(),
  announce,
});

/** @type {Set<(event: EngineEvent) => void>} */
const listeners = new Set();
/** Ends the listeners of the mounted views. */
let mounts = new AbortController();

/** @type {import("./frame/offline.js").Offline | null} */
let offline = null;

const engine = createEngine({
  device: rememberedDevice(),
  onEvent(event) {
    if (event.event === "state") {
      showEngineState(event.data.state);
      if (event.data.error?.details.cause === "cut-off") network.ask();
    }
    if (event.event === "state" && event.data.rested) announce(t("page.theEngineWasIdleAnd"));
    for (const listener of listeners) listener(event);
  },
});

/** What a view that is mounted now gets. @returns {ViewContext} */
function contextOfNow() {
  const { signal } = mounts;
  return {
    engine,
    announce,
    subscribe(listener) {
      listeners.add(listener);
      signal.addEventListener("abort", () => listeners.delete(listener));
    },
    keep: (used) => void offline?.keep(used),
    signal,
  };
}

const languages = new LanguageSwitch(/** @type {HTMLSelectElement} */ (find("#language")), { holds, onChange: mountAnew });

/** @type {Map<string, Promise<{section: HTMLElement, view: MountedView}>>} */
const mounted = new Map();
let current = "";
/** Scroll position of each view: it begins at the top and is restored later. @type {Map<string, number>} */
const heights = new Map();

/** Open the view named in the address, `#/models`; any other address opens the first one. */
async function route() {
  const wanted = location.hash.match(/^#\/([a-z]+)/)?.[1] ?? "";
  const name = wanted in VIEWS ? wanted : "redact";
  if (name === current) return;
  const previous = current;
  current = name;
  document.title = `${t(VIEWS[name]?.title ?? "common.redactPersonalData")}: tabside`;
  for (const link of document.querySelectorAll(".site-nav a")) {
    if (link.getAttribute("data-view") === name) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  const opened = await open(name).catch(() => showBrokenView(name));
  if (!opened || current !== name) return;
  if (previous !== "") heights.set(previous, scrollY);
  for (const [other, promise] of mounted) {
    if (other === name) continue;
    const { section, view } = await promise;
    if (section.isConnected) view.hide?.();
    section.remove();
  }
  main.append(opened.section);
  opened.view.show?.();
  if (previous === "") return; // the browser restores the position of a reloaded page
  main.focus({ preventScroll: true });
  scrollTo({ top: heights.get(name) ?? 0, behavior: "instant" });
}

/** @param {string} name */
function open(name) {
  let promise = mounted.get(name);
  if (!promise) {
    promise = mountView(name);
    mounted.set(name, promise);
    promise.catch(() => mounted.delete(name));
  }
  return promise;
}

/** @param {string} name */
async function mountView(name) {
  const { mount } = await /** @type {{load: () => Promise<{mount: Mount}>}} */ (VIEWS[name]).load();
  const section = element("section", { class: `view view-${name}` });
  return { section, view: mount(section, contextOfNow()) };
}

/** Whether a mounted view has results. */
async function holds() {
  const views = await Promise.all([...mounted.values()].map((each) => each.catch(() => null)));
  return views.some((each) => each?.view.holds?.());
}

/** Build the mounted views anew, in another language, with what was typed in them. */
async function mountAnew() {
  const name = current;
  const old = await Promise.all([...mounted].map(async ([each, promise]) => ({ each, ...(await promise) })));
  mounts.abort();
  mounts = new AbortController();
  mounted.clear();
  status.textContent = "";
  showEngineState(engine.state);
  describeTheme();
  for (const { each, section, view } of old) {
    if (section.isConnected) view.hide?.();
    section.remove();
    const { section: made } = await open(each);
    putBack(made, inputsOf(section));
  }
  current = "";
  location.hash = `#/${name}`;
  await route();
}

/** Open files in the view that redacts. @param {File[]} files */
async function takeFiles(files) {
  location.hash = "#/redact";
  const { view } = await open("redact");
  view.take?.(files);
}

/** @param {string} name */
function showBrokenView(name) {
  const alert = new ErrorAlert();
  main.append(alert.node);
  alert.show({ code: "download.failed", message: t("page.brokenView") }, () => {
    alert.node.remove();
    current = "";
    void route();
  });
  mounted.delete(name);
}

/** @param {string} message */
function announce(message) {
  status.textContent = message;
}

/** @param {import("./shared/protocol.js").EngineState} state */
function showEngineState(state) {
  engineState.dataset.state = state;
  engineLabel.textContent = t(ENGINE_LABELS[state]);
}

function isDark() {
  return (document.documentElement.dataset.theme ?? (DARK.matches ? "dark" : "light")) === "dark";
}

function describeTheme() {
  find("#theme-toggle").setAttribute("aria-label", t(isDark() ? "page.toLight" : "page.toDark"));
}

function startThemeToggle() {
  find("#theme-toggle").addEventListener("click", () => {
    const theme = isDark() ? "light" : "dark";
    document.documentElement.dataset.theme = theme;
    try {
      localStorage.setItem("tabside-theme", theme);
    } catch {
      // Storage is refused: the choice lasts until the page is left.
    }
    describeTheme();
  });
  DARK.addEventListener("change", describeTheme);
}

/** @param {string} selector @returns {HTMLElement} */
function find(selector) {
  const node = document.querySelector(selector);
  if (!(node instanceof HTMLElement)) throw new Error(`The page lacks ${selector}.`);
  return node;
}

/** Store the site for offline use once the engine has been used, and offer new versions without forcing them. */
async function startOffline() {
  const button = find("#new-version");
  offline = await registerServiceWorker({
    onUpdate(apply) {
      button.hidden = false;
      button.addEventListener("click", apply, { once: true });
    },
  });
  if (offline) network.offer(offline);
  if (engine.state === "ready") void offline?.keep();
  else listeners.add(({ event, data }) => event === "state" && data.state === "ready" && void offline?.keep());
}

startThemeToggle();
void startOffline();
await languages.start();
showEngineState(engine.state);
describeTheme();
addEventListener("hashchange", route);
void route();
takeLaunchedFiles((files) => void takeFiles(files));
