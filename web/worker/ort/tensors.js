/** Tensors in messages between workers: numbers as typed arrays, strings as plain arrays. */

/** @typedef {{dtype: string, shape: number[], data: ArrayBufferView | string[]}} PlainTensor */

/** Typed arrays of the ONNX element types, as onnxruntime-web requires. @type {Record<string, any>} */
const ARRAYS = {
  float32: Float32Array, float64: Float64Array, float16: Uint16Array,
  int8: Int8Array, int16: Int16Array, int32: Int32Array, int64: BigInt64Array,
  uint8: Uint8Array, uint16: Uint16Array, uint32: Uint32Array, uint64: BigUint64Array, bool: Uint8Array,
};

/** The buffers to transfer instead of copying; strings have none. @param {Record<string, PlainTensor>} tensors @returns {ArrayBuffer[]} */
export function buffersOf(tensors) {
  return Object.values(tensors).flatMap(({ data }) => (ArrayBuffer.isView(data) ? [/** @type {ArrayBuffer} */ (data.buffer)] : []));
}

/**
 * Copy data so that no later run can change it: onnxruntime returns views whose buffer may be larger or shared (threads
 * share the heap).
 * @param {any} data @param {string} dtype
 */
export function owned(data, dtype) {
  if (dtype === "string") return [...data];
  if (!ARRAYS[dtype]) throw new Error(`an output is of the type ${dtype}, which cannot be handed over`);
  const whole = data.byteOffset === 0 && data.byteLength === data.buffer.byteLength && data.buffer instanceof ArrayBuffer;
  const copy = whole ? data : data.slice();
  return new ARRAYS[dtype](copy.buffer, copy.byteOffset, copy.byteLength / ARRAYS[dtype].BYTES_PER_ELEMENT);
}
