/**
 * The messages between the page and the engine's worker, and the error codes. Types only, no behavior.
 *
 * page -> worker   {id, method, params}          a call
 *                  {cancel: id}                  stop that call
 *
 * worker -> page   {id, ok: true, result}        its answer
 *                  {id, ok: false, error}        or its error
 *                  {event, data}                 an event: a stage, a download's progress, a job's progress
 *                  {lost: error}                 the worker cannot continue and must be ended
 */

/** @typedef {"runtime" | "packages" | "model" | "session"} StageName */

/** @typedef {"model.elsewhere" | "storage.damaged" | "storage.full" | "storage.refused" | "storage.none" | "webgpu.missing" | "webgpu.wrong" | "webgpu.failed"} NoteCode */

/**
 * @typedef {object} StageEvent
 * @property {StageName} stage
 * @property {"start" | "done" | "stalled" | "error"} state
 * @property {number} [ms]      duration, on `done`
 * @property {string} [note]    for people: "WebGPU is not available here, running on WASM"
 * @property {NoteCode} [note_code]   which note, for translations
 * @property {PlainError} [error]
 */

/**
 * The fields of Transformers.js' progress callback, and totals over all files of the load.
 * @typedef {object} ProgressEvent
 * @property {"initiate" | "download" | "progress" | "done" | "ready"} status
 * @property {string} name              model id
 * @property {string} [file]            path inside the model
 * @property {number} [progress]        percent of this file
 * @property {number} [loaded]          bytes of this file
 * @property {number} [total]           bytes of this file
 * @property {number} loaded_all        bytes of all files of this load, those already stored included
 * @property {number} total_all         known from the manifest before the first byte
 * @property {number} [bytes_per_second]
 * @property {number} [seconds_left]
 * @property {boolean} [cached]         true when the file came from storage
 */

/**
 * Progress on a long text.
 * @typedef {object} JobEvent
 * @property {number} id        the call's id
 * @property {number} done      characters (UTF-16 code units) scanned, pages read, or examples embedded
 * @property {number} total
 * @property {"pages" | "text" | "examples"} of
 */

/**
 * `rested`: memory was freed after a period without calls; the next call starts from storage.
 * @typedef {"idle" | "loading" | "ready" | "error"} EngineState
 */

/** @typedef {{event: "state", data: {state: EngineState, error?: PlainError, rested?: boolean}} | {event: "stage", data: StageEvent} | {event: "progress", data: ProgressEvent} | {event: "job", data: JobEvent}} EngineEvent */

/** Calls that need a model; the others only need Python. */
export const MODEL_METHODS = new Set(["load", "redact", "redact_texts", "redact_request", "redact_file", "open_pages", "explain", "run", "train_classifier", "classify_with", "dispose_pipeline"]);

/** @typedef {{id: number, method: string, params: any} | {cancel: number} | {ort: import("./ort-start.js").Handed}} ToWorker */
/** @typedef {{id: number, ok: true, result: any} | {id: number, ok: false, error: PlainError} | EngineEvent | {lost: PlainError}} FromWorker */

/**
 * `batch`: the results of the others, if some of many inputs failed.
 * @typedef {{code: string, message: string, details: Record<string, string | number | boolean | null>, batch?: {results: any, errors: Record<number, PlainError>}}} PlainError
 */

/**
 * Why something was found, or was not; the kinds are those of py/tabside/reasons.py.
 * @typedef {{kind: string, detail: string | null, score: number | null}} Reason
 */

/**
 * Offsets count UTF-16 code units, so `text.slice(start, end)` is the finding.
 * @typedef {object} Finding
 * @property {string} entity
 * @property {number} start
 * @property {number} end
 * @property {number} score             in [0, 1]
 * @property {string} source            "model" or a recognizer's name
 * @property {string | null} replacement
 * @property {readonly Reason[]} [reasons]   contain nothing of the text except a recognizer's context word
 */

/**
 * The explanation of a stretch of text: findings, the model's result for each word, and near misses of recognizers.
 * @typedef {object} Explanation
 * @property {number} start
 * @property {number} end
 * @property {Finding[]} findings
 * @property {{start: number, end: number, score: number, threshold: number, labels: Record<string, number>}[]} words
 * @property {{entity: string, start: number, end: number, source: string, reasons: Reason[]}[]} near
 */

