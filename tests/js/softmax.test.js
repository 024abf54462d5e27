import assert from "node:assert/strict";
import { test } from "node:test";

import { softmaxRows } from "../../web/worker/python/softmax.js";

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
