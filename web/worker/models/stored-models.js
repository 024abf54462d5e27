/** Models in this browser's storage: list, verify, export and import as one file. */

import { TabsideError } from "../../shared/protocol.js";
import { packTar, readTar } from "./tar.js";

/** @typedef {import("../../shared/protocol.js").Manifest} Manifest */
/** @typedef {import("../../shared/protocol.js").ManifestFile} ManifestFile */
/** @typedef {import("../../shared/start-types.js").StoredModel} StoredModel */

/** Separate from the models, so that looking something up does not change when it was used. */
const USAGE_CACHE = "tabside-usage";

export class StoredModels {
  /** @param {import("./model-store.js").ModelStore} store */
  constructor(store) {
    this.store = store;
  }

  /** @param {string} model @returns {Promise<StoredModel>} */
  async facts(model) {
    const files = await this.store.stored(model);
    const used = await (await this.#usage())?.match(this.#usageKey(model));
    return { model, files: files.length, bytes: files.reduce((sum, file) => sum + file.bytes, 0), used_at: files.length > 0 && used ? await used.text() : null };
  }

  /** Record that a model was used now, if storage is available. @param {string} model */
  async touch(model) {
    await (await this.#usage())?.put(this.#usageKey(model), new Response(new Date().toISOString())).catch(() => {});
  }

  /**
   * Read every stored file and compare its hash. Damaged files are dropped: the next load fetches them again.
   * @param {string} model
   */
  async verify(model) {
    const files = await this.store.stored(model);
    /** @type {string[]} */
    const damaged = [];
    for (const file of files) if (!(await this.store.readStored(model, file))) damaged.push(file.path);
    return { files: files.length, damaged };
  }

  /** All stored files as one archive, for a browser that has no network. @param {string} model @returns {Promise<Blob>} */
  async export(model) {
    const files = [];
    for (const file of await this.store.stored(model)) {
      const bytes = await this.store.readStored(model, file);
      if (!bytes) throw new TabsideError("storage.failed", `${file.path} is damaged in this browser's storage and was dropped. Download the model again.`, { model, file: file.path });
      files.push({ path: `${model}/${file.path}`, bytes });
    }
    if (files.length === 0) throw new TabsideError("input.invalid", "Nothing of this model is stored here.", { model });
    return new Blob(packTar(files), { type: "application/x-tar" });
  }

  /** Import an exported model. Only files that match the site's own manifest are kept. @param {Blob} archive */
  async import(archive) {
    const entries = readTar(await archive.arrayBuffer());
    const model = /^([^/]+\/[^/]+)\//.exec(entries[0]?.path ?? "")?.[1];
    if (!model) throw new TabsideError("input.invalid", "This file is not a model that was exported here.");
    const manifest = await this.store.manifest(model);
    let files = 0;
    for (const { path, bytes } of entries) {
      const file = manifest.files.find((each) => `${model}/${each.path}` === path);
      if (!file) throw new TabsideError("input.invalid", `The file holds more than ${model} has: it is of another version, or no export.`, { model });
      await this.store.put(model, file, bytes);
      files++;
    }
    return { model, files };
  }

  async #usage() {
    return caches.open(USAGE_CACHE).catch(() => null);
  }

  /** @param {string} model */
  #usageKey(model) {
    return new URL(`models/${model}/`, this.store.baseUrl).href;
  }
}
