/** A conversation: each new text is redacted under one mapping, each answer restored from it. */

import { Known, RestoreStream, restoreText } from "../shared/restoring/restore-stream.js";

/** @typedef {import("../shared/restoring/known.js").Mapping} Mapping */
/** @typedef {import("../shared/restoring/restore-stream.js").Restoration} Restoration */
/** @typedef {{redact(texts: string[], mapping: Mapping | null): Promise<{texts: string[], mapping: Mapping}>, save(mapping: Mapping, passphrase: string): Promise<string>}} Calls */

/** One mapping over all turns; made with `engine.conversation()`. */
export class Conversation {
  #calls;
  /** @type {Mapping | null} */ #mapping;
  /** One call after the other: each goes on from the mapping before. @type {Promise<unknown>} */ #turn = Promise.resolve();

  /** @param {Calls} calls @param {Mapping | null} mapping */
  constructor(calls, mapping) {
    this.#calls = calls;
    this.#mapping = mapping;
  }

  /** What all placeholders stand for; null before the first text. Holds personal data. */
  get mapping() {
    return this.#mapping;
  }

  /** Redact a text of any side: a question, an answer, what a tool returned. @param {string} text @returns {Promise<string>} */
  async redact(text) {
    return (await this.redactAll([text]))[0];
  }

  /** Redact several texts at once. Texts that came before are not read again. @param {string[]} texts @returns {Promise<string[]>} */
  redactAll(texts) {
    const turn = this.#turn.then(async () => {
      const done = await this.#calls.redact(texts, this.#mapping);
      this.#mapping = done.mapping;
      return done.texts;
    });
    this.#turn = turn.catch(() => {});
    return turn;
  }

  /** Put originals back into an answer. @param {string} text @param {{strict?: boolean}} [options] @returns {Restoration} */
  restore(text, options) {
    return restoreText(text, this.#known, options);
  }

  /** A TransformStream that puts originals back into an answer as it arrives. @param {{strict?: boolean}} [options] */
  stream(options) {
    return new RestoreStream(this.#known, options);
  }

  /** The mapping as text that only the passphrase opens; `engine.importMapping` reads it. @param {string} passphrase */
  async save(passphrase) {
    return this.#calls.save(this.#mapping ?? { originals: {} }, passphrase);
  }

  get #known() {
    return Known.of(this.#mapping ?? { originals: {} });
  }
}
