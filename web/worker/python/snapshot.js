/**
 * The memory snapshot from which Python starts, stored for fast reading.
 *
 * The browser's HTTP cache stores it compressed, and unpacking 30 MB takes as long as starting Python. A copy
 * is therefore stored unpacked in the Cache API: by the service worker, or else in a cache of our own.
 */

import { isPinned } from "../pinned.js";

/** Of our own; the service worker's caches have other names. */
const CACHE = "tabside-snapshot";

/** @typedef {{bytes: Uint8Array, url: string, isKept: boolean}} Snapshot */

/** Kept or fetched, it is compared with its hash each time: it is memory that runs. @param {string} url @returns {Promise<Snapshot>} */
export async function readSnapshot(url) {
  const kept = await find(url);
  if (kept) return { bytes: kept, url, isKept: true };
  const response = await fetch(url);
  if (!response.ok) throw new Error(`status ${response.status}`);
  return { bytes: new Uint8Array(await response.arrayBuffer()), url, isKept: false };
}

/**
 * Store it for the next start, and delete those of older builds. Without room, or without a Cache API, the next start
 * reads it from the HTTP cache.
 * @param {Snapshot} snapshot
 */
export async function keepSnapshot({ bytes, url, isKept }) {
  if (isKept || !globalThis.caches) return;
  try {
    await caches.delete(CACHE);
    if (await caches.match(url)) return; // the service worker has stored it meanwhile
    const headers = { "content-type": "application/octet-stream" };
    await (await caches.open(CACHE)).put(url, new Response(/** @type {Uint8Array<ArrayBuffer>} */ (bytes), { headers }));
  } catch {
    // see above
  }
}

/** @param {string} url @returns {Promise<Uint8Array | null>} */
async function find(url) {
  try {
    const body = await (await globalThis.caches?.match(url))?.arrayBuffer();
    if (!body) return null;
    const bytes = new Uint8Array(body);
    if (await isPinned(url, bytes)) return bytes;
    await caches.delete(CACHE);
    return null;
  } catch {
    return null;
  }
}
