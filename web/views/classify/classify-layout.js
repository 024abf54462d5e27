import { element, icon } from "../../components/element.js";
import { t } from "../../language/language.js";

/**
 * Arrange the parts of the view. Returns the placeholder for results.
 * @param {HTMLElement} container
 * @param {{source: import("./text-source.js").TextSource, select: HTMLElement, embedder: HTMLElement, own: {node: HTMLElement},
 *   button: {pair: HTMLElement}, injections: HTMLElement, output: HTMLElement, results: {node: HTMLElement}, stale: HTMLElement, credit: HTMLElement, note: HTMLElement,
 *   alert: {node: HTMLElement}, progress: {node: HTMLElement}}} parts
 */
export function layOutClassify(container, parts) {
  const { alert, progress, note } = parts;
  const empty = element(
    "div",
    { class: "result-empty" },
    element("div", { class: "label-sketch", "aria-hidden": "true" }, ...["l4", "l2", "l3"].map((width) => element("span", { class: `sketch-bar ${width}` }))),
    element("p", {}, t("classify.everyTextAppearsHereWith")),
  );
  parts.output.hidden = true;
  container.append(
    element(
      "header",
      { class: "view-head" },
      element("h1", {}, t("common.classifyTexts")),
      element("p", {}, t("classify.sortTextsByLabelsOf")),
    ),
    buildLabels(parts),
    element("div", { class: "panes" }, buildSource(parts), element("div", { class: "messages" }, alert.node, progress.node, note), buildResult(parts, empty)),
    buildNotes(parts.credit),
  );
  return empty;
}

/** @param {{select: HTMLElement, embedder: HTMLElement, own: {node: HTMLElement}, injections: HTMLElement}} parts */
function buildLabels({ select, embedder, own, injections }) {
  return element(
    "section",
    { class: "panel labels-panel", "aria-labelledby": "labels-heading" },
    element(
      "header",
      { class: "labels-head" },
      element("h2", { id: "labels-heading" }, t("common.labels")),
      element("div", { class: "control" }, element("label", { for: "classify-model" }, t("classify.use")), select),
      embedder,
    ),
    own.node,
    injections,
  );
}

/** @param {{source: import("./text-source.js").TextSource, button: {pair: HTMLElement}}} parts */
function buildSource({ source: { area, count, lines, clear, picker }, button }) {
  return element(
    "section",
    { class: "pane source-pane" },
    element("header", { class: "pane-head" }, element("h2", {}, element("label", { for: "classify-text" }, t("classify.yourTexts"))), element("div", { class: "pane-actions" }, clear)),
    picker.node,
    area,
    element("div", { class: "pane-facts" }, count, element("label", { class: "check", for: "classify-lines" }, lines, t("classify.aTextALine"))),
    element("div", { class: "pane-foot" }, element("div", { class: "controls" }, picker.button, button.pair)),
  );
}

/** @param {{stale: HTMLElement, output: HTMLElement, results: {node: HTMLElement}}} parts @param {HTMLElement} empty */
function buildResult({ stale, output, results }, empty) {
  return element(
    "section",
    { class: "pane result-pane", "aria-label": t("common.result") },
    element("header", { class: "pane-head" }, element("h2", {}, t("common.result")), stale),
    element("div", { class: "result-body" }, empty, output, results.node),
  );
}

/** @param {HTMLElement} credit */
function buildNotes(credit) {
  return element(
    "div",
    { class: "notes" },
    element(
      "section",
      { class: "note", "aria-labelledby": "classify-note-reading" },
      element("h2", { id: "classify-note-reading" }, icon("lock"), t("classify.howToReadIt")),
      element(
        "p",
        {},
        t("classify.scoresOfYourOwnLabels"),
      ),
    ),
    element("section", { class: "note", "aria-labelledby": "classify-note-model" }, element("h2", { id: "classify-note-model" }, t("common.theModel")), credit),
  );
}
