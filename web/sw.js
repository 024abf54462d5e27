/**
 * The service worker: the site without a network, one version at a time.
 *
 * It stores the files that site-files.js names, each only when its SHA-256 is right: the shell at once, what the engine needs
 * when the page asks for it after a first run (nobody gets a download that was not announced), the rest as it is used.
 * A new version is stored whole beside the old one and waits until somebody presses the page's button; pages that are
 * open then keep the version that they began with. While the page's switch cuts the site off from the network, it answers from
 * storage or not at all. The headers that the promises need come from it, whatever a host sent: site-files.js has them from scripts/headers.py.
 * A classic script, because not every browser takes modules here, and browsers compare imported scripts too.
 */

/** @typedef {"runtime" | "files" | "pdf"} Group   what is stored together when the page asks: see scripts/site_files.py */
/** @typedef {{path: string, bytes: number, sha256: string, group: "shell" | Group | "extra"}} SiteFile */
/** `build` names the scripts alone, as they themselves know it; `types` are media types by ending. @typedef {{version: string, build: string, headers: Record<string, string>, workers: [folder: string, policy: string], types: Record<string, string>, files: SiteFile[]}} Site */

/** @type {ServiceWorkerGlobalScope & {SITE_FILES: Site}} */
const worker = /** @type {any} */ (self);

/** If Trusted Types are required, only this script may be imported. @type {any} */
const types = /** @type {any} */ (self).trustedTypes;
worker.importScripts(types?.createPolicy("tabside", { createScriptURL: () => "site-files.js" }).createScriptURL("") ?? "site-files.js");

const PREFIX = "tabside-site-";
const CACHE = PREFIX + worker.SITE_FILES.version;
/** Which version each open page began with, and which version has which build. */
const PINS = "tabside-pins";
const FILES = new Map(worker.SITE_FILES.files.map((file) => [file.path, file]));
/** @type {readonly Group[]} */
const GROUPS = ["runtime", "files", "pdf"];
/** Marks a cache with a complete group: the next version then stores its own before it takes over. @param {Group} group */
const markOf = (group) => new URL(`${group}-complete`, worker.registration.scope).href;
const FETCHES_AT_ONCE = 4;
/** The engine compares these itself, each time: web/worker/pinned.js. */
const ENGINES_OWN = /^(vendor|wheels|snapshot)\//;
/** What a host's own policy would weaken. */
const DOCUMENTS = new Set(["document", "embed", "frame", "iframe", "object", "sharedworker", "worker"]);
/** Answers without a body: https://fetch.spec.whatwg.org/#null-body-status */
const BODILESS = new Set([0, 101, 103, 204, 205, 304]);
/** Stored copies that this service worker has compared since it was started. @type {Set<string>} */
const compared = new Set();
/** What the switch is kept in; network-guard.js reads it, hears of changes by the channel, and asks whether this worker stands between. */
const NETWORK = "tabside-network";
const channel = new BroadcastChannel(`tabside-network ${worker.registration.scope}`);
const PROBE = new URL("network-probe", worker.registration.scope).href;
/** Whether the site is disconnected; null until it has been read. @type {boolean | null} */
let cut_off = null;

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
  const path = pathOf(request.url);
  const file = FILES.get(path ?? "");
  const is_whole = request.method === "GET" && !request.headers.has("range");
  if (request.url === PROBE) event.respondWith(new Response(null, { status: 204 }));
  else if (is_whole && file) event.respondWith(answer(event, file));
  else if (is_whole && path !== null && !path.startsWith("models/")) event.respondWith(answerUnlisted(event));
  else if (cut_off !== false || DOCUMENTS.has(request.destination)) event.respondWith(passOn(request));
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

/** To the network; a page or worker that comes back gets our policy. @param {Request} request */
async function passOn(request) {
  if (await isCutOff()) return refuse(request);
  const response = await fetch(request);
  if (!DOCUMENTS.has(request.destination) || BODILESS.has(response.status) || response.redirected) return response;
  const headers = new Headers(response.headers);
  for (const [name, value] of Object.entries(worker.SITE_FILES.headers)) headers.set(name, value);
  return new Response(response.body, { status: response.status, statusText: response.statusText, headers });
}

