/**
 * The engine's side of onnxruntime: its workers, their sessions, and the distribution of runs.
 *
 * A text has many short windows, so they are distributed over workers of one thread each: that scales with the cores, needs no
 * cross-origin isolation, and no thread spins at a barrier while another core is busy (docs/decisions/0013).
 */

import { BUILD } from "../../shared/build.js";
import { TabsideError } from "../../shared/protocol.js";
import { complaintAbout, feedsOf } from "./canary.js";
import { isChecked, keyOf, rememberChecked } from "./checked-models.js";
import { nameOf } from "../models/manifest.js";
import { checkOnnx } from "../onnx/onnx-guard.js";
import { OrtClient } from "./ort-client.js";
import { buffersOf } from "./tensors.js";

/** @typedef {{name: string, dtype: string, shape: (number | string)[]}} TensorSpec */
/** @typedef {{session_id: number, inputs: TensorSpec[], outputs: TensorSpec[], device: string}} SessionFacts */
/** @typedef {import("./ort-worker.js").PlainTensor} PlainTensor */
/**
 * A file, its place in storage, and another way to read it; used again for each further worker.
 * @typedef {{file: import("../../shared/protocol.js").ManifestFile, stored: import("../models/shelf.js").Whereabouts, read: () => Promise<ArrayBuffer>}} StoredFile
 */
/** A model's file, and those beside it that hold its weights. @typedef {StoredFile & {external: StoredFile[]}} Model */
/** The same model in one worker or in several. @typedef {{model: Model, device: string, options: Record<string, unknown>, copies: Copy[], growing: boolean}} PooledSession */
/** @typedef {{client: OrtClient, session_id: number}} Copy */

/** Failures of WebGPU after which WASM may work. A refused file would be refused there too, and a lost worker is reported. */
const SET_ASIDE = new Set(["error", "session.failed", "session.wrong-results", "runtime.unavailable"]);

export class OrtHost {
  /** Each device's workers; one worker cannot hold both builds of onnxruntime. @type {Map<string, OrtClient[]>} */
  #clients = new Map();
  /** @type {Map<number, PooledSession>} */
  #sessions = new Map();
  #next_session = 1;
  /** The graphics adapter of WebGPU: another one may answer differently. */
  #adapter = "";

  /**
   * @param {{url: URL, version: string, baseUrl: URL}} ort folder of onnxruntime-web's files, ending in a slash
   * @param {{workers: number, threads: number}} size maximum number of workers, and threads per worker
   * @param {(device: string) => import("./ort-client.js").StartedWorker} startWorker
   * @param {(code: import("../../shared/protocol.js").NoteCode, text: string) => void} onNote
   * @param {(error: TabsideError) => void} onLost
   */
  constructor(ort, size, startWorker, onNote, onLost) {
    this.ort = ort;
    this.size = size;
    this.startWorker = startWorker;
    this.onNote = onNote;
    this.onLost = onLost;
  }

  get session_count() {
    return this.#sessions.size;
  }

