/**
 * One compilation for all of onnxruntime's workers: code that V8 has compiled can be handed from worker to worker, and
 * 14 MB of it cost each of them the better part of a second otherwise. onnxruntime-web has no option for that, so the
 * two functions of WebAssembly that its glue calls are watched, and given what is there already.
 */

/** Any bytes but none: with them the glue asks for no file, and calls `WebAssembly.instantiate`. */
const PLACEHOLDER = new ArrayBuffer(8);

/**
 * @param {{wasmBinary?: ArrayBuffer}} wasm onnxruntime's `env.wasm`
 * @param {WebAssembly.Module} [module] what another worker has compiled
 * @returns {() => WebAssembly.Module | undefined} what this worker has, once onnxruntime is up
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
