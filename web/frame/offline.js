/**
 * The page's side of the service worker: registration, updates, storing the engine for offline use, and disconnecting the site
 * from the network.
 */

import { SITE_ROOT } from "../shared/site-root.js";
import { scriptUrl } from "../shared/trusted-types.js";

/**
 * @typedef {object} OfflineOptions
 * @property {(apply: () => void) => void} [onUpdate]   a new version is stored and waits; `apply` activates it and reloads this page
 */

/**
 * Each resolves to whether it was done.
 * @typedef {object} Offline
 * @property {(...more: ("files" | "pdf")[]) => Promise<boolean>} keep   store what the engine needs to start offline; call it after a first run, when everything is in the browser's cache. `more`: file readers that were used; remembered
 * @property {(on: boolean) => Promise<boolean>} cutOff   disconnect this site from the network, in all its tabs and workers, until it is called with false
 */

/**
 * Register the service worker. Without one (storage refused, an old browser) the page works online only.
 * @param {OfflineOptions} [options]
 * @returns {Promise<Offline | null>}
 */
export async function registerServiceWorker({ onUpdate = () => {} } = {}) {
  const container = navigator.serviceWorker;
  if (!container) return null;
  const script = scriptUrl(new URL("sw.js", SITE_ROOT));
  const registration = await container.register(script, { updateViaCache: "none" }).catch(() => null);
  if (!registration) return null;
  watchForUpdate(registration, onUpdate);
  const ask = async (/** @type {string} */ what) => askWorker((await container.ready).active, what);
  const groups = new Set(["runtime"]);
  const keep = async (/** @type {string[]} */ ...more) => {
    for (const group of more) groups.add(group);
    return (await Promise.all([...groups].map((group) => ask(`keep ${group}`)))).every(Boolean);
  };
  return { keep, cutOff: (on) => ask(on ? "cut off" : "connect") };
}

/** @param {ServiceWorkerRegistration} registration @param {(apply: () => void) => void} onUpdate */
function watchForUpdate(registration, onUpdate) {
  const tell = () => {
    // Without a controller this is the first version, not an update.
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

/** @param {ServiceWorker | null} worker @param {string} what @returns {Promise<boolean>} */
function askWorker(worker, what) {
  if (!worker) return Promise.resolve(false);
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }) => resolve(data === true);
    worker.postMessage(what, [port2]);
  });
}
