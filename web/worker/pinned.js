/**
 * What a worker loads and runs of the site is compared with its SHA-256 first: Pyodide, onnxruntime, wheels, the memory snapshot, and the
 * manifests, which pin the models. The list is built into the worker, so it holds with and without a service worker, and for what a cache
 * kept. A file in those folders that is not on the list is refused.
 */

import { sha256 as noble } from "@noble/hashes/sha2.js";
import { TabsideError } from "../shared/protocol.js";
import { SITE_ROOT } from "../shared/site-root.js";
import { sha256, streamingDigest } from "./models/digest.js";

/** Length and SHA-256 by path. @typedef {Record<string, [bytes: number, sha256: string]>} Pins */

/** scripts/bundle.mjs replaces SITE_PINNED with what scripts/pinned.py lists; without it nothing in the folders below runs. @type {Pins} */
const PINS = /** @type {any} */ (globalThis).SITE_PINNED ?? {};
/** All that a worker runs lies in these. */
const RUN = /^(vendor|wheels|snapshot)\//;
/** What a service worker answers that had to refuse a file: web/sw.js. */
const REFUSED = 502;

export const createDigest = streamingDigest(noble);

/** Where the site lies. */
let root = SITE_ROOT.href;
/** @type {typeof fetch} */
let plainFetch = globalThis.fetch;
let guarded = false;
/** What failed last: Pyodide, micropip and Python's imports tell of it in their own ways. @type {TabsideError | null} */
let failure = null;

/** Why a file last failed to come, once. */
export function takeFailure() {
  const taken = failure;
  failure = null;
  return taken;
}

/** @param {string} path */
function refused(path) {
  const message = `${path} is not the file that this site was built with, so it was not run. Reload the page; if that does not help, the site or something before it is damaged.`;
  failure = new TabsideError("download.integrity", message, { file: path });
  return failure;
}

/** @param {number} [status] */
function unavailable(status = 0) {
  failure = new TabsideError("runtime.unavailable", "A part of the site could not be fetched. Check the connection and try again.", { status });
  return failure;
}

/** A file's path in the site, where it has to be on the list; null for all else. @param {string} url */
function pinnedPath(url) {
  if (!url.startsWith(root)) return null;
  const path = url.slice(root.length).replace(/[?#].*$/, "");
  return RUN.test(path) || path in PINS ? path : null;
}

/** @param {string} path @param {ArrayBuffer | Uint8Array<ArrayBuffer>} bytes */
async function isRight(path, bytes) {
  const pin = PINS[path];
  return pin !== undefined && bytes.byteLength === pin[0] && (await sha256(bytes)) === pin[1];
}

/**
 * A file of the site, once its bytes are right. A wrong one is asked for once more past all caches, which may have kept it.
 * @param {string} url @param {RequestInit} [init] @returns {Promise<Response>} whole already; an answer that is no success comes as it is
 */
async function fetchPinned(url, init) {
  const path = /** @type {string} */ (pinnedPath(url));
  for (const cache of /** @type {RequestCache[]} */ (["default", "reload"])) {
    // Pyodide's own check of packages would refuse in words of its own.
    const response = await plainFetch(url, { ...init, integrity: "", cache });
    if (response.status === REFUSED) throw refused(path);
    if (!response.ok) return response;
    const bytes = await response.arrayBuffer();
    if (await isRight(path, bytes)) return new Response(bytes, { headers: response.headers });
  }
  throw refused(path);
}

/** From here on every `fetch` of this worker compares what is on the list. @param {string} base where the site lies */
export function guardFetches(base) {
  root = base;
  if (guarded) return;
  guarded = true;
  plainFetch = globalThis.fetch;
  globalThis.fetch = (input, init) => {
    const url = input instanceof Request ? input.url : new URL(input, globalThis.location.href).href;
    return pinnedPath(url) ? fetchPinned(url, init) : plainFetch(input, init);
  };
}

/** No answer, unless it was refused: for `catch`. @param {unknown} error @returns {null} */
export function orRefused(error) {
  if (error instanceof TabsideError) throw error;
  return null;
}

/** Bytes that were fetched or kept elsewhere. @param {string} url @param {Uint8Array<ArrayBuffer>} bytes */
export async function isPinned(url, bytes) {
  const path = pinnedPath(url);
  return path !== null && isRight(path, bytes);
}

/**
 * Import a module once its bytes are right, from these bytes: an import of its address would fetch it again, and browsers take no hash for one in
 * a worker. Where a host's own policy forbids scripts from memory, as that of extensions does, the address is imported.
 * @param {string} url @returns {Promise<{module: any, address: string}>} `address`: by which a library gets this module and no other
 */
export async function importPinned(url) {
  const response = await fetch(url);
  if (!response.ok) throw unavailable(response.status);
  const address = URL.createObjectURL(new Blob([await response.arrayBuffer()], { type: "text/javascript" }));
  try {
    return { module: await import(address), address };
  } catch {
    URL.revokeObjectURL(address);
    return { module: await import(url), address: url };
  }
}

/**
 * Compile WebAssembly while it comes; nobody gets it before its bytes are right.
 * @param {string} url @returns {Promise<WebAssembly.Module>}
 */
export async function compilePinned(url) {
  const path = /** @type {string} */ (pinnedPath(url));
  for (const cache of /** @type {RequestCache[]} */ (["default", "reload"])) {
    const response = await plainFetch(url, { cache });
    if (response.status === REFUSED) throw refused(path);
    if (!response.ok) throw unavailable(response.status);
    const checking = response.clone().arrayBuffer().then((bytes) => isRight(path, bytes));
    const compiling = WebAssembly.compileStreaming(response).catch(() => null);
    const [right, module] = await Promise.all([checking, compiling]);
    if (right && module) return module;
  }
  throw refused(path);
}

/**
 * A file for Python in the midst of an import, which cannot wait for a promise: in a worker a synchronous request is allowed and blocks nobody else.
 * @param {string} url @returns {Uint8Array}
 */
export function fetchPinnedNow(url) {
  const path = /** @type {string} */ (pinnedPath(url));
  for (const headers of /** @type {Record<string, string>[]} */ ([{}, { "cache-control": "no-cache" }])) {
    const bytes = requestNow(url, path, headers);
    const digest = createDigest();
    digest.update(bytes);
    if (bytes.byteLength === PINS[path]?.[0] && digest.hex() === PINS[path]?.[1]) return bytes;
  }
  throw refused(path);
}

/** @param {string} url @param {string} path @param {Record<string, string>} headers */
function requestNow(url, path, headers) {
  const request = new XMLHttpRequest();
  request.open("GET", url, false);
  for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
  request.responseType = "arraybuffer";
  try {
    request.send();
  } catch {
    throw unavailable();
  }
  if (request.status === REFUSED) throw refused(path);
  if (request.status !== 200) throw unavailable(request.status);
  return new Uint8Array(request.response);
}
