/**
 * Models that the user added: from a folder, files or a zip laid out as on the hub. They are checked, stored like the site's own, and
 * nothing is fetched for them. Their manifests are made of their own files, by Python (model_files/repository_manifest.py), and stored too.
 */

import { TabsideError } from "../../shared/protocol.js";
import { checkOnnx } from "../onnx/onnx-guard.js";
import { sha256 } from "./digest.js";
import { checkManifest, externalOf, nameOf } from "./manifest.js";
import { readZip } from "./zip.js";

/** @typedef {import("../../shared/protocol.js").Manifest} Manifest */
/** @typedef {import("../../shared/protocol.js").ManifestFile} ManifestFile */
/** @typedef {import("./zip.js").Entry} Entry */
/** Makes a manifest of a listing and the texts of its small files; the hashes in it are empty. @typedef {(id: string, files: {path: string, bytes: number}[], texts: Record<string, string>) => Promise<any>} Describe */

const CACHE_NAME = "tabside-added-v1";
/** The organisation of their ids. */
const OWNER = "local";
const MOST_FILES = 2_000;
/** Configs and the like; a tokenizer is not among them. */
const LARGEST_TEXT = 4 << 20;
/** One of these is at the top of a model. GLiNER's have no other. */
const CONFIGS = ["config.json", "gliner_config.json"];
const TEXTS = /(^|\/)[A-Za-z0-9_.-]+\.(json|jinja)$|^README\.md$/;

/** @param {string} id */
export function isAdded(id) {
  return id.startsWith(`${OWNER}/`);
}

/** The manifest of an added model. @param {URL} baseUrl @param {string} id @returns {Promise<Manifest>} */
export async function readAdded(baseUrl, id) {
  const cache = await openCache();
  const found = await cache?.match(keyOf(baseUrl, id));
  if (!found) throw new TabsideError("manifest.unknown-model", `${id} has not been added here, or was removed.`, { model: id });
  return checkManifest(id, await found.json().catch(() => null));
}

export class AddedModels {
  /** Ids that this worker's Python knows: what was loaded under one stays loaded. @type {Set<string>} */
  #used = new Set();

  /** @param {import("./model-store.js").ModelStore} store @param {Describe} describe */
  constructor(store, describe) {
    this.store = store;
    this.describe = describe;
  }

  /** The ids of the models that were added here. @returns {Promise<string[]>} */
  async list() {
    const cache = await openCache();
    const base = new URL("models/", this.store.baseUrl).href;
    const keys = ((await cache?.keys()) ?? []).map(({ url }) => url).filter((url) => url.startsWith(`${base}${OWNER}/`) && url.endsWith("/manifest.json"));
    return keys.map((url) => url.slice(base.length).replace(/\/manifest\.json$/, "")).sort();
  }

  /** Keep how a model reads texts, until it is removed. @param {string} id @param {unknown} reading plain data */
  async keepReading(id, reading) {
    await readAdded(this.store.baseUrl, id);
    const cache = await caches.open(CACHE_NAME);
    await cache.put(readingOf(this.store.baseUrl, id), new Response(JSON.stringify(reading), { headers: { "content-type": "application/json" } }));
    return null;
  }

  /** What was kept of a model, or null. @param {string} id */
  async keptReading(id) {
    const found = await (await openCache())?.match(readingOf(this.store.baseUrl, id));
    return found ? found.json().catch(() => null) : null;
  }

  /**
   * Check files and store them as a model.
   * @param {{name: string, entries: {path: string, file: Blob}[]}} given `name` names the model; one file that is a zip is opened
   * @param {AbortSignal} signal
   */
  async add({ name, entries: given }, signal) {
    const entries = rootOf(await entriesOf(given));
    const id = await this.#freeId(name);
    const manifest = await this.#manifest(id, entries);
    const at = (/** @type {ManifestFile} */ file) => /** @type {Entry} */ (entries.find(({ path }) => path === file.path));
    await this.#check(manifest, at);
    if (!(await this.store.hasRoom(manifest.files.reduce((sum, { bytes }) => sum + bytes, 0)))) {
      throw new TabsideError("storage.quota", "There is not enough room in this browser's storage for this model.");
    }
    try {
      for (const file of manifest.files) {
        signal.throwIfAborted();
        const bytes = await at(file).read();
        file.sha256 = await sha256(bytes);
        await this.store.put(id, file, bytes);
      }
      // Written last: files without it are no model.
      const cache = await caches.open(CACHE_NAME);
      await cache.put(keyOf(this.store.baseUrl, id), new Response(JSON.stringify(checkManifest(id, manifest)), { headers: { "content-type": "application/json" } }));
    } catch (error) {
      await this.store.delete(id);
      throw error;
    }
    this.store.forget(id);
    this.#used.add(id);
    return { model: id, files: manifest.files.map(({ path }) => path), task: manifest.task };
  }

