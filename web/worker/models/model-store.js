/**
 * Model files: download from the site's mirror into browser storage, count, verify, and read back. Nothing is stored or
 * returned before its length and SHA-256 match the manifest.
 */

import { TabsideError } from "../../shared/protocol.js";
import { derive } from "../onnx/derivation.js";
import { isAdded, readAdded } from "./added-models.js";
import { sha256 } from "./digest.js";
import { download } from "./download.js";
import { fetchManifest } from "./fetch-manifest.js";
import { withFileLock } from "./file-lock.js";
import { LoadProgress } from "./load-progress.js";
import { checkModelId, filesOf, publishedFileOf, withoutRevision } from "./manifest.js";
import { PATIENCE } from "./retry.js";
import { Loads } from "../loads.js";
import { openShelf, readVerified } from "./shelf.js";
import { Slots } from "./slots.js";

/** @typedef {import("../../shared/protocol.js").NoteCode} NoteCode */
/** @typedef {import("../../shared/protocol.js").Manifest} Manifest */
/** @typedef {import("../../shared/protocol.js").ManifestFile} ManifestFile */

/** Concurrent downloads: the small files beside the large one, without slowing down Python's. */
const REQUESTS_AT_ONCE = 3;

/**
 * @typedef {object} StoreOptions
 * @property {URL} baseUrl      where the site lives
 * @property {string[]} [sources]   where files are, in the order to try: addresses with {model}, {revision} and {path}
 * @property {() => import("./digest.js").Digest} createDigest
 * @property {(data: import("../../shared/protocol.js").ProgressEvent) => void} onProgress
 * @property {(code: NoteCode, text: string) => void} onNote messages for the user: storage refused, full, another tab is downloading
 * @property {import("./retry.js").Patience} [patience]
 * @property {number} [partBytes] maximum loss in a crash
 */

export const SITE_SOURCE = "models/{model}/{path}";

export class ModelStore {
  /** @type {Loads<Manifest>} */
  #manifests = new Loads();
  /** @type {Promise<import("./shelf.js").Shelf> | null} */
  #shelf = null;
  #slots = new Slots(REQUESTS_AT_ONCE);
  #toldMemoryOnly = false;
  /** Set where the page allows models of a hub. @type {import("./remote-models.js").RemoteModels | null} */
  remote = null;

  /** @param {StoreOptions} options */
  constructor({ baseUrl, sources = [SITE_SOURCE], createDigest, onProgress, onNote, patience = PATIENCE, partBytes }) {
    this.baseUrl = baseUrl;
    this.sources = sources;
    this.createDigest = createDigest;
    this.listeners = new Set([onProgress]);
    this.onNote = onNote;
    this.patience = patience;
    this.partBytes = partBytes;
  }

  /** @param {string} id @returns {Promise<Manifest>} */
  manifest(id) {
    return this.#manifests.open(id, () => this.#fetchManifest(id)).promise;
  }

  /** @param {string} id */
  async #fetchManifest(id) {
    checkModelId(id);
    if (isAdded(id)) return readAdded(this.baseUrl, id);
    const remote = this.remote;
    const ofHub = remote && (() => remote.manifest(id, (file, bytes) => this.put(id, file, bytes)));
    if (withoutRevision(id) === id) return fetchManifest(this.#address(id, "manifest.json"), id, ofHub);
    // A site has one revision of a model, which its id does not name.
    if (!ofHub) throw new TabsideError("manifest.unknown-model", `${id} names a revision, which only models of a hub have: allowRemoteModels.`, { model: id });
    return ofHub();
  }

