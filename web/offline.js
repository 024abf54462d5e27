/** The page's side of the service worker: registration, a new version that waits, and keeping the engine for offline use. */

/**
 * @typedef {object} OfflineOptions
 * @property {(apply: () => void) => void} [onUpdate]   a new version is stored and waits; `apply` puts it in place and reloads this page
 */

/**
 * Register the service worker; without one (storage refused, an old browser) the page works all the same, online.
 * @param {OfflineOptions} [options]
 * @returns {Promise<{keep: () => Promise<boolean>} | null>} `keep` stores what the engine needs, so that it starts without a
 *   network; to be called after a first run, when it all comes from the browser's own cache. False when that failed.
 */
export async function registerServiceWorker({ onUpdate = () => {} } = {}) {
  const container = navigator.serviceWorker;
  if (!container) return null;
  const script = new URL("sw.js", import.meta.url);
  const registration = await container.register(script, { updateViaCache: "none" }).catch(() => null);
  if (!registration) return null;
  watchForUpdate(registration, onUpdate);
  return { keep: async () => askToKeep((await container.ready).active) };
}

/** @param {ServiceWorkerRegistration} registration @param {(apply: () => void) => void} onUpdate */
function watchForUpdate(registration, onUpdate) {
  const tell = () => {
    // Without a controller this is the first version, not a new one.
    if (registration.waiting && navigator.serviceWorker.controller) onUpdate(() => apply(registration));
  };
  tell();
  registration.addEventListener("updatefound", () => {
    registration.installing?.addEventListener("statechange", tell);
  });
}

/** @param {ServiceWorkerRegistration} registration */
function apply(registration) {
  navigator.serviceWorker.addEventListener("controllerchange", () => location.reload(), { once: true });
  registration.waiting?.postMessage("activate");
}

/** @param {ServiceWorker | null} worker @returns {Promise<boolean>} */
function askToKeep(worker) {
  if (!worker) return Promise.resolve(false);
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }) => resolve(data === true);
    worker.postMessage("keep", [port2]);
  });
}
