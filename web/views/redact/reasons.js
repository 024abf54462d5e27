/** Reasons in words; the kinds are those of py/tabside/reasons.py. */

import { entityLabel, sourceLabel } from "./entities.js";

/** @typedef {import("../../shared/protocol.js").Reason} Reason */

/** @type {Record<string, (detail: string | null, score: string) => string>} */
const WORDS = {
  model: (detail, score) => `The model reads it as ${detail ? entityLabel(detail).toLowerCase() : "personal"}, score ${score}`,
  lexicon_raised: (_detail, score) => `Name lists and the surrounding words raise that to ${score}`,
  lexicon_lowered: (_detail, score) => `It is in no name list, which lowers that to ${score}`,
  pattern: (detail) => (detail ? `The pattern of the rule “${sourceLabel(detail).replace("Rule: ", "")}” matches` : "A pattern matches"),
  check_passed: () => "Its check digits are valid",
  check_failed: () => "Its check digits are invalid",
  numbering_plan: () => "The numbering plan contains such numbers",
  context: (detail) => (detail ? `The word “${detail}” is near` : "A context word is near"),
  context_missing: (detail) => (detail ? `No word such as “${detail}” is near` : "No context word is near"),
  agreement: (detail, score) => `${sourceLabel(detail ?? "")} found the same, score ${score}`,
  overrode: (detail, score) => `It overrode ${overridden(detail ?? "")}, score ${score}`,
  propagation: (detail, score) => `${sourceLabel(detail ?? "")} found another mention of it, score ${score}`,
  below_threshold: (detail) => `${detail ? entityLabel(detail) : "Its score"} falls short of the threshold`,
  not_looked_for: () => "Its kind is not looked for",
  chosen: () => "You chose it",
  other: (detail) => sentenceCase(detail ?? ""),
};

/** @param {Reason} reason */
export function reasonText({ kind, detail, score }) {
  const words = WORDS[kind] ?? (() => sentenceCase(kind.replaceAll("_", " ")));
  return words(detail, score === null ? "" : score.toFixed(2));
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
