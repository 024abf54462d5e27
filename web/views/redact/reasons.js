/** Reasons in words; the kinds are those of py/tabside/reasons.py. */

import { formatDecimals } from "../../components/format.js";
import { inSentence, t } from "../../language/language.js";
import { entityLabel, ruleName, sourceLabel } from "./entities.js";

/** @typedef {import("../../shared/protocol.js").Reason} Reason */

/** @type {Record<string, (detail: string | null, score: string) => string>} */
const WORDS = {
  model: (detail, score) => (detail ? t("reason.model", { kind: inSentence(entityLabel(detail)), score }) : t("reason.modelAny", { score })),
  lexicon_raised: (_detail, score) => t("reason.lexiconRaised", { score }),
  lexicon_lowered: (_detail, score) => t("reason.lexiconLowered", { score }),
  pattern: (detail) => (detail ? t("reason.pattern", { rule: ruleName(detail) }) : t("reason.patternAny")),
  check_passed: () => t("reason.checkPassed"),
  check_failed: () => t("reason.checkFailed"),
  numbering_plan: () => t("reason.numberingPlan"),
  context: (detail) => (detail ? t("reason.context", { word: detail }) : t("reason.contextAny")),
  context_missing: (detail) => (detail ? t("reason.contextMissing", { word: detail }) : t("reason.contextMissingAny")),
  agreement: (detail, score) => t("reason.agreement", { source: sourceLabel(detail ?? ""), score }),
  overrode: (detail, score) => t("reason.overrode", { finding: overridden(detail ?? ""), score }),
  propagation: (detail, score) => t("reason.propagation", { source: sourceLabel(detail ?? ""), score }),
  below_threshold: (detail) => (detail ? t("reason.belowThreshold", { kind: entityLabel(detail) }) : t("reason.belowThresholdAny")),
  not_looked_for: () => t("reason.notLookedFor"),
  chosen: () => t("reason.chosen"),
  other: (detail) => sentenceCase(detail ?? ""),
};

/** @param {Reason} reason */
export function reasonText({ kind, detail, score }) {
  const words = WORDS[kind] ?? (() => sentenceCase(kind.replaceAll("_", " ")));
  return words(detail, score === null ? "" : formatDecimals(score));
}

/** "PHONE by phone" -> "Phone number (Rule: phone)". @param {string} detail */
function overridden(detail) {
  const [entity = "", source = ""] = detail.split(" by ");
  return source === "" ? entityLabel(entity) : `${entityLabel(entity)} (${sourceLabel(source)})`;
}

/** @param {string} words */
function sentenceCase(words) {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
