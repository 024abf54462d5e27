/**
 * Choose the mapping that belongs to a redacted text, among those of this session.
 *
 * Placeholders count from 1 in each redaction, so `[GIVEN_NAME_1]` alone is ambiguous. An unedited redacted text has its own
 * mapping. An edited text is restored if its placeholders mean the same in all redactions of the session.
 */

import { TabsideError } from "../shared/protocol.js";
import { restoreText } from "../shared/restoring/restore-stream.js";

/** @typedef {{version: number, originals: Record<string, string>, lossy: Record<string, string>, surrogates?: Record<string, string>, literal?: string[], tag?: string}} Mapping */

/** Limits on the redacted texts kept: their number, and their total characters. */
const MOST_TEXTS = 200;
const MOST_CHARACTERS = 20_000_000;

export class Mappings {
  /** null: the same redacted text stands for different originals. @type {Map<string, Mapping | null>} */
  #byText = new Map();
  #characters = 0;
  #isComplete = true;
  /** @type {Map<string, string>} */ #originals = new Map();
  /** @type {Map<string, string>} */ #surrogates = new Map();
  /** Placeholders and surrogates that stand for different originals. @type {Set<string>} */ #conflicts = new Set();
  /** @type {Set<string>} */ #literal = new Set();
  /** @type {Mapping | null} */ #last = null;

  /** @param {Mapping} mapping @param {string} [redacted] the text that it leads back from */
  add(mapping, redacted) {
    this.#join(this.#originals, mapping.originals);
    this.#join(this.#surrogates, mapping.surrogates ?? {});
    for (const placeholder of mapping.literal ?? []) this.#literal.add(placeholder);
    this.#last = mapping;
    if (redacted !== undefined) this.#remember(plainOf(redacted), mapping);
  }

  /** The mapping of a text; null before the first redaction. @param {string} text @returns {Mapping | null} @throws {TabsideError} input.restore: more than one may be meant */
  of(text) {
    const key = plainOf(text);
    const own = this.#isComplete ? this.#byText.get(key) : undefined;
    if (own) return own;
    if (own === null) throw ambiguous();
    return this.#common(text);
  }

  /**
   * One mapping for all texts of the session; null before the first redaction.
   * @returns {Mapping | null} @throws {TabsideError} input.restore: they contradict each other
   */
  all() {
    if (this.#conflicts.size > 0) throw ambiguous();
    return this.#last && this.#joined();
  }

  /** @param {string} text */
  #common(text) {
    if (this.#last === null) return null;
    const all = this.#joined();
    if (this.#conflicts.size > 0) {
      const { restored } = restoreText(text, all);
      if (restored.some((placeholder) => this.#conflicts.has(placeholder))) throw ambiguous();
    }
    return all;
  }

  /** @returns {Mapping} */
  #joined() {
    const surrogates = Object.fromEntries(this.#surrogates);
    return {
      version: 3,
      originals: Object.fromEntries(this.#originals),
      lossy: this.#last?.lossy ?? {},
      ...(this.#surrogates.size > 0 && { surrogates }),
      ...(this.#literal.size > 0 && { literal: [...this.#literal] }),
    };
  }

  /** @param {Map<string, string>} known @param {Record<string, string>} values */
  #join(known, values) {
    for (const [name, value] of Object.entries(values)) {
      if ((known.get(name) ?? value) !== value) this.#conflicts.add(name);
      else known.set(name, value);
    }
  }

  /** @param {string} text @param {Mapping} mapping */
  #remember(text, mapping) {
    const before = this.#byText.get(text);
    if (before !== undefined) {
      this.#byText.set(text, before && sameText(text, before, mapping) ? mapping : null);
      return;
    }
    this.#byText.set(text, mapping);
    this.#characters += text.length;
    for (const oldest of this.#byText.keys()) {
      if (this.#byText.size <= 1 || (this.#byText.size <= MOST_TEXTS && this.#characters <= MOST_CHARACTERS)) break;
      this.#byText.delete(oldest);
      this.#characters -= oldest.length;
      // A later text could equal the forgotten one, and stand for something else.
      this.#isComplete = false;
    }
  }
}

/** Normalize a text against changes made by copying. @param {string} text */
function plainOf(text) {
  return text.trim().replace(/\r\n?/g, "\n");
}

/** @param {string} text @param {Mapping} one @param {Mapping} other */
function sameText(text, one, other) {
  const isSameLoss = JSON.stringify(one.lossy) === JSON.stringify(other.lossy);
  return isSameLoss && restoreText(text, one, { strict: true }).text === restoreText(text, other, { strict: true }).text;
}

function ambiguous() {
  return new TabsideError("input.restore", "Several texts of this session use the same placeholders for different values, and nothing says which of them this text is from. Choose whose key restores it.");
}
