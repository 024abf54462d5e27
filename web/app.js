/** The page's frame: one engine, a theme, a status line, and views that are loaded when first opened. */

import { ErrorAlert } from "./components/error-alert.js";
import { element } from "./components/element.js";
import { rememberedDevice } from "./views/speed/device-choice.js";
import { guardNetwork, watchNetwork } from "./shared/network-guard.js";
import { NetworkSwitch } from "./frame/network-switch.js";
import { registerServiceWorker } from "./frame/offline.js";
import { closeWaysOut, reloadIfPassedBy } from "./frame/ways-out.js";
import { createEngine } from "./tabside.js";

/** @typedef {import("./shared/protocol.js").EngineEvent} EngineEvent */

/**
 * What the page provides to a view.
 * @typedef {object} ViewContext
 * @property {import("./tabside.js").Engine} engine
 * @property {(listener: (event: EngineEvent) => void) => void} subscribe   to the engine's events
 * @property {(message: string) => void} announce   in the status line, which screen readers read out
 * @property {(used: "files" | "pdf") => void} keep  store what has been used for offline use
 */

/**
 * A view is one module in views/ that exports `mount`. It is mounted once. While another view is shown, its section is
 * removed from the page, so that ids stay unique and its inputs are kept.
 * @typedef {{show?: () => void, hide?: () => void}} MountedView
 * @typedef {(container: HTMLElement, context: ViewContext) => MountedView} Mount
 */

/** @type {Record<string, {title: string, load: () => Promise<{mount: Mount}>}>} */
const VIEWS = {
  redact: { title: "Redact personal data", load: () => import("./views/redact/redact.js") },
  classify: { title: "Classify texts", load: () => import("./views/classify/classify.js") },
  search: { title: "Search by meaning", load: () => import("./views/search/search.js") },
  models: { title: "Models", load: () => import("./views/models/models.js") },
  speed: { title: "Speed on this device", load: () => import("./views/speed/speed.js") },
};

const ENGINE_LABELS = { idle: "Not loaded", loading: "Loading", ready: "Ready, on this device", error: "Not working" };

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

/** @type {import("./frame/offline.js").Offline | null} */
let offline = null;

const engine = createEngine({
  device: rememberedDevice(),
  onEvent(event) {
    if (event.event === "state") {
      showEngineState(event.data.state);
      if (event.data.error?.details.cause === "cut-off") network.ask();
    }
    if (event.event === "state" && event.data.rested) announce("The engine was idle and has freed its memory. It restarts automatically.");
    for (const listener of listeners) listener(event);
  },
});

/** @type {ViewContext} */
const context = {
  engine,
  announce,
  subscribe: (listener) => void listeners.add(listener),
  keep(used) {
    void offline?.keep(used);
  },
};

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
  document.title = `${VIEWS[name]?.title}: tabside`;
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
  return { section, view: mount(section, context) };
}

/** @param {string} name */
function showBrokenView(name) {
  const alert = new ErrorAlert();
  main.append(alert.node);
  alert.show({ code: "download.failed", message: "This part of the page could not be loaded. If the site has been updated since this tab was opened, save what you need, then reload the page" }, () => {
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
  engineLabel.textContent = ENGINE_LABELS[state];
}

function startThemeToggle() {
  const toggle = find("#theme-toggle");
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const isDark = () => (document.documentElement.dataset.theme ?? (dark.matches ? "dark" : "light")) === "dark";
  const describe = () => toggle.setAttribute("aria-label", `Switch to the ${isDark() ? "light" : "dark"} theme`);
  toggle.addEventListener("click", () => {
    const theme = isDark() ? "light" : "dark";
    document.documentElement.dataset.theme = theme;
    try {
      localStorage.setItem("tabside-theme", theme);
    } catch {
      // Storage is refused: the choice lasts until the page is left.
    }
    describe();
  });
  dark.addEventListener("change", describe);
  describe();
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

showEngineState(engine.state);
startThemeToggle();
void startOffline();
addEventListener("hashchange", route);
void route();
