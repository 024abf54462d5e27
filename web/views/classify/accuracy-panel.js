import { element } from "../../components/element.js";
import { formatCount, formatShare } from "../../components/format.js";
import { t } from "../../language/language.js";

/** @typedef {import("../../shared/tasks.js").Classifier} Classifier */

/**
 * What is known of a classifier's accuracy: measured, or that it was not.
 * @param {Classifier} classifier @param {number} truncated examples of which only the beginning was read
 */
export function buildAccuracy({ method, evaluation, labels }, truncated = 0) {
  const cut = truncated > 0 && element("p", {}, t("accuracy.ofCountExamplesOnlyThe", { count: truncated }));
  if (method === "zero-shot") return element("div", { class: "accuracy" }, element("p", {}, t("accuracy.comparesTextsWithTheMeaning", { count: labels.length })));
  if (!evaluation) return element("div", { class: "accuracy" }, element("p", {}, t("accuracy.theAccuracyIsUnknownA")), cut);
  const { accuracy, interval, baseline, folds, examples } = evaluation;
  return element(
    "div",
    { class: "accuracy" },
    element("p", { class: "accuracy-figure" }, element("b", {}, formatShare(accuracy)), " ", t("accuracy.ofCountExamplesRight", { count: examples })),
    element(
      "p",
      {},
      t("accuracy.measuredBy", { folds, least: formatShare(interval[0]), most: formatShare(interval[1]), baseline: formatShare(baseline) }),
    ),
    cut,
    element(
      "div",
      { class: "accuracy-scroll", tabindex: "0", role: "region", "aria-label": t("accuracy.accuracyByLabel") },
      element(
        "table",
        { class: "accuracy-table" },
        element("thead", {}, element("tr", {}, ...[t("classify.label"), t("common.examples"), t("accuracy.found"), t("accuracy.rightWhenGiven")].map((head) => element("th", { scope: "col" }, head)))),
        element("tbody", {}, ...evaluation.labels.map(buildRow)),
      ),
    ),
  );
}

/** @param {import("../../shared/tasks.js").LabelEvaluation} label */
function buildRow({ name, examples, recall, precision }) {
  const cells = [formatCount(examples), formatShare(recall), precision === null ? t("accuracy.neverGiven") : formatShare(precision)];
  return element("tr", {}, element("th", { scope: "row", dir: "auto" }, name), ...cells.map((cell) => element("td", {}, cell)));
}
