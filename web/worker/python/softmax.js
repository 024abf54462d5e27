/** @typedef {import("../ort/tensors.js").PlainTensor} PlainTensor */

/** Loops over many numbers, for which Python in WebAssembly takes fifty times as long. */

/**
 * The softmax of each row of a matrix of this width, row-major, in double precision.
 * @param {ArrayLike<number>} logits @param {number} width @returns {Float64Array}
 */
export function softmaxRows(logits, width) {
  const rows = new Float64Array(logits.length);
  for (let begin = 0; begin < rows.length; begin += width) {
    let most = -Infinity;
    for (let i = begin; i < begin + width; i++) if (logits[i] > most) most = logits[i];
    let sum = 0;
    for (let i = begin; i < begin + width; i++) sum += rows[i] = Math.exp(logits[i] - most);
    for (let i = begin; i < begin + width; i++) rows[i] /= sum;
  }
  return rows;
}

/**
 * Return a tensor of floats as probabilities over its last axis. Any other is returned as it is.
 * @param {PlainTensor} tensor @returns {PlainTensor}
 */
export function withSoftmax(tensor) {
  const { data, shape } = tensor;
  const width = shape.at(-1);
  if (!width || !(data instanceof Float32Array || data instanceof Float64Array)) return tensor;
  return { dtype: "float64", shape, data: softmaxRows(data, width) };
}
