import assert from "node:assert/strict";
import { test } from "node:test";

import { mergeRanking, nearest } from "../../web/views/search/nearest.js";

const QUERY = new Float32Array([0.6, 0.8]);

test("the most alike come first, of equals the earlier", () => {
  const vectors = new Float32Array([1, 0, 0.6, 0.8, 0, 1, 0.6, 0.8]);
  assert.deepEqual(nearest(vectors, QUERY, 3).map(({ index }) => index), [1, 3, 2]);
  assert.ok(Math.abs(nearest(vectors, QUERY, 1)[0].score - 1) < 1e-6);
});

test("int8 rows count by their scale", () => {
  const [best] = nearest(new Int8Array([0, -127, 76, 102]), QUERY, 1, 1 / 127);
  assert.equal(best.index, 1);
  assert.ok(Math.abs(best.score - 1) < 0.01);
});

test("more asked for than there are gives all; no rows give none", () => {
  assert.equal(nearest(new Float32Array([1, 0]), QUERY, 9).length, 1);
  assert.deepEqual(nearest(new Float32Array(), QUERY, 9), []);
});

test("vectors of another width are refused", () => {
  assert.throws(() => nearest(new Float32Array([1, 0, 0]), QUERY, 1), RangeError);
});

test("a ranking says where each was before, and how far it rose or fell", () => {
  const found = [{ index: 7, score: 0.9 }, { index: 3, score: 0.8 }, { index: 5, score: 0.7 }];
  const ranked = [{ corpus_id: 2, score: 4.5 }, { corpus_id: 0, score: 1 }, { corpus_id: 1, score: -9 }];
  assert.deepEqual(mergeRanking(found, ranked), [
    { index: 5, score: 0.7, before: 3, rose: 2, logit: 4.5 },
    { index: 7, score: 0.9, before: 1, rose: -1, logit: 1 },
    { index: 3, score: 0.8, before: 2, rose: -1, logit: -9 },
  ]);
});
