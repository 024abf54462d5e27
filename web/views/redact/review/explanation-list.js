import { element } from "../../../components/element.js";
import { entityLabel, sourceLabel } from "../entities.js";
import { reasonText } from "../reasons.js";

/** @typedef {import("../../../shared/protocol.js").Explanation} Explanation */

const WORDS_SHOWN = 12;
const NEAR_SHOWN = 6;

/**
 * Why a stretch of text was found or not: its findings, the model's score and threshold for each word, and rules that
 * nearly matched.
 * @param {string} text @param {Explanation} explanation
 */
export function buildExplanation(text, { findings, words, near }) {
  const found = findings.map(({ entity, start, end, reasons = [] }) =>
    element("li", {}, element("b", {}, `${shorten(text.slice(start, end))}: found, ${entityLabel(entity).toLowerCase()}. `), reasons.map(reasonText).join(". ")),
  );
  const rows = words.slice(0, WORDS_SHOWN).map(({ start, end, score, threshold, labels }) => {
    const [best] = Object.entries(labels).sort((a, b) => b[1] - a[1]);
    return element(
      "tr",
      { "data-reached": score >= threshold },
      element("th", { scope: "row" }, shorten(text.slice(start, end))),
      element("td", {}, best ? `${entityLabel(best[0])} ${best[1].toFixed(2)}` : "Nothing personal"),
      element("td", {}, score === 0 ? "under 0.02" : score.toFixed(2)),
      element("td", {}, threshold.toFixed(2)),
    );
  });
  const missed = near.slice(0, NEAR_SHOWN).map(({ entity, source, reasons, start, end }) =>
    element(
      "li",
      {},
      element("b", {}, `${shorten(text.slice(start, end))}: not found, ${entityLabel(entity).toLowerCase()} (${sourceLabel(source)}). `),
      reasons.map(reasonText).join(". "),
    ),
  );
  const head = element("tr", {}, ...["Word", "The model's best guess", "Score", "Needed"].map((title) => element("th", { scope: "col" }, title)));
  return element(
    "div",
    { class: "explanation" },
    found.length > 0 && element("ul", {}, ...found),
    rows.length > 0 && element("table", {}, element("caption", { class: "visually-hidden" }, "What the model read"), element("thead", {}, head), element("tbody", {}, ...rows)),
    words.length > WORDS_SHOWN && element("p", {}, `And ${words.length - WORDS_SHOWN} words more.`),
    missed.length > 0 ? element("ul", {}, ...missed) : element("p", {}, "No rule nearly matched."),
  );
}

/** The screen reader announcement. @param {Explanation} explanation */
export function summarizeExplanation({ findings, words, near }) {
  const best = Math.max(0, ...words.map(({ score }) => score));
  const needed = words.length > 0 ? Math.min(...words.map(({ threshold }) => threshold)) : 0;
  const found = findings.length > 0 ? `${findings.length} found here.` : "Nothing was found here.";
  return `${found} The model's best score is ${best.toFixed(2)}, ${needed.toFixed(2)} is needed. ${near.length === 0 ? "No rule nearly matched." : `Rules that came near: ${near.length}.`}`;
}

/** @param {string} text */
function shorten(text) {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}
