import { SITE_ROOT } from "../../../shared/site-root.js";
import { buildDialog } from "../dialog.js";
import { element } from "../../../components/element.js";
import { formatBytes } from "../../../components/format.js";
import { AskedLabels } from "./asked-labels.js";
import { ModelLabels } from "./model-labels.js";
import { ownLabels } from "./proposed-kinds.js";
import { loadStyleSheet } from "../style-sheet.js";
import { t } from "../../../language/language.js";

/** @typedef {import("../../../shared/start-types.js").Reading} Reading */

await loadStyleSheet(new URL("views/redact/second-model.css", SITE_ROOT));

const THRESHOLDS = [0.3, 0.5, 0.7, 0.9];
const DEFAULT = 0.5;

/** A model's labels, each with the kind that it stands for: to be checked before the model is used. */
export class SecondModelDialog {
  #isUsed = false;

  /**
   * @param {{plan: import("../../../shared/protocol.js").Plan, said: Reading | null, onUse: (chosen: Reading) => void, onClose: () => void}} options
   *   said: what was chosen for it before
   */
  constructor({ plan, said, onUse, onClose }) {
    this.onUse = onUse;
    const { manifest } = plan;
    const isAsked = manifest.task === "zero-shot-ner";
    this.rows = isAsked ? new AskedLabels({ said: said?.labels ?? null, onEdit: () => this.#onEdit() }) : new ModelLabels(ownLabels(manifest.labels ?? []), said?.labels ?? null);
    this.lack = t(isAsked ? "second.typeALabel" : "second.giveAKind");
    this.threshold = element(
      "select",
      { id: "second-model-threshold", "data-testid": "second-model-threshold" },
      ...THRESHOLDS.map((value) => element("option", { value, selected: value === (said?.threshold ?? DEFAULT) }, value.toFixed(1))),
    );
    this.alone = element("input", { type: "checkbox", id: "second-model-alone", checked: said?.alone ?? false, "aria-describedby": "second-model-alone-words", "data-testid": "second-model-alone" });
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
        element("p", {}, t(isAsked ? "second.whatAsked" : "second.what")),
      ),
      element("div", { class: "dialog-body second-model-labels", tabindex: 0, role: "group", "aria-label": t("second.labelsOfModel") }, ...this.rows.nodes),
      element(
        "div",
        { class: "second-model-settings" },
        element("p", {}, element("label", { for: "second-model-threshold" }, t("second.threshold")), this.threshold),
        element("p", {}, this.alone, element("label", { for: "second-model-alone" }, t("second.alone"))),
        element("p", { class: "second-model-hint", id: "second-model-alone-words" }, t("second.aloneWords")),
      ),
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

  #onEdit() {
    const kinds = Object.values(this.rows.labels);
    const used = kinds.filter((kind) => kind !== null).length;
    this.use.disabled = used === 0;
    this.count.textContent = used === 0 ? this.lack : t("second.used", { used, all: kinds.length });
  }

  #choose() {
    this.#isUsed = true;
    this.onUse({ labels: this.rows.labels, threshold: Number(this.threshold.value), alone: this.alone.checked });
    this.node.close();
  }
}
