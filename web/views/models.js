import { element, icon } from "../components/element.js";
import { ErrorAlert } from "../components/error-alert.js";
import { formatBytes } from "../components/format.js";
import { TabsideError } from "../protocol.js";

/** @typedef {import("../protocol.js").Plan} Plan */

/** The models that this site offers: what they are, whether they are stored here, and a way to delete them. */

/** @param {HTMLElement} container @param {import("../app.js").ViewContext} context */
export function mount(container, { engine, announce }) {
  const alert = new ErrorAlert();
  const list = element("div", { class: "model-list", "data-testid": "models-list" });
  container.append(
    element(
      "header",
      { class: "view-head" },
      element("h1", {}, "Models"),
      element("p", {}, "What this site can run in your browser. A model is fetched once, checked against its SHA-256, and kept in this browser's storage."),
    ),
    alert.node,
    list,
  );

  async function refresh() {
    try {
      const plans = await Promise.all((await fetchModelIds()).map((model) => engine.plan({ model })));
      list.replaceChildren(...plans.map((plan) => buildCard(plan, remove)));
      alert.clear();
    } catch (error) {
      alert.show(TabsideError.toPlain(error), () => void refresh());
    }
  }

  /** @param {Plan} plan */
  async function remove({ model, manifest }) {
    try {
      await engine.deleteModel(model);
      announce(`${manifest.title} was deleted from this browser.`);
    } catch (error) {
      alert.show(TabsideError.toPlain(error), () => void remove(/** @type {Plan} */ ({ model, manifest })));
    }
    await refresh();
  }

  return { show: () => void refresh() };
}

/** @returns {Promise<string[]>} */
async function fetchModelIds() {
  const response = await fetch(new URL("../site.json", import.meta.url)).catch(() => null);
  if (!response?.ok) throw new TabsideError("download.failed", "The list of models could not be fetched");
  return (await response.json()).models;
}

/** @param {Plan} plan @param {(plan: Plan) => void} onDelete */
function buildCard(plan, onDelete) {
  const { manifest, bytes_total, bytes_missing } = plan;
  const stored = bytes_missing === 0;
  const state = stored ? "Stored in this browser" : bytes_missing < bytes_total ? "Partly stored" : "Not downloaded";
  const fact = (/** @type {string} */ name, /** @type {Node | string} */ value) => element("div", { class: "fact" }, element("dt", {}, name), element("dd", {}, value));
  const link = element("a", { href: manifest.license.url, rel: "noopener noreferrer", target: "_blank" }, manifest.license.spdx);
  return element(
    "article",
    { class: "panel model-card", "data-model": manifest.id, "data-stored": stored },
    element("header", { class: "model-head" }, element("h2", {}, manifest.title), element("p", { class: "model-state", "data-stored": stored }, stored ? icon("check") : null, state)),
    element("p", { class: "model-id" }, element("code", {}, manifest.id)),
    element("p", {}, manifest.summary),
    element(
      "dl",
      { class: "facts" },
      fact("Size", formatBytes(bytes_total)),
      fact("Task", manifest.task),
      fact("Weights", manifest.default_dtype.wasm ?? ""),
      fact("Licence", link),
    ),
    element("p", { class: "model-credit" }, manifest.license.attribution),
    bytes_missing < bytes_total
      ? element("button", { class: "button", type: "button", onclick: () => onDelete(plan) }, icon("trash"), `Delete ${manifest.title} from this browser`)
      : element("p", { class: "model-hint" }, "It is downloaded when you first redact a text, after its size was shown."),
  );
}
