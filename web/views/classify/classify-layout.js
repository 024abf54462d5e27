import { element, icon } from "../../components/element.js";

/**
 * Arrange the parts of the view. Returns the placeholder for results.
 * @param {HTMLElement} container
 * @param {{area: HTMLElement, count: HTMLElement, lines: HTMLElement, select: HTMLElement, button: {pair: HTMLElement},
 *   examples: HTMLElement[], clear: HTMLElement, output: HTMLElement, stale: HTMLElement, credit: HTMLElement, note: HTMLElement,
 *   alert: {node: HTMLElement}, progress: {node: HTMLElement}}} parts
 */
export function layOutClassify(container, { area, count, lines, select, button, examples, clear, output, stale, credit, note, alert, progress }) {
  const empty = element(
    "div",
    { class: "result-empty" },
    element("div", { class: "label-sketch", "aria-hidden": "true" }, ...["l4", "l2", "l3"].map((width) => element("span", { class: `sketch-bar ${width}` }))),
    element("p", {}, "Every label appears here with its score and a mark at its threshold."),
  );
  output.hidden = true;
  const source = element(
    "section",
    { class: "pane source-pane" },
    element("header", { class: "pane-head" }, element("h2", {}, element("label", { for: "classify-text" }, "Your text")), element("div", { class: "pane-actions" }, clear)),
    element("div", { class: "examples", role: "group", "aria-label": "Examples" }, element("span", { class: "examples-title", "aria-hidden": "true" }, "Try"), ...examples),
    area,
    element("div", { class: "pane-facts" }, count, element("label", { class: "check", for: "classify-lines" }, lines, "A text a line")),
    element(
      "div",
      { class: "pane-foot" },
      element(
        "div",
        { class: "controls" },
        element("div", { class: "control" }, element("label", { for: "classify-model" }, "Model"), select),
        button.pair,
      ),
    ),
  );
  const result = element(
    "section",
    { class: "pane result-pane", "aria-label": "Result" },
    element("header", { class: "pane-head" }, element("h2", {}, "Labels"), stale),
    element("div", { class: "result-body" }, empty, output),
  );
  container.append(
    element(
      "header",
      { class: "view-head" },
      element("h1", {}, "Classify texts"),
      element("p", {}, "Is it a prompt injection? A model that runs in this tab reads the whole text and gives each label a score."),
    ),
    element("div", { class: "panes" }, source, element("div", { class: "messages" }, alert.node, progress.node, note), result),
    element(
      "div",
      { class: "notes" },
      element(
        "section",
        { class: "note", "aria-labelledby": "classify-note-reading" },
        element("h2", { id: "classify-note-reading" }, icon("lock"), "How to read it"),
        element(
          "p",
          {},
          "A score is the model's output, between 0 and 1; the mark is the threshold chosen by its authors. A long text is read in overlapping windows, and its most suspicious one counts. No classifier finds everything: use it as one line of defence, not the only one. The text stays in this tab, and with the network off it works just the same.",
        ),
      ),
      element("section", { class: "note", "aria-labelledby": "classify-note-model" }, element("h2", { id: "classify-note-model" }, "The model"), credit),
    ),
  );
  return empty;
}
