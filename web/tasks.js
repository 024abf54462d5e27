/** The tasks that the engine offers beside redaction: their default models, what they take, and what they give back. */

import { TabsideError } from "./protocol.js";

/** @typedef {"text-classification" | "feature-extraction" | "text-ranking" | "token-classification"} TaskName */

/** The same as in py/tabside/pipelines/registry.py, where each has a default. @type {Record<TaskName, string>} */
export const DEFAULT_MODELS = {
  "text-classification": "stackone/minilm-multihead-v5",
  "feature-extraction": "sentence-transformers/all-MiniLM-L6-v2",
  "text-ranking": "cross-encoder/ms-marco-MiniLM-L12-v2",
  "token-classification": "nationaldesignstudio/rampart",
};

/** @typedef {{label: string, score: number}} Label */
/** @typedef {{corpus_id: number, score: number, text?: string}} Ranked */
/** @typedef {string | {text: string, text_pair?: string}} ClassifyInput */
/** @typedef {Float32Array | Int8Array | Uint8Array} Vectors */

/**
 * @typedef {object} ClassifyOptions
 * @property {string} [model]
 * @property {number | null} [top_k]                 how many labels to give, best first; null: all. Default 1
 * @property {"none" | "sigmoid" | "softmax" | "default"} [function_to_apply]   default: the model's own
 * @property {number | Record<string, number> | "default"} [threshold]   leave out labels that score less; "default": the manifest's
 * @property {"mean" | "max"} [long_text]            how windows of a text over the model's limit are joined
 * @property {AbortSignal} [signal]
 */

/**
 * @typedef {object} EmbedOptions
 * @property {string} [model]
 * @property {"mean" | "cls" | "max" | "last_token"} [pooling]   default: the model's own
 * @property {boolean} [normalize]                   to unit length; default: the model's own
 * @property {string} [prompt]                       put before every text
 * @property {string} [prompt_name]                  the same, by its name in the manifest
 * @property {number} [truncate_dim]
 * @property {"float32" | "int8" | "uint8" | "binary" | "ubinary"} [precision]
 * @property {AbortSignal} [signal]
 */

/**
 * @typedef {object} RankOptions
 * @property {string} [model]
 * @property {number | null} [top_k]
 * @property {boolean} [return_documents]
 * @property {"none" | "sigmoid"} [function_to_apply]   default "none": scores are raw logits, not probabilities
 * @property {AbortSignal} [signal]
 */

/** Vectors of several texts, row after row in one array that belongs to the caller: nothing overwrites it later. */
export class Embeddings {
  /** @param {Vectors} vectors @param {[number, number]} dims rows and columns @param {number[]} truncated numbers of the texts that were longer than the model reads */
  constructor(vectors, dims, truncated) {
    this.vectors = vectors;
    this.dims = dims;
    this.truncated = truncated;
  }

  /** A view of one row, not a copy. @param {number} index */
  row(index) {
    const width = this.dims[1];
    return this.vectors.subarray(index * width, (index + 1) * width);
  }
}

/**
 * How each task's arguments become what crosses to the worker, and its answer what the caller gets. `texts` are checked
 * before anything is sent.
 * @type {Record<TaskName, {pack: (...args: any[]) => {inputs: any, texts: unknown[], options: any}, unpack: (result: any) => any}>}
 */
export const TASKS = {
  "text-classification": {
    pack: (inputs, options = {}) => ({ inputs, texts: classifyTexts(inputs), options }),
    unpack: (result) => result,
  },
  "token-classification": {
    pack: (inputs, options = {}) => ({ inputs, texts: listOf(inputs), options }),
    unpack: (result) => result,
  },
  "feature-extraction": {
    pack: (inputs, options = {}) => ({ inputs: listOf(inputs), texts: listOf(inputs), options }),
    unpack: ({ dims, truncated, arrays }) => new Embeddings(arrays[0], dims, truncated),
  },
  "text-ranking": {
    pack: (query, documents, options = {}) => {
      if (!Array.isArray(documents)) throw new TabsideError("input.invalid", "The documents to rank must be an array of strings.");
      return { inputs: { query, documents }, texts: [query, ...documents], options };
    },
    unpack: (result) => result,
  },
};

/** @param {string} name @returns {TaskName} */
export function checkTask(name) {
  if (!Object.hasOwn(TASKS, name)) throw new TabsideError("input.invalid", `There is no task of that name. Tasks: ${Object.keys(TASKS).join(", ")}.`);
  return /** @type {TaskName} */ (name);
}

/** @param {unknown} inputs @returns {unknown[]} */
function listOf(inputs) {
  return Array.isArray(inputs) ? inputs : [inputs];
}

/** @param {unknown} inputs */
function classifyTexts(inputs) {
  return listOf(inputs).flatMap((/** @type {any} */ input) => {
    if (input === null || typeof input !== "object") return [input];
    return input.text_pair === undefined ? [input.text] : [input.text, input.text_pair];
  });
}
