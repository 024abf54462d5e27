/**
 * The service worker: the site without a network, one version at a time.
 *
 * It stores the files listed in site-files.js, each only if its SHA-256 is right: the shell immediately, the engine's files
 * when the page requests them after a first run (so there is no unannounced download), the rest when used.
 * A new version is stored completely beside the old one and waits until the user presses the page's button. Open pages
 * keep their version until then. While the page's switch disconnects the site, the service worker answers from
 * storage or not at all. On hosts that set no headers it adds the required ones.
 * A classic script, because not every browser supports modules here, and browsers compare imported scripts too.
 */

/** @typedef {"runtime" | "files" | "pdf"} Group   what is stored together when the page asks: see scripts/site_files.py */
/** @typedef {{path: string, bytes: number, sha256: string, group: "shell" | Group | "extra"}} SiteFile */

/** @type {ServiceWorkerGlobalScope & {SITE_FILES: {version: string, files: SiteFile[]}}} */
const worker = /** @type {any} */ (self);

/** If Trusted Types are required, only this script may be imported. @type {any} */
const types = /** @type {any} */ (self).trustedTypes;
worker.importScripts(types?.createPolicy("tabside", { createScriptURL: () => "site-files.js" }).createScriptURL("") ?? "site-files.js");

const PREFIX = "tabside-site-";
const CACHE = PREFIX + worker.SITE_FILES.version;
/** The version of each open page. */
const PINS = "tabside-pins";
const FILES = new Map(worker.SITE_FILES.files.map((file) => [file.path, file]));
/** @type {readonly Group[]} */
const GROUPS = ["runtime", "files", "pdf"];
/** Marks a cache with a complete group: the next version then stores its own before it takes over. @param {Group} group */
const markOf = (group) => new URL(`${group}-complete`, worker.registration.scope).href;
const FETCHES_AT_ONCE = 4;
/**
 * The cache that stores the switch. network-guard.js reads it, receives changes through the channel, and checks whether this worker is in
 * between.
 */
const NETWORK = "tabside-network";
const channel = new BroadcastChannel(`tabside-network ${worker.registration.scope}`);
const PROBE = new URL("network-probe", worker.registration.scope).href;
/** Whether the site is disconnected; null until it has been read. @type {boolean | null} */
let cut_off = null;

/** The same as in scripts/headers.py; a test compares the two. @type {Record<string, string>} */
const HEADERS = {
  "content-security-policy":
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; connect-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types tabside default",
  "cross-origin-embedder-policy": "require-corp",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
};

worker.addEventListener("install", (event) => event.waitUntil(install()));
worker.addEventListener("activate", (event) => event.waitUntil(activate()));

worker.addEventListener("message", (event) => {
  if (event.data === "activate") event.waitUntil(worker.skipWaiting());
  /** @type {Record<string, () => Promise<void>>} */
  const asked = {
    ...Object.fromEntries(GROUPS.map((group) => [`keep ${group}`, () => keepGroup(group)])),
    // Pages of the previous version that are still open.
    keep: () => keepGroup("runtime"),
    "cut off": () => cutOff(true),
    connect: () => cutOff(false),
  };
  const work = asked[event.data]?.().then(() => true, () => false);
  if (work) event.waitUntil(work.then((done) => event.ports[0]?.postMessage(done)));
});

worker.addEventListener("fetch", (event) => {
  const { request } = event;
  const file = FILES.get(pathOf(request.url) ?? "");
  if (request.url === PROBE) event.respondWith(new Response(null, { status: 204 }));
  else if (request.method === "GET" && file && !request.headers.has("range")) event.respondWith(answer(event, file));
  else if (cut_off !== false) event.respondWith(passOn(request));
});

async function isCutOff() {
  cut_off ??= Boolean(await (await caches.open(NETWORK)).match(worker.registration.scope));
  return cut_off;
}

/** @param {boolean} on */
async function cutOff(on) {
  const store = await caches.open(NETWORK);
  if (on) await store.put(worker.registration.scope, new Response());
  else await store.delete(worker.registration.scope);
  cut_off = on;
  channel.postMessage({ cut_off });
}

/** @param {Request} request */
async function passOn(request) {
  return (await isCutOff()) ? refuse(request) : fetch(request);
}

/** @param {Request} request */
function refuse(request) {
  // A probe of the guard in the page or worker.
  if (request.cache !== "only-if-cached") channel.postMessage({ refused: 1 });
  return Response.error();
}

/** All or nothing: a missing or wrong file aborts the installation, and the old version stays. */
async function install() {
  const older = await Promise.all((await siteCaches()).map((name) => caches.open(name)));
  await fill((file) => file.group === "shell");
  for (const group of GROUPS) {
    const marks = await Promise.all(older.map((cache) => cache.match(markOf(group))));
    if (marks.some(Boolean)) await keepGroup(group);
  }
}

/** @param {Group} group */
async function keepGroup(group) {
  await fill((file) => file.group === group);
  await (await caches.open(CACHE)).put(markOf(group), new Response());
}