  get worker_count() {
    return [...this.#clients.values()].reduce((count, clients) => count + clients.length, 0);
  }

  /** Choose the device that will really run; reported if it is not the requested one. @param {string} asked */
  async chooseDevice(asked) {
    if (asked === "auto" || asked === "wasm") return "wasm";
    if (asked !== "webgpu") throw new TabsideError("input.invalid", `There is no device named ${asked} in a browser; choose auto, wasm or webgpu.`, { device: asked });
    const gpu = /** @type {any} */ (navigator).gpu;
    const adapter = await gpu?.requestAdapter().catch(() => null);
    if (adapter) {
      const { vendor, architecture, device, description } = adapter.info ?? {};
      this.#adapter = [vendor, architecture, device, description].join(" ");
      return "webgpu";
    }
    this.onNote("webgpu.missing", "WebGPU is not available here: running on WASM.");
    return "wasm";
  }

  /** Start compiling onnxruntime before there is a model. @param {string} device */
  warm(device) {
    return this.#client(device, 0).ready;
  }

  /** Let every worker that may be needed fetch its scripts now. @param {string} device */
  #startAll(device) {
    const count = device === "wasm" ? this.size.workers : 1;
    return Promise.all(Array.from({ length: count }, (_, index) => this.#client(device, index).ready));
  }

  /** Once they are ready, nothing is requested any more. The first one works without the others, which only add speed. */
  async workersStarted() {
    await Promise.all([...this.#clients.keys()].map((device) => this.#startAll(device).catch(() => {})));
  }

  /**
   * @param {Model} model
   * @param {string} asked
   * @param {Record<string, unknown>} options onnxruntime-web's session options
   * @returns {Promise<SessionFacts>}
   */
  async createSession(model, asked, options) {
    const device = await this.chooseDevice(asked);
    try {
      return await this.#create(model, device, options);
    } catch (error) {
      const code = error instanceof TabsideError ? error.code : "error";
      if (device !== "webgpu" || !SET_ASIDE.has(code)) throw error;
      if (code === "session.wrong-results") this.onNote("webgpu.wrong", "WebGPU gives wrong results on this device: running on WASM.");
      else this.onNote("webgpu.failed", "WebGPU could not load this model: running on WASM.");
      this.#end(device);
      return this.#create(model, "wasm", options);
    }
  }

  /** @param {Model} model @param {string} device @param {Record<string, unknown>} options */
  async #create(model, device, options) {
    /** @type {PooledSession} */
    const session = { model, device, options, copies: [], growing: false };
    const { file } = model;
    // Which bytes lie in its further files is part of what was checked.
    const sha256 = [file, ...model.external.map((each) => each.file)].map((each) => each.sha256).join("-");
    const key = keyOf(this.ort.baseUrl, { sha256, device, adapter: device === "webgpu" ? this.#adapter : "", runtime: this.ort.version });
    const is_checked = await isChecked(key);
    const { inputs, outputs } = await this.#addCopy(session, is_checked);
    if (!is_checked) {
      if (file.canary) await this.#tryCanary(session.copies[0], file.canary, inputs, device);
      void rememberChecked(key);
    }
    const session_id = this.#next_session++;
    this.#sessions.set(session_id, session);
    return { session_id, inputs, outputs, device };
  }

  /**
   * Run the canary: a device may compute wrong numbers without an error.
   * @param {Copy} copy @param {import("./canary.js").Canary} canary @param {TensorSpec[]} inputs @param {string} device
   */
  async #tryCanary({ client, session_id }, canary, inputs, device) {
    const complaint = complaintAbout(canary, await client.call("run", { session_id, feeds: feedsOf(canary, inputs) }));
    if (!complaint) return;
    await client.call("dispose", { session_id });
    throw new TabsideError("session.wrong-results", `This device answers a test with a known answer wrongly (${complaint}), so nothing is scanned on it. Update the browser, or use another one.`, {
      device,
      reason: complaint,
    });
  }

  /** @param {PooledSession} session @param {boolean} is_checked @returns {Promise<SessionFacts>} */
  async #addCopy(session, is_checked = true) {
    const client = this.#client(session.device, session.copies.length);
    if (session.copies.length > 0) await client.ready;
    const { model } = session;
    const places = model.external.map(({ file, stored }) => ({ path: nameOf(file.path), stored }));
    const facts = (is_checked && (await this.#createOn(client, session, { stored: model.stored, external: places }))) || (await this.#createFrom(is_checked, client, session));
    session.copies.push({ client, session_id: facts.session_id });
    return facts;
  }

  /** @param {boolean} is_checked @param {OrtClient} client @param {PooledSession} session */
  async #createFrom(is_checked, client, session) {
    const { model } = session;
    const bytes = await model.read();
    if (!is_checked) checkOnnx(new Uint8Array(bytes), new Map(model.external.map(({ file }) => [nameOf(file.path), file.bytes])));
    const external = await Promise.all(model.external.map(async ({ file, read }) => ({ path: nameOf(file.path), bytes: await read() })));
    return this.#createOn(client, session, { bytes, external }, [bytes, ...external.map((each) => each.bytes)]);
  }

  /**
   * A first worker is told before it is ready: later, restoring Python would block this thread.
   * @param {OrtClient} client @param {PooledSession} session @param {{stored: import("../models/shelf.js").Whereabouts, external: object[]} | {bytes: ArrayBuffer, external: object[]}} model @param {ArrayBuffer[]} [transfer]
   */
  async #createOn(client, { device, options }, model, transfer) {
    const creating = client.call("create", { ...model, device, options }, transfer);
    creating.catch(() => {}); // in case the worker fails to start
    await client.ready;
    return creating;
  }

  /** @param {number} session_id @param {Record<string, PlainTensor>} feeds their buffers are given away @returns {Promise<Record<string, PlainTensor>>} */
  async run(session_id, feeds) {
    const session = this.#sessions.get(session_id);
    if (!session) throw new TabsideError("session.failed", "This session has been disposed of. Load the model again.");
    const copy = session.copies.reduce((best, each) => (each.client.load < best.client.load ? each : best));
    if (copy.client.load > 0) this.#grow(session);
    const buffers = buffersOf(feeds);
    const running = copy.client.call("run", { session_id: copy.session_id, feeds }, buffers);
    // The others start now that Python waits: earlier they would take cores from the first result.
    this.#startAll(session.device).catch(() => {});
    return running;
  }

  /** All workers are busy: start another one, if there are cores for it. @param {PooledSession} session */
  #grow(session) {
    if (session.growing || session.device !== "wasm" || session.copies.length >= this.size.workers) return;
    session.growing = true;
    this.#addCopy(session).then(
      () => (session.growing = false),
      () => {}, // no room for another: `growing` stays, and the existing ones do the work
    );
  }

  /** @param {number} session_id */
  async dispose(session_id) {
    const session = this.#sessions.get(session_id);
    this.#sessions.delete(session_id);
    await Promise.all((session?.copies ?? []).map((copy) => copy.client.call("dispose", { session_id: copy.session_id })));
  }

  /** End a device's workers, which frees their memory. @param {string} device */
  #end(device) {
    for (const client of this.#clients.get(device) ?? []) client?.end();
    this.#clients.delete(device);
  }

  /** @param {string} device @param {number} index */
  #client(device, index) {
    const clients = this.#clients.get(device) ?? [];
    this.#clients.set(device, clients);
    let client = clients[index];
    if (!client) {
      // The first one compiles and the others receive its module; without it they compile themselves.
      const compiling = index > 0 ? this.#first(device) : undefined;
      client = OrtClient.start(this.startWorker(device), { build: BUILD, base_url: this.ort.baseUrl.href, ortUrl: this.ort.url.href, device, threads: this.size.threads }, compiling, this.onLost);
      clients[index] = client;
      client.ready.catch(() => delete clients[index]);
    }
    return client;
  }

  /** The first worker's compiled module. @param {string} device */
  async #first(device) {
    const first = this.#client(device, 0);
    await first.ready.catch(() => {});
    return first.module;
  }
}