/** @param {Request} request */
function refuse(request) {
  // A probe of the guard in the page or worker.
  if (request.cache !== "only-if-cached") channel.postMessage({ refused: 1 });
  return Response.error();
}

/** All or nothing: a missing or wrong file aborts the installation, and the old version stays. */
async function install() {
  const pins = await readPins();
  await writePins({ ...pins, builds: { ...pins.builds, [worker.SITE_FILES.build]: CACHE } });
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
      // An immutable path may come from the browser's own cache, where the page has just put it.
      else await cache.put(url, await fetchRight(file, file.group === "shell" ? "no-cache" : "default"));
    }
  };
  await Promise.all(Array.from({ length: FETCHES_AT_ONCE }, lane));
}

/** The same bytes in an earlier version's cache. @param {SiteFile} file @param {string} url */
async function olderCopy(file, url) {
  for (const name of await siteCaches()) {
    const stored = name === CACHE ? undefined : await (await caches.open(name)).match(url);
    if (stored?.headers.get("x-sha256") !== file.sha256) continue;
    const bytes = await stored.arrayBuffer();
    if (await isRight(file, bytes)) return responseOf(file, bytes);
  }
  return null;
}

/**
 * A file from the network, once its bytes are those that the site names. A wrong one is asked for once more past all caches.
 * @param {SiteFile} file @param {RequestCache} cache
 */
async function fetchRight(file, cache) {
  for (const way of /** @type {RequestCache[]} */ ([cache, "reload"])) {
    const response = await fetch(urlOf(file), { cache: way });
    if (response.status !== 200) throw new WrongStatus(response);
    const bytes = await response.arrayBuffer();
    if (await isRight(file, bytes)) return responseOf(file, bytes);
  }
  throw new Error(`${file.path} is not the file that the site names`);
}

class WrongStatus extends Error {
  /** @param {Response} response */
  constructor(response) {
    super(`status ${response.status}`);
    this.response = response;
  }
}

/** @param {SiteFile} file @param {ArrayBuffer} bytes */
async function isRight(file, bytes) {
  return bytes.byteLength === file.bytes && (await sha256(bytes)) === file.sha256;
}

/** Nothing of what a host says goes into it. @param {SiteFile} file @param {ArrayBuffer} bytes */
function responseOf(file, bytes) {
  const { types, workers } = worker.SITE_FILES;
  const headers = file.path.startsWith(workers[0]) ? { ...worker.SITE_FILES.headers, "Content-Security-Policy": workers[1] } : worker.SITE_FILES.headers;
  const type = types[/\.[a-z]+$/.exec(file.path)?.[0] ?? ""] ?? "application/octet-stream";
  return new Response(bytes, { headers: { ...headers, "content-type": type.startsWith("text/") ? `${type}; charset=utf-8` : type, "x-sha256": file.sha256 } });
}

/** Answer from storage, or else from the network if the file's hash is right. @param {FetchEvent} event @param {SiteFile} file */
async function answer(event, file) {
  const { request } = event;
  const name = await versionFor(event);
  // The engine asks like this when what it got was not right.
  const stored = request.cache === "reload" && ENGINES_OWN.test(file.path) ? null : await storedCopy(name, urlOf(file), name === CACHE ? file.sha256 : null);
  if (stored) return stored;
  if (await isCutOff()) return refuse(request);
  // An older version has all of its shell; what else it would get here is the new one's.
  if (name !== CACHE && !ENGINES_OWN.test(file.path)) return new Response(null, { status: 410, statusText: "Of an earlier version of the site" });
  try {
    const right = await fetchRight(file, request.mode === "navigate" ? "no-cache" : request.cache);
    // Storing is for the next time; this answer does not wait for it, and is not spoiled by its failure.
    if (name === CACHE) event.waitUntil(caches.open(CACHE).then((cache) => cache.put(urlOf(file), right.clone())).catch(() => {}));
    return right.clone();
  } catch (error) {
    if (error instanceof WrongStatus) return error.response;
    if (error instanceof TypeError) return Response.error(); // the network's
    return new Response(null, { status: 502, statusText: "Not the file that the site names" });
  }
}

