import assert from "node:assert/strict";
import { test } from "node:test";

import { softmaxRows, withSoftmax } from "../../web/worker/python/softmax.js";

test("each row sums to 1, whatever the size of its numbers", () => {
  const rows = softmaxRows(Float32Array.of(0, 0, 800, 0, -800, -800), 2);
  assert.deepEqual([...rows], [0.5, 0.5, 1, 0, 0.5, 0.5]);
});

test("a row depends on itself alone", () => {
  const row = [1.5, -2, 0.25];
  const alone = softmaxRows(Float32Array.from(row), 3);
  const among = softmaxRows(Float32Array.from([9, 9, 9, ...row, 0, 1, 2]), 3);
  assert.deepEqual([...among.subarray(3, 6)], [...alone]);
});

test("no row is no row", () => assert.equal(softmaxRows(new Float32Array(0), 35).length, 0));

test("a tensor of floats becomes probabilities, any other stays", () => {
  const made = withSoftmax({ dtype: "float32", shape: [1, 2, 2], data: Float32Array.of(0, 0, 1, 1) });
  assert.deepEqual(made, { dtype: "float64", shape: [1, 2, 2], data: Float64Array.of(0.5, 0.5, 0.5, 0.5) });
  const halves = { dtype: "float16", shape: [1, 2], data: Uint16Array.of(0, 0) };
  assert.equal(withSoftmax(halves), halves);
});
