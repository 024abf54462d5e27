/** One file over HTTP: streamed, counted, verified; every way to fail has its own code. */

import { TabsideError } from "../protocol.js";
import { sha256 } from "./digest.js";

/** No byte for this long is a stall. */
const STALL_MS = 30_000;

/**
 * @param {string} url
 * @param {import("../protocol.js").ManifestFile} file
 * @param {AbortSignal} signal
 * @param {(loaded: number) => void} onLoaded
 * @param {number} [stallMs]
 * @returns {Promise<ArrayBuffer>} exactly the bytes that the manifest names
 */
export async function fetchBytes(url, file, signal, onLoaded, stallMs = STALL_MS) {
  const watch = new StallWatch(stallMs);
  const details = { file: file.path, bytes: file.bytes };
  try {
    const response = await fetch(url, { signal: AbortSignal.any([signal, watch.signal]), cache: "no-store" });
    if (response.status === 404) throw new TabsideError("download.not-found", `The server has no ${file.path}. The site has to be built again.`, details);
    if (!response.ok || !response.body) {
      throw new TabsideError("download.failed", `The server answered with status ${response.status} for ${file.path}. Try again later.`, { ...details, status: response.status });
    }
    const bytes = new Uint8Array(file.bytes);
    let loaded = 0;
    const reader = response.body.getReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      watch.touch();
      if (loaded + value.byteLength > file.bytes) {
        await reader.cancel();
        throw new TabsideError("download.integrity", `${file.path} is longer than its manifest says; it was thrown away.`, details);
      }
      bytes.set(value, loaded);
      loaded += value.byteLength;
      onLoaded(loaded);
    }
    if (loaded < file.bytes) {
      throw new TabsideError("download.stalled", `${file.path} ended after ${loaded} of ${file.bytes} bytes. Try again.`, { ...details, loaded });
    }
    if ((await sha256(bytes.buffer)) !== file.sha256) {
      throw new TabsideError("download.integrity", `${file.path} is not the file that its manifest names; it was thrown away. Try again.`, details);
    }
    return bytes.buffer;
  } catch (error) {
    if (signal.aborted) throw new TabsideError("cancelled", "The download was cancelled.", details);
    if (error instanceof TabsideError) throw error;
    if (watch.signal.aborted) throw new TabsideError("download.stalled", `No byte of ${file.path} came for ${stallMs / 1000} s. Try again.`, details);
    if (!navigator.onLine) throw new TabsideError("download.offline", `There is no network, and ${file.path} is not stored yet. Connect and try again.`, details);
    throw new TabsideError("download.failed", `The connection broke while ${file.path} was being fetched. Try again.`, details);
  } finally {
    watch.stop();
  }
}

/** Aborts its signal when nobody touches it for a while. */
class StallWatch {
  #controller = new AbortController();
  #timer = 0;

  /** @param {number} stallMs */
  constructor(stallMs) {
    this.stallMs = stallMs;
    this.touch();
  }

  get signal() {
    return this.#controller.signal;
  }

  touch() {
    clearTimeout(this.#timer);
    this.#timer = /** @type {any} */ (setTimeout(() => this.#controller.abort(), this.stallMs));
  }

  stop() {
    clearTimeout(this.#timer);
  }
}
