import { element } from "../../components/element.js";
import { formatDecimals } from "../../components/format.js";
import { t } from "../../language/language.js";

/** @typedef {import("./labels.js").Reading} Reading */


/**
 * One text and its labels: a bar each with the threshold as a mark, the score as a number, and what both mean.
 * @param {{text: string, number: number | null, readings: readonly Reading[], verdict: {text: string, tone: string}}} card
 */
export function buildLabelCard({ text, number, readings, verdict }) {
  return element(
    "li",
    { class: "label-card", "data-tone": verdict.tone },
    element(
      "div",
      { class: "label-head" },
      element("p", { class: "verdict", "data-tone": verdict.tone }, verdict.text),
      number === null ? null : element("span", { class: "label-number" }, t("classify.textNumber", { number })),
    ),
    element("p", { class: "label-text", dir: "auto" }, text),
    element("ul", { class: "bars-list" }, ...readings.map(buildBar)),
  );
}

/** @param {Reading} reading */
function buildBar({ label, title, meaning, score, threshold, reached }) {
  const fill = element("span", { class: "label-fill" });
  // Through the DOM: the page's policy allows no style attributes.
  fill.style.inlineSize = `${(score * 100).toFixed(2)}%`;
  const track = element("span", { class: "label-track", "aria-hidden": "true" }, fill);
  if (threshold !== null) {
    const mark = element("span", { class: "label-threshold" });
    mark.style.insetInlineStart = `${threshold * 100}%`;
    track.append(mark);
  }
  return element(
    "li",
    { class: "label-row", "data-label": label, "data-reached": reached === null ? undefined : String(reached) },
    element("span", { class: "label-name" }, title),
    track,
    element("span", { class: "label-score" }, formatDecimals(score, 3)),
    element(
      "span",
      { class: "label-meaning" },
      [meaning, threshold === null ? "" : t(reached ? "classify.overThreshold" : "classify.underThreshold", { threshold })].filter(Boolean).join(" · "),
    ),
  );
}
