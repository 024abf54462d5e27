/** One onnxruntime worker, seen from the engine: calls and answers, and what its failures mean. */

import { TabsideError } from "../protocol.js";
import { scriptUrl } from "../trusted-types.js";
import { Calls } from "./calls.js";
import { watchLifeLine } from "./life-line.js";

/** What onnxruntime says when its WASM did not come, or not whole. */
const NOT_STARTED = /no available backend/i;
/** What onnxruntime and the browser say when memory runs out. */
const OUT_OF_MEMORY = /out of memory|\bOOM\b|bad_alloc|failed to allocate|could not allocate|allocation failed/i;
/** After these a WASM heap cannot be trusted any more. */
const FATAL = /abort|out of bounds|unreachable/i;

export class OrtClient {
  /** What it compiled, for workers to come. @type {WebAssembly.Module | undefined} */
  module;
  #calls = new Calls();
  #life = new AbortController();
  #worker;
  #onLost;

  /** @param {Worker} worker @param {(error: TabsideError) => void} onLost */
  constructor(worker, onLost) {
    this.#worker = worker;
    this.#onLost = onLost;
    worker.onmessage = ({ data: { id, ok, result, error, lost } }) => {
      if (lost) this.lost(new TabsideError("session.device-lost", "The browser has taken the graphics device away. Run again to start anew."));
      else if (ok) this.#calls.resolve(id, result);
      else if (NOT_STARTED.test(error)) this.#calls.reject(id, new TabsideError("runtime.unavailable", "onnxruntime could not be started. Check the connection and try again."));
      else if (OUT_OF_MEMORY.test(error)) this.lost(new TabsideError("session.out-of-memory", "Memory ran out while the model ran. Close other tabs or take a shorter text, then run again: the engine starts anew."));
      else if (FATAL.test(error)) this.lost();
      else this.#calls.reject(id, new TabsideError("session.failed", `onnxruntime refused: ${error}`));
    };
    worker.onerror = (event) => {
      event.preventDefault();
      this.lost();
    };
  }

  /**
   * @param {string} ortUrl @param {string} device @param {number} threads
   * @param {Promise<WebAssembly.Module | undefined> | undefined} compiling another worker is at it
   * @param {(error: TabsideError) => void} onLost
   */
  static async start(ortUrl, device, threads, compiling, onLost) {
    const life_line = `tabside-ort-${crypto.randomUUID()}`;
    const worker = new Worker(scriptUrl(new URL("./ort-worker.js", import.meta.url)), { type: "module", name: life_line });
    const client = new OrtClient(worker, onLost);
    try {
      client.module = await client.call("init", { ortUrl, device, threads, module: await compiling });
    } catch (error) {
      worker.terminate();
      throw new TabsideError("runtime.unavailable", "onnxruntime could not be loaded. Check the connection and try again.", { reason: error instanceof Error ? error.message : "" });
    }
    watchLifeLine(life_line, client.#life.signal, () => client.lost());
    return client;
  }

  /** Nobody needs it any more. */
  end() {
    this.#life.abort();
    this.#worker.terminate();
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
    this.#worker.postMessage({ id, method, params }, transfer);
    return promise;
  }

  /** How many calls it has not answered yet. */
  get load() {
    return this.#calls.size;
  }
}
