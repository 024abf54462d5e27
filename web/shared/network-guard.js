/**
 * The 'no network' switch inside a page or a worker. While it is on, every request of a script is refused and counted,
 * and running work is stopped. Stored data is still served. The service worker refuses requests that bypass this guard: sw.js.
 */

import { isCutOff, setCutOff } from "./cut-off.js";
import { SITE_ROOT } from "./site-root.js";

/**
 * The switch applies to the whole site, all tabs and their workers. The service worker stores it and announces changes.
 */
const SITE = SITE_ROOT.href;
const CHANNEL = `tabside-network ${SITE}`;
const STORE = "tabside-network";
/** Only the service worker answers this address, so an answer proves that it is in between. */
const PROBE = new URL("network-probe", SITE).href;
/** Ways to the network that no request of `fetch` shows. */
const CONSTRUCTORS = ["WebSocket", "EventSource", "WebTransport"];

/** @typedef {{cut_off: boolean, refused: number}} NetworkState */

let refused = 0;
/** Whether a service worker is between this realm and the network. */
let controlled = false;
/** Aborts all running work when the network is cut off. */
let running = new AbortController();
/** @type {BroadcastChannel | null} */
let channel = null;
/** @type {Set<(state: NetworkState) => void>} */
const listeners = new Set();
/** @type {Promise<void>} */
let known = Promise.resolve();
const plainFetch = globalThis.fetch;

/** @param {(state: NetworkState) => void} listener called now and at every change */
export function watchNetwork(listener) {
  listeners.add(listener);
  listener({ cut_off: isCutOff(), refused });
}

/** Install the guard before anything else runs in this page or worker. */
export function guardNetwork() {
  channel = new BroadcastChannel(CHANNEL);
  channel.onmessage = ({ data }) => {
    if (typeof data.cut_off === "boolean") known = set(data.cut_off);
    else if (data.refused) count();
  };
  known = isStored().then(set, () => {});
  globalThis.fetch = guardedFetch;
  guardRequests();
  for (const name of CONSTRUCTORS) guardConstructor(name);
  const beacon = navigator.sendBeacon?.bind(navigator);
  if (beacon) navigator.sendBeacon = (...args) => (isCutOff() ? (refuse(), false) : beacon(...args));
}

async function isStored() {
  return Boolean(await (await caches.open(STORE)).match(SITE));
}

/** @param {boolean} on */
async function set(on) {
  if (on !== isCutOff()) refused = 0;
  setCutOff(on);
  if (on) running.abort(new TypeError("The network is cut off."));
  else running = new AbortController();
  tell();
  controlled = on && (await plainFetch(PROBE, { cache: "only-if-cached", mode: "same-origin" }).then((answer) => answer.ok, () => false));
}

/** @param {RequestInfo | URL} input @param {RequestInit} [init] @returns {Promise<Response>} */
async function guardedFetch(input, init) {
  await known;
  const request = new Request(input, init);
  const signal = AbortSignal.any([request.signal, running.signal]);
  if (!isCutOff() || /^(blob|data):/.test(request.url)) return plainFetch(request, { signal });
  // Stored data may be used: the service worker's, or the browser's own cache, without the network.
  const stored = isOwn(request) ? await plainFetch(request.url, { cache: "only-if-cached", mode: "same-origin", signal: request.signal }).catch(() => null) : null;
  if (stored?.ok) return stored;
  refuse();
  throw new TypeError("The network is cut off.");
}

function guardRequests() {
  if (!globalThis.XMLHttpRequest) return;
  const { open, send } = XMLHttpRequest.prototype;
  /** @type {WeakSet<XMLHttpRequest>} */
  const own = new WeakSet();
  XMLHttpRequest.prototype.open = /** @param {any[]} args @this {XMLHttpRequest} */ function (...args) {
    const [method, url] = args;
    if (isOwn({ method: String(method).toUpperCase(), url: new URL(url, globalThis.location.href).href })) own.add(this);
    else own.delete(this);
    return Reflect.apply(open, this, args);
  };
  XMLHttpRequest.prototype.send = /** @param {any} body @this {XMLHttpRequest} */ function (body) {
    // With a service worker in between, the site's files come from its storage or not at all.
    if (isCutOff() && !(controlled && own.has(this))) {
      refuse();
      throw new DOMException("The network is cut off.", "NetworkError");
    }
    send.call(this, body);
  };
}

/** @param {string} name */
function guardConstructor(name) {
  const scope = /** @type {any} */ (globalThis);
  if (!scope[name]) return;
  scope[name] = new Proxy(scope[name], {
    construct(target, args, new_target) {
      if (!isCutOff()) return Reflect.construct(target, args, new_target);
      refuse();
      throw new DOMException("The network is cut off.", "NetworkError");
    },
  });
}

/** @param {{method: string, url: string}} request */
function isOwn({ method, url }) {
  return method === "GET" && url.startsWith(SITE);
}

/** Count a request that was refused, in all tabs. */
export function refuse() {
  channel?.postMessage({ refused: 1 });
  count();
}

function count() {
  refused++;
  tell();
}

function tell() {
  for (const listener of listeners) listener({ cut_off: isCutOff(), refused });
}
