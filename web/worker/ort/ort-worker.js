/**
 * onnxruntime-web in its own worker: it compiles and loads the model while Python is still booting,
 * and computes while Python tokenizes the next windows.
 *
 * Messages in:  {id, method: "init" | "create" | "run" | "dispose", params}; out: {id, ok, result | error}, or {lost} when WebGPU's
 * device is gone. The starter may send {port, preparation} first: the worker then prepares immediately, and calls arrive through the
 * port; {method: "end"} there ends it.
 */

import { checkBuild } from "../../shared/build.js";
import { guardNetwork } from "../../shared/network-guard.js";
import { allowLibraryScripts } from "../../shared/trusted-types.js";
import { holdLifeLine } from "../../shared/life-line.js";
import { openToRead, readVerified } from "../models/shelf.js";
import { buffersOf, owned } from "./tensors.js";
import { useModule } from "./shared-wasm.js";
import { compilePinned, guardFetches, importPinned } from "../pinned.js";
import { TabsideError } from "../../shared/protocol.js";
import { fetchSite } from "../site.js";

allowLibraryScripts();
guardNetwork();
const held = holdLifeLine(self.name);

/** @typedef {import("./tensors.js").PlainTensor} PlainTensor */
/** @typedef {import("../../shared/start-types.js").Preparation} Preparation */

/** @type {any} */
let ort = null;
let next_session = 1;
/** @type {Map<number, any>} */
const sessions = new Map();

/** Otherwise onnxruntime detects the format from the bytes, and may read another model than the guard did. */
const ONNX_ONLY = { load_model_format: "ONNX" };

/** The smallest ONNX model, y = x, which makes onnxruntime-web fetch and compile its WASM. */
const IDENTITY = new Uint8Array([
  8, 7, 18, 0, 58, 55, 10, 16, 10, 1, 120, 18, 1, 121, 34, 8, 73, 100, 101, 110, 116, 105, 116, 121, 18, 1, 103, 90, 15, 10, 1, 120, 18, 10, 10, 8, 8, 1,
  18, 4, 10, 2, 8, 1, 98, 15, 10, 1, 121, 18, 10, 10, 8, 8, 1, 18, 4, 10, 2, 8, 1, 66, 4, 10, 0, 16, 13,
]);

const methods = {
  /**
   * Prepare for creating sessions: nothing is requested after this, and it need not wait for the model's download.
   *
   * The plain WASM build unless WebGPU is asked for: 14 MB instead of 27, and free of code generation.
   * @param {{build: string, base_url: string, ortUrl: string, device: string, threads: number, module?: WebAssembly.Module}} params module: compiled by another worker
   * @returns {Promise<WebAssembly.Module>} for the workers after this one
   */
  async init({ build, ...params }) {
    checkBuild(build);
    if (early) await early.catch(() => (early = null)); // once more then: the connection may be back
    return early ?? bringUp(params);
  },

  /**
   * @param {{bytes: ArrayBuffer | null, external: {path: string, bytes: ArrayBuffer | null}[], device: string, options: Record<string, unknown>}} params
   *   external: the weights outside of the model's file, by the names that it opens them by
   * @returns {Promise<object | null>} null: there are no bytes
   */
  async create({ bytes, external, device, options }) {
    if (!bytes || external.some((each) => !each.bytes)) return null;
    const extra = /** @type {{session?: object}} */ (options.extra ?? {});
    const session = await ort.InferenceSession.create(new Uint8Array(bytes), {
      graphOptimizationLevel: "all",
      logSeverityLevel: 3, // errors only; users cannot act on its warnings
      ...options,
      extra: { ...extra, session: { ...extra.session, ...ONNX_ONLY } },
      ...(external.length > 0 && { externalData: external.map(({ path, bytes: data }) => ({ path, data: new Uint8Array(/** @type {ArrayBuffer} */ (data)) })) }),
      executionProviders: [device],
    });
    const session_id = next_session++;
    sessions.set(session_id, session);
    if (device === "webgpu") void watchDevice();
    return { session_id, inputs: specs(session.inputMetadata), outputs: specs(session.outputMetadata) };
  },

  /** @param {{session_id: number, feeds: Record<string, PlainTensor>}} params */
  async run({ session_id, feeds }) {
    const session = sessions.get(session_id);
    if (!session) throw new Error("the session has been disposed of");
    /** @type {Record<string, any>} */
    const inputs = {};
    for (const [name, { dtype, shape, data }] of Object.entries(feeds)) {
      inputs[name] = new ort.Tensor(dtype, data, shape);
    }
    const results = await session.run(inputs);
    /** @type {Record<string, PlainTensor>} */
    const outputs = {};
    for (const name of session.outputNames) {
      const tensor = results[name];
      outputs[name] = { dtype: tensor.type, shape: [...tensor.dims], data: owned(await tensor.getData(), tensor.type) };
      tensor.dispose();
    }
    return outputs;
  },

  /** @param {{session_id: number}} params */
  async dispose({ session_id }) {
    const session = sessions.get(session_id);
    sessions.delete(session_id);
    await session?.release();
    return null;
  },
};

