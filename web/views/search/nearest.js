/** Exact search: every vector is compared, and at some thousands of them that takes a millisecond. */

/** @typedef {import("../../shared/tasks.js").Vectors} Vectors */

/**
 * The rows that are most alike to a query, best first; of equals the earlier.
 * @param {Vectors} vectors rows, one after the other
 * @param {Vectors} query one row of unit length
 * @param {number} count
 * @param {number} [scale] what one unit of `vectors` stands for, where they are int8
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
 * What a reranking changed: the reranked order, and for each how many places it rose.
 * @param {readonly {index: number, score: number}[]} found by similarity
 * @param {readonly {corpus_id: number, score: number}[]} ranked `corpus_id` counts in `found`
 */
export function mergeRanking(found, ranked) {
  return ranked.map(({ corpus_id, score }, place) => ({ .../** @type {{index: number, score: number}} */ (found[corpus_id]), before: corpus_id + 1, rose: corpus_id - place, logit: score }));
}