  /** Return what a load would fetch and what is stored. @param {string} id @param {string} dtype */
  async plan(id, dtype) {
    const manifest = await this.manifest(id);
    const files = filesOf(manifest, dtype);
    const shelf = await this.#open();
    const stored = new Map((await shelf.list()).map((entry) => [entry.key, entry]));
    const missing = files.filter((file) => !stored.get(this.#key(id, file))?.finished);
    const published = (/** @type {ManifestFile[]} */ some) => some.map((file) => publishedFileOf(manifest, file));
    const bytes_missing = published(missing).reduce((sum, file) => sum + file.bytes - Math.min(file.bytes, stored.get(this.#key(id, file))?.bytes ?? 0), 0);
    const bytes_total = published(files).reduce((sum, file) => sum + file.bytes, 0);
    return { manifest, files, missing, bytes_total, bytes_missing };
  }

  /**
   * Download every file that a load needs into storage, unless it is stored.
   * @param {string} id @param {string} dtype @param {AbortSignal} signal
   * @returns {Promise<ManifestFile[]>}
   */
  async ensure(id, dtype, signal) {
    const { manifest, files, missing, bytes_missing } = await this.plan(id, dtype);
    const shelf = await this.#open();
    const published = files.map((file) => publishedFileOf(manifest, file));
    const progress = new LoadProgress(id, published, (data) => this.listeners.forEach((listener) => listener(data)));
    for (const [index, file] of files.entries()) if (!missing.includes(file)) progress.cached(published[index]);
    if (missing.length) {
      await this.#dropOldVersions(manifest);
      const bytes_made = missing.reduce((sum, file) => sum + (file.derived ? file.bytes : 0), 0);
      if (!(await shelf.hasRoom(bytes_missing + bytes_made))) {
        shelf.keepInMemory();
        this.#tellMemoryOnly("storage.full", "There is not enough room in this browser's storage: the model is kept in memory for this visit only.");
      }
      await this.#fetchAll(manifest, missing, signal, progress);
    }
    progress.ready();
    return files;
  }

  /**
   * Fetch all files. The first failure stops the others after they have stored their received bytes.
   * @param {Manifest} manifest @param {ManifestFile[]} files @param {AbortSignal} signal @param {LoadProgress} progress
   */
  async #fetchAll(manifest, files, signal, progress) {
    const failure = new AbortController();
    const either = AbortSignal.any([signal, failure.signal]);
    /** @type {unknown[]} */
    const errors = [];
    await Promise.all(
      files.map((file) =>
        this.#slots
          .use(() => this.#fetch(manifest, file, either, progress))
          .catch((error) => {
            errors.push(error);
            failure.abort();
          }),
      ),
    );
    if (errors.length) throw errors[0];
  }

  /** @param {Manifest} manifest @param {ManifestFile} file @param {AbortSignal} signal @param {LoadProgress} [progress] */
  async #fetch(manifest, file, signal, progress) {
    const shelf = await this.#open();
    const published = publishedFileOf(manifest, file);
    const work = async () => {
      if (signal.aborted) throw new TabsideError("cancelled", "The download was cancelled.", { file: file.path });
      if (await shelf.record(this.#key(manifest.id, file))) return progress?.cached(published); // another tab was faster
      if (published === file) await this.#download(manifest, file, signal, progress);
      else await this.#make(manifest, file, published, signal, progress);
    };
    let told = false;
    await withFileLock(this.#key(manifest.id, file), signal, work, async () => {
      if (!told) this.onNote("model.elsewhere", "Another tab is fetching this model: waiting for it.");
      told = true;
      const entry = (await shelf.list()).find((each) => each.key === this.#key(manifest.id, published));
      progress?.advance(published, Math.min(entry?.bytes ?? 0, published.bytes - 1));
    });
  }

  /** @param {Manifest} manifest @param {ManifestFile} file @param {AbortSignal} signal @param {LoadProgress} [progress] */
  async #download(manifest, file, signal, progress) {
    if (isAdded(manifest.id)) throw new TabsideError("storage.failed", `${file.path} of ${manifest.title} is gone from this browser's storage. Remove the model, and add it again.`, { model: manifest.id, file: file.path });
    const shelf = await this.#open();
    const part = await shelf.part(this.#key(manifest.id, file));
    progress?.begin(file, part.bytes);
    const remote = this.remote?.has(manifest.id) ? this.remote : null;
    await download(file, remote ? [remote.source(manifest, file)] : this.#sources(manifest, file), part, {
      ...(remote && { headers: remote.headers, remedy: "Check the model's name, and the token." }),
      createDigest: this.createDigest,
      signal,
      patience: this.patience,
      onLoaded: (bytes) => progress?.advance(file, bytes),
    });
    if (shelf.memoryOnly) this.#tellMemoryOnly("storage.refused", "This browser's storage did not take the model: it is kept in memory for this visit only.");
    progress?.finish(file);
  }

  /**
   * Derive a file. The published one is dropped afterwards, unless it was stored for its own sake.
   * @param {Manifest} manifest @param {ManifestFile} file @param {ManifestFile} published @param {AbortSignal} signal @param {LoadProgress} [progress]
   */
  async #make(manifest, file, published, signal, progress) {
    const shelf = await this.#open();
    const kept = await shelf.record(this.#key(manifest.id, published));
    await this.#fetch(manifest, published, signal, progress);
    const source = new Uint8Array(await this.read(manifest.id, published, signal));
    const made = derive(/** @type {{recipe: string, divided?: Record<string, Record<string, number>>}} */ (file.derived), source);
    if (made.byteLength !== file.bytes || (await sha256(made.buffer)) !== file.sha256) {
      throw new TabsideError("download.integrity", `${file.path} was not made as its manifest says. Reload the page; if that does not help, the site has to be built again.`, { file: file.path });
    }
    const part = await shelf.part(this.#key(manifest.id, file));
    await part.clear();
    await part.append(made);
    await part.commit(file.sha256);
    if (!kept) await shelf.delete(this.#key(manifest.id, published));
  }

  /**
   * Read a stored file. Damaged or lost bytes are dropped and fetched again.
   * @param {string} id @param {ManifestFile} file @param {AbortSignal} [signal] @returns {Promise<ArrayBuffer>}
   */
  async read(id, file, signal = new AbortController().signal) {
    const shelf = await this.#open();
    const key = this.#key(id, file);
    for (let mended = false; ; mended = true) {
      const bytes = await readVerified(shelf, this.whereabouts(id, file));
      if (bytes) return bytes;
      await shelf.delete(key);
      if (mended) throw new TabsideError("storage.failed", `This browser's storage does not keep ${file.path} as it is. Free some space and load the model again.`, { file: file.path });
      this.onNote("storage.damaged", `${file.path} was lost or damaged in this browser's storage: fetching it again.`);
      await this.#fetch(await this.manifest(id), file, signal);
    }
  }

  /** Read a model's manifest anew with the next call: it was added or removed. @param {string} id */
  forget(id) {
    this.#manifests.close(id);
  }

  /** @param {number} bytes */
  async hasRoom(bytes) {
    const shelf = await this.#open();
    return !shelf.memoryOnly && shelf.hasRoom(bytes);
  }

  /** Whether the loaded files persist: a model that could not be stored exists in this worker only. */
  async persists() {
    return !(await this.#open()).memoryOnly;
  }

  /** Files of a model that are stored completely. @param {string} id @returns {Promise<ManifestFile[]>} */
  async stored(id) {
    const [manifest, shelf] = [await this.manifest(id), await this.#open()];
    const finished = new Set((await shelf.list()).filter((entry) => entry.finished).map((entry) => entry.key));
    return manifest.files.filter((file) => finished.has(this.#key(id, file)));
  }

  /** A stored file's bytes, or null if they are wrong: they are then dropped. @param {string} id @param {ManifestFile} file */
  async readStored(id, file) {
    const shelf = await this.#open();
    const bytes = await readVerified(shelf, this.whereabouts(id, file));
    if (bytes) return bytes;
    await shelf.delete(this.#key(id, file));
    return null;
  }

  /**
   * Store a file that does not come from the network.
   * @param {string} id @param {ManifestFile} file @param {ArrayBuffer} bytes
   */
  async put(id, file, bytes) {
    if (bytes.byteLength !== file.bytes || (await sha256(bytes)) !== file.sha256) {
      throw new TabsideError("download.integrity", `${file.path} is not the file that the manifest of ${id} names.`, { model: id, file: file.path });
    }
    const part = await (await this.#open()).part(this.#key(id, file));
    await part.clear();
    await part.append(new Uint8Array(bytes));
    await part.commit(file.sha256);
  }

  /** Delete a model's files, unfinished ones included. @param {string} id @returns {Promise<void>} */
  async delete(id) {
    const shelf = await this.#open();
    const prefix = this.#address(id, "");
    for (const { key } of await shelf.list()) if (key.startsWith(prefix)) await shelf.delete(key);
  }

  /** Drop files of this model that its manifest no longer names. @param {Manifest} manifest */
  async #dropOldVersions(manifest) {
    const shelf = await this.#open();
    const prefix = this.#address(manifest.id, "");
    const current = new Set(manifest.files.map((file) => this.#key(manifest.id, file)));
    for (const { key } of await shelf.list()) if (key.startsWith(prefix) && !current.has(key)) await shelf.delete(key);
  }

  /** Report once, whatever the number of files. @param {NoteCode} code @param {string} text */
  #tellMemoryOnly(code, text) {
    if (!this.#toldMemoryOnly) this.onNote(code, text);
    this.#toldMemoryOnly = true;
  }

  #open() {
    this.#shelf ??= openShelf(() => this.#tellMemoryOnly("storage.none", "This browser lets the page store nothing: models are kept in memory for this visit only."), this.partBytes);
    return this.#shelf;
  }

  /** @param {string} id @param {string} path */
  #address(id, path) {
    return new URL(`models/${id}/${path}`, this.baseUrl).href;
  }

  /** @param {Manifest} manifest @param {ManifestFile} file */
  #sources(manifest, file) {
    const values = { model: manifest.id, revision: manifest.revision, path: file.path };
    return this.sources.map((template) => new URL(template.replace(/\{(model|revision|path)\}/g, (_, name) => values[/** @type {keyof typeof values} */ (name)]), this.baseUrl).href);
  }

  /** @param {string} id @param {ManifestFile} file @returns {import("./shelf.js").Whereabouts} */
  whereabouts(id, file) {
    return { key: this.#key(id, file), bytes: file.bytes, sha256: file.sha256 };
  }

  /** The key includes the hash, so versions of a file never mix. @param {string} id @param {ManifestFile} file */
  #key(id, file) {
    return `${this.#address(id, file.path)}?sha256=${file.sha256}`;
  }
}
