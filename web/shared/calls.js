/** Calls over postMessage: numbered requests and the promises of their answers. */

import { TabsideError } from "./protocol.js";

export class Calls {
  #next_id = 1;
  /** @type {Map<number, {resolve: (result: any) => void, reject: (error: unknown) => void}>} */
  #pending = new Map();

  /** @returns {{id: number, promise: Promise<any>}} */
  open() {
    const id = this.#next_id++;
    const promise = new Promise((resolve, reject) => this.#pending.set(id, { resolve, reject }));
    return { id, promise };
  }

  /** Whether it still waits for its answer. @param {number} id */
  has(id) {
    return this.#pending.has(id);
  }

  get size() {
    return this.#pending.size;
  }

  /** @param {number} id @param {any} result */
  resolve(id, result) {
    this.#take(id)?.resolve(result);
  }

  /** @param {number} id @param {unknown} error */
  reject(id, error) {
    this.#take(id)?.reject(error);
  }

  /** Reject all waiting calls with the error. @param {TabsideError} error */
  rejectAll(error) {
    for (const id of [...this.#pending.keys()]) this.reject(id, error);
  }

  /** @param {number} id */
  #take(id) {
    const entry = this.#pending.get(id);
    this.#pending.delete(id);
    return entry;
  }
}
