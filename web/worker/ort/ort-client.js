/** The engine's handle on one onnxruntime worker: calls, answers, and the classification of failures. */

import { TabsideError } from "../../shared/protocol.js";
import { Calls } from "../../shared/calls.js";
import { watchLifeLine } from "../../shared/life-line.js";

/** onnxruntime's messages for a missing or incomplete WASM file. */
const NOT_STARTED = /no available backend/i;
/** Messages of onnxruntime and the browser for a lack of memory. */
const OUT_OF_MEMORY = /out of memory|\bOOM\b|bad_alloc|failed to allocate|could not allocate|allocation failed/i;
/** What a worker that does not come up says better itself. */
const TOLD = new Set(["download.integrity", "runtime.unavailable"]);
/** After these a WASM heap cannot be trusted any more. */
const FATAL = /abort|out of bounds|unreachable/i;

/** @typedef {import("../../shared/start-types.js").StartedWorker} StartedWorker */

export class OrtClient {
  /** Its compiled module, for later workers. @type {WebAssembly.Module | undefined} */
  module;
  /** Settles when it is ready. */
  ready = Promise.resolve();
  #calls = new Calls();
  #life = new AbortController();
  #started;
  #onLost;

  /** @param {StartedWorker} started @param {(error: TabsideError) => void} onLost */
  constructor(started, onLost) {
    this.#started = started;
    this.#onLost = onLost;
    started.endpoint.onmessage = (/** @type {MessageEvent} */ { data: { id, ok, result, error, refused, lost } }) => {
      if (lost) this.lost(new TabsideError("session.device-lost", "The browser has taken the graphics device away. Run again to start anew."));
      else if (ok) this.#calls.resolve(id, result);
      else if (refused) this.#calls.reject(id, TabsideError.fromPlain(refused));
      else if (NOT_STARTED.test(error)) this.#calls.reject(id, new TabsideError("runtime.unavailable", "onnxruntime could not be started. Check the connection and try again."));
      else if (OUT_OF_MEMORY.test(error)) this.lost(new TabsideError("session.out-of-memory", "Memory ran out while the model ran. Close other tabs or take a shorter text, then run again: the engine starts anew."));
      else if (FATAL.test(error)) this.lost();
      else this.#calls.reject(id, new TabsideError("session.failed", `onnxruntime refused: ${error}`));
    };
    if (started.endpoint instanceof Worker) {
      started.endpoint.onerror = (event) => {
        event.preventDefault();
        this.lost();
      };
    }
  }

  /**
   * Calls may follow immediately: the worker handles them when it is ready. If it fails to start, `ready` rejects instead of the calls.
   * @param {StartedWorker} started
   * @param {{build: string, base_url: string, ortUrl: string, device: string, threads: number}} params
   * @param {Promise<WebAssembly.Module | undefined> | undefined} compiling another worker is at it
   * @param {(error: TabsideError) => void} onLost
   */
  static start(started, params, compiling, onLost) {
    const client = new OrtClient(started, onLost);
    client.ready = client.#init(params, compiling);
    client.ready.catch(() => {}); // told by whoever waits for it
    return client;
  }

  /** @param {{build: string, base_url: string, ortUrl: string, device: string, threads: number}} params @param {Promise<WebAssembly.Module | undefined> | undefined} compiling */
  async #init(params, compiling) {
    try {
      this.module = await this.call("init", compiling ? { ...params, module: await compiling } : params);
    } catch (error) {
      this.#started.end();
      if (error instanceof TabsideError && TOLD.has(error.code)) throw error;
      throw new TabsideError("runtime.unavailable", "onnxruntime could not be loaded. Check the connection and try again.", { reason: error instanceof Error ? error.message : "" });
    }
    watchLifeLine(this.#started.life_line, this.#life.signal, () => this.lost());
  }

  /** It is no longer needed. */
  end() {
    this.#life.abort();
    this.#started.end();
  }

  /** @param {TabsideError} [error] */
  lost(error = new TabsideError("session.worker-lost", "The part that runs the model has ended, most likely for want of memory. Run again to start it anew.")) {
    this.end();
    this.#calls.rejectAll(error);
    this.#onLost(error);
  }

  /** @param {string} method @param {any} params @param {ArrayBuffer[]} [transfer] */
  call(method, params, transfer = []) {
    const { id, promise } = this.#calls.open();
    this.#started.endpoint.postMessage({ id, method, params }, transfer);
    return promise;
  }

  /** Number of unanswered calls. */
  get load() {
    return this.#calls.size;
  }
}
