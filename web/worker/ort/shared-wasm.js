/**
 * Share one compilation among onnxruntime's workers: a module compiled by V8 can be passed from worker to worker, and
 * compiling 14 MB would cost each of them most of a second. onnxruntime-web has no option for that, so the
 * two WebAssembly functions that its glue code calls are replaced, and return the existing module.
 */

/** Any non-empty bytes: with them the glue code fetches no file, and calls `WebAssembly.instantiate`. */
const PLACEHOLDER = new ArrayBuffer(8);

/**
 * @param {{wasmBinary?: ArrayBuffer}} wasm onnxruntime's `env.wasm`
 * @param {WebAssembly.Module} [module] compiled by another worker
 * @returns {() => WebAssembly.Module | undefined} this worker's module, once onnxruntime is ready
 */
export function shareWasm(wasm, module) {
  const { instantiate, instantiateStreaming } = WebAssembly;
  if (module) {
    wasm.wasmBinary = PLACEHOLDER;
    WebAssembly.instantiate = /** @type {any} */ (async (/** @type {unknown} */ source, /** @type {WebAssembly.Imports} */ imports) =>
      source instanceof WebAssembly.Module ? instantiate(source, imports) : { module, instance: await instantiate(module, imports) });
    return () => module;
  }
  /** @type {WebAssembly.Module | undefined} */
  let compiled;
  /** @param {(...given: any[]) => Promise<any>} call */
  const watched = (call) => async (/** @type {any[]} */ ...given) => {
    const made = await call(...given);
    compiled ??= made.module;
    return made;
  };
  WebAssembly.instantiate = /** @type {any} */ (watched(instantiate));
  WebAssembly.instantiateStreaming = watched(instantiateStreaming);
  return () => compiled;
}
