/**
 * PDFium in a worker of its own, for one file: whoever started it ends it, also when a batch takes too long.
 *
 * Messages in: first {module, reader, most_bytes}, then {id, json, arrays}; out: {id, ok, result | error}.
 */

import { guardNetwork } from "../../shared/network-guard.js";
import { PdfInstance } from "./instance.js";

guardNetwork();

/** @type {PdfInstance | null} */
let instance = null;

self.onmessage = (/** @type {MessageEvent} */ { data: { id, module, reader, most_bytes, json, arrays } }) => {
  try {
    if (module) {
      instance = new PdfInstance(module, reader, most_bytes);
      self.postMessage({ id, ok: true, result: null });
      return;
    }
    if (!instance) throw new Error("there is no instance");
    const result = instance.run(json, arrays);
    self.postMessage({ id, ok: true, result }, { transfer: result.arrays.map(({ buffer }) => buffer) });
  } catch (error) {
    // The stack gives out with a RangeError; for want of memory the engine stops itself. Any other trap is a WebAssembly.RuntimeError.
    const is_too_large = error instanceof RangeError || instance?.is_full;
    instance = null; // its memory cannot be trusted any more
    self.postMessage({ id, ok: false, error: is_too_large ? "file.too-large" : "file.invalid" });
  }
};
