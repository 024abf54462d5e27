/** Options of createEngine and of the calls in tabside.js, and the results of file calls. */

import { TabsideError } from "../shared/protocol.js";
import { SITE_ROOT } from "../shared/site-root.js";

/**
 * @typedef {object} EngineOptions
 * @property {(event: import("../shared/protocol.js").EngineEvent) => void} [onEvent]
 * @property {string | URL} [baseUrl]   where the site lives; default: beside this module
 * @property {"auto" | "webgpu" | "wasm"} [device]
 * @property {string} [dtype]           default: the manifest's choice for the device
 * @property {string[]} [sources]       where model files are, in order of preference: addresses with {model}, {revision} and {path};
 *                                      default: the site itself. Other hosts have to be allowed by the page's CSP
 * @property {boolean} [allowRemoteModels]   whether models that the site has not are taken from a hub: default false
 * @property {string | URL} [remoteHost]   the hub; default "https://huggingface.co". The page's CSP has to allow it
 * @property {string} [token]           the hub's, for gated and private models. It is sent to `remoteHost` only, and kept in memory only
 * @property {Partial<import("../shared/start-types.js").DownloadPatience>} [patience]   timeouts and retries of downloads
 * @property {import("../shared/start-types.js").StagePatience} [stage_patience]   when to report a slow stage of the start, and when to give up
 * @property {number | null} [idleUnload]   seconds without a call after which all memory is freed; the next call starts from
 *                                      storage. Default 600, because reading a result takes minutes and a start two seconds; null: never
 * @property {boolean} [remember]       whether outputs for windows of text are cached (up to 4 MB): default true, so that only the changes of an edited text take time. Switch it off for measurements
 * @property {number} [workers]         maximum number of onnxruntime workers; default: the number of cores, at most 4
 * @property {number} [threads]         of each worker; default 1; more need a page that is cross-origin isolated
 */

/**
 * An operator's name, or its name with options: `{operator: "mask", char: "*", keep_last: 4}`.
 * @typedef {string | ({operator: string} & Record<string, string | number | boolean>)} Operator
 */

/** @typedef {import("../shared/start-types.js").FurtherModel} FurtherModel */

/**
 * @typedef {object} RedactOptions
 * @property {Operator} [operator]                    default "placeholder"
 * @property {Record<string, Operator>} [operators]   by entity, before `operator`
 * @property {string[] | null} [entities]             null or missing: all defaults
 * @property {number} [threshold]                     0 to 1; lower finds more
 * @property {string | Record<string, any>} [policy]  a preset's name, JSON, or plain data: docs/redaction-policy.md
 * @property {"auto" | "text" | "json" | "yaml" | "csv" | "toml"} [format]   how the text is read; default "auto"
 * @property {boolean} [reuse]                        do not run the model again on the text that was scanned last
 * @property {string | null} [model]                  null: the further models read the text alone, beside the rules
 * @property {readonly FurtherModel[]} [models]       further models, whose findings are added
 * @property {AbortSignal} [signal]
 */

/** A File is read by the engine; bytes are copied. @typedef {Blob | ArrayBuffer | ArrayBufferView} FileSource */
/**
 * `name` determines the format; default: the File's own.
 * @typedef {{name?: string, mapping?: any, signal?: AbortSignal}} FileOptions
 */

/**
 * A reader's decisions about the findings, for the whole file.
 * @typedef {object} FileReview
 * @property {string[]} [keep]                values that stay, as in the findings
 * @property {Record<string, string>} [hide]  additional values to mask as whole words, each with its entity
 * @property {boolean} [values]               findings include their text and its surroundings; default: false
 */
/**
 * `ocr`: text in pictures that lie in the file is read, too, some seconds each; default: false. Pictures cannot be restored.
 * @typedef {Omit<RedactOptions, "reuse"> & FileOptions & FileReview & {ocr?: boolean, onProgress?: (facts: {done: number, total: number, of: "pages" | "text"}) => void}} RedactFileOptions
 */

/**
 * `place` is the position in the file: `row 3, column 2`, `word/comments.xml`. `text`, `before`, `after` and `reasons` need the option `values`.
 * @typedef {{place: string, entity: string, score: number, source: string, replacement: string | null, text?: string, before?: string, after?: string, reasons?: import("../shared/protocol.js").Reason[]}} FileFinding
 */

/**
 * A redacted file: `beside` are the parts of a PDF besides its pages' content, and what was done with them; `name` has the extension for `mediaType`; `warnings` list what was not scanned or not copied. `mapping` restores this
 * file, and the files whose mapping it continued.
 * @typedef {{data: Uint8Array, name: string, mediaType: string, warnings: string[], findings: FileFinding[], mapping: any, beside: import("./audit.js").Carrier[]}} FileRedaction
 */

/**
 * `restored` counts the cells or paragraphs in which something was restored.
 * @typedef {{data: Uint8Array, name: string, mediaType: string, warnings: string[], restored: number}} FileRestoration
 */

/**
 * Matches of a policy's own rules in a text. Offsets count UTF-16 code units; `source` is a recognizer's name, `deny_list` or
 * `allow_list`. `failures` are the failing examples, by recognizer.
 * @typedef {object} PolicyTest
 * @property {number} count             of all matches; the first 500 are included
 * @property {{start: number, end: number, entity: string | null, source: string, score: number, why: string[]}[]} matches
 * @property {Record<string, string[]>} failures
 */

export {};

/** The configuration of a new engine, with defaults. @param {EngineOptions} options @returns {import("../shared/start-types.js").EngineConfig} */
export function configOf(options) {
  const { dtype, sources, patience, stage_patience } = options;
  return {
    base_url: new URL(options.baseUrl ?? "./", SITE_ROOT).href,
    device: options.device ?? "auto",
    dtype,
    sources,
    remote: remoteOf(options),
    patience,
    stage_patience,
    workers: options.workers ?? Math.min(navigator.hardwareConcurrency || 1, 4),
    remember: options.remember ?? true,
    threads: globalThis.crossOriginIsolated ? (options.threads ?? 1) : 1,
  };
}

const LOOPBACK = new Set(["localhost", "127.0.0.1", "[::1]"]);

/** @param {EngineOptions} options @returns {import("../shared/start-types.js").RemoteConfig | undefined} */
function remoteOf({ allowRemoteModels = false, remoteHost, token }) {
  if (!allowRemoteModels) {
    if (remoteHost || token) throw new TabsideError("input.invalid", "remoteHost and token need allowRemoteModels: true.");
    return undefined;
  }
  const given = String(remoteHost ?? "https://huggingface.co");
  const url = URL.canParse(given) ? new URL(given) : null;
  if (!url || !/^https?:$/.test(url.protocol)) throw new TabsideError("input.invalid", "remoteHost is the address of a hub, such as https://huggingface.co.");
  if (token && url.protocol !== "https:" && !LOOPBACK.has(url.hostname)) throw new TabsideError("input.invalid", `A token is not sent to ${url.origin}: that connection is not encrypted.`);
  return { host: `${url.origin}${url.pathname}`.replace(/\/$/, ""), token: token || undefined };
}
