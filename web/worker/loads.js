/**
 * Loads, shared: whoever asks for the same thing while it loads joins in; it stops only when all who
 * wait have cancelled; and one that failed is forgotten, so that the next call tries afresh.
 */

import { TabsideError } from "../shared/protocol.js";

/** @template T */
export class SharedLoad {
  #controller = new AbortController();
  #waiting = 0;
  #settled = false;
  /** Whether it succeeded. */
  isDone = false;

  /** @param {(signal: AbortSignal) => Promise<T>} work */
  constructor(work) {
    this.promise = work(this.#controller.signal);
    const settle = (/** @type {boolean} */ isDone) => {
      this.#settled = true;
      this.isDone = isDone;
    };
    this.promise.then(() => settle(true), () => settle(false));
  }

  /** True once all waiting callers have cancelled: no other may join. */
  get abandoned() {
    return this.#controller.signal.aborted;
  }

  /** @param {AbortSignal} [signal] the joining call's own; without one the load cannot be cancelled by it @returns {Promise<T>} */
  async join(signal) {
    this.#waiting++;
    const leave = () => {
      if (--this.#waiting === 0 && !this.#settled) this.#controller.abort();
    };
    if (!signal) return this.promise.finally(() => this.#waiting--);
    return new Promise((resolve, reject) => {
      const onAbort = () => {
        leave();
        reject(new TabsideError("cancelled", "The call was cancelled."));
      };
      if (signal.aborted) return onAbort();
      signal.addEventListener("abort", onAbort, { once: true });
      this.promise.then(resolve, reject).finally(() => {
        if (signal.aborted) return;
        signal.removeEventListener("abort", onAbort);
        this.#waiting--;
      });
    });
  }
}

/** @template T */
export class Loads {
  /** @type {Map<string, SharedLoad<T>>} */
  #loads = new Map();

  /** @param {string} key @param {(signal: AbortSignal) => Promise<T>} work @returns {SharedLoad<T>} */
  open(key, work) {
    let load = this.#loads.get(key);
    if (!load || load.abandoned) {
      const fresh = new SharedLoad(work);
      this.#loads.set(key, fresh);
      fresh.promise.catch(() => {
        if (this.#loads.get(key) === fresh) this.close(key);
      });
      return fresh;
    }
    return load;
  }

  /** What is loaded or being loaded. @param {string} key @returns {Promise<T> | undefined} */
  get(key) {
    return this.#loads.get(key)?.promise;
  }

  /** @param {string} key */
  close(key) {
    this.#loads.delete(key);
  }
}
