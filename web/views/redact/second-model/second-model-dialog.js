import { SITE_ROOT } from "../../../shared/site-root.js";
import { buildDialog } from "../dialog.js";
import { element } from "../../../components/element.js";
import { WHOLE_NAME } from "../entities.js";
import { formatBytes } from "../../../components/format.js";
import { kindSelect } from "../kind-select.js";
import { ownLabels, proposedKind } from "./proposed-kinds.js";
import { loadStyleSheet } from "../style-sheet.js";
import { t } from "../../../language/language.js";

/** @typedef {import("../../../tabside.js").FurtherModel} FurtherModel */

await loadStyleSheet(new URL("views/redact/second-model.css", SITE_ROOT));

const THRESHOLDS = [0.3, 0.5, 0.7, 0.9];
const DEFAULT = 0.5;

/** A model's labels, each with the kind that it stands for: to be checked before the model is used. */
export class SecondModelDialog {
  /** @type {Map<string, HTMLSelectElement>} */
  #kinds = new Map();
  #isUsed = false;

  /**
   * @param {{plan: import("../../../shared/protocol.js").Plan, said: FurtherModel | null, onUse: (chosen: FurtherModel) => void, onClose: () => void}} options
   *   said: what was chosen for it before
   */
  constructor({ plan, said, onUse, onClose }) {
    this.model = plan.model;
    this.onUse = onUse;
    const rows = ownLabels(plan.manifest.labels ?? []).map((label) => this.#row(label, said ? (said.labels[label] ?? null) : proposedKind(label)));
    this.threshold = element(
      "select",
      { id: "second-model-threshold", "data-testid": "second-model-threshold" },
      ...THRESHOLDS.map((value) => element("option", { value, selected: value === (said?.threshold ?? DEFAULT) }, value.toFixed(1))),
    );
    this.count = element("p", { class: "second-model-count", role: "status" });
    this.use = element("button", { class: "button primary", type: "button", "data-testid": "second-model-use", onclick: () => this.#choose() }, t("second.use"));
    this.node = buildDialog(
      {
        id: "second-model-title",
        title: t("second.title"),
        class: "entity-dialog second-model-dialog",
        close: t("second.close"),
        onchange: () => this.#onEdit(),
        onclose: () => {
          this.node.remove();
          if (!this.#isUsed) onClose();
        },
      },
      element(
        "div",
        { class: "second-model-words" },
        element("p", {}, element("code", {}, plan.model), ` (${formatBytes(plan.bytes_total)})`),
        element("p", {}, t("second.what")),
      ),
      element("div", { class: "dialog-body second-model-labels", tabindex: 0, role: "group", "aria-label": t("second.labelsOfModel") }, ...rows),
      element("p", { class: "second-model-threshold" }, element("label", { for: "second-model-threshold" }, t("second.threshold")), this.threshold),
      element(
        "footer",
        { class: "dialog-foot" },
        this.count,
        element("button", { class: "button", type: "button", onclick: () => this.node.close() }, t("common.cancel")),
        this.use,
      ),
    );
    this.#onEdit();
  }

  open() {
    this.node.showModal();
  }

  /** @param {string} label @param {string | null} kind */
  #row(label, kind) {
    const select = kindSelect({ label: t("second.kindOf", { label }) });
    select.prepend(element("option", { value: "" }, t("second.leaveOut")), element("option", { value: WHOLE_NAME }, t("second.wholeName")));
    select.value = kind ?? "";
    this.#kinds.set(label, select);
    return element("div", { class: "entity-row" }, element("code", {}, label), select);
  }

  /** @returns {Record<string, string | null>} */
  get #labels() {
    return Object.fromEntries([...this.#kinds].map(([label, select]) => [label, select.value || null]));
  }

  #onEdit() {
    const used = Object.values(this.#labels).filter((kind) => kind !== null).length;
    this.use.disabled = used === 0;
    this.count.textContent = used === 0 ? t("second.giveAKind") : t("second.used", { used, all: this.#kinds.size });
  }

  #choose() {
    this.#isUsed = true;
    this.onUse({ model: this.model, labels: this.#labels, threshold: Number(this.threshold.value) });
    this.node.close();
  }
}
