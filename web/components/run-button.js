import { element } from "./element.js";
import { formatBytes } from "./format.js";
import { t } from "../language/language.js";

/** @typedef {import("../shared/protocol.js").Plan} Plan */

/** The button that runs a view, and the one that cancels it. Its label states the size of a download, so one click is consent. */
export class RunButton {
  /** @param {{testid: string, label: string, verb: string, onRun: () => void, onCancel: () => void}} options  verb: as in "Download 20 MB and …" */
  constructor({ testid, label, verb, onRun, onCancel }) {
    this.idle = label;
    this.verb = verb;
    this.label = element("span", {}, label);
    this.button = element(
      "button",
      { class: "button primary run", type: "button", "data-testid": `${testid}-run`, "aria-keyshortcuts": "Control+Enter Meta+Enter", onclick: onRun },
      this.label,
    );
    this.cancel = element("button", { class: "button cancel", type: "button", hidden: true, "data-testid": `${testid}-cancel`, onclick: onCancel }, t("common.cancel"));
    /** Both side by side: they stay together if the row wraps. */
    this.pair = element("div", { class: "run-pair" }, this.cancel, this.button);
  }

  /** @param {string} label @param {{cancellable?: boolean}} [options] */
  setBusy(label, { cancellable = true } = {}) {
    const focused = document.activeElement === this.button;
    this.label.textContent = label;
    this.button.disabled = true;
    this.cancel.hidden = !cancellable;
    // A disabled button cannot hold the focus, and keyboard users must keep their place.
    if (focused) this.cancel.focus();
  }

  /** @param {{ready: boolean, plans: readonly Plan[] | null}} facts  plans: null if unknown */
  setIdle({ ready, plans }) {
    const focused = document.activeElement === this.cancel;
    this.button.disabled = false;
    if (focused) this.button.focus();
    this.cancel.hidden = true;
    if (ready) this.label.textContent = this.idle;
    else if (!plans) this.label.textContent = t("run.downloadAndVerb", { verb: this.verb });
    else {
      const bytes = bytesToFetch(plans);
      this.label.textContent = bytes > 0 ? t("run.downloadSizeAndVerb", { size: formatBytes(bytes), verb: this.verb }) : this.idle;
    }
  }
}

/**
 * The bytes that several models still have to fetch. The runtime counts once, or not at all if every model is stored,
 * since it is then stored too.
 * @param {readonly Plan[]} plans
 */
export function bytesToFetch(plans) {
  const missing = plans.reduce((sum, plan) => sum + plan.bytes_missing, 0);
  return missing === 0 ? 0 : missing + Math.max(...plans.map((plan) => plan.runtime_bytes));
}
