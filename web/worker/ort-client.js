/** One onnxruntime worker, seen from the engine: calls and answers, and what its failures mean. */

import { TabsideError } from "../protocol.js";
import { Calls } from "./calls.js";
import { watchLifeLine } from "./life-line.js";

/** What onnxruntime says when its WASM did not come, or not whole. */
const NOT_STARTED = /no available backend/i;
/** After these a WASM heap cannot be trusted any more. */
const FATAL = /abort|out of memory|out of bounds|bad_alloc|unreachable/i;

export class OrtClient {
  #calls = new Calls();
  #worker;
  #onLost;

  /** @param {Worker} worker @param {(error: TabsideError) => void} onLost */
  constructor(worker, onLost) {
    this.#worker = worker;
    this.#onLost = onLost;
    worker.onmessage = ({ data: { id, ok, result, error } }) => {
      if (ok) this.#calls.resolve(id, result);
      else if (NOT_STARTED.test(error)) this.#calls.reject(id, new TabsideError("runtime.unavailable", "onnxruntime could not be started. Check the connection and try again."));
      else if (FATAL.test(error)) this.lost();
      else this.#calls.reject(id, new TabsideError("session.failed", `onnxruntime refused: ${error}`));
    };
    worker.onerror = (event) => {
      event.preventDefault();
      this.lost();
    };
  }

  /** @param {string} ortUrl @param {string} device @param {number} threads @param {(error: TabsideError) => void} onLost */
  static async start(ortUrl, device, threads, onLost) {
    const life_line = `tabside-ort-${crypto.randomUUID()}`;
    const worker = new Worker(new URL("./ort-worker.js", import.meta.url), { type: "module", name: life_line });
    const client = new OrtClient(worker, onLost);
    try {
      await client.call("init", { ortUrl, device, threads });
    } catch (error) {
      worker.terminate();
      throw new TabsideError("runtime.unavailable", "onnxruntime could not be loaded. Check the connection and try again.", { reason: error instanceof Error ? error.message : "" });
    }
    watchLifeLine(life_line, new AbortController().signal, () => client.lost());
    return client;
  }

  lost() {
    this.#worker.terminate();
    const error = new TabsideError("session.worker-lost", "The part that runs the model has ended, most likely for want of memory. Run again to start it anew.");
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