/** The device whose loss is watched. @type {any} */
let watched = null;

/** Watch for the loss of the device. onnxruntime releases it with the last session, which is not a loss. */
async function watchDevice() {
  const device = await ort.env.webgpu.device;
  if (!device || device === watched) return;
  watched = device;
  await device.lost;
  if (device === watched && sessions.size > 0) caller.postMessage({ lost: true });
}

/** @param {any[]} metadata */
function specs(metadata) {
  return metadata.map((value) => ({ name: value.name, dtype: value.type, shape: [...value.shape] }));
}

/** What was begun before the engine asked for it. @type {Promise<WebAssembly.Module> | null} */
let early = null;

/** @param {Preparation} preparation */
async function prepare({ base_url, device, threads }) {
  const site = await fetchSite(new URL(base_url));
  return bringUp({ base_url, ortUrl: new URL(site.ort.url, base_url).href, device, threads });
}

/** @param {{base_url: string, ortUrl: string, device: string, threads: number, module?: WebAssembly.Module}} params */
async function bringUp({ base_url, ortUrl, device, threads, module }) {
  guardFetches(base_url);
  const webgpu = device === "webgpu";
  const glue = `${ortUrl}ort-wasm-simd-threaded${webgpu ? ".asyncify" : ""}`;
  const [compiled, imported, glued] = await Promise.all([
    module ?? compilePinned(`${glue}.wasm`),
    importPinned(`${ortUrl}${webgpu ? "ort.webgpu.min.mjs" : "ort.wasm.min.mjs"}`),
    importPinned(`${glue}.mjs`),
  ]);
  ort = imported.module;
  // Its own thread workers start at the glue's address, which has to be one of the site.
  ort.env.wasm.wasmPaths = { mjs: threads > 1 ? `${glue}.mjs` : glued.address, wasm: `${glue}.wasm` };
  ort.env.wasm.numThreads = threads;
  ort.env.logLevel = "error";
  useModule(ort.env.wasm, compiled);
  const session = await ort.InferenceSession.create(IDENTITY, { executionProviders: [device], logSeverityLevel: 3 });
  await session.release();
  await held;
  return compiled;
}

/** @param {import("../models/shelf.js").Whereabouts} file @returns {Promise<ArrayBuffer | null>} */
async function readStored(file) {
  try {
    return await readVerified(await openToRead(), file);
  } catch {
    return null; // the engine's store can handle and report it
  }
}

/** @param {{stored: import("../models/shelf.js").Whereabouts, external: {path: string, stored: import("../models/shelf.js").Whereabouts}[]}} params */
async function readAll({ stored, external }) {
  const [bytes, ...others] = await Promise.all([stored, ...external.map((each) => each.stored)].map(readStored));
  return { bytes, external: external.map(({ path }, at) => ({ path, bytes: others[at] })) };
}

/** The recipient of the answers. @type {MessagePort} */
let caller = /** @type {any} */ (self);
/** Calls run in order: onnxruntime-web runs one at a time. */
let tail = Promise.resolve();

self.onmessage = ({ data }) => {
  if (!data.port) return serve(data);
  caller = data.port;
  if (data.preparation) (early = prepare(data.preparation)).catch(() => {}); // reported when the engine asks
  data.port.onmessage = (/** @type {MessageEvent} */ message) => serve(message.data);
};

/** @param {{id: number, method: string, params: any}} call */
function serve({ id, method, params }) {
  if (method === "end") return self.close();
  const reading = params.stored && readAll(params); // immediately, while onnxruntime starts
  tail = tail.then(async () => {
    try {
      if (reading) Object.assign(params, await reading);
      const result = await methods[/** @type {keyof typeof methods} */ (method)](params);
      const transfer = method === "run" ? buffersOf(/** @type {Record<string, PlainTensor>} */ (result)) : [];
      caller.postMessage({ id, ok: true, result }, { transfer });
    } catch (error) {
      const refused = error instanceof TabsideError && TabsideError.toPlain(error);
      caller.postMessage({ id, ok: false, error: error instanceof Error ? error.message : String(error), refused });
    }
  });
}
