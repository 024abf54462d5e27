/** One tab at a time works on a file: the others wait, and find it finished. Web Locks span all tabs of a site. */

import { TabsideError } from "../../shared/protocol.js";

/** While another tab downloads, look this often how far it is. */
const LOOK_MS = 500;

/**
 * @template T
 * @param {string} key
 * @param {AbortSignal} signal ends the wait; work that runs has to watch it by itself
 * @param {() => Promise<T>} work
 * @param {() => void} onWaiting called now and then while another tab has the file
 * @returns {Promise<T>}
 */
export async function withFileLock(key, signal, work, onWaiting) {
  const locks = globalThis.navigator?.locks;
  if (!locks) return work();
  const name = `tabside-file-${key}`;
  const looking = setInterval(onWaiting, LOOK_MS);
  /** @type {{done: T} | null} */
  let answer = null;
  try {
    await locks.request(name, { signal }, async () => {
      clearInterval(looking);
      answer = { done: await work() };
    });
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw new TabsideError("cancelled", "The download was cancelled.");
    // Where storage is refused, locks are too; there is no other tab's download to join then.
    if (error instanceof DOMException && error.name === "SecurityError") return work();
    throw error;
  } finally {
    clearInterval(looking);
  }
  return /** @type {{done: T}} */ (/** @type {unknown} */ (answer)).done;
}
