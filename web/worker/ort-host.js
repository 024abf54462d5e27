/** The engine's side of onnxruntime: starts its worker, keeps count of sessions, and turns its failures into typed errors. */

import { TabsideError } from "../protocol.js";
import { Calls } from "./calls.js";
import { watchLifeLine } from "./life-line.js";

/** @typedef {{name: string, dtype: string, shape: (number | string)[]}} TensorSpec */
/** @typedef {{session_id: number, inputs: TensorSpec[], outputs: TensorSpec[], device: string}} SessionFacts */
/** @typedef {import("./ort-worker.js").PlainTensor} PlainTensor */

/** What onnxruntime says when its WASM did not come, or not whole. */
const NOT_STARTED = /no available backend/i;
/** After these a WASM heap cannot be trusted any more. */
const FATAL = /abort|out of memory|out of bounds|bad_alloc|unreachable/i;

export class OrtHost {
  /** One onnxruntime a device: its two builds do not mix in one worker. @type {Map<string, Promise<OrtClient>>} */
  #clients = new Map();
  /** @type {Map<number, {client: OrtClient, session_id: number}>} */
  #sessions = new Map();
  #next_session = 1;

  /**
   * @param {string} ortUrl folder of onnxruntime-web's files, ending in a slash
   * @param {number} threads
   * @param {(note: string) => void} onNote
   * @param {(error: TabsideError) => void} onLost
   */
  constructor(ortUrl, threads, onNote, onLost) {
    this.ortUrl = ortUrl;
    this.threads = threads;
    this.onNote = onNote;
    this.onLost = onLost;
  }

  get session_count() {
    return this.#sessions.size;
  }

  /** Which device will really run, said aloud when it is not the one asked for. @param {string} asked */
  async chooseDevice(asked) {
    if (asked === "auto" || asked === "wasm") return "wasm";
    if (asked !== "webgpu") throw new TabsideError("input.invalid", `There is no device named ${asked} in a browser; choose auto, wasm or webgpu.`, { device: asked });
    const gpu = /** @type {any} */ (navigator).gpu;
    const adapter = await gpu?.requestAdapter().catch(() => null);
    if (adapter) return "webgpu";
    this.onNote("WebGPU is not available here: running on WASM.");
    return "wasm";
  }

  /** Start compiling onnxruntime before there is a model. @param {string} device */
  warm(device) {
    return this.#client(device);
  }

  /**
   * @param {() => Promise<ArrayBuffer>} read gives the verified model; called again when WebGPU fails and WASM has to take over
   * @param {string} asked
   * @param {Record<string, unknown>} options onnxruntime-web's session options
   * @returns {Promise<SessionFacts>}
   */
  async createSession(read, asked, options) {
    const device = await this.chooseDevice(asked);
    const bytes = await read();
    try {
      return await this.#create(bytes, device, options);
    } catch (error) {
      if (device !== "webgpu" || (error instanceof TabsideError && error.code === "session.worker-lost")) throw error;
      this.onNote("WebGPU could not load this model: running on WASM.");
      return this.#create(await read(), "wasm", options);
    }
  }

  /** @param {ArrayBuffer} bytes @param {string} device @param {Record<string, unknown>} options */
  async #create(bytes, device, options) {
    const client = await this.#client(device);
    const facts = await client.call("create", { bytes, device, options }, [bytes]);
    const session_id = this.#next_session++;
    this.#sessions.set(session_id, { client, session_id: facts.session_id });
    return { ...facts, session_id, device };
  }

  /** @param {number} session_id @param {Record<string, PlainTensor>} feeds their buffers are given away @returns {Promise<Record<string, PlainTensor>>} */
  async run(session_id, feeds) {
    const session = this.#sessions.get(session_id);
    if (!session) throw new TabsideError("session.failed", "This session has been disposed of. Load the model again.");
    const buffers = Object.values(feeds).map((tensor) => /** @type {ArrayBuffer} */ (tensor.data.buffer));
    return session.client.call("run", { session_id: session.session_id, feeds }, buffers);
  }

  /** @param {number} session_id */
  async dispose(session_id) {
    const session = this.#sessions.get(session_id);
    this.#sessions.delete(session_id);
    await session?.client.call("dispose", { session_id: session.session_id });
  }

  /** @param {string} device */
  #client(device) {
    let pending = this.#clients.get(device);
    if (!pending) {
      pending = OrtClient.start(this.ortUrl, device, this.threads, this.onLost);
      this.#clients.set(device, pending);
      pending.catch(() => this.#clients.delete(device));
    }
    return pending;
  }
}

class OrtClient {
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
}

