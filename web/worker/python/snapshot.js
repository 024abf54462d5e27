/**
 * The memory snapshot from which Python starts, stored for fast reading.
 *
 * The browser's HTTP cache stores it compressed, and unpacking 30 MB takes as long as starting Python. A copy
 * is therefore stored unpacked in the Cache API: by the service worker, or else in a cache of our own.
 */

/** Our own cache; the service worker's caches have other names. */
const CACHE = "tabside-snapshot";

/** @typedef {{bytes: Uint8Array, url: string, isKept: boolean}} Snapshot */

/**
 * @param {URL} address @param {number} length in bytes
 * @returns {Promise<Snapshot>}
 */
export async function readSnapshot({ href: url }, length) {
  const kept = await find(url, length);
  if (kept) return { bytes: kept, url, isKept: true };
  const response = await fetch(url);
  const body = response.ok ? await response.arrayBuffer() : null;
  if (body?.byteLength !== length) throw new Error("not the file that the site names");
  return { bytes: new Uint8Array(body), url, isKept: false };
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

/** @param {string} url @param {number} length @returns {Promise<Uint8Array | null>} */
async function find(url, length) {
  try {
    const body = await (await globalThis.caches?.match(url))?.arrayBuffer();
    return body?.byteLength === length ? new Uint8Array(body) : null;
  } catch {
    return null;
  }
}