/**
 * A file that this version does not have: an older one's, which a page that began with it asks for. Browsers do not say for whom a worker asks that
 * another worker started, so any older version is looked at: its scripts have their hashes in their names.
 * @param {FetchEvent} event
 */
async function answerUnlisted(event) {
  const own = await versionFor(event);
  for (const name of new Set([own, ...(await siteCaches())])) {
    const stored = name === CACHE ? null : await storedCopy(name, event.request.url, null);
    if (stored) return stored;
  }
  return passOn(event.request);
}

/**
 * What a version has stored, unless it is no longer what it was: storage is compared too, once in this service worker's life.
 * @param {string} name of the version's cache @param {string} url @param {string | null} sha256_ null: as it was stored
 */
async function storedCopy(name, url, sha256_) {
  const cache = await caches.open(name);
  const stored = await cache.match(url, { ignoreSearch: true });
  const key = `${name} ${url}`;
  if (!stored || compared.has(key) || ENGINES_OWN.test(pathOf(url) ?? "")) return stored ?? null;
  // A second copy is read, so that what is handed out keeps the code that the browser compiled of it.
  const bytes = await (await cache.match(url, { ignoreSearch: true }))?.arrayBuffer();
  if (bytes && (await sha256(bytes)) === (sha256_ ?? stored.headers.get("x-sha256"))) {
    compared.add(key);
    return stored;
  }
  await cache.delete(url, { ignoreSearch: true });
  return null;
}

/**
 * The cache of the version that whoever asks began with. A page is known by its id; a worker says its build in its address, so that what it starts
 * and fetches in turn belongs to the same version.
 * @param {FetchEvent} event
 */
async function versionFor({ request, clientId }) {
  if (request.mode === "navigate") return CACHE;
  const { clients, builds } = await readPins();
  const named = builds[buildIn(request.url)] ?? clients[clientId];
  if (named || Object.keys(builds).length < 2) return named ?? CACHE;
  const client = clientId ? await worker.clients.get(clientId) : undefined;
  return builds[buildIn(client?.url ?? "")] ?? CACHE;
}

/** @param {string} url */
function buildIn(url) {
  return /[?&]build=([0-9a-f]+)/.exec(url)?.[1] ?? "";
}

/** Take over: open pages keep their version, and unused versions are deleted. */
async function activate() {
  const open = (await worker.clients.matchAll({ includeUncontrolled: true, type: "all" })).map(({ id }) => id);
  const { current, clients, builds } = await readPins();
  /** @type {Record<string, string>} */
  const pins = {};
  for (const id of open) {
    const pinned = clients[id] ?? current;
    if (pinned && pinned !== CACHE) pins[id] = pinned;
  }
  const used = new Set([CACHE, ...Object.values(pins)]);
  await writePins({ current: CACHE, clients: pins, builds: Object.fromEntries(Object.entries(builds).filter(([, name]) => used.has(name))) });
  await Promise.all((await siteCaches()).filter((name) => !used.has(name)).map((name) => caches.delete(name)));
  await worker.clients.claim();
}

/** @typedef {{current: string | null, clients: Record<string, string>, builds: Record<string, string>}} Pins */

/** As they were last read or written: only a service worker that is being installed or takes over writes them. @type {Promise<Pins> | null} */
let known_pins = null;

/** @returns {Promise<Pins>} */
function readPins() {
  known_pins ??= storedPins();
  return known_pins;
}

/** @returns {Promise<Pins>} */
async function storedPins() {
  const stored = await (await caches.open(PINS)).match(worker.registration.scope);
  return { current: null, clients: {}, builds: {}, ...(await stored?.json()) };
}

/** @param {Pins} pins */
async function writePins(pins) {
  known_pins = Promise.resolve(pins);
  await (await caches.open(PINS)).put(worker.registration.scope, new Response(JSON.stringify(pins)));
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

/** @param {ArrayBuffer} bytes */
async function sha256(bytes) {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
