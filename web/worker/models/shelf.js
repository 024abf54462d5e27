/**
 * Storage of bytes between visits: the Cache API, or this worker's memory if storage is refused or full.
 *
 * A file is stored as parts, each complete or absent, and a record of them, written last. A file
 * without its record is unfinished, and is resumed at the end of its parts. Reasons for parts: docs/decisions/0010.
 */

import { sha256 } from "./digest.js";

const CACHE_PREFIX = "tabside-models-";
const CACHE_NAME = `${CACHE_PREFIX}v2`;
/** Requested in addition to the file: storage needs room for its own bookkeeping. */
const SPARE_BYTES = 1_000_000;
/** A part is stored at this size, or after this time: the maximum loss in a crash. */
const PART_BYTES = 1 << 20;
const PART_MS = 3000;
/** Number of parts that may wait for storage during the download: bytes not yet read are lost when a connection breaks. */
const PARTS_WAITING = 4;

/** @typedef {{bytes: number, sha256: string, stored_at: string, parts: [start: number, bytes: number][]}} FileRecord */

/** @param {() => void} onRefused called once when this browser lets the page store nothing @param {number} [partBytes] */
export async function openShelf(onRefused, partBytes) {
  try {
    const cache = await caches.open(CACHE_NAME);
    const names = await caches.keys();
    await Promise.all(names.filter((name) => name.startsWith(CACHE_PREFIX) && name !== CACHE_NAME).map((name) => caches.delete(name)));
    return new Shelf(cache, partBytes);
  } catch {
    onRefused();
    return new Shelf(null, partBytes);
  }
}

/** For a worker that only reads. Rejects where storage is refused. */
export async function openToRead() {
  return new Shelf(await caches.open(CACHE_NAME));
}

/** A file's key in storage, and its required size and hash. @typedef {{key: string, bytes: number, sha256: string}} Whereabouts */

/**
 * A finished file's bytes, or null if they are missing or wrong.
 * @param {Shelf} shelf @param {Whereabouts} file @returns {Promise<ArrayBuffer | null>} a buffer that the caller may transfer
 */
export async function readVerified(shelf, file) {
  const bytes = await shelf.get(file.key);
  return bytes?.byteLength === file.bytes && (await sha256(bytes)) === file.sha256 ? bytes : null;
}

export class Shelf {
  /** Parts and records that could not be stored. @type {Map<string, Uint8Array<ArrayBuffer> | FileRecord>} */
  #memory = new Map();
  #memoryOnly;
  #cache;

  /** @param {Cache | null} cache @param {number} [partBytes] */
  constructor(cache, partBytes = PART_BYTES) {
    this.#cache = cache;
    this.#memoryOnly = cache === null;
    this.partBytes = partBytes;
  }

  /** True once something had to stay in memory. */
  get memoryOnly() {
    return this.#memoryOnly;
  }

  /** Store nothing from here on; what is stored stays readable. */
  keepInMemory() {
    this.#memoryOnly = true;
  }

