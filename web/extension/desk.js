/** Answers content scripts: redacts what is to be inserted, restores what is shown. One conversation for each tab and site. */

import { TabsideError } from "../shared/protocol.js";
import { piecesOf } from "./pieces.js";

/** @typedef {import("../engine/conversation.js").Conversation} Conversation */
/** @typedef {import("./messages.js").Failed} Failed */
/** @typedef {import("./messages.js").Redacted} Redacted */
/** @typedef {import("./messages.js").Restored} Restored */

export class Desk {
  /** By tab, then by site. @type {Map<number, Map<string, Conversation>>} */
  #conversations = new Map();
  #engine;

  /** @param {{conversation(): Conversation}} engine */
  constructor(engine) {
    this.#engine = engine;
  }

  /** The tabs in which something was replaced. */
  get tabs() {
    return [...this.#conversations.keys()];
  }

  /** Forget what the placeholders of a tab, or of all, stand for. @param {number} [tab] */
  forget(tab) {
    if (tab === undefined) this.#conversations.clear();
    else this.#conversations.delete(tab);
  }

  /** @param {number} tab @param {string} origin @param {string} text @returns {Promise<Redacted | Failed>} */
  async redact(tab, origin, text) {
    try {
      const conversation = this.#conversations.get(tab)?.get(origin) ?? this.#open(tab, origin);
      const redacted = await conversation.redact(text);
      return { ok: true, text: redacted, pieces: piecesOf(redacted, conversation.mapping?.originals ?? {}) };
    } catch (error) {
      const { code, message } = TabsideError.toPlain(error);
      return { ok: false, code, message };
    }
  }

  /** @param {number} tab @param {string} origin @param {string[]} texts @returns {Restored} */
  restore(tab, origin, texts) {
    const conversation = this.#conversations.get(tab)?.get(origin);
    if (!conversation?.mapping) return { ok: true, texts: null };
    return { ok: true, texts: texts.map((text) => conversation.restore(text).text) };
  }

  /** @param {number} tab @param {string} origin */
  #open(tab, origin) {
    const conversation = this.#engine.conversation();
    this.#conversations.set(tab, (this.#conversations.get(tab) ?? new Map()).set(origin, conversation));
    return conversation;
  }
}
