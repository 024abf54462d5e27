/** SHA-256, at once or while bytes stream in. */

/** @typedef {{update: (bytes: Uint8Array) => void, hex: () => string}} Digest */
/** What of noble-hashes is used: the browser's own digest takes a whole file only, and only asynchronously. @typedef {{create: () => {update: (bytes: Uint8Array) => unknown, digest: () => Uint8Array}}} Streaming */

/** @param {BufferSource} bytes @returns {Promise<string>} in lower-case hex */
export async function sha256(bytes) {
  return toHex(new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)));
}

/** @param {Streaming} noble sha256 of @noble/hashes @returns {() => Digest} */
export function streamingDigest(noble) {
  return () => {
    const state = noble.create();
    return { update: (bytes) => void state.update(bytes), hex: () => toHex(state.digest()) };
  };
}

/** @param {Uint8Array} bytes */
function toHex(bytes) {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