  /** @param {number} bytes */
  async hasRoom(bytes) {
    if (!this.#cache || !navigator.storage?.estimate) return true;
    const { quota, usage } = await navigator.storage.estimate();
    return quota === undefined || usage === undefined || quota - usage > bytes + SPARE_BYTES;
  }

  /** A finished file's record. @param {string} key @returns {Promise<FileRecord | null>} */
  async record(key) {
    const held = this.#memory.get(key);
    if (held) return /** @type {FileRecord} */ (held);
    const response = await this.#cache?.match(key);
    return response ? response.json().catch(() => null) : null;
  }

  /** A finished file's bytes, unless some are missing. @param {string} key @returns {Promise<ArrayBuffer | null>} a buffer that the caller may transfer */
  async get(key) {
    const record = await this.record(key);
    if (!record) return null;
    const bytes = new Uint8Array(record.bytes);
    for (const [start, length] of record.parts) {
      const part = await this.#readPart(partKey(key, start, length));
      if (part?.byteLength !== length || start + length > record.bytes) return null;
      bytes.set(part, start);
    }
    return bytes.buffer;
  }

  /** The stored part of an unfinished file. @param {string} key @returns {Promise<Part>} */
  async part(key) {
    const stored = (await this.#partKeys(key)).map(rangeOf).sort((a, b) => a.start - b.start || b.bytes - a.bytes);
    /** @type {[number, number][]} */
    const chain = [];
    let end = 0;
    for (const { start, bytes } of stored) {
      if (start === end) {
        chain.push([start, bytes]);
        end += bytes;
      } else await this.#drop(partKey(key, start, bytes)); // remains of a download that was restarted
    }
    const last = chain.at(-1);
    const facts = last && (await this.#cache?.match(partKey(key, ...last)))?.headers;
    return new Part(this, key, chain, { source: facts?.get("x-source") ?? null, validator: facts?.get("x-validator") ?? null });
  }

  /**
   * Every stored file, finished or not: its key and the number of stored bytes.
   * @returns {Promise<{key: string, bytes: number, finished: boolean}[]>}
   */
  async list() {
    const keys = [...this.#memory.keys(), ...((await this.#cache?.keys()) ?? []).map((request) => request.url)];
    /** @type {Map<string, {key: string, bytes: number, finished: boolean}>} */
    const files = new Map();
    for (const each of new Set(keys)) {
      const key = each.split("&start=")[0];
      const file = files.get(key) ?? { key, bytes: 0, finished: false };
      if (each === key) file.finished = true;
      else file.bytes += rangeOf(each).bytes;
      files.set(key, file);
    }
    return [...files.values()];
  }

  /** @param {string} key */
  async delete(key) {
    await this.#drop(key); // record first: parts without it count as unfinished
    for (const each of await this.#partKeys(key)) await this.#drop(each);
  }

  /** @param {string} key @param {number} start @param {Uint8Array<ArrayBuffer>} bytes @param {Origin} origin */
  async putPart(key, start, bytes, { source, validator }) {
    /** @type {Record<string, string>} */
    const headers = { "content-type": "application/octet-stream" };
    if (source) headers["x-source"] = source;
    if (validator) headers["x-validator"] = validator;
    const name = partKey(key, start, bytes.byteLength);
    if (!(await this.#put(name, bytes, headers))) this.#memory.set(name, bytes);
  }

  /** @param {string} key @param {FileRecord} record */
  async putRecord(key, record) {
    const inMemory = record.parts.some(([start, bytes]) => this.#memory.has(partKey(key, start, bytes)));
    if (inMemory || !(await this.#put(key, JSON.stringify(record), { "content-type": "application/json" }))) this.#memory.set(key, record);
  }

  /** @param {string} name @param {BodyInit} body @param {Record<string, string>} headers */
  async #put(name, body, headers) {
    if (this.#memoryOnly) return false;
    try {
      await this.#cache?.put(name, new Response(body, { headers }));
      return true;
    } catch {
      this.#memoryOnly = true;
      return false;
    }
  }

  /** @param {string} name @returns {Promise<Uint8Array | null>} */
  async #readPart(name) {
    const held = this.#memory.get(name);
    if (held) return /** @type {Uint8Array} */ (held);
    const response = await this.#cache?.match(name);
    return response ? new Uint8Array(await response.arrayBuffer().catch(() => new ArrayBuffer(0))) : null;
  }

  /** @param {string} key @param {[number, number]} range */
  readPart(key, [start, bytes]) {
    return this.#readPart(partKey(key, start, bytes));
  }

  /** @param {string} key @param {[number, number]} range */
  deletePart(key, [start, bytes]) {
    return this.#drop(partKey(key, start, bytes));
  }

  /** @param {string} key */
  async #partKeys(key) {
    const stored = (await this.#cache?.keys(key, { ignoreSearch: true })) ?? [];
    const names = new Set([...this.#memory.keys(), ...stored.map((request) => request.url)]);
    return [...names].filter((name) => name.startsWith(`${key}&start=`));
  }

  /** @param {string} name */
  async #drop(name) {
    this.#memory.delete(name);
    await this.#cache?.delete(name);
  }
}

/**
 * The source of a part, so that the next request can check whether the file is still the same.
 * @typedef {{source: string | null, validator: string | null}} Origin
 */

/** The stored beginning of a file, growing. */
export class Part {
  #pending = /** @type {Uint8Array[]} */ ([]);
  #pendingBytes = 0;
  #flushed_ms = Date.now();
  /** Parts being stored, one after the other, so that a crash leaves no gaps. @type {Promise<void>[]} */
  #storing = [];

  /** @param {Shelf} shelf @param {string} key @param {[number, number][]} chain @param {Origin} origin */
  constructor(shelf, key, chain, origin) {
    this.shelf = shelf;
    this.key = key;
    this.chain = chain;
    this.origin = origin;
  }

  /** Number of bytes available, from the start of the file. */
  get bytes() {
    return this.chain.reduce((sum, [, bytes]) => sum + bytes, this.#pendingBytes);
  }

  /**
   * Yield the stored bytes in order. Drops everything from the first unreadable part.
   * @returns {AsyncGenerator<Uint8Array>}
   */
  async *read() {
    await Promise.all(this.#storing);
    for (const range of [...this.chain]) {
      const bytes = await this.shelf.readPart(this.key, range);
      if (bytes?.byteLength !== range[1]) return void (await this.clear());
      yield bytes;
    }
  }

  /** @param {Uint8Array} bytes */
  async append(bytes) {
    this.#pending.push(bytes);
    this.#pendingBytes += bytes.byteLength;
    const late = Date.now() - this.#flushed_ms > PART_MS && this.#pendingBytes * 8 >= this.shelf.partBytes;
    if (late || this.#pendingBytes >= this.shelf.partBytes) await this.end();
  }

  /** End a part here. Storing continues in the background, unless it is far behind. */
  async end() {
    this.#flushed_ms = Date.now();
    if (!this.#pendingBytes) return;
    const start = this.bytes - this.#pendingBytes;
    const joined = join(this.#pending, this.#pendingBytes);
    this.#pending = [];
    this.#pendingBytes = 0;
    this.chain.push([start, joined.byteLength]);
    const { origin } = this;
    const stored = (this.#storing.at(-1) ?? Promise.resolve()).then(() => this.shelf.putPart(this.key, start, joined, origin));
    this.#storing.push(stored);
    void stored.then(() => this.#storing.splice(this.#storing.indexOf(stored), 1));
    if (this.#storing.length >= PARTS_WAITING) await this.#storing[0];
  }

  /** Store the bytes received so far. */
  async flush() {
    await this.end();
    await Promise.all(this.#storing);
  }

  /** Discard everything from `end` on, including a stored part that crosses it. @param {number} end */
  async truncate(end) {
    this.#pending = [];
    this.#pendingBytes = 0;
    await Promise.all(this.#storing);
    for (let last = this.chain.at(-1); last && last[0] + last[1] > end; last = this.chain.at(-1)) {
      this.chain.pop();
      await this.shelf.deletePart(this.key, last);
    }
  }

  /** Discard everything. */
  async clear() {
    this.#pending = [];
    this.#pendingBytes = 0;
    await Promise.all(this.#storing);
    this.chain = [];
    await this.shelf.delete(this.key);
  }

  /** Make it a finished file; the caller has checked its length and hash. @param {string} sha256 */
  async commit(sha256) {
    await this.flush();
    await this.shelf.putRecord(this.key, { bytes: this.bytes, sha256, stored_at: new Date().toISOString(), parts: this.chain });
  }
}

/** @param {Uint8Array[]} pieces @param {number} bytes */
function join(pieces, bytes) {
  const joined = new Uint8Array(bytes);
  let at = 0;
  for (const piece of pieces) {
    joined.set(piece, at);
    at += piece.byteLength;
  }
  return joined;
}

/** @param {string} key @param {number} start @param {number} bytes */
function partKey(key, start, bytes) {
  return `${key}&start=${start}&bytes=${bytes}`;
}

/** @param {string} name */
function rangeOf(name) {
  const match = /&start=(\d+)&bytes=(\d+)$/.exec(name);
  return { start: Number(match?.[1]), bytes: Number(match?.[2]) };
}
