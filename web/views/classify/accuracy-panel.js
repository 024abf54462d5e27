import { element } from "../../components/element.js";
import { formatPlural } from "../../components/format.js";

/** @typedef {import("../../shared/tasks.js").Classifier} Classifier */

const PERCENT = new Intl.NumberFormat("en", { style: "percent", maximumFractionDigits: 0 });

/**
 * What is known of a classifier's accuracy: measured, or that it was not.
 * @param {Classifier} classifier @param {number} truncated examples of which only the beginning was read
 */
export function buildAccuracy({ method, evaluation, labels }, truncated = 0) {
  const cut = truncated > 0 && element("p", {}, `Of ${formatPlural(truncated, "example")} only the beginning was read.`);
  if (method === "zero-shot") return element("div", { class: "accuracy" }, element("p", {}, `Compares texts with the meaning of ${formatPlural(labels.length, "label")}. The accuracy is unknown: look at some results.`));
  if (!evaluation) return element("div", { class: "accuracy" }, element("p", {}, "The accuracy is unknown: a label has a single example. Give each at least two."), cut);
  const { accuracy, interval, baseline, folds, examples } = evaluation;
  return element(
    "div",
    { class: "accuracy" },
    element("p", { class: "accuracy-figure" }, element("b", {}, PERCENT.format(accuracy)), ` of ${formatPlural(examples, "example")} right`),
    element(
      "p",
      {},
      `Measured by ${folds}-fold cross-validation: each example was labelled by what was learned from others. The true share is between ${PERCENT.format(interval[0])} and ${PERCENT.format(interval[1])} with 95% confidence, for texts like these. Always choosing the most frequent label would give ${PERCENT.format(baseline)}.`,
    ),
    cut,
    element(
      "div",
      { class: "accuracy-scroll", tabindex: "0", role: "region", "aria-label": "Accuracy by label" },
      element(
        "table",
        { class: "accuracy-table" },
        element("thead", {}, element("tr", {}, ...["Label", "Examples", "Found", "Right when given"].map((head) => element("th", { scope: "col" }, head)))),
        element("tbody", {}, ...evaluation.labels.map(buildRow)),
      ),
    ),
  );
}

/** @param {import("../../shared/tasks.js").LabelEvaluation} label */
function buildRow({ name, examples, recall, precision }) {
  const cells = [String(examples), PERCENT.format(recall), precision === null ? "never given" : PERCENT.format(precision)];
  return element("tr", {}, element("th", { scope: "row", dir: "auto" }, name), ...cells.map((cell) => element("td", {}, cell)));
}
