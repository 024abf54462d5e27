/**
 * The model store of a page that has Pyodide and none of our workers: JupyterLite, PyScript, marimo. Python runs the
 * bundle that scripts/generate/bare_store.mjs makes of it (py/tabside/tab/bare/bare-store.js).
 */

import { sha256 as noble } from "@noble/hashes/sha2.js";

import { TabsideError } from "../../shared/protocol.js";
import { sha256, streamingDigest } from "./digest.js";
import { download } from "./download.js";
import { withFileLock } from "./file-lock.js";
import { PATIENCE } from "./retry.js";
import { Shelf, openShelf, readVerified } from "./shelf.js";

/** What a hub answers for files that it has not, or does not show to this visitor. */
const NOT_SHOWN = new Set([401, 403]);

/** @typedef {import("../../shared/protocol.js").ManifestFile} ManifestFile */

/** @param {boolean} persistent whether files may be kept between visits */
export async function openBareStore(persistent) {
  return new BareStore(persistent ? await openShelf(() => {}) : new Shelf(null));
}

export class BareStore {
  #shelf;

  /** @param {Shelf} shelf */
  constructor(shelf) {
    this.#shelf = shelf;
  }

  /** Whether something had to stay in memory. */
  get memoryOnly() {
    return this.#shelf.memoryOnly;
  }

  /** Whether a whole file of this size is stored; its bytes are checked when they are read. @param {string} key @param {number} bytes */
  async has(key, bytes) {
    return (await this.#shelf.record(key))?.bytes === bytes;
  }

  /** A stored file, or null; one that does not match is dropped. @param {string} key @param {number} bytes @param {string} hash */
  async read(key, bytes, hash) {
    const found = (await this.#shelf.record(key)) && (await readVerified(this.#shelf, { key, bytes, sha256: hash }));
    if (found) return new Uint8Array(found);
    await this.#shelf.delete(key);
    return null;
  }

  /**
   * Download a file into the store, or what is missing of it. Tabs of one origin wait for each other.
   * @param {string} key @param {string} file as in a manifest, as JSON @param {string} source its address
   * @param {{headers: Record<string, string>, patience: Partial<import("./retry.js").Patience>}} options
   * @param {(bytes: number) => void} onLoaded @param {AbortSignal} signal
   */
  async fetch(key, file, source, { headers, patience }, onLoaded, signal) {
    const wanted = /** @type {ManifestFile} */ (JSON.parse(file));
    const work = async () => {
      if (await this.has(key, wanted.bytes)) return; // another tab was faster
      await download(wanted, [source], await this.#shelf.part(key), {
        createDigest: streamingDigest(noble),
        patience: { ...PATIENCE, ...patience },
        remedy: "Check the model's name, its revision and env.remote_host.",
        headers,
        signal,
        onLoaded: (bytes) => void (signal.aborted || onLoaded(bytes)),
      });
    };
    await withFileLock(key, signal, work, () => {}).catch((error) => {
      if (!(error instanceof TabsideError) || !NOT_SHOWN.has(Number(error.details?.status))) throw error;
      throw new TabsideError("download.not-found", error.message, error.details);
    });
  }

  /** Store bytes that the caller has checked. @param {string} key @param {Uint8Array} bytes @param {string} hash */
  async put(key, bytes, hash) {
    const part = await this.#shelf.part(key);
    await part.clear();
    await part.append(bytes);
    await part.commit(hash);
  }

  /** @param {string} key @param {string} text */
  async putText(key, text) {
    const bytes = new TextEncoder().encode(text);
    await this.put(key, bytes, await sha256(bytes));
  }

  /** A stored text, or null if it is not there or damaged. @param {string} key */
  async text(key) {
    const record = await this.#shelf.record(key);
    const bytes = record?.parts && (await readVerified(this.#shelf, { key, bytes: record.bytes, sha256: record.sha256 }));
    return bytes ? new TextDecoder().decode(bytes) : null;
  }

  /** Every stored file as JSON: `[{key, bytes, finished}, …]`. */
  async list() {
    return JSON.stringify(await this.#shelf.list());
  }

  /** @param {string} key */
  delete(key) {
    return this.#shelf.delete(key);
  }
}
