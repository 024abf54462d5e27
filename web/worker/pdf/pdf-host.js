/** The engine's side of PDFium: its file, fetched and verified when the first PDF comes, and a worker for each file. */

import { Calls } from "../../shared/calls.js";
import { TabsideError } from "../../shared/protocol.js";
import { startWorker } from "../../shared/build.js";
import { sha256 } from "../models/digest.js";
import { orRefused } from "../pinned.js";

/** @typedef {{url: string, bytes: number, sha256: string}} EngineFile */
/** @typedef {{worker: Worker, calls: Calls, seconds: number}} Running */

/** @type {Record<string, string>} */
const MESSAGES = {
  "file.invalid": "This PDF is broken: the engine gave it up.",
  "file.too-large": "This PDF takes the engine too long or too much memory.",
};

export class PdfHost {
  /** @type {Promise<WebAssembly.Module> | null} */
  #module = null;
  /** @type {Map<number, Running>} */
  #running = new Map();
  #next = 1;

  /** @param {() => Promise<{file: EngineFile, baseUrl: URL}>} find */
  constructor(find) {
    this.find = find;
  }

  /**
   * @param {number} megabytes the heap may grow to @param {number} seconds a batch may take
   * @param {Uint8Array<ArrayBuffer>} reader glyph_reader.wasm @returns {Promise<number>} the number of the instance
   */
  async start(megabytes, seconds, reader) {
    this.#module ??= this.#compile();
    const module = await this.#module.catch((error) => {
      this.#module = null; // the next file tries again
      throw error;
    });
    const worker = startWorker("worker/pdf/pdf-worker.js");
    const number = this.#next++;
    const running = { worker, calls: new Calls(), seconds };
    this.#running.set(number, running);
    worker.onmessage = ({ data: { id, ok, result, error } }) => (ok ? running.calls.resolve(id, result) : running.calls.reject(id, new TabsideError(error, MESSAGES[error])));
    worker.onerror = (event) => {
      event.preventDefault();
      this.#fail(number, "file.invalid");
    };
    await this.#ask(number, { module, reader: await WebAssembly.compile(reader), most_bytes: megabytes * 1024 * 1024 });
    return number;
  }

  /** @param {number} number @param {string} json @param {Uint8Array[]} arrays @returns {Promise<{json: string, arrays: Uint8Array[]}>} */
  run(number, json, arrays) {
    return this.#ask(number, { json, arrays });
  }

  /** @param {number} number */
  close(number) {
    this.#running.get(number)?.worker.terminate();
    this.#running.delete(number);
  }

  /** @param {number} number @param {object} message */
  async #ask(number, message) {
    const running = this.#running.get(number);
    if (!running) throw new TabsideError("file.invalid", "The PDF engine was stopped by an earlier step of this file.");
    const { id, promise } = running.calls.open();
    running.worker.postMessage({ id, ...message });
    const timer = setTimeout(() => this.#fail(number, "file.too-large"), running.seconds * 1000);
    try {
      return await promise;
    } finally {
      clearTimeout(timer);
    }
  }

  /** @param {number} number @param {string} code */
  #fail(number, code) {
    const running = this.#running.get(number);
    this.close(number);
    running?.calls.rejectAll(new TabsideError(/** @type {any} */ (code), MESSAGES[code]));
  }

  async #compile() {
    const { file, baseUrl } = await this.find();
    const response = await fetch(new URL(file.url, baseUrl)).catch(orRefused);
    const bytes = response?.ok ? await response.arrayBuffer().catch(() => null) : null;
    if (!bytes) throw new TabsideError("download.failed", "The PDF engine could not be fetched. Check the connection and try again.");
    if (bytes.byteLength !== file.bytes || (await sha256(bytes)) !== file.sha256) {
      throw new TabsideError("download.integrity", "The PDF engine's file is not the pinned one; it was thrown away.");
    }
    return WebAssembly.compile(bytes);
  }
}
