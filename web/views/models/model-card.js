import { element, icon } from "../../components/element.js";
import { formatBytes, formatTime } from "../../components/format.js";
import { externalLink } from "../../components/model-credit.js";
import { t } from "../../language/language.js";

/** @typedef {import("../../shared/protocol.js").Plan} Plan */
/** @typedef {import("../../shared/start-types.js").StoredModel} StoredModel */
/** @typedef {"download" | "verify" | "export" | "delete"} Action */

/** @type {Record<string, import("../../language/language.js").Key>} */
const TASKS = {
  "token-classification": "task.tokenClassification",
  "text-classification": "task.textClassification",
  "feature-extraction": "task.featureExtraction",
  "text-ranking": "task.textRanking",
  "zero-shot-classification": "task.zeroShotClassification",
  "question-answering": "task.questionAnswering",
  "fill-mask": "task.fillMask",
  "zero-shot-ner": "task.zeroShotNer",
};

/** A model: its description, how much of it is stored, and the actions on it. */
export class ModelCard {
  /** @param {{plan: Plan, stored: StoredModel, onAction: (action: Action, plan: Plan) => void}} facts */
  constructor({ plan, stored, onAction }) {
    const { manifest, bytes_total, bytes_missing } = plan;
    const whole = bytes_missing === 0;
    const isAdded = manifest.id.startsWith("local/");
    const state = isAdded && whole ? t("models.addedByYou") : whole ? t("models.storedHere") : bytes_missing < bytes_total ? t("models.partlyStored") : t("models.notDownloaded");
    const button = (/** @type {Action} */ action, /** @type {string} */ image, /** @type {string} */ label, shown = true) =>
      shown &&
      element(
        "button",
        { class: "button small", type: "button", "data-action": action, onclick: () => onAction(action, plan) },
        icon(image),
        label,
        element("span", { class: "visually-hidden" }, ` ${manifest.title}`),
      );
    const task = TASKS[manifest.task];
    this.result = element("p", { class: "model-result", role: "status" });
    this.bar = element("progress", { max: 1, value: 0, "aria-label": t("models.downloadOfTitle", { title: manifest.title }) });
    this.amount = element("p", { class: "model-hint" });
    this.download = element("div", { class: "model-download", hidden: true }, this.bar, this.amount);
    this.actions = element(
      "div",
      { class: "model-actions" },
      button("download", "download", t("models.downloadSize", { size: formatBytes(bytes_missing) }), !whole && !isAdded),
      button("verify", "check", t("models.verify"), stored.files > 0),
      button("export", "copy", t("common.export"), whole && !isAdded),
      button("delete", "trash", isAdded ? t("common.remove") : t("models.delete"), isAdded || bytes_missing < bytes_total),
    );
    this.node = element(
      "article",
      { class: "panel model-card", "data-model": manifest.id, "data-stored": whole },
      element("header", { class: "model-head" }, element("h2", {}, manifest.title), element("p", { class: "model-state", "data-stored": whole }, whole ? icon("check") : null, state)),
      element("p", { class: "model-id" }, element("code", {}, manifest.id)),
      element("p", { lang: "en" }, manifest.summary),
      element(
        "dl",
        { class: "facts" },
        fact(isAdded ? t("models.size") : t("common.download"), formatBytes(bytes_total)),
        fact(t("models.stored"), stored.files > 0 ? formatBytes(stored.bytes) : t("common.nothing")),
        fact(t("models.lastUsed"), stored.used_at ? formatTime(new Date(stored.used_at)) : t("models.notYet")),
        fact(t("models.task"), task ? t(task) : manifest.task),
        fact(t("models.weights"), manifest.default_dtype.wasm ?? ""),
        fact(t("models.licence"), isAdded ? (manifest.license.spdx === "unknown" ? t("models.licenceUnknown") : manifest.license.spdx) : externalLink(manifest.license.url, manifest.license.spdx)),
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
    this.amount.textContent = t("models.sizeOfTotal", { size: formatBytes(loaded_all), total: formatBytes(total_all) });
  }
}

/** @param {string} name @param {Node | string} value */
function fact(name, value) {
  return element("div", { class: "fact" }, element("dt", {}, name), element("dd", {}, value));
}
