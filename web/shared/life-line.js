/**
 * Knowing that a worker has died. A worker that is killed or runs out of memory sends no event; but the browser
 * takes back its locks. So each worker holds a lock for life, and whoever started it waits for the same lock.
 */

/**
 * In the worker: hold the lock until the end.
 * @param {string} name @returns {Promise<void>} settled once it is held: only then may the starter begin to wait for it
 */
export function holdLifeLine(name) {
  return new Promise((resolve) => {
    if (!navigator.locks) return resolve();
    const held = navigator.locks.request(name, () => {
      resolve();
      return new Promise(() => {});
    });
    // Where storage is refused, locks are too: the worker then lives without a life line.
    held.catch(() => resolve());
  });
}

/**
 * In the starter: call back once when the holder is gone. The worker must have said that it holds the lock.
 * @param {string} name @param {AbortSignal} signal @param {() => void} onLost
 */
export function watchLifeLine(name, signal, onLost) {
  navigator.locks?.request(name, { signal }, () => onLost()).catch(() => {});
}
