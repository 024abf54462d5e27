/**
 * Model files: from the site's mirror into browser storage, counted, verified, and read back.
 * Nothing is stored or handed out before its length and SHA-256 are those of the manifest.
 */

import { TabsideError } from "../protocol.js";
import { sha256 } from "./digest.js";
import { openShelf } from "./shelf.js";
import { fetchBytes } from "./fetch-bytes.js";
import { LoadProgress } from "./load-progress.js";

/** @typedef {import("../protocol.js").Manifest} Manifest */
/** @typedef {import("../protocol.js").ManifestFile} ManifestFile */

/** Roles that a load needs; the licence text is for people, who read it on the site. */
const NEEDED_ROLES = new Set(["config", "tokenizer", "other"]);

export class ModelStore {
  /** @type {Map<string, Promise<Manifest>>} */
  #manifests = new Map();
  /** @type {Promise<import("./shelf.js").Shelf> | null} */
  #shelf = null;

  /**
   * @param {URL} baseUrl where the site lives
   * @param {(data: import("../protocol.js").ProgressEvent) => void} onProgress
   * @param {(note: string) => void} onNote facts for people: storage refused, full
   */
  constructor(baseUrl, onProgress, onNote) {
    this.baseUrl = baseUrl;
    this.listeners = new Set([onProgress]);
    this.onNote = onNote;
  }

  /** @param {string} id @returns {Promise<Manifest>} */
  manifest(id) {
    let pending = this.#manifests.get(id);
    if (!pending) {
      pending = this.#fetchManifest(id);
      this.#manifests.set(id, pending);
      pending.catch(() => this.#manifests.delete(id));
    }
    return pending;
  }

  /** @param {string} id */
  async #fetchManifest(id) {
    const response = await fetch(this.#url(id, "manifest.json")).catch(() => {
      throw new TabsideError("download.offline", `The manifest of ${id} could not be fetched. Check the connection and try again.`, { model: id });
    });
    if (response.status === 404) throw new TabsideError("manifest.unknown-model", `This site has no model named ${id}.`, { model: id });
    if (!response.ok) throw new TabsideError("download.failed", `The manifest of ${id} answered with status ${response.status}.`, { model: id, status: response.status });
    return checkManifest(id, await response.json().catch(() => null));
  }

  /** What a load would fetch and what is stored already. @param {string} id @param {string} dtype */
  async plan(id, dtype) {
    const manifest = await this.manifest(id);
    const files = filesOf(manifest, dtype);
    const shelf = await this.#open();
    const stored = await Promise.all(files.map((file) => shelf.has(this.#key(id, file))));
    const bytes = (/** @type {ManifestFile[]} */ list) => list.reduce((sum, file) => sum + file.bytes, 0);
    const missing = files.filter((_, i) => !stored[i]);
    return { manifest, files, missing, bytes_total: bytes(files), bytes_missing: bytes(missing) };
  }

  /**
   * Bring every file that a load needs into storage; files that are there already are not asked for.
   * @param {string} id @param {string} dtype @param {AbortSignal} signal
   * @returns {Promise<ManifestFile[]>}
   */
  async ensure(id, dtype, signal) {
    const { files, missing, bytes_missing } = await this.plan(id, dtype);
    const shelf = await this.#open();
    const progress = new LoadProgress(id, files, missing, (data) => this.listeners.forEach((listener) => listener(data)));
    if (missing.length && !(await shelf.hasRoom(bytes_missing))) {
      shelf.keepInMemory();
      this.onNote("There is not enough room in this browser's storage: the model is kept in memory for this visit only.");
    }
    for (const file of missing) {
      progress.begin(file);
      const bytes = await fetchBytes(this.#url(id, file.path), file, signal, (loaded) => progress.advance(file, loaded));
      signal.throwIfAborted();
      if (!(await shelf.put(this.#key(id, file), bytes))) {
        this.onNote("This browser's storage did not take the model: it is kept in memory for this visit only.");
      }
      progress.finish(file);
    }
    progress.ready();
    return files;
  }

  /**
   * Read a stored file. Bytes that storage damaged are dropped, so that the next load fetches them again.
   * @param {string} id @param {ManifestFile} file @returns {Promise<ArrayBuffer>}
   */
  async read(id, file) {
    const shelf = await this.#open();
    const key = this.#key(id, file);
    const bytes = await shelf.get(key);
    if (!bytes) throw new TabsideError("storage.failed", `${file.path} is no longer in this browser's storage. Load the model again.`, { file: file.path });
    if (bytes.byteLength !== file.bytes || (await sha256(bytes)) !== file.sha256) {
      await shelf.delete(key);
      throw new TabsideError("download.integrity", `${file.path} was damaged in storage and has been dropped. Load the model again.`, { file: file.path });
    }
    return bytes;
  }

  /** Delete a model's files. @param {string} id @returns {Promise<void>} */
  async delete(id) {
    const manifest = await this.manifest(id);
    const shelf = await this.#open();
    await Promise.all(manifest.files.map((file) => shelf.delete(this.#key(id, file))));
  }

  #open() {
    this.#shelf ??= openShelf(() => this.onNote("This browser lets the page store nothing: models are kept in memory for this visit only."));
    return this.#shelf;
  }

  /** @param {string} id @param {string} path */
  #url(id, path) {
    return new URL(`models/${id}/${path}`, this.baseUrl).href;
  }

  /** The hash is part of the key: a new version of a file never meets the old one's bytes. @param {string} id @param {ManifestFile} file */
  #key(id, file) {
    return `${this.#url(id, file.path)}?sha256=${file.sha256}`;
  }
}

/** The files that running a model takes. @param {Manifest} manifest @param {string} dtype */
export function filesOf(manifest, dtype) {
  const model = manifest.files.find((file) => file.role === "model" && file.dtype === dtype);
  if (!model) {
    const offered = manifest.files.filter((file) => file.role === "model").map((file) => file.dtype);
    throw new TabsideError("input.invalid", `${manifest.id} has no ${dtype} weights; choose one of ${offered.join(", ")}.`, { dtype });
  }
  return [...manifest.files.filter((file) => NEEDED_ROLES.has(file.role)), model];
}

/**
 * Refuse a manifest that would make the store fetch or trust the wrong thing.
 * @param {string} id @param {any} data @returns {Manifest}
 */
export function checkManifest(id, data) {
  const fail = (/** @type {string} */ what) => {
    throw new TabsideError("manifest.invalid", `The manifest of ${id} is broken: ${what}. The site has to be built again.`, { model: id });
  };
  if (!data || typeof data !== "object") fail("it is not a JSON object");
  if (data.schema_version !== 1) fail("its schema_version is not 1");
  if (data.id !== id) fail("it names another model");
  if (typeof data.task !== "string" || typeof data.title !== "string") fail("task or title is missing");
  if (typeof data.license?.spdx !== "string" || typeof data.license?.attribution !== "string") fail("license is missing");
  if (!data.default_dtype || typeof data.default_dtype !== "object") fail("default_dtype is missing");
  if (!Array.isArray(data.files) || data.files.length === 0) fail("it names no files");
  for (const file of data.files) {
    if (typeof file?.path !== "string" || file.path.startsWith("/") || file.path.split("/").includes("..")) fail("a file's path is not a relative one");
    if (!Number.isSafeInteger(file.bytes) || file.bytes <= 0) fail(`${file.path} has no size`);
    if (!/^[0-9a-f]{64}$/.test(file.sha256)) fail(`${file.path} has no sha256`);
  }
  return data;
}