/** @param {(file: SiteFile) => boolean} wanted */
async function fill(wanted) {
  const cache = await caches.open(CACHE);
  const queue = worker.SITE_FILES.files.filter(wanted);
  const lane = async () => {
    for (let file = queue.shift(); file; file = queue.shift()) {
      const url = urlOf(file);
      if (await cache.match(url)) continue;
      const copy = await olderCopy(file, url);
      if (copy) await cache.put(url, copy);
      else if (await isCutOff()) throw new Error("The network is cut off.");
      // An immutable path may come from the browser's cache, where the page has just stored it.
      else await keep(cache, file, await fetch(url, { cache: file.group === "shell" ? "no-cache" : "default" }));
    }
  };
  await Promise.all(Array.from({ length: FETCHES_AT_ONCE }, lane));
}

/** The same bytes in an earlier version's cache. @param {SiteFile} file @param {string} url */
async function olderCopy(file, url) {
  for (const name of await siteCaches()) {
    const stored = name === CACHE ? undefined : await (await caches.open(name)).match(url);
    if (stored?.headers.get("x-sha256") === file.sha256) return stored;
  }
  return null;
}

/** @param {Cache} cache @param {SiteFile} file @param {Response} response */
async function keep(cache, file, response) {
  if (response.status !== 200) throw new Error(`${file.path}: status ${response.status}`);
  await cache.put(urlOf(file), await verified(file, response));
}

/**
 * Return the response after checking its bytes against the site's hash.
 * @param {SiteFile} file @param {Response} response
 */
async function verified(file, response) {
  const bytes = await response.arrayBuffer();
  if (bytes.byteLength !== file.bytes || (await sha256(bytes)) !== file.sha256) throw new Error(`${file.path} is not the file that the site names`);
  const headers = { "content-type": response.headers.get("content-type") ?? "application/octet-stream", "x-sha256": file.sha256 };
  return withHeaders(new Response(bytes, { headers }), response.headers);
}

/** Answer from storage, or else from the network if the file's hash is right. @param {FetchEvent} event @param {SiteFile} file */
async function answer(event, file) {
  const { clients: pins } = await readPins();
  const pinned = pins[event.clientId];
  // A worker started by an old page belongs to the old version too.
  if (pinned && event.request.destination === "worker" && event.resultingClientId) await pin(event.resultingClientId, pinned);
  const name = event.request.mode === "navigate" ? CACHE : (pinned ?? CACHE);
  const cache = await caches.open(name);
  const stored = await cache.match(urlOf(file));
  if (stored) return stored;
  if (await isCutOff()) return refuse(event.request);
  const response = await fetch(event.request);
  if (response.status !== 200) return response;
  const right = await verified(file, response).catch(() => null);
  if (!right) return Response.error();
  // Storing is for the next time; this answer does not wait for it and does not depend on its success.
  if (name === CACHE) event.waitUntil(cache.put(urlOf(file), right.clone()).catch(() => {}));
  return right;
}

/** Take over: open pages keep their version, and unused versions are deleted. */
async function activate() {
  const open = (await worker.clients.matchAll({ includeUncontrolled: true, type: "all" })).map(({ id }) => id);
  const { current, clients } = await readPins();
  /** @type {Record<string, string>} */
  const pins = {};
  for (const id of open) {
    const pinned = clients[id] ?? current;
    if (pinned && pinned !== CACHE) pins[id] = pinned;
  }
  await writePins({ current: CACHE, clients: pins });
  const used = new Set([CACHE, ...Object.values(pins)]);
  await Promise.all((await siteCaches()).filter((name) => !used.has(name)).map((name) => caches.delete(name)));
  await worker.clients.claim();
}

/** @typedef {{current: string | null, clients: Record<string, string>}} Pins */

/** @returns {Promise<Pins>} */
async function readPins() {
  const stored = await (await caches.open(PINS)).match(worker.registration.scope);
  return stored ? stored.json() : { current: null, clients: {} };
}

/** @param {Pins} pins */
async function writePins(pins) {
  await (await caches.open(PINS)).put(worker.registration.scope, new Response(JSON.stringify(pins)));
}

/** @param {string} id @param {string} name */
async function pin(id, name) {
  const pins = await readPins();
  await writePins({ ...pins, clients: { ...pins.clients, [id]: name } });
}

async function siteCaches() {
  return (await caches.keys()).filter((name) => name.startsWith(PREFIX));
}

/** A file's path inside the site; null for other addresses. @param {string} url */
function pathOf(url) {
  const [bare] = url.split(/[?#]/);
  if (!bare?.startsWith(worker.registration.scope)) return null;
  return bare.slice(worker.registration.scope.length) || "index.html";
}

/** @param {SiteFile} file */
function urlOf(file) {
  return new URL(file.path, worker.registration.scope).href;
}

/** @param {Response} response @param {Headers} sent what the host set goes first */
function withHeaders(response, sent) {
  const headers = new Headers(response.headers);
  for (const [name, value] of Object.entries(HEADERS)) headers.set(name, sent.get(name) ?? value);
  return new Response(response.body, { status: response.status, headers });
}

/** @param {ArrayBuffer} bytes */
async function sha256(bytes) {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
