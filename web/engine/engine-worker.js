/**
 * The page's handle on the engine's worker: started by the first call, ended on failure or when idle, restarted by the next call.
 */

import { MODEL_METHODS, TabsideError } from "../shared/protocol.js";
import { BUILD, startWorker } from "../shared/build.js";
import { Calls } from "../shared/calls.js";
import { watchLifeLine } from "../shared/life-line.js";
import { IN_PACKAGE } from "../shared/site-root.js";
import { startForEngine } from "../shared/ort-start.js";

/** @typedef {import("../shared/protocol.js").EngineEvent} EngineEvent */

/** WebAssembly.validate accepts this module (i8x16.splat) only if SIMD is supported: the WebAssembly SIMD proposal. */
const SIMD_PROBE = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98, 11]);

/** So long a worker may take to stop a call. */
const CANCEL_MS = 3000;

const workerLost = () => new TabsideError("session.worker-lost", "The engine has ended unexpectedly, most likely for want of memory. Run again to start it anew.");
/** @param {URL} root */
const notLoaded = (root) => new TabsideError("runtime.unavailable", `The engine's scripts could not be loaded${IN_PACKAGE ? ` from ${root.href}` : ""}. Check the connection and try again.`);
const otherVersion = (/** @type {URL} */ root) => new TabsideError("runtime.unavailable", `The files at ${root.href} are of another version of tabside than this package. Run \`npx tabside assets\` again.`, { cause: "updated" });

export class EngineWorker {
  /** @type {Worker | null} */
  #worker = null;
  /** The first worker for onnxruntime: see shared/ort-start.js. @type {Worker | null} */
  #ort = null;
  /** Whether a stage of the start has been reported as stalled. */
  #hangs = false;
  #calls = new Calls();
  #life = new AbortController();

  /**
   * @param {import("../shared/start-types.js").EngineConfig} config
   * @param {{onEvent: (event: EngineEvent) => void, onEnd: (error: TabsideError) => void}} listeners onEnd: called before calls in progress reject
   */
  constructor(config, { onEvent, onEnd }) {
    this.config = config;
    this.onEvent = onEvent;
    this.onEnd = onEnd;
  }

  get #root() {
    return new URL(this.config.base_url);
  }

  get running() {
    return this.#worker !== null;
  }

  /** @param {string} method @param {any} params @returns {{id: number, promise: Promise<any>}} */
  call(method, params) {
    const { id, promise } = this.#calls.open();
    try {
      const worker = this.#start();
      if (MODEL_METHODS.has(method)) this.#startOrt(worker, params.device ?? this.config.device);
      worker.postMessage({ id, method, params });
    } catch (error) {
      this.#calls.reject(id, error);
    }
    const settled = promise.catch((error) => {
      // A failed start leaves nothing behind: the next call gets a new worker.
      if (error.code?.startsWith("runtime.")) this.end(error);
      throw error;
    });
    return { id, promise: settled };
  }

  /** A call with invalid arguments. @param {unknown} error @returns {{id: number, promise: Promise<any>}} */
  refuse(error) {
    const call = this.#calls.open();
    this.#calls.reject(call.id, error);
    return call;
  }

  /** A call that needs no worker. @param {any} result @returns {{id: number, promise: Promise<any>}} */
  answer(result) {
    const call = this.#calls.open();
    this.#calls.resolve(call.id, result);
    return call;
  }

  /**
   * Stop a call. A worker that does not answer, because something in it does not come back, is ended: what is in the page stays.
   * @param {number} id
   */
  cancel(id) {
    const worker = this.#worker;
    if (this.#hangs) return this.#endFor(id);
    worker?.postMessage({ cancel: id });
    setTimeout(() => worker === this.#worker && this.#calls.has(id) && this.#endFor(id), CANCEL_MS);
  }

  /** @param {number} id the call that was cancelled; others that run are lost with the worker */
  #endFor(id) {
    this.#calls.reject(id, new TabsideError("cancelled", "The call was cancelled."));
    this.end(new TabsideError("session.worker-lost", "The engine was ended, because it did not answer when another call was cancelled. Run again to start it anew.", { cancelled: true }));
  }

  /** Reject the calls in progress with the error. @param {TabsideError} error */
  end(error) {
    this.#worker?.terminate();
    this.#worker = null;
    this.#ort?.terminate();
    this.#ort = null;
    this.#hangs = false;
    this.#life.abort();
    this.#life = new AbortController();
    this.onEnd(error);
    this.#calls.rejectAll(error);
  }

  #start() {
    if (this.#worker) return this.#worker;
    if (typeof WebAssembly !== "object" || !WebAssembly.validate(SIMD_PROBE)) {
      throw new TabsideError("runtime.no-simd", "This browser lacks WebAssembly SIMD. Update it, or use a current Chrome, Edge, Firefox or Safari.");
    }
    if (!globalThis.isSecureContext) {
      throw new TabsideError("runtime.unavailable", "This page must be opened over https or on localhost: browsers refuse storage and checksums elsewhere.");
    }
    const life_line = `tabside-${crypto.randomUUID()}`;
    const worker = startWorker("worker/worker.js", { root: this.#root, name: life_line });
    let started = false;
    const lost = (/** @type {TabsideError | undefined} */ reason) => {
      if (worker !== this.#worker) return;
      this.end(reason ?? (started ? workerLost() : notLoaded(this.#root)));
    };
    worker.onerror = (event) => {
      event.preventDefault();
      lost(undefined);
    };
    worker.onmessage = ({ data }) => this.#receive(data, lost);
    this.#worker = worker;
    const configured = this.#calls.open();
    configured.promise.then(() => {
      started = true;
      watchLifeLine(life_line, this.#life.signal, () => lost(undefined));
    }, (error) => lost(IN_PACKAGE && error.details.cause === "updated" ? otherVersion(this.#root) : error));
    worker.postMessage({ id: configured.id, method: "configure", params: { ...this.config, build: BUILD } });
    return worker;
  }

  /** @param {Worker} engine @param {string} device */
  #startOrt(engine, device) {
    if (this.#ort) return;
    const { base_url, threads } = this.config;
    // The engine checks whether WebGPU is available.
    const { worker, handed } = startForEngine(this.#root, device === "webgpu" ? null : { base_url, device: "wasm", threads });
    worker.onerror = (event) => {
      event.preventDefault();
      if (worker !== this.#ort) return;
      // A script that does not load causes a plain event, one that fails an ErrorEvent.
      this.end(event instanceof ErrorEvent ? workerLost() : notLoaded(this.#root));
    };
    this.#ort = worker;
    engine.postMessage({ ort: handed }, [handed.port]);
  }

  /** @param {import("../shared/protocol.js").FromWorker} message @param {(reason: TabsideError) => void} lost */
  #receive(message, lost) {
    if ("lost" in message) lost(TabsideError.fromPlain(message.lost));
    else if ("event" in message) {
      this.onEvent(message);
      if (message.event === "stage") this.#hangs = message.data.state === "stalled";
      if (message.event === "progress" && message.data.status === "ready") navigator.storage?.persist?.().catch(() => {});
    } else if (message.ok) this.#calls.resolve(message.id, message.result);
    else this.#calls.reject(message.id, TabsideError.fromPlain(message.error));
  }
}
