/**
 * Where bytes rest between visits: the Cache API, or this worker's memory where storage is refused or full.
 * `Cache.put` is all or nothing, so there is never half a file.
 */

const CACHE_NAME = "tabside-models-v1";
/** Asked beyond the file itself: storage needs room for its own book-keeping. */
const SPARE_BYTES = 1_000_000;

/** @param {() => void} onRefused called once when this browser lets the page store nothing */
export async function openShelf(onRefused) {
  try {
    return new Shelf(await caches.open(CACHE_NAME));
  } catch {
    onRefused();
    return new Shelf(null);
  }
}

export class Shelf {
  /** @type {Map<string, ArrayBuffer>} */
  #memory = new Map();
  #cache;

  /** @param {Cache | null} cache */
  constructor(cache) {
    this.#cache = cache;
  }

  /** Store nothing from here on; what is stored stays readable. */
  keepInMemory() {
    this.#memoryOnly = true;
  }
  #memoryOnly = false;

  /** @param {number} bytes */
  async hasRoom(bytes) {
    if (!this.#cache || !navigator.storage?.estimate) return true;
    const { quota, usage } = await navigator.storage.estimate();
    return quota === undefined || usage === undefined || quota - usage > bytes + SPARE_BYTES;
  }

  /** @param {string} key */
  async has(key) {
    return this.#memory.has(key) || (await this.#cache?.match(key)) !== undefined;
  }

  /** @param {string} key @returns {Promise<ArrayBuffer | null>} a buffer that the caller may transfer */
  async get(key) {
    const held = this.#memory.get(key);
    if (held) return held.slice(0);
    const response = await this.#cache?.match(key);
    return response ? response.arrayBuffer() : null;
  }

  /** @param {string} key @param {ArrayBuffer} bytes @returns {Promise<boolean>} false when it had to stay in memory */
  async put(key, bytes) {
    if (this.#cache && !this.#memoryOnly) {
      try {
        await this.#cache.put(key, new Response(bytes, { headers: { "content-type": "application/octet-stream", "content-length": String(bytes.byteLength) } }));
        return true;
      } catch {
        this.#memoryOnly = true;
      }
    }
    this.#memory.set(key, bytes);
    return false;
  }

  /** @param {string} key */
  async delete(key) {
    this.#memory.delete(key);
    await this.#cache?.delete(key);
  }
}
