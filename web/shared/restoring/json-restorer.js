/** Restore JSON that arrives in pieces: decode, restore and re-escape its strings (RFC 8259). */

import { TextRestorer } from "./restore-stream.js";

const STRUCTURE = /["{}[\]]/g;
const PLAIN = /[^"\\]+/y;
const ESCAPE = /\\(?:u[0-9a-fA-F]{4}|["\\/bfnrt])/y;
const ESCAPE_BEGUN = /\\(?:u[0-9a-fA-F]{0,3})?/y;

/** Restores originals in the strings of a JSON text, keys included. Everything outside strings passes unchanged. */
export class JsonRestorer {
  #inner;
  #inString = false;
  #rest = "";
  #depth = 0;

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

  /** Take the next piece of one document: what is certain, what stands behind its end, and whether it ended. @param {string} chunk */
  feedDocument(chunk) {
    let restored = "";
    for (let at = 0; at < chunk.length; ) {
      if (this.#inString || this.#rest !== "") {
        const end = this.#stringEnd(chunk, at);
        restored += this.feed(chunk.slice(at, end));
        at = end;
        continue;
      }
      STRUCTURE.lastIndex = at;
      const match = STRUCTURE.exec(chunk);
      if (match === null) return { restored: restored + this.feed(chunk.slice(at)), rest: "", hasEnded: false };
      const end = match.index + 1;
      restored += this.feed(chunk.slice(at, end));
      at = end;
      this.#depth += { "{": 1, "[": 1, "}": -1, "]": -1 }[match[0]] ?? 0;
      if (this.#depth <= 0 && "}]".includes(match[0])) {
        this.#depth = 0;
        return { restored, rest: chunk.slice(at), hasEnded: true };
      }
    }
    return { restored, rest: "", hasEnded: false };
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
    this.#depth = 0;
  }

  /** Where the string that is open ends, behind its quote, or the chunk's end. @param {string} chunk @param {number} at */
  #stringEnd(chunk, at) {
    let isEscaped = this.#rest.length === 1;
    for (let position = at; position < chunk.length; position += 1) {
      if (isEscaped) isEscaped = false;
      else if (chunk[position] === "\\") isEscaped = true;
      else if (chunk[position] === '"') return position + 1;
    }
    return chunk.length;
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
