/**
 * Restore an answer that may hold JSON: a whole JSON document, or one in a Markdown fence, gets values escaped.
 * py/tabside/restoring/auto_stream.py in JavaScript.
 */

import { JsonRestorer } from "./json-restorer.js";
import { TextRestorer } from "./restore-stream.js";

const DOCUMENT = /^\s*(?:\{\s*["}]|\[\s*["{])/;
const DOCUMENT_BEGUN = /^\s*(?:[{[]\s*)?$/;
const FENCE = /(?<!`)```[ \t]*(?:json[5lc]?|jsonl)[ \t]*\r?\n/i;
const FENCE_BEGUN = /^(?:`{1,2}|```[ \t]*(?:j|js|jso|json[5lc]?)?[ \t]*\r?)$/i;
const TAIL = /`+[ \t\rjsonlc5]*$/i;
const MOST_SPACE = 64;

/** Puts originals back into an answer, as JSON where the answer is JSON, as text everywhere else. */
export class AutoRestorer {
  #text;
  #json;
  /** @type {boolean | null} */ #isJson = null;
  #rest = "";
  #before = "";

  /** @param {import("./known.js").Known} known @param {{strict?: boolean}} [options] */
  constructor(known, options) {
    this.#text = new TextRestorer(known, options);
    this.#json = new JsonRestorer(known, options);
  }

  /** Accept the next piece and return the text that is final. @param {string} chunk */
  feed(chunk) {
    let text = this.#rest + chunk;
    this.#rest = "";
    let out = "";
    while (text !== "") {
      this.#isJson ??= beginsDocument(text);
      if (this.#isJson === null) {
        this.#rest = text;
        break;
      }
      if (this.#isJson) {
        const { restored, rest, hasEnded } = this.#json.feedDocument(text);
        out += restored;
        text = rest;
        if (hasEnded) this.#isJson = false;
      } else {
        const { restored, rest } = this.#feedText(text);
        out += restored;
        text = rest;
      }
    }
    return out;
  }

  /** Return the text held back, at the end of the input. */
  finish() {
    const rest = this.#isJson ? this.#json.finish() : this.#text.feed(this.#rest) + this.#text.finish();
    this.#isJson = null;
    this.#rest = this.#before = "";
    return rest;
  }

  /** Up to the next fence of JSON, and what stands behind it. @param {string} given */
  #feedText(given) {
    let text = given;
    const read = this.#before + text;
    const fence = FENCE.exec(read);
    if (fence !== null) {
      this.#isJson = null;
      const end = fence.index + fence[0].length - this.#before.length;
      this.#before = "";
      return { restored: this.#text.feed(text.slice(0, end)) + this.#text.finish(), rest: text.slice(end) };
    }
    const tail = TAIL.exec(read);
    if (tail !== null && FENCE_BEGUN.test(tail[0])) {
      const begun = Math.max(tail.index - this.#before.length, 0);
      this.#rest = text.slice(begun);
      text = text.slice(0, begun);
    }
    this.#before = text.slice(-1) || this.#before;
    return { restored: this.#text.feed(text), rest: "" };
  }
}

/** Whether a text begins with a JSON document; null where more of it is needed. @param {string} text */
function beginsDocument(text) {
  if (DOCUMENT.test(text)) return true;
  return text.length < MOST_SPACE && DOCUMENT_BEGUN.test(text) ? null : false;
}

/** Put originals back into a whole answer. @param {string} text @param {import("./known.js").Known} known */
export function restoreAnswer(text, known) {
  const restorer = new AutoRestorer(known);
  return restorer.feed(text) + restorer.finish();
}
