/** Restore JSON that arrives in pieces: decode, restore and re-escape its strings (RFC 8259). */

import { TextRestorer } from "./restore-stream.js";

const PLAIN = /[^"\\]+/y;
const ESCAPE = /\\(?:u[0-9a-fA-F]{4}|["\\/bfnrt])/y;
const ESCAPE_BEGUN = /\\(?:u[0-9a-fA-F]{0,3})?/y;

/** Restores originals in the strings of a JSON text, keys included. Everything outside strings passes unchanged. */
export class JsonRestorer {
  #inner;
  #inString = false;
  #rest = "";

  /** @param {import("./known.js").Known} known @param {{strict?: boolean}} [options] */
  constructor(known, options) {
    this.#inner = new TextRestorer(known, options);
  }

  get restored() {
    return this.#inner.restored;
  }

  get unknown() {
    return this.#inner.unknown;
  }

  /** Accept the next piece and return the text that is final. @param {string} chunk */
  feed(chunk) {
    const text = this.#rest + chunk;
    this.#rest = "";
    let out = "";
    for (let at = 0; at < text.length; ) {
      if (!this.#inString) {
        const quote = text.indexOf('"', at);
        const end = quote < 0 ? text.length : quote + 1;
        out += text.slice(at, end);
        this.#inString = quote >= 0;
        at = end;
        continue;
      }
      const { end, decoded } = decodedAt(text, at);
      if (decoded === null) {
        this.#rest = text.slice(at);
        break;
      }
      if (decoded === '"' && end === at + 1) {
        out += `${escaped(this.#inner.finish())}"`;
        this.#inString = false;
      } else {
        out += escaped(this.#inner.feed(decoded));
      }
      at = end;
    }
    return out;
  }

  /** Return the text held back, at the end of the input. The end of a string that was cut off stays unchanged. */
  finish() {
    const rest = escaped(this.#inner.release()) + this.#rest;
    this.abort();
    return rest;
  }

  /** Drop the text held back. */
  abort() {
    this.#inner.abort();
    this.#inString = false;
    this.#rest = "";
  }
}

/**
 * The end and the content of the next part of a string; null if an escape is cut.
 * @param {string} text @param {number} at @returns {{end: number, decoded: string | null}}
 */
function decodedAt(text, at) {
  PLAIN.lastIndex = ESCAPE.lastIndex = ESCAPE_BEGUN.lastIndex = at;
  const plain = PLAIN.exec(text);
  if (plain !== null) return { end: at + plain[0].length, decoded: plain[0] };
  if (text[at] === '"') return { end: at + 1, decoded: '"' };
  const escape = ESCAPE.exec(text);
  if (escape !== null) return { end: at + escape[0].length, decoded: JSON.parse(`"${escape[0]}"`) };
  const begun = ESCAPE_BEGUN.exec(text);
  // An invalid escape is not JSON either. It passes, for the consumer's parser to refuse.
  const isCut = begun !== null && at + begun[0].length === text.length;
  return isCut ? { end: at, decoded: null } : { end: at + 1, decoded: text[at] };
}

/** Escape for a JSON string; surrogates that were escaped separately are escaped again. @param {string} text */
function escaped(text) {
  return JSON.stringify(text).slice(1, -1);
}