  /** Remove a model and all of its files. @param {string} id */
  async remove(id) {
    this.#used.add(id);
    const cache = await openCache();
    await cache?.delete(keyOf(this.store.baseUrl, id));
    await cache?.delete(readingOf(this.store.baseUrl, id));
  }

  /** @param {string} id @param {Entry[]} entries @returns {Promise<Manifest>} */
  async #manifest(id, entries) {
    /** @type {Record<string, string>} */
    const texts = {};
    for (const { path, bytes, read } of entries) if (TEXTS.test(path) && path !== "tokenizer.json" && bytes <= LARGEST_TEXT) texts[path] = new TextDecoder().decode(await read());
    return this.describe(id, entries.map(({ path, bytes }) => ({ path, bytes })), texts);
  }

  /** @param {Manifest} manifest @param {(file: ManifestFile) => Entry} at */
  async #check(manifest, at) {
    for (const file of manifest.files) {
      if (file.role !== "model") continue;
      const external = new Map(externalOf(manifest, file).map(({ path, bytes }) => [nameOf(path), bytes]));
      checkOnnx(new Uint8Array(await at(file).read()), external);
    }
  }

  /** @param {string} name */
  async #freeId(name) {
    const plain = name.replace(/\.zip$/i, "").replace(/[^A-Za-z0-9._-]+/g, "-").replace(/^[^A-Za-z0-9]+/, "").slice(0, 80) || "model";
    const taken = new Set([...(await this.list()), ...this.#used]);
    let id = `${OWNER}/${plain}`;
    for (let number = 2; taken.has(id); number++) id = `${OWNER}/${plain}-${number}`;
    return id;
  }
}

/** The cache of manifests, if something was added; null also where storage is refused. */
async function openCache() {
  try {
    return (await caches.has(CACHE_NAME)) ? await caches.open(CACHE_NAME) : null;
  } catch {
    return null;
  }
}

/** @param {{path: string, file: Blob}[]} files @returns {Promise<Entry[]>} */
async function entriesOf(files) {
  if (files.length === 1 && /\.zip$/i.test(files[0]?.path ?? "")) return readZip(/** @type {Blob} */ (files[0]?.file));
  return files.map(({ path, file }) => ({ path, bytes: file.size, read: () => file.arrayBuffer() }));
}

/** The files below the folder with the config that is nearest to the top, by their paths there. @param {Entry[]} entries */
function rootOf(entries) {
  const usable = entries.filter(({ path, bytes }) => bytes > 0 && !path.split("/").some((part) => part.startsWith(".") || part === "__MACOSX"));
  if (usable.length > MOST_FILES) throw new TabsideError("input.invalid", "These are far more files than a model has. Choose the model's own folder.");
  const roots = usable.filter(({ path }) => CONFIGS.includes(nameOf(path))).map(({ path }) => path.slice(0, path.length - nameOf(path).length));
  const [root] = roots.sort((a, b) => a.split("/").length - b.split("/").length);
  if (root === undefined) throw new TabsideError("input.invalid", "There is no config.json among these files. A model is laid out as on the hub: config.json, tokenizer.json and onnx/model.onnx.");
  return usable.filter(({ path }) => path.startsWith(root)).map((entry) => ({ ...entry, path: entry.path.slice(root.length) }));
}

/** @param {URL} baseUrl @param {string} id */
function keyOf(baseUrl, id) {
  return new URL(`models/${id}/manifest.json`, baseUrl).href;
}

/** @param {URL} baseUrl @param {string} id */
function readingOf(baseUrl, id) {
  return new URL(`models/${id}/reading.json`, baseUrl).href;
}
