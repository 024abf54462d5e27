import { element } from "../../../components/element.js";
import { formatDecimals } from "../../../components/format.js";
import { entityLabel, sourceLabel } from "../entities.js";
import { reasonText } from "../reasons.js";
import { inSentence, t } from "../../../language/language.js";

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
    element("li", {}, element("b", {}, t("explain.textFoundKind", { text: shorten(text.slice(start, end)), kind: inSentence(entityLabel(entity)) })), " ", reasons.map(reasonText).join(". ")),
  );
  const rows = words.slice(0, WORDS_SHOWN).map(({ start, end, score, threshold, labels }) => {
    const [best] = Object.entries(labels).sort((a, b) => b[1] - a[1]);
    return element(
      "tr",
      { "data-reached": score >= threshold },
      element("th", { scope: "row" }, shorten(text.slice(start, end))),
      element("td", {}, best ? `${entityLabel(best[0])} ${formatDecimals(best[1])}` : t("explain.nothingPersonal")),
      element("td", {}, score === 0 ? t("explain.under", { least: 0.02 }) : formatDecimals(score)),
      element("td", {}, formatDecimals(threshold)),
    );
  });
  const missed = near.slice(0, NEAR_SHOWN).map(({ entity, source, reasons, start, end }) =>
    element(
      "li",
      {},
      element("b", {}, t("explain.textNotFoundKindSource", { text: shorten(text.slice(start, end)), kind: inSentence(entityLabel(entity)), source: sourceLabel(source) })),
      " ",
      reasons.map(reasonText).join(". "),
    ),
  );
  const head = element("tr", {}, ...[t("explain.word"), t("explain.bestGuess"), t("common.score"), t("explain.needed")].map((title) => element("th", { scope: "col" }, title)));
  return element(
    "div",
    { class: "explanation" },
    found.length > 0 && element("ul", {}, ...found),
    rows.length > 0 && element("table", {}, element("caption", { class: "visually-hidden" }, t("explain.whatTheModelRead")), element("thead", {}, head), element("tbody", {}, ...rows)),
    words.length > WORDS_SHOWN && element("p", {}, t("explain.andCountWordsMore", { count: words.length - WORDS_SHOWN })),
    missed.length > 0 ? element("ul", {}, ...missed) : element("p", {}, t("explain.noRuleNearlyMatched")),
  );
}

/** The screen reader announcement. @param {Explanation} explanation */
export function summarizeExplanation({ findings, words, near }) {
  const best = Math.max(0, ...words.map(({ score }) => score));
  const needed = words.length > 0 ? Math.min(...words.map(({ threshold }) => threshold)) : 0;
  const found = findings.length > 0 ? t("explain.foundHere", { count: findings.length }) : t("explain.nothingHere");
  const rules = near.length === 0 ? t("explain.noRuleNearlyMatched") : t("explain.rulesNear", { count: near.length });
  return [found, t("explain.scores", { best: formatDecimals(best), needed: formatDecimals(needed) }), rules].join(" ");
}

/** @param {string} text */
function shorten(text) {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}
