import { element, icon } from "../../components/element.js";
import { formatShare } from "../../components/format.js";
import { OPERATORS } from "./entities.js";
import { modelCredit } from "../../components/model-credit.js";
import { OperatorOptions } from "./operator-options.js";
import { RunButton } from "../../components/run-button.js";
import { t } from "../../language/language.js";

/**
 * @typedef {import("./entities.js").Operator} Operator
 * @typedef {import("../../shared/protocol.js").Manifest} Manifest
 * @typedef {import("../../shared/protocol.js").Plan} Plan
 */

const BUSY_LABELS = /** @type {const} */ ({ checking: "common.redact", downloading: "run.downloading", starting: "common.starting", scanning: "redact.redacting" });

/** The run button, the operator, and the kinds. */
export class RedactControls {
  /** @param {{kinds: HTMLElement, onRun: () => void, onCancel: () => void, onOperator: () => void}} options */
  constructor({ kinds, onRun, onCancel, onOperator }) {
    this.byPolicy = element("option", { value: "", hidden: true }, t("redact.asThePolicySays"));
    this.select = element(
      "select",
      { id: "operator", "data-testid": "redact-operator", onchange: onOperator },
      this.byPolicy,
      ...OPERATORS.map(({ name, label }) => element("option", { value: name, selected: name === "placeholder" }, t(label))),
    );
    this.options = new OperatorOptions({ onChange: onOperator });
    this.run = new RunButton({ testid: "redact", label: t("common.redact"), verb: t("redact.verb"), onRun, onCancel });
    this.node = element(
      "div",
      { class: "controls" },
      element("div", { class: "control" }, element("label", { for: "operator" }, t("redact.replaceWith")), this.select),
      kinds,
      this.options.node,
      this.run.pair,
    );
  }

  /** Null: the policy's. @returns {Operator | null} */
  get operator() {
    return /** @type {Operator} */ (this.select.value) || null;
  }

  /** The operator's name for people. */
  get title() {
    return this.select.selectedOptions[0]?.text ?? "";
  }

  /** Offer the policy's operators, which the reader may override. @param {boolean} hasPolicy */
  offerPolicy(hasPolicy) {
    if (this.byPolicy.hidden !== hasPolicy) return;
    this.byPolicy.hidden = !hasPolicy;
    this.select.value = hasPolicy ? "" : "placeholder";
  }

  /** @param {keyof typeof BUSY_LABELS} phase */
  setBusy(phase) {
    this.run.setBusy(t(BUSY_LABELS[phase]), { cancellable: phase !== "checking" });
  }

  /** @param {{ready: boolean, plan: Plan | null}} facts  plan: null if unknown */
  setIdle({ ready, plan }) {
    this.run.setIdle({ ready, plans: plan && [plan] });
  }
}

/** Found of the reporting half of presidio-evaluator's public texts on 2026-11-30, as in README.md: tabside, and Presidio with its defaults. */
const FOUND = { ours: 0.976, peer: 0.674 };

/** @param {string} id @param {string} title @param {string} text */
function aboutSection(id, title, text) {
  return element("section", { class: "note", "aria-labelledby": id }, element("h2", { id }, title), element("p", {}, text));
}

/**
 * Arrange the parts of the view.
 * @param {HTMLElement} container
 * @param {Record<"source" | "result" | "alert" | "progress" | "table" | "restorePanel" | "dialog" | "card", {node: HTMLElement}>} parts
 */
export function layOut(container, { source, result, alert, progress, table, restorePanel, dialog, card }) {
  const heading = element("h2", {}, t("redact.findings"));
  const findingsSection = element(
    "section",
    { class: "panel findings-panel", hidden: true },
    element(
      "header",
      { class: "panel-head" },
      heading,
      element("p", {}, t("redact.clickARowOrA")),
    ),
    table.node,
  );
  const files = element("div", { class: "files-slot" });
  const note = element("p", { class: "info", role: "status", "data-testid": "engine-note", hidden: true });
  const credit = element("p", {}, t("common.theModelsNameAndLicence"));
  container.append(
    element(
      "header",
      { class: "view-head" },
      element("h1", {}, t("common.redactPersonalData")),
      element("p", {}, t("redact.namesAddressesAndNumbersIn")),
    ),
    files,
    element("div", { class: "panes" }, source.node, element("div", { class: "messages" }, alert.node, progress.node, note), result.node),
    findingsSection,
    restorePanel.node,
    element(
      "div",
      { class: "notes" },
      aboutSection("note-for-whom", t("about.forWhom"), t("about.forWhomText")),
      aboutSection("note-compares", t("about.compares"), t("about.comparesText", { ours: formatShare(FOUND.ours, 1), peer: formatShare(FOUND.peer, 1) })),
      aboutSection("note-check", t("about.check"), t("about.checkText", { noNetwork: t("network.label") })),
      element(
        "section",
        { class: "note", "aria-labelledby": "note-private" },
        element("h2", { id: "note-private" }, icon("lock"), t("redact.privateByDesign")),
        element(
          "p",
          {},
          t("redact.yourTextIsReadScanned"),
        ),
      ),
      element("section", { class: "note", "aria-labelledby": "note-model" }, element("h2", { id: "note-model" }, t("common.theModel")), credit),
    ),
    card.node,
    dialog.node,
  );
  return {
    /** @param {number} count */
    showFindings(count) {
      findingsSection.hidden = count === 0;
      heading.textContent = t("count.findings", { count });
    },
    /** @param {HTMLElement | null} panel  the panel of files, above the text; null for none */
    showFiles(panel) {
      files.replaceChildren(...(panel ? [panel] : []));
    },
    /** Show a message of the engine for as long as the page is open. @param {string} text */
    showNote(text) {
      note.textContent = text;
      note.hidden = false;
    },
    /** @param {Manifest} manifest */
    showModel(manifest) {
      credit.replaceChildren(...modelCredit(manifest));
    },
  };
}
