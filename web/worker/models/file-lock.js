/**
 * A lock per file: one tab works on a file, the others wait and find it finished. Web Locks span all tabs of a site.
 */

import { TabsideError } from "../../shared/protocol.js";

/** Poll the progress of another tab's download this often. */
const LOOK_MS = 500;

/**
 * @template T
 * @param {string} key
 * @param {AbortSignal} signal ends the wait; running work must watch it itself
 * @param {() => Promise<T>} work
 * @param {() => void} onWaiting called repeatedly while another tab has the file
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
    // If storage is refused, locks are too; then there is no other tab's download to join.
    if (error instanceof DOMException && error.name === "SecurityError") return work();
    throw error;
  } finally {
    clearInterval(looking);
  }
  return /** @type {{done: T}} */ (/** @type {unknown} */ (answer)).done;
}
