/** Retry schedule of downloads. */

import { TabsideError } from "../../shared/protocol.js";

/** @typedef {import("../../shared/start-types.js").DownloadPatience} Patience */

/** @type {Patience} */
export const PATIENCE = {
  fruitless_tries: 6,
  tries: 60,
  first_ms: 500,
  longest_ms: 20_000,
  longest_asked_ms: 120_000,
  stall_ms: 30_000,
  offline_ms: 30_000,
};

/**
 * "Full jitter", so that tabs that failed together do not retry together:
 * https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
 * @param {number} failures in a row, from 1 @param {Patience} patience @param {() => number} [random] in [0, 1)
 */
export function backoffMs(failures, patience, random = Math.random) {
  return random() * Math.min(patience.longest_ms, patience.first_ms * 2 ** (failures - 1));
}

/**
 * Parse Retry-After, seconds or a date: RFC 9110, section 10.2.3.
 * @param {string | null} header @param {number} [now] milliseconds since 1970 @returns {number | null} null if unusable
 */
export function retryAfterMs(header, now = Date.now()) {
  if (header === null) return null;
  if (/^\s*\d+\s*$/.test(header)) return 1000 * Number(header);
  const date = Date.parse(header);
  return Number.isNaN(date) ? null : Math.max(0, date - now);
}

/** @param {number} ms @param {AbortSignal} signal @returns {Promise<void>} */
export function pause(ms, signal) {
  return new Promise((resolve, reject) => {
    const cancelled = () => {
      clearTimeout(timer);
      reject(new TabsideError("cancelled", "The download was cancelled."));
    };
    if (signal.aborted) return reject(new TabsideError("cancelled", "The download was cancelled."));
    const timer = setTimeout(() => {
      signal.removeEventListener("abort", cancelled);
      resolve();
    }, ms);
    signal.addEventListener("abort", cancelled, { once: true });
  });
}

/** Wait for the network to come back. @param {number} ms @param {AbortSignal} signal @returns {Promise<boolean>} false if it did not */
export async function pauseUntilOnline(ms, signal) {
  for (let left = ms; left > 0 && globalThis.navigator?.onLine === false; left -= 250) await pause(250, signal);
  return globalThis.navigator?.onLine !== false;
}
