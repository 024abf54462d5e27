/**
 * tabside's JavaScript API. Nothing is downloaded or started before the first call that needs it.
 *
 *   const engine = createEngine({ onEvent: ({ event, data }) => … });
 *   const { text, findings } = await engine.redact("My name is Ada Lovelace.");
 *   await engine.restore(text);
 *
 * Every call returns a promise that carries its `id` (for `engine.cancel(id)`) and takes an AbortSignal as `signal`.
 * A failure throws a TabsideError with a stable `code`; the next call restarts whatever is needed.
 */

import { Conversation } from "./engine/conversation.js";
import { EngineWorker } from "./engine/engine-worker.js";
import { IdleRest } from "./engine/idle-rest.js";
import { LoadState } from "./engine/load-state.js";
import { Mappings } from "./engine/mappings.js";
import { configOf } from "./engine/options.js";
import { PageReview } from "./engine/page-review.js";
import { TabsideError } from "./shared/protocol.js";
import { DEFAULT_MODELS, TASKS, checkTask, modelOf, unpacked } from "./shared/tasks.js";

export { redactingFetch } from "./shared/answers/redacting-fetch.js";
export { RestoreStream, restoreText } from "./shared/restoring/restore-stream.js";
export { BatchError, ERROR_CODES, TabsideError } from "./shared/protocol.js";
export { DEFAULT_MODELS } from "./shared/tasks.js";

/** @typedef {import("./shared/protocol.js").EngineEvent} EngineEvent */
/** @typedef {import("./shared/protocol.js").Explanation} Explanation */
/** @typedef {import("./shared/protocol.js").EngineState} EngineState */
/** @typedef {import("./engine/options.js").FileRedaction} FileRedaction */
/** @typedef {import("./engine/options.js").FileRestoration} FileRestoration */
/** @typedef {import("./shared/protocol.js").Finding} Finding */
/** @typedef {import("./shared/protocol.js").Plan} Plan */
/** @typedef {import("./engine/options.js").PolicyTest} PolicyTest */
/** @typedef {import("./shared/protocol.js").Redaction} Redaction */
/** @typedef {import("./shared/restoring/restore-stream.js").Restoration} Restoration */
/** @typedef {import("./shared/tasks.js").ClassifyInput} ClassifyInput */
/** @typedef {import("./shared/tasks.js").ClassifyOptions} ClassifyOptions */
/** @typedef {import("./shared/tasks.js").EmbedOptions} EmbedOptions */
/** @typedef {import("./shared/tasks.js").Embeddings} Embeddings */
/** @typedef {import("./shared/tasks.js").Label} Label */
/** @typedef {import("./shared/tasks.js").RankOptions} RankOptions */
/** @typedef {import("./shared/tasks.js").Ranked} Ranked */

/** @typedef {import("./engine/options.js").EngineOptions} EngineOptions */
/** @typedef {import("./engine/options.js").FileOptions} FileOptions */
/** @typedef {import("./engine/options.js").FileSource} FileSource */
/** @typedef {import("./engine/options.js").RedactFileOptions} RedactFileOptions */
/** @typedef {import("./engine/options.js").RedactOptions} RedactOptions */

/** @template T @typedef {Promise<T> & {id: number}} Call */

/**
 * The weights and their device; null: the engine's or the manifest's defaults.
 * @typedef {{model: string, dtype?: string, device?: string}} Weights
 */

/**
 * A task with a loaded model, called with the task's inputs (text-ranking: query and documents; see tasks.js) and its options.
 * @typedef {((...args: any[]) => Call<any>) & {task: string, model: string, dispose: () => Call<null>}} PipelineHandle
 */

const IDLE_SECONDS = 600;

export const DEFAULT_MODEL = DEFAULT_MODELS["token-classification"];

/** @param {EngineOptions} [options] @returns {Engine} */
export function createEngine(options = {}) {
  return new Engine(options);
}

