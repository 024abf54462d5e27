/**
 * The peer's side of the benchmark: Transformers.js, used as in its documentation. Each function returns its own milliseconds.
 */

import { AutoModelForSequenceClassification, AutoTokenizer, env, pipeline } from "./vendor/transformers.min.js";

env.allowLocalModels = false;
env.remoteHost = new URL("hub/", location.href).href;
const glue = new URL("vendor/ort-wasm-simd-threaded.asyncify", location.href).href;
env.backends.onnx.wasm.wasmPaths = { mjs: `${glue}.mjs`, wasm: `${glue}.wasm` };

/** @type {any} */
let loaded = null;

const side = {
  /** @param {{task: string, model: string, dtype: string, threads?: number}} options threads: its default if missing */
  async load({ task, model, dtype, threads }) {
    if (threads) env.backends.onnx.wasm.numThreads = threads;
    return timed(async () => {
      if (task === "text-ranking") {
        const [tokenizer, classifier] = await Promise.all([AutoTokenizer.from_pretrained(model), AutoModelForSequenceClassification.from_pretrained(model, { dtype, device: "wasm" })]);
        loaded = { tokenizer, classifier };
      } else loaded = await pipeline(/** @type {any} */ (task), model, { dtype, device: "wasm" });
      return null;
    });
  },

  /**
   * Redact windows one by one, or in the given batches (indices into `windows`).
   * @param {{windows: string[], batches?: number[][]}} work
   */
  async redact({ windows, batches = windows.map((_, index) => [index]) }) {
    return timed(async () => {
      /** @type {any[]} */
      const results = new Array(windows.length);
      for (const batch of batches) {
        const found = await loaded(batch.map((index) => windows[index]));
        batch.forEach((index, at) => (results[index] = found[at]));
      }
      return results.map((tokens) => tokens.map((/** @type {any} */ token) => [token.word, token.entity]));
    });
  },

  /** Every token with its label, for comparison. @param {{windows: string[]}} work */
  async label({ windows }) {
    return timed(async () => {
      const results = [];
      for (const window of windows) results.push((await loaded(window, { ignore_labels: [] })).map((/** @type {any} */ token) => [token.word, token.entity]));
      return results;
    });
  },

  /** @param {{texts: string[], batches: number[][], rows?: number}} work rows: how many vectors to return for comparison */
  async embed({ texts, batches, rows = 0 }) {
    const { ms, result } = await timed(async () => {
      /** @type {Float32Array[]} */
      const vectors = new Array(texts.length);
      for (const batch of batches) {
        const { data, dims } = await loaded(batch.map((index) => texts[index]), { pooling: "mean", normalize: true });
        batch.forEach((index, at) => (vectors[index] = data.subarray(at * dims[1], (at + 1) * dims[1])));
      }
      return vectors;
    });
    return { ms, result: result.slice(0, rows).map((vector) => [...vector]) };
  },

  /** @param {{query: string, documents: string[], batches: number[][]}} work */
  async rank({ query, documents, batches }) {
    return timed(async () => {
      const scores = new Array(documents.length);
      for (const batch of batches) {
        const inputs = await loaded.tokenizer(batch.map(() => query), { text_pair: batch.map((index) => documents[index]), padding: true, truncation: true, max_length: 512 });
        const { logits } = await loaded.classifier(inputs);
        batch.forEach((index, at) => (scores[index] = logits.data[at]));
      }
      return scores;
    });
  },

  /** @param {{texts: string[], model: string}} work */
  async tokenize({ texts, model }) {
    const { Tokenizer } = await import("./vendor/tokenizers.min.mjs");
    const read = async (/** @type {string} */ name) => (await fetch(`hub/${model}/resolve/main/${name}`)).json();
    const tokenizer = new Tokenizer(await read("tokenizer.json"), await read("tokenizer_config.json"));
    for (const text of texts.slice(0, 20)) tokenizer.encode(text);
    return timed(async () => texts.map((text) => tokenizer.encode(text).ids.length));
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
  await side.load(options);
  const { result } = await side.redact({ windows: [text] });
  /** @type {HTMLElement} */ (document.querySelector("#output")).textContent = JSON.stringify(result);
  await new Promise(requestAnimationFrame);
  return { ms: performance.now(), result };
}

Object.assign(globalThis, { side, started: location.hash ? start() : null });
