/**
 * Detect the death of a worker. A worker that is killed or runs out of memory sends no event, but the browser
 * releases its locks. Each worker therefore holds a lock for life, and its starter waits for the same lock.
 */

/**
 * In the worker: hold the lock until the end.
 * @param {string} name @returns {Promise<void>} settles once it is held: only then may the starter wait for it
 */
export function holdLifeLine(name) {
  return new Promise((resolve) => {
    if (!navigator.locks) return resolve();
    const held = navigator.locks.request(name, () => {
      resolve();
      return new Promise(() => {});
    });
    // If storage is refused, locks are too: the worker then has no life line.
    held.catch(() => resolve());
  });
}

/**
 * In the starter: call back once when the holder is gone. The worker must have said that it holds the lock. After the site's data have been
 * cleared a page and the workers that it starts may see different locks: a lock that is free at once then says nothing.
 * @param {string} name @param {AbortSignal} signal @param {() => void} onLost
 */
export async function watchLifeLine(name, signal, onLost) {
  const { held = [] } = (await navigator.locks?.query().catch(() => null)) ?? {};
  if (!held.some((lock) => lock.name === name)) return;
  navigator.locks.request(name, { signal }, () => onLost()).catch(() => {});
}
