/**
 * A canary: a tiny input whose answer is known. Drivers and engines that compute wrongly do so without an error, so each device
 * answers once before anything that it says is used. models/canary.py makes the references, py/tabside/model_files/canary.py checks them on CPython.
 */

/** @typedef {import("./ort-worker.js").PlainTensor} PlainTensor */
/** What is compared of an output: the elements 0, `stride`, 2 `stride`… of its flat data. @typedef {{shape: number[], stride: number, values: number[]}} Reference */
/** Token ids and masks by input, one list a row; how far from the reference an element may be; shapes of inputs that are pictures. @typedef {{inputs: Record<string, number[][]>, outputs: Record<string, Reference>, tolerance: number, shapes?: Record<string, number[]>}} Canary */

/** @param {Canary} canary @param {{name: string, dtype: string}[]} specs of the session's inputs @returns {Record<string, PlainTensor>} */
export function feedsOf(canary, specs) {
  return Object.fromEntries(
    specs.map(({ name, dtype }) => {
      const rows = canary.inputs[name] ?? [];
      const picture = canary.shapes?.[name];
      if (picture) {
        const size = picture.reduce((product, side) => product * side, 1);
        return [name, { dtype, shape: picture, data: Float32Array.from({ length: size }, (_, index) => rows[0][index % rows[0].length] / 128 - 1) }];
      }
      const shape = [rows.length, rows[0]?.length ?? 0];
      const data = dtype === "int64" ? BigInt64Array.from(rows.flat(), BigInt) : Int32Array.from(rows.flat());
      return [name, { dtype, shape, data }];
    }),
  );
}

/** What is wrong with the outputs, in a word, or null. @param {Canary} canary @param {Record<string, PlainTensor>} outputs */
export function complaintAbout(canary, outputs) {
  for (const [name, { shape, stride, values }] of Object.entries(canary.outputs)) {
    const tensor = outputs[name];
    if (!tensor || String(tensor.shape) !== String(shape)) return "shape";
    const data = /** @type {Float32Array} */ (tensor.data);
    if (!data.every(Number.isFinite)) return "not finite";
    if (!values.every((value, index) => Math.abs(data[index * stride] - value) <= canary.tolerance)) return "values";
  }
  return null;
}
