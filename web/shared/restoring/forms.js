/**
 * The written forms of a placeholder: brackets, separators, endings. Data only, used by matching.js;
 * py/tabside/restoring/forms.py is the same in Python. tests/unit/restoring/cases.json tests both.
 */

const INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff\u00ad";

/** A placeholder in its exact form; sticky. */
export const EXACT = /\[([A-Z][A-Z0-9_]{0,63})_([0-9]{1,9})([a-z]{0,6})\]/y;

/** The text allowed between brackets; sticky. */
export const BODY = new RegExp(`[A-Za-z0-9_\\-\\\\ '’${INVISIBLE}]*`, "y");

/** A whole body: the entity's words, a number, the letters of a spelling, a possessive ending. */
export const NUMBERED = new RegExp(
  `^[ ${INVISIBLE}]*(?<head>[A-Za-z](?:.*[^0-9])?)(?<number>[0-9]{1,9})(?<letters>[A-Za-z]{0,6})(?<ending>['’][sS]?)?[ ${INVISIBLE}]*$`,
);

/** The longest placeholder without brackets; sticky. */
export const JOINED = /[A-Za-z][A-Za-z0-9]*(?:\\?_[A-Za-z0-9]+)*/y;

/**
 * A pair of brackets, and how a value is written inside them.
 * @typedef {{opening: string, closings: string[], write?: (value: string) => string}} Bracket
 */

/** @param {string} value */
const asHtml = (value) => value.replace(/[&<>"']/g, (ch) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#x27;" })[ch] ?? ch);

/** @param {string} value */
const asPercent = (value) =>
  encodeURIComponent(value.replace(/\p{Surrogate}/gu, "\ufffd")).replace(/[!'()*]/g, (ch) => `%${ch.charCodeAt(0).toString(16).toUpperCase()}`);

/** Longest opening first. Round brackets and quotation marks are not among them: they stay around the value. @type {Bracket[]} */
export const BRACKETS = [
  { opening: "&lbrack;", closings: ["&rbrack;"], write: asHtml },
  { opening: "&lsqb;", closings: ["&rsqb;"], write: asHtml },
  { opening: "&#x5b;", closings: ["&#x5d;"], write: asHtml },
  { opening: "&#91;", closings: ["&#93;"], write: asHtml },
  { opening: "&lt;", closings: ["&gt;"], write: asHtml },
  { opening: "%5B", closings: ["%5D", "%5d"], write: asPercent },
  { opening: "%5b", closings: ["%5d", "%5D"], write: asPercent },
  { opening: "\\[", closings: ["\\]", "]"] },
  { opening: "\\{", closings: ["\\}", "}"] },
  { opening: "\\<", closings: ["\\>", ">"] },
  { opening: "{{", closings: ["}}"] },
  { opening: "[", closings: ["]", "\\]"] },
  { opening: "{", closings: ["}"] },
  { opening: "<", closings: ["/>", ">"] },
  ...["【】", "〔〕", "〖〗", "《》", "〈〉", "⟨⟩", "⟦⟧", "❲❳"].map(([opening, closing]) => ({ opening, closings: [closing] })),
];

/** The text with full-width forms and hard spaces as ASCII. The length stays the same. @param {string} text */
export function plain(text) {
  return text.replace(/[\uff01-\uff5e\u3000\u00a0\u202f]/g, (ch) => {
    const code = ch.charCodeAt(0);
    return code >= 0xff01 && code <= 0xff5e ? String.fromCharCode(code - 0xfee0) : " ";
  });
}

const SEPARATORS = new RegExp(`[\\\\_\\- ${INVISIBLE}]+`, "g");

/** Words in lower case, without separators and invisible characters. @param {string} words */
export function squashed(words) {
  return words.replace(SEPARATORS, "").toLowerCase();
}

/** Match a sticky pattern at one position. @param {RegExp} pattern @param {string} text @param {number} at */
export function matchAt(pattern, text, at) {
  pattern.lastIndex = at;
  return pattern.exec(text);
}
