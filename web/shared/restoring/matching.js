/**
 * Match one written form of a placeholder at one position of a text: py/tabside/restoring/matching.py in JavaScript.
 *
 * Every result holds for every continuation of the text. If more characters could change it, the result is PARTIAL.
 */

import { BODY, BRACKETS, EXACT, JOINED, NUMBERED, matchAt } from "./forms.js";

/** @typedef {import("./known.js").Known} Known */
/** @typedef {import("./forms.js").Bracket} Bracket */
/**
 * A match up to `end` and the text to write for it; null if it is not a known placeholder.
 * @typedef {{end: number, placeholder: string, written: string | null}} Match
 */
/** @typedef {Match | typeof PARTIAL | null} Answer */
/**
 * A text, whether it ends here, and the known originals.
 * @typedef {{text: string, known: Known, final: boolean}} Reading
 */

/** More text is needed to decide. */
export const PARTIAL = Symbol("partial");

const EXACT_BEGUN = /\[(?:[A-Z][A-Z0-9_]{0,63}(?:_[0-9]{1,9}[a-z]{0,6})?)?/y;
const DIGITS = /[0-9]{1,9}/y;
// Not allowed before a form without brackets: an attribute, a variable, an option.
const NOT_BEFORE = new Set("\\$@#.-_%");
// Not allowed after it: a call, an assignment, an index.
const NOT_BEHIND = new Set("(=_[{");
// Not allowed after it if an opening bracket precedes it: only a list continues like this.
const GOES_ON = new Set(",;|/");

/**
 * Match at one position of a plain text.
 * @param {Reading} reading @param {number} at @param {boolean} strict @returns {Answer}
 */
export function matchForm(reading, at, strict) {
  if (reading.known.byHead.size > 0) {
    const answer = matchSurrogate(reading, at);
    if (answer !== null) return answer;
  }
  const ch = reading.text[at];
  const exact = ch === "[" ? matchExact(reading, at) : null;
  if (strict || exact === PARTIAL || (exact !== null && exact.written !== null)) return exact;
  const loose = /[A-Za-z]/.test(ch) ? matchJoinedOrSpaced(reading, at) : matchBracketed(reading, at);
  return loose ?? exact;
}

/**
 * Match an invented value as whole words, the longest first.
 * @param {Reading} reading @param {number} at @returns {Answer}
 */
function matchSurrogate({ text, known, final }, at) {
  if (isWordBefore(text, at)) return null;
  const head = text.slice(at, at + 2);
  if (head.length < 2 && !final && [...known.byHead.keys()].some((other) => other.startsWith(head))) return PARTIAL;
  for (const surrogate of known.byHead.get(head) ?? []) {
    const end = at + surrogate.length;
    if (!final && end >= text.length && surrogate.startsWith(text.slice(at))) return PARTIAL;
    if (text.startsWith(surrogate, at) && !isWordAt(text, end)) {
      return { end, placeholder: surrogate, written: /** @type {string} */ (known.surrogates.get(surrogate)) };
    }
  }
  return null;
}

/** @param {Reading} reading @param {number} at @returns {Answer} */
function matchExact({ text, known, final }, at) {
  const match = matchAt(EXACT, text, at);
  if (match !== null) return { end: at + match[0].length, placeholder: match[0], written: known.originals.get(match[0]) ?? null };
  const begun = matchAt(EXACT_BEGUN, text, at);
  return begun !== null && at + begun[0].length === text.length && !final ? PARTIAL : null;
}

/** Match words and a number in any brackets. @param {Reading} reading @param {number} at @returns {Answer} */
function matchBracketed(reading, at) {
  const { text, final } = reading;
  const bracket = BRACKETS.find(({ opening }) => text.startsWith(opening, at));
  if (bracket !== undefined) return matchInBrackets(reading, at, bracket);
  const rest = text.slice(at, at + 10);
  return !final && BRACKETS.some(({ opening }) => opening.startsWith(rest)) ? PARTIAL : null;
}

/** @param {Reading} reading @param {number} at @param {Bracket} bracket @returns {Answer} */
function matchInBrackets({ text, known, final }, at, bracket) {
  const begin = at + bracket.opening.length;
  let end = begin + Math.min(matchAt(BODY, text, begin)?.[0].length ?? 0, known.longest);
  // The body includes the backslash of the closing bracket.
  if (end > begin && text[end - 1] === "\\") end -= 1;
  const body = text.slice(begin, end);
  const rest = text.slice(end, end + 10);
  if (!final && (rest === "" || rest === "\\")) {
    if (known.canBegin(body)) return PARTIAL;
    const whole = text.slice(at);
    return BRACKETS.some(({ opening }) => opening !== whole && opening.startsWith(whole)) ? PARTIAL : null;
  }
  const closing = bracket.closings.find((mark) => text.startsWith(mark, end));
  if (closing === undefined) {
    return !final && bracket.closings.some((mark) => mark.startsWith(rest)) && known.canBegin(body) ? PARTIAL : null;
  }
  // `row[email_1]`, `${email_1}` and `$[…]` are code.
  if (text[at - 1] === "$" || (bracket.opening === "[" && isWordBefore(text, at))) return null;
  return numbered(body, end + closing.length, bracket, known);
}

/** @param {string} body @param {number} end @param {Bracket} bracket @param {Known} known @returns {Match | null} */
function numbered(body, end, bracket, known) {
  const groups = NUMBERED.exec(body)?.groups;
  if (!groups || (/[A-Za-z0-9]$/.test(groups.head) && !known.canJoinNumber)) return null;
  const entity = known.entity(groups.head);
  if (entity === null) return null;
  const { placeholder, kept } = spelling(entity, groups.number, groups.letters, known);
  const value = known.originals.get(placeholder);
  if (value === undefined || known.isLiteral(entity, groups.number)) return { end, placeholder, written: null };
  return { end, placeholder, written: (bracket.write ? bracket.write(value) : value) + kept + (groups.ending ?? "") };
}

/**
 * The placeholder, and a plural `s` that follows it instead of belonging to it.
 * @param {string} entity @param {string} number @param {string} letters @param {Known} known
 */
function spelling(entity, number, letters, known) {
  const placeholder = `[${entity}_${number}${letters.toLowerCase()}]`;
  if (!/s$/i.test(letters) || known.originals.has(placeholder)) return { placeholder, kept: "" };
  return { placeholder: `[${entity}_${number}${letters.slice(0, -1).toLowerCase()}]`, kept: letters.slice(-1) };
}

/** @param {Reading} reading @param {number} at @returns {Answer} */
function matchJoinedOrSpaced(reading, at) {
  if (at > 0 && (NOT_BEFORE.has(reading.text[at - 1]) || isWordBefore(reading.text, at))) return null;
  return matchSpaced(reading, at) ?? matchJoined(reading, at);
}

/** `GIVEN_NAME_1` and `given\_name\_1` without brackets. @param {Reading} reading @param {number} at @returns {Answer} */
function matchJoined({ text, known, final }, at) {
  const run = (matchAt(JOINED, text, at)?.[0] ?? "").slice(0, known.longest);
  const end = at + run.length;
  if (!final && ["", "\\", "_", "\\_"].includes(text.slice(end, end + 3))) return known.canBegin(run) ? PARTIAL : null;
  const groups = NUMBERED.exec(run)?.groups;
  if (!groups || !groups.head.endsWith("_") || text.startsWith("\\_", end)) return null;
  const entity = known.entity(groups.head);
  return entity === null ? null : bare(text, at, end, { entity, number: groups.number, letters: groups.letters }, known);
}

/** `GIVEN NAME 1` and `Given Name 1`: entities of two words or more. @param {Reading} reading @param {number} at @returns {Answer} */
function matchSpaced({ text, known, final }, at) {
  for (const [words, entity] of known.spaced) {
    if (text.startsWith(words, at)) {
      const begin = at + words.length;
      const number = matchAt(DIGITS, text, begin)?.[0] ?? "";
      const letters = number !== "" && text[begin + number.length] === "s" ? "s" : "";
      const end = begin + number.length + letters.length;
      if (end >= text.length && !final) return PARTIAL;
      if (number !== "") return bare(text, at, end, { entity, number, letters }, known);
    } else if (!final && words.startsWith(text.slice(at, at + words.length + 1))) {
      return PARTIAL;
    }
  }
  return null;
}

/**
 * Look up a form without brackets that ends at `end`, unless it is part of a longer word or may be cut off.
 * @param {string} text @param {number} at @param {number} end @param {{entity: string, number: string, letters: string}} name @param {Known} known @returns {Match | null}
 */
function bare(text, at, end, { entity, number, letters }, known) {
  const behind = text[end] ?? "";
  if (behind !== "" && (NOT_BEHIND.has(behind) || isWordAt(text, end))) return null;
  const { placeholder, kept } = spelling(entity, number, letters, known);
  const isBegun = at > 0 && "[{<".includes(text[at - 1]);
  if (isBegun && behind !== "" && !GOES_ON.has(behind)) return null;
  const isCut = behind === "" && (isBegun || known.isCutShort(entity, number));
  const value = isCut || known.isLiteral(entity, number) ? undefined : known.originals.get(placeholder);
  return { end: end - kept.length, placeholder, written: value ?? null };
}

const WORD = /[\p{L}\p{N}_]/u;

/** @param {string} text @param {number} at */
function isWordAt(text, at) {
  return at < text.length && WORD.test(String.fromCodePoint(/** @type {number} */ (text.codePointAt(at))));
}

/** @param {string} text @param {number} at */
function isWordBefore(text, at) {
  return at > 0 && WORD.test(/[\udc00-\udfff]/.test(text[at - 1]) ? text.slice(Math.max(at - 2, 0), at) : text[at - 1]);
}
