/**
 * An instance of PDFium, and batches of calls to it: py/tabside/runtime/pdfium.py says what a batch is.
 *
 * Steps cross as JSON: `["c", name, arguments]` calls, `["w", address, number of the array]` writes, `["r", address, length]` reads. A number
 * may be `{"s": step, "o": offset}`: the result of an earlier step, plus an offset. A read's result is `{"b": number of the array}`.
 */

import { importsOf } from "./imports.js";

/** @typedef {number | {s: number, o: number}} Argument */
/** @typedef {["c", string, Argument[]] | ["w", Argument, number] | ["r", Argument, Argument]} Step */

export class PdfInstance {
  /** @type {Record<string, any>} */
  #exports;
  /** Memory was asked for beyond the limit; the engine stops itself for want of it. */
  is_full = false;

  /**
   * @param {WebAssembly.Module} module PDFium @param {WebAssembly.Module} reader glyph_reader.wasm, which reads all characters of a page at once
   * @param {number} most_bytes the heap may grow to
   */
  constructor(module, reader, most_bytes) {
    /** @type {any} */
    let exports = null;
    ({ exports } = new WebAssembly.Instance(module, importsOf(module, most_bytes, () => exports, () => (this.is_full = true))));
    this.#exports = { ...exports, ...new WebAssembly.Instance(reader, { pdfium: exports }).exports };
    for (const name of ["emscripten_stack_init", "__wasm_call_ctors", "PDFiumExt_Init"]) this.#exports[name]();
  }

  /** @param {string} json the steps @param {Uint8Array[]} arrays what they write @returns {{json: string, arrays: Uint8Array[]}} */
  run(json, arrays) {
    /** @type {any[]} */
    const results = [];
    /** @type {Uint8Array[]} */
    const read = [];
    /** @param {Argument} argument */
    const resolved = (argument) => (typeof argument === "number" ? argument : results[argument.s] + argument.o);
    const memory = () => new Uint8Array(this.#exports.memory.buffer);
    for (const step of /** @type {Step[]} */ (JSON.parse(json))) {
      if (step[0] === "c") {
        results.push(this.#exports[step[1]](...step[2].map(resolved)) ?? null);
      } else if (step[0] === "w") {
        memory().set(arrays[step[2]], resolved(step[1]));
        results.push(null);
      } else {
        const address = resolved(step[1]);
        const length = resolved(step[2]);
        const bytes = memory();
        if (address < 0 || length < 0 || address + length > bytes.length) throw new RangeError("a read beyond the memory");
        results.push({ b: read.push(bytes.slice(address, address + length)) - 1 });
      }
    }
    return { json: JSON.stringify(results), arrays: read };
  }
}
