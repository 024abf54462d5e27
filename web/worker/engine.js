/** The engine inside the worker: combines the store, onnxruntime and Python. */

import { MODEL_METHODS, TabsideError } from "../shared/protocol.js";
import { SERVED } from "../shared/tables.js";
import { checkServes } from "../shared/tasks.js";
import { bootPython, loadPackage } from "./python/boot.js";
import { Loads } from "./loads.js";
import { externalOf, forPython } from "./models/manifest.js";
import { AddedModels, isAdded } from "./models/added-models.js";
import { ModelStore } from "./models/model-store.js";
import { RemoteModels } from "./models/remote-models.js";
import { OrtHost } from "./ort/ort-host.js";
import { startOwn, takeOver } from "../shared/ort-start.js";
import { PdfHost } from "./pdf/pdf-host.js";
import { PythonHost } from "./python/python-host.js";
import { PATIENCE } from "./models/retry.js";
import { createDigest, takeFailure } from "./pinned.js";
import { fetchSite } from "./site.js";
import { LONG, createStages } from "./stages.js";
import { StoredModels } from "./models/stored-models.js";

/** @typedef {import("../shared/protocol.js").ManifestFile} ManifestFile */
/** @typedef {import("../shared/start-types.js").EngineConfig} EngineConfig */
/**
 * A model file and its device; `options` are onnxruntime's session options.
 * @typedef {{model: string, dtype: string, device: string, options?: Record<string, unknown>}} Target
 */

/** Calls with a fixed task. */
const REDACTING = new Set(["redact", "redact_texts", "redact_request", "redact_file", "open_pages", "explain"]);

/** What Python says when a part of it could not be fetched. */
const UNFORESEEN = new Set(["error", "runtime.unavailable", "download.failed"]);

/** Of Pyodide's own packages, what a task needs. The first redaction does without any. @param {string} task @returns {string[]} */
const packagesFor = (task) => (/** @type {Record<string, {needs_numpy: boolean}>} */ (SERVED)[task]?.needs_numpy ? ["numpy"] : []);

export class Engine {
  /** @type {Loads<import("./python/boot.js").Site>} */
  #site = new Loads();
  /** @type {Loads<import("./python/boot.js").Python>} */
  #python = new Loads();
  /** @type {Loads<import("./ort/ort-host.js").SessionFacts>} */
  #models = new Loads();
  /** @type {Loads<ManifestFile[]>} */
  #downloads = new Loads();
  /** @type {Loads<OrtHost>} */
  #ort = new Loads();
  /** @type {import("../shared/ort-start.js").Handed | null} */
  #handed = null;
  /** Of Pyodide's own distribution. @type {Loads<void>} */
  #packages = new Loads();
  /** The engine's own calls of Python have numbers that the page's never have. */
  #next_own = -1;
  /** Those that came with calls, by the calls' numbers, until Python takes them. @type {Map<number, Uint8Array[]>} */
  #files = new Map();
  /** By Python. @type {WeakMap<object, WeakSet<import("../shared/protocol.js").Manifest>>} */
  #manifests = new WeakMap();

