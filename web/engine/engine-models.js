/** The part of an engine that loads, stores and checks models. The calls on texts and files are in tabside.js. */

import { DEFAULT_MODELS } from "../shared/tasks.js";
import { EngineCalls } from "./engine-calls.js";
import { configOf } from "./options.js";

/** @typedef {import("./options.js").EngineOptions} EngineOptions */
/** @typedef {import("../shared/protocol.js").EngineState} EngineState */
/** @typedef {import("../shared/protocol.js").Plan} Plan */
/** @template T @typedef {import("./call.js").Call<T>} Call */

export const DEFAULT_MODEL = DEFAULT_MODELS["token-classification"];

export class EngineModels {
  /** @protected */
  calls;

  /** @param {EngineOptions} options */
  constructor(options) {
    this.onEvent = options.onEvent ?? (() => {});
    this.config = configOf(options);
    this.calls = new EngineCalls(this.config, options.idleUnload, (event) => this.onEvent(event));
  }

  /** @returns {EngineState} */
  get state() {
    return this.calls.state;
  }

  /** Whether a call with this model needs no load. @param {string} [model] */
  isLoaded(model = DEFAULT_MODEL) {
    return this.calls.isLoaded({ model });
  }

  /**
   * Return what a first run would download, and the model's manifest. Does not start Python.
   * @param {{model?: string, signal?: AbortSignal}} [options] @returns {Call<Plan>}
   */
  plan({ model = DEFAULT_MODEL, signal } = {}) {
    return this.calls.call("plan", { model }, signal);
  }

  /** Download, start and load, so that the next call answers at once. @param {{model?: string, signal?: AbortSignal}} [options] @returns {Call<null>} */
  load({ model = DEFAULT_MODEL, signal } = {}) {
    return this.calls.loading("load", { model }, signal);
  }

  /**
   * Load the model if all of it is stored here: a visitor who begins to type is not made to wait, and nothing large is downloaded unasked.
   * @param {{model?: string}} [options] @returns {Promise<boolean>} whether it is loaded
   */
  async prepare({ model = DEFAULT_MODEL } = {}) {
    if (this.isLoaded(model)) return true;
    if ((await this.plan({ model })).bytes_missing > 0) return false;
    await this.load({ model });
    return true;
  }

  /** Delete a model's files from this browser. @param {string} [model] @returns {Call<void>} */
  deleteModel(model = DEFAULT_MODEL) {
    return this.calls.call("delete_model", { model });
  }

  /**
   * Download a model's files into this browser's storage, without starting anything.
   * @param {{model?: string, signal?: AbortSignal}} [options] @returns {Call<null>}
   */
  download({ model = DEFAULT_MODEL, signal } = {}) {
    return this.calls.call("download_model", { model }, signal);
  }

  /**
   * Return how much of a model is stored here, and when it was last used.
   * @param {string} [model] @returns {Call<import("../shared/start-types.js").StoredModel>}
   */
  storedModel(model = DEFAULT_MODEL) {
    return this.calls.call("stored_model", { model });
  }

  /**
   * Compare the stored files with their hashes. Damaged ones are dropped; their paths are returned.
   * @param {string} [model] @returns {Call<{files: number, damaged: string[]}>}
   */
  verifyModel(model = DEFAULT_MODEL) {
    return this.calls.call("verify_model", { model });
  }

  /**
   * Export a stored model as one file (tar), for `importModel` in another browser.
   * @param {string} [model] @returns {Call<Blob>}
   */
  exportModel(model = DEFAULT_MODEL) {
    return this.calls.call("export_model", { model });
  }

  /**
   * Import a file from `exportModel`; each part is checked against this site's manifest.
   * @param {Blob} archive @returns {Call<{model: string, files: number}>}
   */
  importModel(archive) {
    return this.calls.call("import_model", { archive });
  }

  /**
   * Add a model of one's own: files laid out as on the hub, with their paths, or one zip of them. They are checked and stored here, and
   * nothing is fetched. Its id begins with \`local/\`; \`deleteModel\` removes it.
   * @param {{path: string, file: Blob}[]} files @param {{name: string, signal?: AbortSignal}} options @returns {Call<{model: string, files: string[], task: string}>}
   */
  addModel(files, { name, signal }) {
    return this.calls.call("add_model", { name, entries: files }, signal, [name, ...files.map(({ path }) => path)]);
  }

  /** The ids of the models that were added in this browser. @returns {Call<string[]>} */
  addedModels() {
    return this.calls.call("added_models", {});
  }

  /**
   * Keep how an added model reads texts: its labels with their entities, as a further model of \`redact\`. Removing the model removes it.
   * @param {string} model @param {import("../shared/start-types.js").Reading} reading @returns {Call<null>}
   */
  keepReading(model, { labels, threshold, alone }) {
    return this.calls.call("keep_reading", { model, reading: { labels, threshold, alone } });
  }

  /** What \`keepReading\` kept, or null. @param {string} model @returns {Call<import("../shared/start-types.js").Reading | null>} */
  keptReading(model) {
    return this.calls.call("kept_reading", { model });
  }

  /** Install further pure-Python wheels from the site's own index, by micropip. @param {string[]} requirements @returns {Call<null>} */
  install(requirements) {
    return this.calls.call("install", { requirements });
  }

  /**
   * Counts for tests and debugging: threads, workers, sessions, heap bytes, references between Python and JavaScript.
   * @param {{trace_proxies?: boolean}} [options] @returns {Call<Record<string, number | null>>}
   */
  diagnostics(options = {}) {
    return this.calls.call("diagnostics", options);
  }

  /**
   * Cancel a call: its promise rejects with code `cancelled`. A start that hangs is abandoned, so that the next call starts again.
   * @param {number} id
   */
  cancel(id) {
    this.calls.cancel(id);
  }

  /** End the worker and free all memory. Calls in progress reject with code `cancelled`; a later call starts again. */
  async dispose() {
    await this.calls.dispose();
  }
}
