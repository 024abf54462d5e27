/** Restore a text that arrives in pieces: any division into pieces gives the same result. */

import { plain } from "./forms.js";
import { Known } from "./known.js";
import { PARTIAL, matchForm } from "./matching.js";

export { Known } from "./known.js";

/** @typedef {import("./known.js").Mapping} Mapping */
/**
 * `text`, the restored values, and the unknown placeholders, each once.
 * @typedef {{text: string, restored: string[], unknown: string[]}} Restoration
 */

/** Restores originals in pieces of text. Holds back at most the length of the longest placeholder form. */
export class TextRestorer {
  #known;
  #strict;
  #text = "";
  #from = 0;
  /** @type {Set<string>} */ #restored = new Set();
  /** @type {Set<string>} */ #unknown = new Set();

  /** @param {Known} known @param {{strict?: boolean}} [options] strict: only exact placeholders count */
  constructor(known, { strict = false } = {}) {
    this.#known = known;
    this.#strict = strict;
  }

  get restored() {
    return [...this.#restored];
  }

  get unknown() {
    return [...this.#unknown];
  }

  /** Number of characters held back until more text arrives. */
  get held() {
    return this.#text.length - this.#from;
  }

  /** Accept the next piece and return the text that is final. @param {string} chunk */
  feed(chunk) {
    this.#text += chunk;
    return this.#advance(false);
  }

  /** Return the text held back, at the end of the input. */
  finish() {
    const rest = this.#advance(true);
    this.abort();
    return rest;
  }

  /** Return the text held back, unrestored: the input was cut off. */
  release() {
    const held = this.#text.slice(this.#from);
    this.abort();
    return held;
  }

  /** Drop the text held back: the input was cut off, and its last characters may be half a placeholder. */
  abort() {
    this.#text = "";
    this.#from = 0;
  }

  /** @param {boolean} final */
  #advance(final) {
    const text = this.#text;
    const reading = { text: plain(text), known: this.#known, final };
    const { start } = this.#known;
    let out = "";
    let position = this.#from;
    let cut = text.length;
    start.lastIndex = position;
    for (let begin; (begin = start.exec(reading.text)) !== null; ) {
      const answer = matchForm(reading, begin.index, this.#strict);
      if (answer === PARTIAL) {
        cut = begin.index;
        break;
      }
      start.lastIndex = answer === null ? begin.index + 1 : answer.end;
      if (answer === null) continue;
      if (answer.written === null) {
        this.#unknown.add(text.slice(begin.index, answer.end));
        continue;
      }
      this.#restored.add(answer.placeholder);
      out += text.slice(position, begin.index) + answer.written;
      position = answer.end;
    }
    out += text.slice(position, cut);
    // Keep one character (or surrogate pair): the characters before a form decide whether it counts.
    const kept = Math.max(cut - (/[\udc00-\udfff]/.test(text[cut - 1] ?? "") ? 2 : 1), 0);
    this.#text = text.slice(kept);
    this.#from = cut - kept;
    return out;
  }
}

/**
 * A TransformStream of strings that restores originals.
 *
 *   for await (const piece of answer.pipeThrough(new RestoreStream(mapping))) show(piece);
 *
 * @extends {TransformStream<string, string>}
 */
export class RestoreStream extends TransformStream {
  #restorer;

  /** @param {Mapping | Known} mapping @param {{strict?: boolean}} [options] */
  constructor(mapping, options) {
    const restorer = new TextRestorer(mapping instanceof Known ? mapping : new Known(mapping), options);
    super({
      transform(chunk, controller) {
        const restored = restorer.feed(chunk);
        if (restored !== "") controller.enqueue(restored);
      },
      flush(controller) {
        const rest = restorer.finish();
        if (rest !== "") controller.enqueue(rest);
      },
    });
    this.#restorer = restorer;
  }

  /** The values restored so far, each once. */
  get restored() {
    return this.#restorer.restored;
  }

  /** Unknown placeholders, left as written, each once. */
  get unknown() {
    return this.#restorer.unknown;
  }
}

/**
 * Restore the originals in a text, in one pass.
 * @param {string} text @param {Mapping | Known} mapping @param {{strict?: boolean}} [options] @returns {Restoration}
 */
export function restoreText(text, mapping, options) {
  const restorer = new TextRestorer(mapping instanceof Known ? mapping : new Known(mapping), options);
  const restored = restorer.feed(text) + restorer.finish();
  return { text: restored, restored: restorer.restored, unknown: restorer.unknown };
}