  /**
   * @param {EngineConfig} config
   * @param {(message: import("../shared/protocol.js").EngineEvent | {lost: import("../shared/protocol.js").PlainError}) => void} post
   */
  constructor(config, post) {
    this.config = config;
    this.post = post;
    this.baseUrl = new URL(config.base_url);
    this.runStage = createStages((data) => post({ event: "stage", data }), config.stage_patience);
    /** @typedef {import("../shared/protocol.js").NoteCode} NoteCode */
    const note = (/** @type {import("../shared/protocol.js").StageName} */ stage) => (/** @type {NoteCode} */ note_code, /** @type {string} */ text) => post({ event: "stage", data: { stage, state: "start", note: text, note_code } });
    this.store = new ModelStore({
      baseUrl: this.baseUrl,
      sources: config.sources,
      createDigest,
      onProgress: (data) => post({ event: "progress", data }),
      onNote: note("model"),
      patience: { ...PATIENCE, ...config.patience },
    });
    this.stored = new StoredModels(this.store);
    this.added = new AddedModels(this.store, (model, files, texts) => this.#ask("describe_model", { model, files, texts }));
    const { remote } = config;
    if (remote) this.store.remote = new RemoteModels(this.baseUrl, remote, (model, host) => this.#ask("find_remote_model", { model, host }));
    this.noteSession = note("session");
    this.pdf = new PdfHost(async () => ({ file: (await this.site()).pdfium, baseUrl: this.baseUrl }));
    this.host = new PythonHost(this);
  }

  /** @param {number} id @param {string} method @param {any} params @param {AbortSignal} signal */
  async call(id, method, params, signal) {
    switch (method) {
      case "plan":
        return this.#plan(params.model);
      case "delete_model":
        await (isAdded(params.model) ? this.added : this.store.remote)?.remove(params.model);
        await this.store.delete(params.model);
        return this.store.forget(params.model);
      case "add_model":
        return this.added.add(params, signal);
      case "added_models":
        return this.added.list();
      case "keep_reading":
        return this.added.keepReading(params.model, params.reading);
      case "kept_reading":
        return this.added.keptReading(params.model);
      case "download_model":
        return this.#download(params.model, signal);
      case "stored_model":
        return this.stored.facts(params.model);
      case "verify_model":
        return this.stored.verify(params.model);
      case "export_model":
        return this.stored.export(params.model);
      case "import_model":
        return this.stored.import(params.archive);
      case "diagnostics":
        return this.#diagnostics(params);
      case "may_rest":
        return this.store.persists();
    }
    let loading = false;
    /** @type {import("../shared/protocol.js").Manifest | null} */
    let sent = null;
    if (MODEL_METHODS.has(method)) {
      const alone = params.model === null ? await this.#alone(method, params.options?.models) : null;
      const target = alone?.target ?? await this.#resolve(params.model, params.dtype, params.device);
      const manifest = await this.store.manifest(target.model);
      const task = params.task ?? (REDACTING.has(method) ? "token-classification" : manifest.task);
      if (!alone && task !== manifest.task) checkServes(task, manifest);
      // onnxruntime takes longest to start, so the model goes first.
      const load = this.loadModel(target);
      const booting = this.python();
      const packages = packagesFor(task).map((name) => this.loadPackage(name));
      // Looking for files in storage takes a millisecond, which a short text would wait for each time.
      loading = !load.isDone;
      const files = load.isDone ? null : this.ensureFiles(target.model, target.dtype).join(signal);
      load.join(signal).catch(() => {}); // reported by Python, which uses the session last
      // Python reads the tokenizer while onnxruntime loads the model, but not before the files are here, so that a cancellation stops their
      // download.
      await Promise.all([booting, ...packages, files]);
      const further = alone?.further ?? (REDACTING.has(method) ? await this.#further(params.options?.models) : []);
      params = { ...params, ...target, model: params.model, task, further, remember: this.config.remember };
      sent = manifest;
    }
    const { files, ...plain } = params;
    if (files) {
      const { readFile } = await import("./read-file.js");
      this.#files.set(id, await Promise.all(files.map(readFile)));
    }
    try {
      const python = await this.python();
      signal.throwIfAborted();
      if (sent && !this.#known(python).has(sent)) plain.manifest = forPython(sent);
      const result = await this.host.call(python, id, method, plain, signal).catch(explain);
      if (sent) this.#known(python).add(sent);
      // The first answer says that all is here.
      if (loading) await (await this.ort()).workersStarted();
      return result;
    } finally {
      this.#files.delete(id);
    }
  }

  /** Ask Python for a manifest. @param {string} method @param {object} params */
  async #ask(method, params) {
    return this.host.call(await this.python(), this.#next_own--, method, params, new AbortController().signal);
  }

  /** @param {number} id */
  takeFiles(id) {
    const files = this.#files.get(id) ?? [];
    this.#files.delete(id);
    return files;
  }

  /** The manifests that a Python has: each crosses with the first call that uses its model. @param {object} python */
  #known(python) {
    let known = this.#manifests.get(python);
    if (!known) this.#manifests.set(python, (known = new WeakSet()));
    return known;
  }

  /** @param {string} model @returns {Promise<import("../shared/protocol.js").Plan>} */
  async #plan(model) {
    const { dtype } = await this.#resolve(model);
    const [site, plan] = await Promise.all([this.site(), this.store.plan(model, dtype)]);
    const packages = packagesFor(plan.manifest.task).filter((name) => !this.#packages.get(name));
    const runtime_bytes = (this.#python.get("") ? 0 : site.runtime_bytes) + packages.reduce((sum, name) => sum + (site.package_bytes[name] ?? 0), 0);
    return { model, bytes_total: plan.bytes_total, bytes_missing: plan.bytes_missing, runtime_bytes, file_bytes: site.file_bytes, manifest: plan.manifest };
  }

  /** @param {string} model @param {AbortSignal} signal */
  async #download(model, signal) {
    const { dtype } = await this.#resolve(model);
    await this.ensureFiles(model, dtype).join(signal);
    return null;
  }

  /** Accept a worker for onnxruntime started by the page; the first session uses it. @param {import("../shared/ort-start.js").Handed} handed */
  takeWorker(handed) {
    this.#handed = handed;
  }

  /** @param {string} device */
  #startWorker(device) {
    const handed = this.#handed;
    if (!handed || (handed.device && handed.device !== device)) return startOwn();
    this.#handed = null;
    return takeOver(handed);
  }

  site() {
    return this.#site.open("", () => fetchSite(this.baseUrl, this.config.patience?.stall_ms)).promise;
  }

  /** Start Python once. A failed start is forgotten, so that the next call tries again. */
  python() {
    return this.#python.open("", async () => bootPython(await this.site(), this.baseUrl, this.host.api, this.runStage)).promise;
  }

  /** Load a package of Pyodide's distribution from this site, once. @param {string} name */
  loadPackage(name) {
    return this.#packages.open(name, async () => {
      const { pyodide } = await this.python();
      await this.runStage("packages", () => loadPackage(pyodide, name));
    }).promise;
  }

