/**
 * Models of a hub, for pages that allow them: createEngine({ allowRemoteModels: true }). Python makes their manifests of what the hub says
 * (model_files/repository.py), so that their files are verified like all others. A manifest is kept: the hub is asked once for each model.
 */

import { cutOffError, isCutOff } from "../../shared/cut-off.js";
import { TabsideError } from "../../shared/protocol.js";
import { checkManifest, withoutRevision } from "./manifest.js";

/** @typedef {import("../../shared/protocol.js").Manifest} Manifest */
/** @typedef {import("../../shared/protocol.js").ManifestFile} ManifestFile */
/** @typedef {import("../../shared/start-types.js").RemoteConfig} RemoteConfig */

const CACHE_NAME = "tabside-remote-v1";
/** So long the hub may take for one answer. */
const ANSWER_MS = 60_000;

export class RemoteModels {
  /** Models whose manifests are the hub's. @type {Set<string>} */
  #known = new Set();
  /** What the hub answered, by address, while a manifest is made. @type {Map<string, Uint8Array<ArrayBuffer>>} */
  #answers = new Map();
  #token;

  /**
   * @param {URL} baseUrl where the site lives
   * @param {RemoteConfig} config
   * @param {(model: string, host: string) => Promise<any>} describe asks the hub, through `ask`, and returns a manifest
   */
  constructor(baseUrl, { host, token }, describe) {
    this.baseUrl = baseUrl;
    this.host = host;
    this.#token = token;
    this.describe = describe;
  }

  /** @param {string} id @param {(file: ManifestFile, bytes: ArrayBuffer) => Promise<void>} keep stores a file that came with the answers @returns {Promise<Manifest>} */
  async manifest(id, keep) {
    const stored = await this.#stored(id);
    if (stored) {
      this.#known.add(id);
      return stored;
    }
    try {
      const manifest = checkManifest(id, await this.describe(id, this.host));
      this.#known.add(id);
      for (const file of manifest.files) {
        const bytes = this.#answers.get(this.source(manifest, file));
        if (bytes) await keep(file, bytes.buffer).catch(() => {}); // it is fetched again
      }
      await this.#store(manifest);
      return manifest;
    } finally {
      for (const url of [...this.#answers.keys()]) if (url.startsWith(`${this.host}/${withoutRevision(id)}/`)) this.#answers.delete(url);
    }
  }

  /** @param {Manifest} manifest */
  async #store(manifest) {
    const cache = await caches.open(CACHE_NAME).catch(() => null);
    await cache?.put(this.#key(manifest.id), new Response(JSON.stringify(manifest), { headers: { "content-type": "application/json" } })).catch(() => {});
  }

  /** Whether its files come from the hub. @param {string} id */
  has(id) {
    return this.#known.has(id);
  }

  /** @param {Manifest} manifest @param {ManifestFile} file */
  source(manifest, file) {
    return `${this.host}/${withoutRevision(manifest.id)}/resolve/${manifest.revision}/${file.path}`;
  }

  /** The token goes to the hub and to no other host; browsers drop the header at redirects elsewhere. @returns {Record<string, string>} */
  get headers() {
    return this.#token === undefined ? {} : { authorization: `Bearer ${this.#token}` };
  }

  /**
   * Answer a question of Python's about a model.
   * @param {string} url @returns {Promise<[status: number, headers: string, body: Uint8Array]>} headers as JSON, names in lower case
   */
  async ask(url) {
    if (!url.startsWith(`${this.host}/`)) throw new TabsideError("download.failed", "The hub refers to another host, which is not asked.");
    try {
      const response = await fetch(url, { headers: this.headers, cache: "no-store", referrerPolicy: "no-referrer", signal: AbortSignal.timeout(ANSWER_MS) });
      const body = new Uint8Array(await response.arrayBuffer());
      if (response.ok && url.includes("/resolve/")) this.#answers.set(url, body);
      return [response.status, JSON.stringify(Object.fromEntries(response.headers)), body];
    } catch (error) {
      if (isCutOff()) throw cutOffError("The hub's answer");
      if (/** @type {Error} */ (error).name === "TimeoutError") throw new TabsideError("download.stalled", "The hub does not answer. Try again later.");
      throw new TabsideError("download.offline", `${this.host} cannot be reached from this page. Check the connection, remoteHost, and what the page's content security policy allows.`);
    }
  }

  /** Forget a model's manifest: the next call asks the hub anew. @param {string} id */
  async remove(id) {
    this.#known.delete(id);
    if (await caches.has(CACHE_NAME).catch(() => false)) await (await caches.open(CACHE_NAME)).delete(this.#key(id));
  }

  /** @param {string} id */
  async #stored(id) {
    if (!(await caches.has(CACHE_NAME).catch(() => false))) return null;
    const found = await (await caches.open(CACHE_NAME)).match(this.#key(id));
    return found ? checkManifest(id, await found.json().catch(() => null)) : null;
  }

  /** @param {string} id */
  #key(id) {
    return new URL(`models/${id}/manifest.json?host=${encodeURIComponent(this.host)}`, this.baseUrl).href;
  }
}
