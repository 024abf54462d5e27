/** The side panel: holds the engine and what placeholders stand for, answers content scripts, and enables sites. */

import { createEngine } from "../tabside.js";
import { TabsideError } from "../shared/protocol.js";
import { chrome } from "./chrome-api.js";
import { Desk } from "./desk.js";
import { disableSite, enabledSites, enableSite, originOf } from "./sites.js";

/** @typedef {import("../tabside.js").EngineEvent} EngineEvent */

const byId = (/** @type {string} */ id) => /** @type {HTMLElement} */ (document.getElementById(id));
const [status, failure, restart, told, list] = ["engine", "engine-error", "restart", "told", "sites"].map(byId);
const address = /** @type {HTMLInputElement} */ (byId("address"));

// WebGPU's build of onnxruntime is not in the package.
const engine = createEngine({ device: "wasm", onEvent: follow });
const desk = new Desk(engine);
const own_window = chrome.windows.getCurrent();

/** @param {EngineEvent} event */
function follow({ event, data }) {
  if (event === "progress" && engine.state === "loading") status.textContent = `Starting: ${Math.floor((100 * data.loaded_all) / data.total_all)} %`;
  if (event !== "state") return;
  status.textContent = { idle: "Resting", loading: "Starting", ready: "Ready", error: "Failed: nothing will be inserted" }[data.state];
  failure.textContent = data.error?.message ?? "";
  restart.hidden = data.state !== "error";
}

const start = () => void engine.load().catch(() => {}); // told by `follow`

/** @param {any} message @param {import("./chrome-api.js").Sender} sender */
async function answer(message, sender) {
  const { tab, origin = "" } = sender;
  // Each window has a panel; the one of the tab's window answers, so that a conversation has one place.
  if (tab?.id === undefined || tab.windowId !== (await own_window).id) return undefined;
  if (!(await enabledSites()).includes(origin)) return { ok: false, code: "site.disabled", message: "tabside is not enabled on this site any more. Reload the page." };
  if (message.kind === "redact" && typeof message.text === "string") return desk.redact(tab.id, origin, message.text);
  if (message.kind === "restore" && Array.isArray(message.texts)) return desk.restore(tab.id, origin, message.texts);
  return { ok: false, code: "input.invalid", message: "This page has an older version of tabside. Reload it." };
}

chrome.runtime.onMessage.addListener((message, sender, reply) => {
  if (message?.to !== "panel" || sender.id !== chrome.runtime.id) return false;
  answer(message, sender).then((answered) => answered && reply(answered), (error) => {
    const { code, message: text } = TabsideError.toPlain(error);
    reply({ ok: false, code, message: text });
  });
  return true;
});
chrome.tabs.onRemoved.addListener((tab) => desk.forget(tab));

async function showSites() {
  const items = (await enabledSites()).map((origin) => {
    const item = document.createElement("li");
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = "Disable";
    button.setAttribute("aria-label", `Disable ${origin}`);
    button.addEventListener("click", () => void disableSite(origin).then(showSites));
    item.append(origin, button);
    return item;
  });
  list.replaceChildren(...items);
}

byId("enable").addEventListener("submit", (event) => {
  event.preventDefault();
  const origin = originOf(address.value);
  if (!origin) {
    told.textContent = "This is not the address of a web site.";
    return;
  }
  enableSite(origin).then(async (enabled) => {
    told.textContent = enabled ? `Enabled on ${origin}. Reload its pages that are open.` : "Permission was not given, so nothing has changed.";
    await showSites();
  }, () => (told.textContent = "The browser refused this address."));
});
byId("forget").addEventListener("click", () => {
  const { tabs } = desk;
  desk.forget();
  for (const tab of tabs) void chrome.tabs.sendMessage(tab, { to: "page", kind: "forgotten" }).catch(() => {});
  told.textContent = "";
});
restart.addEventListener("click", start);

void showSites();
void chrome.tabs.query({ active: true, currentWindow: true }).then(([tab]) => {
  const origin = originOf(tab?.url ?? "");
  if (origin && address.value === "") address.value = origin;
});
start();
