/** SHA-256, at once or while bytes stream in. */

import { TabsideError } from "../../shared/protocol.js";

/** @typedef {{update: (bytes: Uint8Array) => void, hex: () => string}} Digest */

/** @param {ArrayBuffer} bytes @returns {Promise<string>} in lower-case hex */
export async function sha256(bytes) {
  return toHex(new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)));
}

/**
 * The browser's digest only takes whole files; noble-hashes takes pieces.
 * @param {string} url of @noble/hashes' sha2.js @returns {Promise<() => Digest>}
 */
export async function loadDigest(url) {
  const { sha256: noble } = await import(url).catch(() => {
    throw new TabsideError("runtime.unavailable", "A part of the site could not be fetched. Check the connection and try again.");
  });
  return () => {
    const state = noble.create();
    return { update: (bytes) => state.update(bytes), hex: () => toHex(state.digest()) };
  };
}

/** @param {Uint8Array} bytes */
function toHex(bytes) {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
