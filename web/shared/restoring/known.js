/** The placeholders and surrogates from which a text may be restored: py/tabside/restoring/known.py in JavaScript. */

import { BRACKETS, EXACT, matchAt, squashed } from "./forms.js";

const WHOLE = BRACKETS.map(({ opening }) => escaped(opening)).join("|");
const BEGUN = [...new Set(BRACKETS.flatMap(({ opening }) => [...opening].slice(1).map((_, end) => escaped(opening.slice(0, end + 1)))))].join("|");
// A bracket counts where words follow, or the text so far ends: a text of nothing but brackets takes no time.
const OPENINGS = `(?:${WHOLE})(?=[ \\u200b\\u200c\\u200d\\u2060\\ufeff\\u00ad]{0,8}(?:[A-Za-z]|$))|(?:${BEGUN})$`;
const TAIL = /^[0-9]{0,9}[a-z]{0,6}['’]?s?$/;
// Backslashes before each underscore, a number of nine digits, six letters, an ending, spaces and the longest brackets.
const AROUND = 2 + 9 + 6 + 2 + 8 + 16;

/**
 * The `mapping` of `engine.redact`.
 * @typedef {{originals: Record<string, string>, surrogates?: Record<string, string>, lossy?: Record<string, string>, literal?: string[]}} Mapping
 */

/** A table of originals that can grow while a text is restored. */
export class Known {
  /** @type {Map<string, string>} */ originals = new Map();
  /** @type {Map<string, string>} */ surrogates = new Map();
  /** @type {Map<string, string[]>} */ byHead = new Map();
  /** `GIVEN NAME ` and `Given Name `, and whose words these are. @type {Map<string, string>} */ spaced = new Map();
  longest = 0;
  /** @type {Map<string, string | null>} */ #entities = new Map();
  /** @type {Map<string, Set<string>>} */ #numbers = new Map();
  /** @type {Set<string>} */ #literal;
  #hasDigitEnd = false;
  /** @type {RegExp | null} */ #start = null;

  /**
   * @param {Mapping} mapping
   * @param {Iterable<readonly [string, string]>} [literal] placeholders as [entity, number] that the caller's own text already contained in some loose form: for those only the exact form counts
   */
  constructor(mapping, literal = []) {
    this.#literal = new Set([...literal].map(([entity, number]) => `${entity}_${number}`));
    this.add(mapping);
  }

  /** Take a redaction's mapping; of what it names `literal` only the exact form counts. @param {Mapping} mapping */
  static of(mapping) {
    const matches = (mapping.literal ?? []).map((placeholder) => matchAt(EXACT, placeholder, 0));
    return new Known(mapping, matches.flatMap((match) => (match === null ? [] : [/** @type {const} */ ([match[1], match[2]])])));
  }

  /** Add further placeholders and surrogates. @param {Mapping} mapping */
  add({ originals, surrogates = {} }) {
    for (const [placeholder, value] of Object.entries(originals)) {
      if (this.originals.has(placeholder)) continue;
      this.originals.set(placeholder, value);
      const match = matchAt(EXACT, placeholder, 0);
      if (match === null || match[0] !== placeholder) continue;
      this.#addEntity(match[1]);
      this.#numbers.set(match[1], (this.#numbers.get(match[1]) ?? new Set()).add(match[2]));
    }
    for (const [surrogate, value] of Object.entries(surrogates)) {
      if (surrogate === "" || this.surrogates.has(surrogate)) continue;
      this.surrogates.set(surrogate, value);
      const head = surrogate.slice(0, 2);
      const group = [...(this.byHead.get(head) ?? []), surrogate].sort((one, other) => other.length - one.length);
      this.byHead.set(head, group);
      this.longest = Math.max(this.longest, surrogate.length + 1);
      this.#start = null;
    }
  }

  /** The one entity that the words name, in any case and with any separators. @param {string} words */
  entity(words) {
    return this.#entities.get(squashed(words)) ?? null;
  }

  /** Whether a number may follow the words directly: not if an entity's own name ends in a digit. */
  get canJoinNumber() {
    return !this.#hasDigitEnd;
  }

  /** @param {string} entity @param {string} number */
  isLiteral(entity, number) {
    return this.#literal.has(`${entity}_${number}`);
  }

  /** Whether a longer number starts with this one, so that the end of a text may have cut it. @param {string} entity @param {string} number */
  isCutShort(entity, number) {
    return [...(this.#numbers.get(entity) ?? [])].some((other) => other !== number && other.startsWith(number));
  }

  /** Whether more characters could complete a placeholder that starts with this text. @param {string} body */
  canBegin(body) {
    if (body.length > this.longest) return false;
    const soFar = squashed(body);
    return [...this.#entities.keys()].some((name) => name.startsWith(soFar) || (soFar.startsWith(name) && TAIL.test(soFar.slice(name.length))));
  }

  /** Prefilter: positions of a plain text where a written form can start. Global. */
  get start() {
    if (this.#start === null) {
      const letters = [...new Set([...this.#entities.keys()].flatMap((name) => [name[0], name[0].toUpperCase()]))].map(escaped).join("");
      const words = letters && `|(?<![A-Za-z0-9_])[${letters}]`;
      const heads = [...new Set([...this.byHead.keys()].map((head) => escaped([...head][0])))].join("|");
      this.#start = new RegExp(`${OPENINGS}${words}${heads && `|(?<![\\p{L}\\p{N}_])(?:${heads})`}`, "gu");
    }
    return this.#start;
  }

  /** @param {string} entity */
  #addEntity(entity) {
    const name = squashed(entity);
    const there = this.#entities.get(name);
    if (there !== undefined) {
      if (there !== entity) this.#entities.set(name, null);
      return;
    }
    this.#entities.set(name, entity);
    this.#hasDigitEnd ||= /[0-9]$/.test(entity);
    this.longest = Math.max(this.longest, entity.length + entity.split("_").length - 1 + AROUND);
    const words = entity.split("_");
    if (words.length > 1 && words.every((word) => word !== "")) {
      this.spaced.set(`${words.join(" ")} `, entity);
      this.spaced.set(`${words.map((word) => word[0] + word.slice(1).toLowerCase()).join(" ")} `, entity);
    }
    this.#start = null;
  }
}

/** @param {string} text */
function escaped(text) {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");
}
