/** Divide a redacted text into what stays and what was replaced. */

/** @typedef {import("./messages.js").Piece} Piece */

/**
 * @param {string} text redacted @param {Record<string, string>} originals by placeholder @returns {Piece[]} their texts, joined, are `text`
 */
export function piecesOf(text, originals) {
  /** @type {Piece[]} */
  const pieces = [];
  let at = 0;
  for (const { index, 0: placeholder } of text.matchAll(/\[[^[\]]+\]/g)) {
    if (!Object.hasOwn(originals, placeholder)) continue;
    if (index > at) pieces.push(text.slice(at, index));
    pieces.push({ placeholder, original: originals[placeholder] });
    at = index + placeholder.length;
  }
  if (at < text.length) pieces.push(text.slice(at));
  return pieces;
}
