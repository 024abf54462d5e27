/** Exact search: every vector is compared, which takes a millisecond for some thousands. */

/** @typedef {import("../../shared/tasks.js").Vectors} Vectors */

/**
 * The rows most similar to a query, best first; ties in row order.
 * @param {Vectors} vectors rows, one after the other
 * @param {Vectors} query one row of unit length
 * @param {number} count
 * @param {number} [scale] the value of one unit of `vectors`, if they are int8
 * @returns {{index: number, score: number}[]} `score` is the dot product: of unit vectors, the cosine
 */
export function nearest(vectors, query, count, scale = 1) {
  const width = query.length;
  const rows = vectors.length / width;
  if (!Number.isInteger(rows)) throw new RangeError(`${vectors.length} numbers are no rows of ${width}.`);
  const scored = Array.from({ length: rows }, (_, index) => ({ index, score: dot(vectors, index * width, query) * scale }));
  return scored.sort((a, b) => b.score - a.score || a.index - b.index).slice(0, count);
}

/** @param {Vectors} vectors @param {number} start @param {Vectors} query */
function dot(vectors, start, query) {
  let sum = 0;
  for (let i = 0; i < query.length; i++) sum += /** @type {number} */ (vectors[start + i]) * /** @type {number} */ (query[i]);
  return sum;
}

/**
 * The effect of reranking: the new order, and how many places each passage rose.
 * @param {readonly {index: number, score: number}[]} found by similarity
 * @param {readonly {corpus_id: number, score: number}[]} ranked `corpus_id` counts in `found`
 */
export function mergeRanking(found, ranked) {
  return ranked.map(({ corpus_id, score }, place) => ({ .../** @type {{index: number, score: number}} */ (found[corpus_id]), before: corpus_id + 1, rose: corpus_id - place, logit: score }));
}
