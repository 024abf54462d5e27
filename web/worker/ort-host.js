/**
 * The engine's side of onnxruntime: its workers, the sessions in them, and who runs what.
 *
 * Windows of a text are many and short, so they are spread over workers of one thread each: that scales with the cores, needs no
 * cross-origin isolation, and nothing spins at a barrier while another core is busy (docs/decisions/0013).
 */

import { TabsideError } from "../protocol.js";
import { OrtClient } from "./ort-client.js";

/** @typedef {{name: string, dtype: string, shape: (number | string)[]}} TensorSpec */
/** @typedef {{session_id: number, inputs: TensorSpec[], outputs: TensorSpec[], device: string}} SessionFacts */
/** @typedef {import("./ort-worker.js").PlainTensor} PlainTensor */
/** The same model in one worker or in several. @typedef {{read: () => Promise<ArrayBuffer>, device: string, options: Record<string, unknown>, copies: Copy[], growing: boolean}} PooledSession */
/** @typedef {{client: OrtClient, session_id: number}} Copy */

export class OrtHost {
  /** Each device's workers; the two builds of onnxruntime do not mix in one. @type {Map<string, Promise<OrtClient>[]>} */
  #clients = new Map();
  /** @type {Map<number, PooledSession>} */
  #sessions = new Map();
  #next_session = 1;

  /**
   * @param {string} ortUrl folder of onnxruntime-web's files, ending in a slash
   * @param {{workers: number, threads: number}} size at most so many workers, each of so many threads
   * @param {(note: string) => void} onNote
   * @param {(error: TabsideError) => void} onLost
   */
  constructor(ortUrl, size, onNote, onLost) {
    this.ortUrl = ortUrl;
    this.size = size;
    this.onNote = onNote;
    this.onLost = onLost;
  }

  get session_count() {
    return this.#sessions.size;
  }

  get worker_count() {
    return [...this.#clients.values()].reduce((count, clients) => count + clients.length, 0);
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
    this.#startAll(device).catch(() => {}); // needed later, if at all
    return this.#client(device, 0);
  }

  /** Every worker that may be needed fetches its scripts now: once the engine is ready, nothing is requested any more. @param {string} device */
  #startAll(device) {
    const count = device === "wasm" ? this.size.workers : 1;
    return Promise.all(Array.from({ length: count }, (_, index) => this.#client(device, index)));
  }

  /**
   * @param {() => Promise<ArrayBuffer>} read gives the verified model; called again for each further worker
   * @param {string} asked
   * @param {Record<string, unknown>} options onnxruntime-web's session options
   * @returns {Promise<SessionFacts>}
   */
  async createSession(read, asked, options) {
    const device = await this.chooseDevice(asked);
    try {
      return await this.#create(read, device, options);
    } catch (error) {
      if (device !== "webgpu" || (error instanceof TabsideError && error.code === "session.worker-lost")) throw error;
      this.onNote("WebGPU could not load this model: running on WASM.");
      return this.#create(read, "wasm", options);
    }
  }

  /** @param {() => Promise<ArrayBuffer>} read @param {string} device @param {Record<string, unknown>} options */
  async #create(read, device, options) {
    const session = { read, device, options, copies: [], growing: false };
    const { inputs, outputs } = await this.#addCopy(session);
    await this.#startAll(device).catch(() => {}); // the first one works; a further one is only for speed
    const session_id = this.#next_session++;
    this.#sessions.set(session_id, session);
    return { session_id, inputs, outputs, device };
  }

  /** @param {PooledSession} session @returns {Promise<SessionFacts>} */
  async #addCopy(session) {
    const [client, bytes] = await Promise.all([this.#client(session.device, session.copies.length), session.read()]);
    const facts = await client.call("create", { bytes, device: session.device, options: session.options }, [bytes]);
    session.copies.push({ client, session_id: facts.session_id });
    return facts;
  }

  /** @param {number} session_id @param {Record<string, PlainTensor>} feeds their buffers are given away @returns {Promise<Record<string, PlainTensor>>} */
  async run(session_id, feeds) {
    const session = this.#sessions.get(session_id);
    if (!session) throw new TabsideError("session.failed", "This session has been disposed of. Load the model again.");
    const copy = session.copies.reduce((best, each) => (each.client.load < best.client.load ? each : best));
    if (copy.client.load > 0) this.#grow(session);
    const buffers = Object.values(feeds).map((tensor) => /** @type {ArrayBuffer} */ (tensor.data.buffer));
    return copy.client.call("run", { session_id: copy.session_id, feeds }, buffers);
  }

  /** All workers are busy: bring up another one meanwhile, as long as there are cores for it. @param {PooledSession} session */
  #grow(session) {
    if (session.growing || session.device !== "wasm" || session.copies.length >= this.size.workers) return;
    session.growing = true;
    this.#addCopy(session).then(
      () => (session.growing = false),
      () => {}, // There is no room for another: `growing` stays, and those that there are do the work.
    );
  }

  /** @param {number} session_id */
  async dispose(session_id) {
    const session = this.#sessions.get(session_id);
    this.#sessions.delete(session_id);
    await Promise.all((session?.copies ?? []).map((copy) => copy.client.call("dispose", { session_id: copy.session_id })));
  }

  /** @param {string} device @param {number} index */
  #client(device, index) {
    const clients = this.#clients.get(device) ?? [];
    this.#clients.set(device, clients);
    let pending = clients[index];
    if (!pending) {
      pending = OrtClient.start(this.ortUrl, device, this.size.threads, this.onLost);
      clients[index] = pending;
      pending.catch(() => delete clients[index]);
    }
    return pending;
  }
}
