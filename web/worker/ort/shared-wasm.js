/**
 * One compilation for all of onnxruntime's workers: code that V8 has compiled can be handed from worker to worker, and
 * 14 MB of it cost each of them the better part of a second otherwise. onnxruntime-web has no option for a module that is there already, so
 * the function of WebAssembly that its glue calls is given one.
 */

/** Any non-empty bytes: with them the glue code fetches no file, and calls `WebAssembly.instantiate`. */
const PLACEHOLDER = new ArrayBuffer(8);

/**
 * @param {{wasmBinary?: ArrayBuffer}} wasm onnxruntime's `env.wasm`
 * @param {WebAssembly.Module} module compiled here or by another worker, from bytes that were compared
 */
export function useModule(wasm, module) {
  const { instantiate } = WebAssembly;
  wasm.wasmBinary = PLACEHOLDER;
  WebAssembly.instantiate = /** @type {any} */ (async (/** @type {unknown} */ source, /** @type {WebAssembly.Imports} */ imports) =>
    source instanceof WebAssembly.Module ? instantiate(source, imports) : { module, instance: await instantiate(module, imports) });
}
