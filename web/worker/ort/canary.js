/**
 * A canary: a tiny input with a known answer. Faulty drivers and engines compute wrongly without an error, so each device
 * must answer it once before any of its results are used. models/canary.py creates the references, py/tabside/model_files/canary.py
 * checks them on CPython.
 */

/** @typedef {import("./ort-worker.js").PlainTensor} PlainTensor */
/** @typedef {import("../../shared/start-types.js").Reference} Reference */
/** @typedef {import("../../shared/start-types.js").Canary} Canary */

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

/** The error of the outputs in a word, or null. @param {Canary} canary @param {Record<string, PlainTensor>} outputs */
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
