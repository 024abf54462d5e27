/** Asks before the page is left with a key that exists nowhere else: without it, what was redacted cannot be restored. */

export class UnsavedKeys {
  /** What leads back, as it is when it is asked for, by what it belongs to. @type {Map<string, () => any>} */
  #keys = new Map();
  /** What was saved of each, as JSON. @type {Map<string, string>} */
  #saved = new Map();

  /** @param {AbortSignal} signal  ends the asking */
  constructor(signal) {
    addEventListener("beforeunload", (event) => this.any && event.preventDefault(), { signal });
  }

  /** @param {string} owner @param {() => any} mapping */
  watch(owner, mapping) {
    this.#keys.set(owner, mapping);
  }

  /** It is in a file now, or came from one. @param {string} owner */
  markSaved(owner) {
    this.#saved.set(owner, JSON.stringify(this.#keys.get(owner)?.()));
  }

  /** Whether a key that leads back from something is in this tab alone. */
  get any() {
    return [...this.#keys].some(([owner, mapping]) => {
      const key = mapping();
      const leads_back = Object.keys({ ...key?.originals, ...key?.surrogates }).length > 0;
      return leads_back && JSON.stringify(key) !== this.#saved.get(owner);
    });
  }
}