  ort() {
    return this.#ort.open("", async () => {
      const site = await this.site();
      const ort = { url: new URL(site.ort.url, this.baseUrl), version: site.ort.version, baseUrl: this.baseUrl };
      return new OrtHost(ort, this.config, (each) => this.#startWorker(each), this.noteSession, (error) => this.post({ lost: TabsideError.toPlain(error) }));
    }).promise;
  }

  /**
   * Choose file and device: as requested, or by default. Python is told the choice, so that both use the same session.
   * @param {string} model @param {string} [dtype] @param {string} [device] @returns {Promise<Target>}
   */
  async #resolve(model, dtype = this.config.dtype, device = this.config.device) {
    const ort = await this.ort();
    const [manifest, chosen] = await Promise.all([this.store.manifest(model), ort.chooseDevice(device)]);
    return { model, device: chosen, dtype: dtype ?? manifest.default_dtype[chosen] ?? manifest.default_dtype.wasm };
  }

  /**
   * The weights and devices of further models that read each text, and their manifests. Python loads them.
   * @param {import("../shared/start-types.js").FurtherModel[]} [models]
   */
  #further(models = []) {
    return Promise.all(models.map(async ({ model, labels, threshold, dtype }) => {
      const target = await this.#resolve(model, dtype);
      const manifest = await this.store.manifest(model);
      return { ...target, task: manifest.task, labels, threshold, manifest: forPython(manifest) };
    }));
  }

  /**
   * Further models that read a text without the page's own. The first is loaded as that would be, so that its download can be cancelled.
   * @param {string} method @param {import("../shared/start-types.js").FurtherModel[]} [models]
   */
  async #alone(method, models) {
    const further = REDACTING.has(method) ? await this.#further(models) : [];
    const [first] = further;
    if (!first) throw new TabsideError("input.invalid", "Without a model of its own (model: null), a call needs other models that read the text: models.");
    return { further, target: { model: first.model, dtype: first.dtype, device: first.device } };
  }

  /** Fetch a model and create its session without waiting for Python, which uses both later. @param {Target} target */
  loadModel(target) {
    const { model, dtype, device, options = {} } = target;
    return this.#models.open(keyOf(target), async (signal) => {
      void this.stored.touch(model);
      const ort = await this.ort();
      ort.warm(device).catch(() => {}); // reported by the session stage
      const files = await this.runStage("model", () => this.ensureFiles(model, dtype).join(signal), LONG);
      const file = /** @type {ManifestFile} */ (files.find((each) => each.role === "model"));
      const place = (/** @type {ManifestFile} */ each) => ({ file: each, stored: this.store.whereabouts(model, each), read: () => this.store.read(model, each) });
      const source = { ...place(file), external: externalOf(await this.store.manifest(model), file).map(place) };
      return this.runStage("session", () => ort.createSession(source, device, options));
    });
  }

  /**
   * Download a model's files into storage; calls for the same files share one download.
   * @param {string} model @param {string} dtype
   */
  ensureFiles(model, dtype) {
    const load = this.#downloads.open(keyOf({ model, dtype, device: "" }), (signal) => this.store.ensure(model, dtype, signal));
    load.promise.then(() => this.#downloads.close(keyOf({ model, dtype, device: "" })), () => {});
    return load;
  }

  /** Forget a session disposed of by Python. @param {Target} target */
  closeModel(target) {
    this.#models.close(keyOf(target));
  }

  /** Counts that must not grow, for tests and debugging. @param {{trace_proxies?: boolean}} options count Python's proxies from now on */
  async #diagnostics({ trace_proxies = false }) {
    const python = await this.#python.get("");
    const ort = await this.#ort.get("");
    const module = python?.pyodide._module;
    if (trace_proxies) module?.enable_pyproxy_allocation_tracing();
    return {
      threads: this.config.threads,
      workers: ort?.worker_count ?? 0,
      sessions: ort?.session_count ?? 0,
      python_heap_bytes: module?.HEAPU8.length ?? 0,
      pyproxies: module?.pyproxy_alloc_map?.size ?? null,
      js_references: module?._hiwire_num_refs() ?? null,
      calls_in_python: this.host.calls_in_flight,
    };
  }
}

/** An import that fails within Python for want of a file is no error that Python foresaw: the file's own is told. @param {any} error */
function explain(error) {
  const cause = takeFailure();
  throw cause && UNFORESEEN.has(error.code) ? cause : error;
}

/** @param {Target} target */
function keyOf({ model, dtype, device, options = {} }) {
  return JSON.stringify([model, dtype, device, options]);
}
