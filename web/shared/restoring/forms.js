/**
 * The written forms of a placeholder: brackets, separators, endings. Data only; matching.js reads them, and
 * py/tabside/restoring/forms.py holds the same in Python. tests/unit/restoring/cases.json holds both to each other.
 */

const INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff\u00ad";

/** A placeholder as it is given out; sticky. */
export const EXACT = /\[([A-Z][A-Z0-9_]{0,63})_([0-9]{1,9})([a-z]{0,6})\]/y;

/** What can stand between brackets; sticky. */
export const BODY = new RegExp(`[A-Za-z0-9_\\-\\\\ '’${INVISIBLE}]*`, "y");

/** A whole body: the entity's words, a number, the letters of a spelling, a possessive ending. */
export const NUMBERED = new RegExp(
  `^[ ${INVISIBLE}]*(?<head>[A-Za-z](?:.*[^0-9])?)(?<number>[0-9]{1,9})(?<letters>[A-Za-z]{0,6})(?<ending>['’][sS]?)?[ ${INVISIBLE}]*$`,
);

/** A placeholder without brackets, as far as it goes; sticky. */
export const JOINED = /[A-Za-z][A-Za-z0-9]*(?:\\?_[A-Za-z0-9]+)*/y;

/**
 * A pair of brackets, and how a value is written where such brackets stand.
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

/** The text with full-width forms and hard spaces as ASCII: as many characters as before. @param {string} text */
export function plain(text) {
  return text.replace(/[\uff01-\uff5e\u3000\u00a0\u202f]/g, (ch) => {
    const code = ch.charCodeAt(0);
    return code >= 0xff01 && code <= 0xff5e ? String.fromCharCode(code - 0xfee0) : " ";
  });
}

const SEPARATORS = new RegExp(`[\\\\_\\- ${INVISIBLE}]+`, "g");

/** Words without case, separators and invisible characters. @param {string} words */
export function squashed(words) {
  return words.replace(SEPARATORS, "").toLowerCase();
}

/** Match a sticky pattern at one place. @param {RegExp} pattern @param {string} text @param {number} at */
export function matchAt(pattern, text, at) {
  pattern.lastIndex = at;
  return pattern.exec(text);
}