export class Engine {
  #worker;
  #rest;
  #loads = new LoadState();
  /** The last state reported. @type {EngineState} */
  #state = "idle";
  #mappings = new Mappings();
  /** Progress listeners by call. @type {Map<number, (facts: import("./shared/protocol.js").JobEvent) => void>} */
  #followed = new Map();

  /** @param {EngineOptions} options */
  constructor(options) {
    this.onEvent = options.onEvent ?? (() => {});
    this.config = configOf(options);
    this.#worker = new EngineWorker(this.config, {
      onEvent: (event) => {
        this.onEvent(event);
        if (event.event === "job") this.#followed.get(event.data.id)?.(event.data);
      },
      onEnd: (error) => {
        this.#loads.reset(error.code === "cancelled" || error.details.cancelled ? null : error);
        this.#tell(error.details.rested === true);
      },
    });
    this.#rest = new IdleRest(options.idleUnload === undefined ? IDLE_SECONDS : options.idleUnload, () => this.#unload());
  }

  /** @returns {EngineState} */
  get state() {
    return this.#state;
  }

  /** Whether a call with this model needs no load. @param {string} [model] */
  isLoaded(model = DEFAULT_MODEL) {
    return this.#loads.isLoaded(keyOf({ model }));
  }

  /**
   * Return what a first run would download, and the model's manifest. Does not start Python.
   * @param {{model?: string, signal?: AbortSignal}} [options] @returns {Call<Plan>}
   */
  plan({ model = DEFAULT_MODEL, signal } = {}) {
    return this.#call("plan", { model }, signal);
  }

  /** Download, start and load, so that the next call answers at once. @param {{model?: string, signal?: AbortSignal}} [options] @returns {Call<null>} */
  load({ model = DEFAULT_MODEL, signal } = {}) {
    return this.#loading("load", { model }, signal);
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

  /**
   * Find and replace personal data. The whole text is scanned, whatever its length.
   * @param {string} text @param {RedactOptions} [options] @returns {Call<Redaction>}
   */
  redact(text, { signal, model = DEFAULT_MODEL, ...options } = {}) {
    const call = this.#loading("redact", { text, model, options }, signal, [text]);
    return this.#keepMapping(call);
  }

  /**
   * Replace findings (all, or a selection) in their text, without scanning it again.
   * @param {string} text @param {Finding[]} findings @param {Pick<RedactOptions, "operator" | "operators" | "policy" | "format" | "signal">} [options] @returns {Call<Redaction>}
   */
  anonymize(text, findings, { signal, ...options } = {}) {
    return this.#keepMapping(this.#call("anonymize", { text, findings, options }, signal, [text]));
  }

  /**
   * Explain a stretch of a text: its findings, the model's results there, and recognizers that nearly matched. The text that was redacted
   * last is not scanned again.
   * @param {string} text @param {{start: number, end: number}} range @param {Pick<RedactOptions, "entities" | "threshold" | "policy" | "model" | "signal">} [options] @returns {Call<Explanation>}
   */
  explain(text, { start, end }, { signal, model = DEFAULT_MODEL, ...options } = {}) {
    return this.#loading("explain", { text, start, end, model, options }, signal, [text]);
  }

  /**
   * Restore the original of a text that this engine redacted with placeholders, even if it or its placeholders were edited.
   * Returns the text of `restoration`.
   * @param {string} text @param {{mapping?: any, signal?: AbortSignal}} [options] @returns {Call<string>}
   */
  restore(text, options) {
    const call = this.restoration(text, options);
    return withId(call, call.then((done) => done.text));
  }

  /**
   * Restore the originals, and report the restored and the unknown placeholders. Without a mapping, an unedited text uses its own,
   * and an edited one the common meaning of its placeholders in all redactions of this engine. It is an error if they have several
   * meanings.
   * @param {string} text @param {{mapping?: any, signal?: AbortSignal}} [options] @returns {Call<Restoration>}
   */
  restoration(text, { mapping, signal } = {}) {
    return this.#withMapping(mapping, () => this.#mappings.of(text), [text], (chosen) => this.#call("restore", { text, mapping: chosen }, signal, [text]));
  }

  /**
   * A conversation: one mapping over all its turns, `mapping` to go on from an earlier one. See docs/language-models.md.
   * @param {{mapping?: any, model?: string} & Pick<RedactOptions, "entities" | "threshold" | "operator" | "operators" | "policy">} [options]
   */
  conversation({ mapping = null, model = DEFAULT_MODEL, ...options } = {}) {
    return new Conversation({
      redact: (texts, known) => this.#loading("redact_texts", { texts, mapping: known, model, options }, undefined, texts),
      save: (known, passphrase) => this.exportMapping(passphrase, { mapping: known }),
    }, mapping);
  }

  /**
   * Redact the JSON body of a request to a language model's API; `redactingFetch` is built on it.
   * @param {string} path @param {string} body @param {{model?: string, signal?: AbortSignal} & Pick<RedactOptions, "entities" | "threshold" | "policy">} [options] @returns {Call<{body: string, mapping: any, endpoint: string}>}
   */
  redactRequest(path, body, { model = DEFAULT_MODEL, signal, ...options } = {}) {
    return this.#loading("redact_request", { path, body, model, options }, signal, [path, body]);
  }

  /**
   * Redact a file in its own format: docs/files.md. With `mapping`, that of earlier files, the same value gets the same
   * placeholder in all of them, and the resulting mapping restores all of them.
   * @param {FileSource} file @param {RedactFileOptions} [options] @returns {Call<FileRedaction>}
   */
  redactFile(file, { name = nameOf(file), signal, onProgress, model = DEFAULT_MODEL, ...options } = {}) {
    const files = [asBlob(file)];
    const call = withData(this.#loading("redact_file", { name, files, model, options }, signal, [name]));
    if (onProgress) this.#followed.set(call.id, onProgress);
    call.catch(() => {}).finally(() => this.#followed.delete(call.id));
    return this.#keepMapping(call);
  }

  /**
   * Open a PDF or a picture for a review page by page: docs/page-review.md. Scanned pages of a PDF are read. Close the review when it is done.
   * @param {FileSource} file @param {RedactFileOptions} [options] @returns {Call<PageReview>}
   */
  openPages(file, { name = nameOf(file), signal, onProgress, model = DEFAULT_MODEL, ...options } = {}) {
    const files = [asBlob(file)];
    const open = () => this.#loading("open_pages", { name, files, model, options }, undefined, [name]);
    const call = this.#loading("open_pages", { name, files, model, options }, signal, [name]);
    if (onProgress) this.#followed.set(call.id, onProgress);
    call.catch(() => {}).finally(() => this.#followed.delete(call.id));
    const ask = (/** @type {string} */ method, /** @type {object} */ params, /** @type {AbortSignal | undefined} */ abort) => this.#call(method, params, abort);
    return withId(call, call.then((opened) => new PageReview({ open, call: (...args) => this.#noting(ask(...args)) }, opened)));
  }

  /**
   * Restore the originals in a redacted file, even if it was edited. Without a mapping, all redactions of this engine must be consistent.
   * @param {FileSource} file @param {FileOptions} [options] @returns {Call<FileRestoration>}
   */
  restoreFile(file, { name = nameOf(file), mapping, signal } = {}) {
    const call = this.#withMapping(mapping, () => this.#mappings.all(), [], (chosen) => this.#call("restore_file", { name, files: [asBlob(file)], mapping: chosen }, signal, [name]));
    return withData(call);
  }

  /**
   * Pack many files into one zip archive.
   * @param {{name: string, data: FileSource}[]} files @returns {Call<Uint8Array>}
   */
  zipFiles(files) {
    const call = withData(this.#call("zip_files", { names: files.map(({ name }) => name), files: files.map(({ data }) => asBlob(data)) }));
    return withId(call, call.then(({ data }) => data));
  }

  /**
   * Return the matches of a policy's own rules in a text, and the failing examples. No model runs.
   * @param {RedactOptions["policy"]} policy @param {string} text @returns {Call<PolicyTest>}
   */
  testPolicy(policy, text) {
    return this.#call("test_policy", { policy, text }, undefined, [text]);
  }

  /**
   * Decrypt the output of the operator encrypt; placeholders in the mapping are restored too.
   * @param {string} text @param {string} passphrase @param {{mapping?: any}} [options] @returns {Call<string>}
   */
  decrypt(text, passphrase, { mapping } = {}) {
    return this.#withMapping(mapping, () => this.#mappings.of(text), [text], (chosen) => this.#call("decrypt", { text, passphrase, mapping: chosen }, undefined, [text, passphrase]));
  }

  /**
   * Return a mapping as text encrypted with the passphrase; default: that of all redactions of this engine, if they are consistent.
   * @param {string} passphrase @param {{mapping?: any}} [options] @returns {Call<string>}
   */
  exportMapping(passphrase, { mapping } = {}) {
    return this.#withMapping(mapping, () => this.#mappings.all(), [], (chosen) => this.#call("export_mapping", { mapping: chosen, passphrase }, undefined, [passphrase]));
  }

  /**
   * Read the output of `exportMapping`; `restore` then uses it too.
   * @param {string} text @param {string} passphrase @returns {Call<any>} the mapping
   */
  importMapping(text, passphrase) {
    const call = this.#call("import_mapping", { text, passphrase }, undefined, [text, passphrase]);
    return withId(call, call.then((mapping) => {
      this.#mappings.add(mapping);
      return mapping;
    }));
  }

  /**
   * Label a text, or each of many; a pair is `{text, text_pair}`. A long text is read completely, in windows. One text
   * gives its labels, best first. Many texts give one label each, or a list of labels each if `top_k` is not 1.
   * @param {ClassifyInput | ClassifyInput[]} inputs @param {ClassifyOptions} [options] @returns {Call<Label[] | Label[][]>}
   */
  classify(inputs, { model = DEFAULT_MODELS["text-classification"], ...options } = {}) {
    return this.#run("text-classification", { model }, [inputs, options]);
  }

  /**
   * Turn texts into vectors, one per row, whose dot products measure similarity.
   * @param {string | string[]} texts @param {EmbedOptions} [options] @returns {Call<Embeddings>}
   */
  embed(texts, { model = DEFAULT_MODELS["feature-extraction"], ...options } = {}) {
    return this.#run("feature-extraction", { model }, [texts, options]);
  }

  /**
   * Rank documents by how well each answers the query: raw logits, best first. A document that is too long is truncated.
   * @param {string} query @param {string[]} documents @param {RankOptions} [options] @returns {Call<Ranked[]>}
   */
  rank(query, documents, { model = DEFAULT_MODELS["text-ranking"], ...options } = {}) {
    return this.#run("text-ranking", { model }, [query, documents, options]);
  }

  /**
   * Load a model for a task and get a function that runs it.
   * @param {string} task @param {string | null} [model] default: the task's default @param {{dtype?: string, device?: string, signal?: AbortSignal}} [options] @returns {Call<PipelineHandle>}
   */
  pipeline(task, model, { dtype, device, signal } = {}) {
    /** @type {Call<any>} */
    let call;
    try {
      const weights = { model: modelOf(checkTask(task), model), dtype, device };
      call = this.#loading("load", { ...weights, task }, signal);
      return withId(call, call.then(() => this.#handle(checkTask(task), weights)));
    } catch (error) {
      return this.#refuse(error);
    }
  }

  /** Delete a model's files from this browser. @param {string} [model] @returns {Call<void>} */
  deleteModel(model = DEFAULT_MODEL) {
    return this.#call("delete_model", { model });
  }

  /**
   * Download a model's files into this browser's storage, without starting anything.
   * @param {{model?: string, signal?: AbortSignal}} [options] @returns {Call<null>}
   */
  download({ model = DEFAULT_MODEL, signal } = {}) {
    return this.#call("download_model", { model }, signal);
  }

  /**
   * Return how much of a model is stored here, and when it was last used.
   * @param {string} [model] @returns {Call<import("./worker/models/stored-models.js").StoredModel>}
   */
  storedModel(model = DEFAULT_MODEL) {
    return this.#call("stored_model", { model });
  }

  /**
   * Compare the stored files with their hashes. Damaged ones are dropped; their paths are returned.
   * @param {string} [model] @returns {Call<{files: number, damaged: string[]}>}
   */
  verifyModel(model = DEFAULT_MODEL) {
    return this.#call("verify_model", { model });
  }

  /**
   * Export a stored model as one file (tar), for `importModel` in another browser.
   * @param {string} [model] @returns {Call<Blob>}
   */
  exportModel(model = DEFAULT_MODEL) {
    return this.#call("export_model", { model });
  }

  /**
   * Import a file from `exportModel`; each part is checked against this site's manifest.
   * @param {Blob} archive @returns {Call<{model: string, files: number}>}
   */
  importModel(archive) {
    return this.#call("import_model", { archive });
  }

  /** Install further pure-Python wheels from the site's own index, by micropip. @param {string[]} requirements @returns {Call<null>} */
  install(requirements) {
    return this.#call("install", { requirements });
  }

  /**
   * Counts for tests and debugging: threads, workers, sessions, heap bytes, references between Python and JavaScript.
   * @param {{trace_proxies?: boolean}} [options] @returns {Call<Record<string, number | null>>}
   */
  diagnostics(options = {}) {
    return this.#call("diagnostics", options);
  }

  /**
   * Cancel a call: its promise rejects with code `cancelled`. A start that hangs is abandoned, so that the next call starts again.
   * @param {number} id
   */
  cancel(id) {
    this.#worker.cancel(id);
  }

  /** End the worker and free all memory. Calls in progress reject with code `cancelled`; a later call starts again. */
  async dispose() {
    this.#rest.stop();
    this.#worker.end(new TabsideError("cancelled", "The engine was disposed of."));
  }

  /** Free all memory, unless that would lose a model that could not be stored. */
  async #unload() {
    if (!this.#worker.running || !(await this.#worker.call("may_rest", {}).promise.catch(() => false)) || this.#rest.busy) return;
    this.#worker.end(new TabsideError("cancelled", "The engine rests.", { rested: true }));
  }

  /** @template {{mapping: any, text?: string}} T @param {Call<T>} call @returns {Call<T>} */
  #keepMapping(call) {
    return withId(call, call.then((redaction) => {
      this.#mappings.add(redaction.mapping, redaction.text);
      return redaction;
    }));
  }

  /** Keep the mapping of an answer that has one. @param {Call<any>} call */
  async #noting(call) {
    const answer = await call;
    if (answer?.mapping) this.#mappings.add(answer.mapping);
    return answer;
  }

  /** @param {any} mapping @param {() => any} choose @param {unknown[]} texts @param {(mapping: any) => Call<any>} call @returns {Call<any>} */
  #withMapping(mapping, choose, texts, call) {
    try {
      // The call itself refuses arguments that are not strings.
      return call(mapping ?? (texts.every((text) => typeof text === "string") ? choose() : null));
    } catch (error) {
      return this.#refuse(error);
    }
  }

  /** @param {import("./shared/tasks.js").TaskName} task @param {Weights} weights @param {any[]} args @returns {Call<any>} */
  #run(task, weights, args) {
    try {
      const { inputs, texts, options: { signal, ...options } } = TASKS[task].pack(...args);
      const call = this.#loading("run", { ...weights, task, inputs, options }, signal, texts);
      return withId(call, unpacked(task, call));
    } catch (error) {
      return this.#refuse(error);
    }
  }

  /** @param {import("./shared/tasks.js").TaskName} task @param {Weights} weights @returns {PipelineHandle} */
  #handle(task, weights) {
    const run = (/** @type {any[]} */ ...args) => this.#run(task, weights, args);
    const dispose = () => {
      if (!this.#loads.isLoaded(keyOf(weights))) return asCall(this.#worker.answer(null));
      this.#loads.forget(keyOf(weights));
      this.#tell();
      return this.#call("dispose_pipeline", { ...weights, task });
    };
    return Object.assign(run, { task, model: weights.model, dispose });
  }

  /** A call with invalid arguments. @param {unknown} error @returns {Call<any>} */
  #refuse(error) {
    return asCall(this.#worker.refuse(error));
  }

  /**
   * A call that may have to start the engine or load its model first.
   * @param {string} method @param {any} params @param {AbortSignal} [signal] @param {unknown[]} [texts] @returns {Call<any>}
   */
  #loading(method, params, signal, texts) {
    const load = this.#loads.begin(keyOf(params));
    this.#tell();
    const call = this.#call(method, params, signal, texts);
    return withId(call, call.then(
      (result) => {
        this.#loads.succeed(load);
        this.#tell();
        return result;
      },
      (error) => {
        this.#loads.fail(load, error);
        this.#tell();
        throw error;
      },
    ));
  }

  /** @param {string} method @param {any} params @param {AbortSignal} [signal] @param {unknown[]} [texts] @returns {Call<any>} */
  #call(method, params, signal, texts = []) {
    for (const text of texts) {
      if (typeof text !== "string") return this.#refuse(new TabsideError("input.invalid", `Expected a string, got ${text === null ? "null" : typeof text}.`));
    }
    if (params.files?.some((/** @type {unknown} */ file) => !(file instanceof Blob))) return this.#refuse(new TabsideError("input.invalid", "A file is a File, a Blob, an ArrayBuffer or a view of one."));
    if (signal?.aborted) return this.#refuse(new TabsideError("cancelled", "The call was cancelled."));
    const call = asCall(this.#worker.call(method, params));
    signal?.addEventListener("abort", () => this.cancel(call.id), { once: true });
    this.#rest.during(call);
    return call;
  }

  #tell(rested = false) {
    const { state, failure } = this.#loads;
    if (state === this.#state) return;
    this.#state = state;
    this.onEvent({ event: "state", data: { state, ...(state === "error" && { error: TabsideError.toPlain(failure) }), ...(rested && { rested }) } });
  }
}

/** @param {Weights} weights */
function keyOf({ model, dtype, device }) {
  return JSON.stringify([model, dtype ?? null, device ?? null]);
}

/** @param {{id: number, promise: Promise<any>}} opened @returns {Call<any>} */
function asCall({ id, promise }) {
  return Object.assign(promise, { id });
}

/** @param {FileSource} file @returns {Blob} */
function asBlob(file) {
  return file instanceof ArrayBuffer || ArrayBuffer.isView(file) ? new Blob([/** @type {any} */ (file)]) : file;
}

/** @param {FileSource} file */
function nameOf(file) {
  return file instanceof File ? file.name : "";
}

/** Name the bytes of an answer. @param {Call<any>} call @returns {Call<any>} */
function withData(call) {
  return withId(call, call.then(({ arrays: [data], ...facts }) => ({ ...facts, data })));
}

/** Keep a call's id on a derived promise. @template T @param {Call<any>} call @param {Promise<T>} promise @returns {Call<T>} */
function withId({ id }, promise) {
  return Object.assign(promise, { id });
}
