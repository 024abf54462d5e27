import { element, icon } from "../../components/element.js";
import { formatBytes } from "../../components/format.js";
import { externalLink } from "../../components/model-credit.js";

/** @typedef {import("../../shared/protocol.js").Plan} Plan */
/** @typedef {import("../../shared/start-types.js").StoredModel} StoredModel */
/** @typedef {"download" | "verify" | "export" | "delete"} Action */

/** @type {Record<string, string>} */
const TASKS = {
  "token-classification": "Finds personal data",
  "text-classification": "Classifies texts",
  "feature-extraction": "Embeds texts, for search",
  "text-ranking": "Reranks what was found",
  "zero-shot-classification": "Classifies texts by labels given with the call",
  "question-answering": "Answers questions about a text",
  "fill-mask": "Fills gaps in a text",
};
const DAY = new Intl.DateTimeFormat("en", { dateStyle: "medium", timeStyle: "short" });

/** A model: its description, how much of it is stored, and the actions on it. */
export class ModelCard {
  /** @param {{plan: Plan, stored: StoredModel, onAction: (action: Action, plan: Plan) => void}} facts */
  constructor({ plan, stored, onAction }) {
    const { manifest, bytes_total, bytes_missing } = plan;
    const whole = bytes_missing === 0;
    const isAdded = manifest.id.startsWith("local/");
    const state = isAdded && whole ? "Added by you, stored in this browser" : whole ? "Stored in this browser" : bytes_missing < bytes_total ? "Partly stored" : "Not downloaded";
    const button = (/** @type {Action} */ action, /** @type {string} */ image, /** @type {string} */ label, shown = true) =>
      shown &&
      element(
        "button",
        { class: "button small", type: "button", "data-action": action, onclick: () => onAction(action, plan) },
        icon(image),
        label,
        element("span", { class: "visually-hidden" }, ` ${manifest.title}`),
      );
    this.result = element("p", { class: "model-result", role: "status" });
    this.bar = element("progress", { max: 1, value: 0, "aria-label": `Download of ${manifest.title}` });
    this.amount = element("p", { class: "model-hint" });
    this.download = element("div", { class: "model-download", hidden: true }, this.bar, this.amount);
    this.actions = element(
      "div",
      { class: "model-actions" },
      button("download", "download", `Download ${formatBytes(bytes_missing)}`, !whole && !isAdded),
      button("verify", "check", "Verify", stored.files > 0),
      button("export", "copy", "Export", whole && !isAdded),
      button("delete", "trash", isAdded ? "Remove" : "Delete", isAdded || bytes_missing < bytes_total),
    );
    this.node = element(
      "article",
      { class: "panel model-card", "data-model": manifest.id, "data-stored": whole },
      element("header", { class: "model-head" }, element("h2", {}, manifest.title), element("p", { class: "model-state", "data-stored": whole }, whole ? icon("check") : null, state)),
      element("p", { class: "model-id" }, element("code", {}, manifest.id)),
      element("p", {}, manifest.summary),
      element(
        "dl",
        { class: "facts" },
        fact(isAdded ? "Size" : "Download", formatBytes(bytes_total)),
        fact("Stored", stored.files > 0 ? formatBytes(stored.bytes) : "nothing"),
        fact("Last used", stored.used_at ? DAY.format(new Date(stored.used_at)) : "not yet"),
        fact("Task", TASKS[manifest.task] ?? manifest.task),
        fact("Weights", manifest.default_dtype.wasm ?? ""),
        fact("Licence", isAdded ? (manifest.license.spdx === "unknown" ? "not said in its files" : manifest.license.spdx) : externalLink(manifest.license.url, manifest.license.spdx)),
      ),
      element("p", { class: "model-credit" }, manifest.license.attribution),
      this.download,
      this.actions,
      this.result,
    );
  }

  /** @param {string} words */
  tell(words) {
    this.result.textContent = words;
  }

  /** Disable the actions while one is running. @param {boolean} busy */
  setBusy(busy) {
    for (const button of this.actions.querySelectorAll("button")) button.disabled = busy;
  }

  /** @param {{loaded_all: number, total_all: number}} progress */
  showDownload({ loaded_all, total_all }) {
    this.download.hidden = false;
    this.bar.max = Math.max(total_all, 1);
    this.bar.value = loaded_all;
    this.amount.textContent = `${formatBytes(loaded_all)} of ${formatBytes(total_all)}`;
  }
}

/** @param {string} name @param {Node | string} value */
function fact(name, value) {
  return element("div", { class: "fact" }, element("dt", {}, name), element("dd", {}, value));
}
