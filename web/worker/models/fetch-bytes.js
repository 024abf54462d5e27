/** One streamed request for a file, or for the rest of it. Every failure has its own cause. */

import { retryAfterMs } from "./retry.js";

/**
 * @typedef {"network" | "redirect" | "stalled" | "short" | "long" | "wrong-size" | "range" | "status" | "not-found" | "hash"} Cause
 */

/** Statuses after which the same request may succeed: RFC 9110 and RFC 6585, and those of proxies. */
const PASSING = new Set([408, 425, 429]);

/** The failure of one request, and whether a retry can help. */
export class FetchProblem extends Error {
  /**
   * @param {Cause} cause
   * @param {{again?: boolean, status?: number, retry_after_ms?: number | null, bytes?: number}} [facts]
   */
  constructor(cause, { again = false, status, retry_after_ms = null, bytes } = {}) {
    super(cause);
    this.problem = cause;
    this.again = again;
    this.status = status;
    this.retry_after_ms = retry_after_ms;
    this.bytes = bytes;
  }
}

/**
 * @typedef {object} Body
 * @property {number} start       position of the first byte in the file: 0, or the requested offset
 * @property {string | null} validator   for If-Range, to resume the file later
 * @property {() => AsyncGenerator<Uint8Array, void, void>} chunks   ends with the connection, complete or not; throws FetchProblem
 */

/**
 * Request a file from `offset` on. A server without ranges, or with a changed file, sends everything: `start` is then 0.
 * @param {string} url
 * @param {{offset: number, validator: string | null, total: number, signal: AbortSignal, stall_ms: number, headers?: Record<string, string>}} wanted
 * @returns {Promise<Body>}
 */
export async function requestBytes(url, { offset, validator, total, signal, stall_ms, headers: given = {} }) {
  const watch = new StallWatch(stall_ms);
  const combined = AbortSignal.any([signal, watch.signal]);
  /** @type {Record<string, string>} */
  const headers = { ...given };
  if (offset > 0) {
    headers.range = `bytes=${offset}-`;
    if (validator) headers["if-range"] = validator;
  }
  let response;
  try {
    response = await fetch(url, { signal: combined, headers, cache: "no-store", referrerPolicy: "no-referrer" });
    checkReply(response, offset, total);
  } catch (error) {
    watch.stop();
    response?.body?.cancel().catch(() => {});
    throw toProblem(error, watch);
  }
  const body = /** @type {ReadableStream<Uint8Array>} */ (response.body);
  return {
    start: response.status === 206 ? offset : 0,
    validator: validatorOf(response),
    chunks: async function* () {
      const reader = body.getReader();
      try {
        for (;;) {
          const { done, value } = await reader.read();
          if (done) return;
          watch.touch();
          yield value;
        }
      } catch (error) {
        throw toProblem(error, watch);
      } finally {
        watch.stop();
        reader.cancel().catch(() => {});
      }
    },
  };
}

/**
 * Check whether an address redirects: across origins a browser reports that as a broken connection.
 * @param {string} url @param {AbortSignal} signal
 */
export async function isRedirected(url, signal) {
  try {
    // One byte is enough.
    const headers = { range: "bytes=0-0" };
    const response = await fetch(url, { signal, headers, redirect: "manual", cache: "no-store", referrerPolicy: "no-referrer" });
    response.body?.cancel().catch(() => {});
    return response.type === "opaqueredirect";
  } catch {
    return false;
  }
}

/** @param {Response} response @param {number} offset @param {number} total */
function checkReply(response, offset, total) {
  const { status, headers } = response;
  if (status === 416) {
    const bytes = Number(/^bytes \*\/(\d+)$/.exec(headers.get("content-range") ?? "")?.[1] ?? total);
    throw bytes === total ? new FetchProblem("range", { again: true, status }) : new FetchProblem("wrong-size", { status, bytes });
  }
  if (status === 404 || status === 410) throw new FetchProblem("not-found", { status });
  if (status !== 200 && status !== 206) {
    throw new FetchProblem("status", { again: PASSING.has(status) || status >= 500, status, retry_after_ms: retryAfterMs(headers.get("retry-after")) });
  }
  if (!response.body) throw new FetchProblem("short", { again: true, status });
  if (status === 206) checkRange(response, offset, total);
}

/** Only exactly the requested bytes are usable: RFC 9110, section 14.4. @param {Response} response @param {number} offset @param {number} total */
function checkRange({ headers, type, status }, offset, total) {
  const range = headers.get("content-range");
  // Other origins hide this header unless they expose it; then the hash decides.
  if (range === null && type === "cors" && offset > 0) return;
  const match = /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(range ?? "");
  // A range of encoded bytes cannot be decoded by itself.
  const encoded = (headers.get("content-encoding") ?? "identity") !== "identity";
  if (!match || Number(match[1]) !== offset || offset === 0 || encoded) throw new FetchProblem("range", { again: true, status });
  if (match[2] !== "*" && Number(match[2]) !== total) throw new FetchProblem("wrong-size", { status, bytes: Number(match[2]) });
}

/** @param {Response} response */
function validatorOf({ headers }) {
  // The tag of an encoded body differs from that of the plain one, from which ranges are taken.
  if ((headers.get("content-encoding") ?? "identity") !== "identity") return null;
  const etag = headers.get("etag");
  return etag && !etag.startsWith("W/") ? etag : headers.get("last-modified");
}

/** @param {unknown} error @param {StallWatch} watch */
function toProblem(error, watch) {
  if (error instanceof FetchProblem) return error;
  return new FetchProblem(watch.signal.aborted ? "stalled" : "network", { again: true });
}

/** Aborts its signal if it is not touched for a while. */
class StallWatch {
  #controller = new AbortController();
  #timer = 0;

  /** @param {number} stall_ms */
  constructor(stall_ms) {
    this.stall_ms = stall_ms;
    this.touch();
  }

  get signal() {
    return this.#controller.signal;
  }

  touch() {
    clearTimeout(this.#timer);
    this.#timer = /** @type {any} */ (setTimeout(() => this.#controller.abort(), this.stall_ms));
  }

  stop() {
    clearTimeout(this.#timer);
  }
}
