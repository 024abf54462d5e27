/** What createEngine and the calls of tabside.js take, and what those that take files give. */

import { SITE_ROOT } from "../shared/site-root.js";

/**
 * @typedef {object} EngineOptions
 * @property {(event: import("../shared/protocol.js").EngineEvent) => void} [onEvent]
 * @property {string | URL} [baseUrl]   where the site lives; default: beside this module
 * @property {"auto" | "webgpu" | "wasm"} [device]
 * @property {string} [dtype]           default: the manifest's choice for the device
 * @property {string[]} [sources]       where model files are, in the order to try: addresses with {model}, {revision} and {path};
 *                                      default: the site itself. Other hosts have to be allowed by the page's CSP
 * @property {Partial<import("../worker/models/retry.js").Patience>} [patience]   with downloads
 * @property {import("../worker/stages.js").Patience} [stage_patience]   with a stage of the start: when to report it, when to give it up
 * @property {number | null} [idleUnload]   seconds without a call after which all memory is given back; the next call starts from
 *                                      storage. Default 600, because reading a result takes minutes and a start two seconds; null: never
 * @property {boolean} [remember]       whether a window of text that comes again is known already: default true, so that an edited text is
 *                                      redacted anew in the time that its changes take; up to 4 MB. Measurements go without
 * @property {number} [workers]         of onnxruntime, at most; default: the cores, at most 4
 * @property {number} [threads]         of each worker; default 1; more need a page that is cross-origin isolated
 */

/**
 * An operator's name, or its name with options: `{operator: "mask", char: "*", keep_last: 4}`.
 * @typedef {string | ({operator: string} & Record<string, string | number | boolean>)} Operator
 */

/**
 * @typedef {object} RedactOptions
 * @property {Operator} [operator]                    default "placeholder"
 * @property {Record<string, Operator>} [operators]   by entity, before `operator`
 * @property {string[] | null} [entities]             null or missing: all
 * @property {number} [threshold]                     0 to 1; lower finds more
 * @property {string | Record<string, any>} [policy]  a preset's name, JSON, or plain data: docs/redaction-policy.md
 * @property {boolean} [reuse]                        a text that was the last one to be scanned is not read by the model again
 * @property {string} [model]
 * @property {AbortSignal} [signal]
 */

/** A File is read by the engine; bytes are copied. @typedef {Blob | ArrayBuffer | ArrayBufferView} FileSource */
/** `name` says what kind it is; default: the File's own. @typedef {{name?: string, mapping?: any, signal?: AbortSignal}} FileOptions */

/**
 * What somebody decided after a look at the findings, for all of a file alike.
 * @typedef {object} FileReview
 * @property {string[]} [keep]                values that stay, as findings have them
 * @property {Record<string, string>} [hide]  further values that go wherever they stand as whole words, each with its entity
 * @property {boolean} [values]               findings tell their text and what stands around it; default: they do not
 */
/** @typedef {Omit<RedactOptions, "reuse"> & FileOptions & FileReview & {onProgress?: (facts: {done: number, total: number}) => void}} RedactFileOptions */

/**
 * `place` says where in the file: `row 3, column 2`, `word/comments.xml`. `text`, `before` and `after` come with the option `values`.
 * @typedef {{place: string, entity: string, score: number, source: string, replacement: string | null, text?: string, before?: string, after?: string}} FileFinding
 */

/**
 * A redacted file: `name` has the ending that fits `mediaType`; `warnings` say what was not looked into or not taken over.
 * `mapping` leads back from this file, and from those whose mapping it went on from.
 * @typedef {{data: Uint8Array, name: string, mediaType: string, warnings: string[], findings: FileFinding[], mapping: any}} FileRedaction
 */

/** `restored` counts the cells or paragraphs that something came back to. @typedef {{data: Uint8Array, name: string, mediaType: string, warnings: string[], restored: number}} FileRestoration */

/**
 * What a policy's own rules match in a text. Offsets count UTF-16 code units; `source` is a recognizer's name, `deny_list` or
 * `allow_list`. `failures` are, by recognizer, the examples that do not do what they say.
 * @typedef {object} PolicyTest
 * @property {number} count             of all; the first 500 are told
 * @property {{start: number, end: number, entity: string | null, source: string, score: number, why: string[]}[]} matches
 * @property {Record<string, string[]>} failures
 */

export {};

/** What a new engine works with: the defaults where nothing is given. @param {EngineOptions} options @returns {import("../worker/engine.js").EngineConfig} */
export function configOf(options) {
  const { dtype, sources, patience, stage_patience } = options;
  return {
    base_url: new URL(options.baseUrl ?? "./", SITE_ROOT).href,
    device: options.device ?? "auto",
    dtype,
    sources,
    patience,
    stage_patience,
    workers: options.workers ?? Math.min(navigator.hardwareConcurrency || 1, 4),
    remember: options.remember ?? true,
    threads: globalThis.crossOriginIsolated ? (options.threads ?? 1) : 1,
  };
}