/**
 * `mapping` is what restores the original: plain data, made by the `placeholder` operator, kept in memory only.
 * `warnings` are notices about the result: `redaction.other-script` means words in a script that the model was not trained on.
 * `format` is what the text was read as: "text", or "json", "yaml", "csv", "toml", whose result parses as before.
 * @typedef {{text: string, findings: Finding[], mapping: any, format: string, warnings: readonly {code: string, message: string}[]}} Redaction
 */

/**
 * @typedef {object} ManifestFile
 * @property {string} path
 * @property {number} bytes
 * @property {string} sha256
 * @property {"model" | "weights" | "tokenizer" | "config" | "license" | "other"} role
 * @property {string} [dtype]
 * @property {string[]} [external]   paths of the files beside it that hold its weights
 * @property {{bytes: number, sha256: string[]}} [pieces]   hashes of its pieces, each of `bytes` bytes except the last
 * @property {{from: string, recipe: string, divided?: Record<string, Record<string, number>>}} [derived]   derived from another file here (derivation.js), not fetched
 * @property {import("./start-types.js").Canary} [canary]   the answer of a device that computes correctly
 */

/**
 * The fields of a model's manifest used here; the schema is models/manifest.schema.json.
 * @typedef {object} Manifest
 * @property {string} id
 * @property {string} revision
 * @property {string} task
 * @property {string} title
 * @property {string} summary
 * @property {{spdx: string, url: string, attribution: string}} license
 * @property {Record<string, string>} default_dtype   device -> dtype
 * @property {number} max_length                      in tokens
 * @property {string[] | null} labels
 * @property {{thresholds?: Record<string, number>, long_text?: string} & Record<string, unknown>} [options]
 * @property {ManifestFile[]} files
 */

/**
 * The downloads of a load. `bytes_missing` is 0 if the model is stored already.
 * @typedef {object} Plan
 * @property {string} model
 * @property {number} bytes_total
 * @property {number} bytes_missing
 * @property {number} runtime_bytes     Python, onnxruntime and the packages, as transferred on a first visit
 * @property {{any: number, pdf: number, yaml: number, picture: number}} file_bytes   downloads for the first file, and in addition for the first PDF, YAML or picture
 * @property {Manifest} manifest
 */

export { ERROR_CODES } from "./tables.js";

/** The error of a failed call: the message states what to do, `code` is stable, and it contains no user text. */
export class TabsideError extends Error {
  /** @param {string} code @param {string} message @param {PlainError["details"]} [details] */
  constructor(code, message, details = {}) {
    super(message);
    this.name = "TabsideError";
    this.code = code;
    this.details = details;
  }

  /** @param {unknown} error @returns {PlainError} */
  static toPlain(error) {
    if (error instanceof TabsideError) return { code: error.code, message: error.message, details: error.details, ...(error instanceof BatchError && { batch: error.toPlainBatch() }) };
    const message = error instanceof Error ? error.message : String(error);
    return { code: "error", message, details: {} };
  }

  /** @param {PlainError} plain @returns {TabsideError} */
  static fromPlain(plain) {
    if (!plain.batch) return new TabsideError(plain.code, plain.message, plain.details);
    const errors = Object.entries(plain.batch.errors).map(([number, error]) => [number, TabsideError.fromPlain(error)]);
    return new BatchError(plain.message, plain.batch.results, Object.fromEntries(errors), plain.details);
  }
}

/**
 * Some of many inputs failed; the results of the others are kept. `results` is the regular result, with null for each
 * failed input; `errors` maps the numbers of failed inputs to their errors.
 */
export class BatchError extends TabsideError {
  /** @param {string} message @param {any} results @param {Record<number, TabsideError>} errors @param {PlainError["details"]} [details] */
  constructor(message, results, errors, details) {
    super("batch.failed", message, details);
    this.results = results;
    this.errors = errors;
  }

  toPlainBatch() {
    const errors = Object.entries(this.errors).map(([number, error]) => [number, TabsideError.toPlain(error)]);
    return { results: this.results, errors: Object.fromEntries(errors) };
  }
}
