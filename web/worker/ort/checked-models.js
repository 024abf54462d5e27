/**
 * Model files that were checked and answered their canary on this device, so that this is done once, not at each start. The
 * key contains everything the answer depends on; a file's sha256 is compared at each load in any case.
 */

const CACHE_NAME = "tabside-checked-v1";

/** @typedef {{sha256: string, device: string, adapter: string, runtime: string}} Circumstances */

/** @param {URL} baseUrl @param {Circumstances} circumstances */
export function keyOf(baseUrl, { sha256, device, adapter, runtime }) {
  const key = new URL(`checked/${sha256}/${device}`, baseUrl);
  key.search = new URLSearchParams({ adapter, runtime, browser: navigator.userAgent }).toString();
  return key.href;
}

/** @param {string} key @returns {Promise<boolean>} */
export async function isChecked(key) {
  try {
    return Boolean(await (await caches.open(CACHE_NAME)).match(key));
  } catch {
    return false; // storage is refused: it is checked at each start
  }
}

/** @param {string} key */
export async function rememberChecked(key) {
  try {
    const cache = await caches.open(CACHE_NAME);
    await cache.delete(key, { ignoreSearch: true }); // entries of another version of the browser or of onnxruntime
    await cache.put(key, new Response());
  } catch {
    // It is checked again at the next start.
  }
}
