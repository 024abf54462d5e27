/**
 * Functions that Python may call, and the delivery of calls to Python. Text crosses as JSON, which keeps lone
 * surrogates and leaves no proxies behind; numbers cross as typed arrays, copied once.
 */

import { TabsideError } from "../../shared/protocol.js";
import { withSoftmax } from "./softmax.js";

/** @typedef {import("../ort/tensors.js").PlainTensor} PlainTensor */

export class PythonHost {
  /** @type {Map<number, {resolve: (result: any) => void, reject: (error: unknown) => void}>} */
  #calls = new Map();

  /** @param {import("../engine.js").Engine} engine */
  constructor(engine) {
    this.engine = engine;
  }

  get calls_in_flight() {
    return this.#calls.size;
  }

  /** @param {import("./boot.js").Python} python @param {number} id @param {string} method @param {any} params @param {AbortSignal} signal */
  call(python, id, method, params, signal) {
    return new Promise((resolve, reject) => {
      this.#calls.set(id, { resolve, reject });
      signal.addEventListener("abort", () => python.cancel(id), { once: true });
      python.dispatch(id, method, JSON.stringify(params));
    });
  }

  /** The functions visible to tab/host.py and bridge/bridge.py. */
  api = {
    /** @param {number} id @param {boolean} ok @param {string} json @param {ArrayBufferView[]} [arrays] */
    reply: (id, ok, json, arrays) => {
      const call = this.#calls.get(id);
      this.#calls.delete(id);
      const value = JSON.parse(json);
      if (!ok && arrays) value.batch.results.arrays = arrays;
      if (!ok) call?.reject(TabsideError.fromPlain(value));
      else call?.resolve(arrays ? { ...value, arrays } : value);
    },

    /** @param {string} event @param {string} json */
    event: (event, json) => this.engine.post({ event: /** @type {any} */ (event), data: JSON.parse(json) }),

    /**
     * Download a model's files into storage.
     * @param {string} model @param {string} dtype
     * @param {(json: string) => void} [onProgress] a Python callable; its owner destroys it afterwards
     */
    ensure: async (model, dtype, onProgress) => {
      const listener = onProgress && ((/** @type {object} */ data) => onProgress(JSON.stringify(data)));
      if (listener) this.engine.store.listeners.add(listener);
      try {
        await this.engine.ensureFiles(model, dtype).join();
      } finally {
        if (listener) this.engine.store.listeners.delete(listener);
      }
    },

    /** @param {string} model @param {string} path */
    readText: async (model, path) => {
      const manifest = await this.engine.store.manifest(model);
      const file = manifest.files.find((each) => each.path === path);
      if (!file) throw new TabsideError("manifest.invalid", `The manifest of ${model} does not name ${path}.`, { model, file: path });
      return new TextDecoder().decode(await this.engine.store.read(model, file));
    },

    /** What the hub answers; only where the page allows its models. @param {string} url */
    askHub: async (url) => {
      if (!this.engine.store.remote) throw new TabsideError("manifest.unknown-model", "This page allows no models of a hub.");
      return this.engine.store.remote.ask(url);
    },

    /** Paths of a model's files that are stored, as JSON. @param {string} model */
    stored: async (model) => JSON.stringify((await this.engine.store.stored(model)).map(({ path }) => path)),

    /** Read a stored file and compare its hash; one that is damaged is dropped. @param {string} model @param {string} path */
    isIntact: async (model, path) => {
      const file = (await this.engine.store.manifest(model)).files.find((each) => each.path === path);
      return file !== undefined && (await this.engine.store.readStored(model, file)) !== null;
    },

    /** @param {string} model */
    deleteModel: (model) => this.engine.store.delete(model),

    /** @param {string} target as JSON @returns {Promise<string>} session facts as JSON */
    createSession: async (target) => JSON.stringify(await this.engine.loadModel(JSON.parse(target)).join()),

    /**
     * @param {number} session_id
     * @param {string} specs [[name, dtype, shape]…] as JSON
     * @param {PlainTensor["data"][]} arrays one per input, in the same order; transferred
     * @param {string | null} softmax_of the output that is handed over as probabilities, if it is of float32 or float64
     * @returns {Promise<[string, ...PlainTensor["data"][]]>} the outputs in the same form
     */
    run: async (session_id, specs, arrays, softmax_of) => {
      /** @type {Record<string, PlainTensor>} */
      const feeds = {};
      JSON.parse(specs).forEach((/** @type {[string, string, number[]]} */ [name, dtype, shape], /** @type {number} */ i) => {
        feeds[name] = { dtype, shape, data: arrays[i] };
      });
      const ort = await this.engine.ort();
      const outputs = Object.entries(await ort.run(session_id, feeds)).map(([name, tensor]) => /** @type {const} */ ([name, name === softmax_of ? withSoftmax(tensor) : tensor]));
      return [JSON.stringify(outputs.map(([name, { dtype, shape }]) => [name, dtype, shape])), ...outputs.map(([, tensor]) => tensor.data)];
    },

    /**
     * See pictures.js, which is loaded for the first image.
     * @param {Parameters<typeof import("./pictures.js").decodePicture>} args
     */
    decodePicture: async (...args) => (await import("./pictures.js")).decodePicture(...args),

    /** @param {Parameters<typeof import("./pictures.js").encodePicture>} args */
    encodePicture: async (...args) => (await import("./pictures.js")).encodePicture(...args),

    /** @param {number} session_id @param {string} target as JSON */
    dispose: async (session_id, target) => {
      this.engine.closeModel(JSON.parse(target));
      const ort = await this.engine.ort();
      await ort.dispose(session_id);
    },

    /** An instance of PDFium. @param {number} megabytes @param {number} seconds @param {Uint8Array<ArrayBuffer>} reader */
    startPdf: (megabytes, seconds, reader) => this.engine.pdf.start(megabytes, seconds, reader),

    /** @param {number} number @param {string} json @param {Uint8Array[]} arrays */
    runPdf: (number, json, arrays) => this.engine.pdf.run(number, json, arrays),

    /** @param {number} number */
    closePdf: (number) => this.engine.pdf.close(number),

    /** The bytes of the files sent with a call; can be taken once. @param {number} id @returns {Uint8Array[]} */
    takeFiles: (id) => this.engine.takeFiles(id),

    /** Load a package of Pyodide's distribution from this site. @param {string} name */
    loadPackage: (name) => this.engine.loadPackage(name),

    /** The package index for micropip. */
    wheelIndex: async () => {
      const site = await this.engine.site();
      // Built as text: the URL class would escape the braces that micropip fills in.
      return `${new URL(site.wheel_index, this.engine.baseUrl).href}{package_name}/index.html`;
    },
  };
}
