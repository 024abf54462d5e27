/** Types of what the page and its workers hand each other besides calls (protocol.js): settings, stored models, started workers. */

/**
 * The retry schedule of downloads.
 * @typedef {object} DownloadPatience
 * @property {number} fruitless_tries   consecutive failures without a byte before a source is abandoned
 * @property {number} tries             total attempts on one source, however many bytes they return
 * @property {number} first_ms          the wait after the first failure is random below this; the bound doubles each time
 * @property {number} longest_ms        but stays below this
 * @property {number} longest_asked_ms  a longer Retry-After is reported to the user instead of waited for
 * @property {number} stall_ms          no byte for this long is a stall
 * @property {number} offline_ms        how long a running download waits for the network to come back
 */

/** When a slow stage of the start is reported, and when it is given up. @typedef {{told_ms: number, given_up_ms: number}} StagePatience */

/** The hub that a page allows models of: without a slash at the end. The token is kept in memory only. @typedef {{host: string, token?: string}} RemoteConfig */

/** @typedef {{base_url: string, device: string, dtype?: string, threads: number, workers: number, remember: boolean, sources?: string[], remote?: RemoteConfig, patience?: Partial<DownloadPatience>, stage_patience?: StagePatience}} EngineConfig */

/** The data to start onnxruntime's worker before the engine knows its model. @typedef {{base_url: string, device: string, threads: number}} Preparation */

/**
 * A started worker, and how to call and end it.
 * @typedef {{endpoint: Worker | MessagePort, life_line: string, end: () => void}} StartedWorker
 */

/** A model in this browser's storage. @typedef {{model: string, files: number, bytes: number, used_at: string | null}} StoredModel */

/**
 * The elements of an output to compare: 0, `stride`, 2 `stride`… of its flat data.
 * @typedef {{shape: number[], stride: number, values: number[]}} Reference
 */

/**
 * Token ids and masks by input, one list per row; the maximum difference from the reference; shapes of image inputs.
 * @typedef {{inputs: Record<string, number[][]>, outputs: Record<string, Reference>, tolerance: number, shapes?: Record<string, number[]>}} Canary
 */

/**
 * A further token classifier that reads each text. `labels` gives each of its labels (without `B-` and `I-`) an entity, or null to leave it
 * out; a GLiNER model is asked for the labels. `threshold` is the least score of a finding, default 0.5.
 * @typedef {{model: string, labels: Record<string, string | null>, threshold?: number, dtype?: string}} FurtherModel
 */

/**
 * How an added model reads texts. `alone`: the page's own model does not read them.
 * @typedef {{labels: Record<string, string | null>, threshold: number, alone: boolean}} Reading
 */

export {};
