/** tabside's side of the benchmark, through its public API. Each function returns its own milliseconds. */

import { createEngine } from "./tabside.js";

/** Not part of a start. @param {string} model */
const python = async (model) => (await import("./bench-python.js")).python(model);
/** @type {any} */
let engine = null;
/** @type {any} */
let loaded = null;

const side = {
  /** @param {{task: string, model: string, dtype?: string, threads?: number}} options dtype and threads: their defaults if missing */
  async load({ task, model, dtype, threads }) {
    engine ??= createEngine({ dtype, threads, remember: false });
    loaded = { task, model };
    return timed(async () => {
      if (task === "token-classification") await engine.load({ model });
      else await engine.pipeline(task, model);
      return null;
    });
  },

  /** @param {{text: string}} work */
  async redact({ text }) {
    return timed(async () => (await engine.redact(text)).findings);
  },

  /** @param {{texts: string[], rows?: number}} work rows: how many vectors to return for comparison */
  async embed({ texts, rows = 0 }) {
    const { ms, result } = await timed(() => engine.embed(texts, { model: loaded.model, pooling: "mean", normalize: true }));
    const width = result.dims[1];
    return { ms, result: Array.from({ length: rows }, (_, row) => [...result.vectors.subarray(row * width, (row + 1) * width)]) };
  },

  /** @param {{query: string, documents: string[]}} work */
  async rank({ query, documents }) {
    return timed(async () => {
      const scores = new Array(documents.length);
      for (const { corpus_id, score } of await engine.rank(query, documents, { model: loaded.model })) scores[corpus_id] = score;
      return scores;
    });
  },

  /** @param {{texts: string[], model: string}} work */
  async tokenize({ texts, model }) {
    const [ms, result] = JSON.parse((await python(model)).tokenize(JSON.stringify(texts)));
    return { ms, result };
  },

  /** @param {{text: string, model: string}} work */
  async redactWithoutModel({ text, model }) {
    return { ms: await (await python(model)).redact_without_model(text), result: null };
  },
};

/** @template T @param {() => Promise<T>} work */
async function timed(work) {
  const begin = performance.now();
  const result = await work();
  return { ms: performance.now() - begin, result };
}

/** A start as the user sees it: from navigation to the first visible result. Text and options are in the fragment. */
async function start() {
  const { text, ...options } = JSON.parse(decodeURIComponent(location.hash.slice(1)));
  engine = createEngine({ ...options, remember: false });
  const result = await engine.redact(text);
  /** @type {HTMLElement} */ (document.querySelector("#output")).textContent = result.text;
  await new Promise(requestAnimationFrame);
  return { ms: performance.now(), result: result.findings };
}

Object.assign(globalThis, { side, started: location.hash ? start() : null });
