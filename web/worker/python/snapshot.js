/**
 * The memory snapshot that Python starts from, kept where it is read quickly.
 *
 * The browser's HTTP cache holds it compressed, and unpacking 30 MB takes as long as starting Python does. So a copy
 * as it is lies in the Cache API: the service worker's, where one has it, or else one of our own.
 */

/** Of our own; the service worker's caches have other names. */
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
 * Keep it for the next start, and none but this: those of older builds are of no use. Without room, or without a Cache
 * API, the next start reads it from the HTTP cache as before.
 * @param {Snapshot} snapshot
 */
export async function keepSnapshot({ bytes, url, isKept }) {
  if (isKept || !globalThis.caches) return;
  try {
    await caches.delete(CACHE);
    if (await caches.match(url)) return; // the service worker has it by now
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
