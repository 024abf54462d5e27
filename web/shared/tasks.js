/** The engine's tasks besides redaction: their default models, inputs and results. */

import { BatchError, TabsideError } from "./protocol.js";
import { SERVED } from "./tables.js";

export { DEFAULT_MODELS } from "./tables.js";

/** @typedef {keyof typeof SERVED} TaskName */

/** @typedef {{label: string, score: number}} Label */
/** @typedef {{corpus_id: number, score: number, text?: string}} Ranked */
/** A label of one's own: what it means, or some examples of it. @typedef {{name: string, description?: string, examples?: string[]}} OwnLabel */
/** @typedef {{name: string, examples: number, recall: number, precision: number | null}} LabelEvaluation */
/**
 * What cross-validation measured: docs/classifiers.md.
 * @typedef {{accuracy: number, interval: [number, number], baseline: number, folds: number, examples: number, labels: LabelEvaluation[]}} Evaluation
 */
/**
 * A classifier, as its file holds it: docs/classifiers.md. Plain data.
 * @typedef {object} Classifier
 * @property {"tabside-classifier"} format
 * @property {1} version
 * @property {"zero-shot" | "few-shot"} method
 * @property {{model: string, revision: string, dtype: string, sha256: string, pooling: string}} embedder
 * @property {{name: string, description: string, examples: number, intercept: number, weights: number[]}[]} labels
 * @property {Evaluation | null} evaluation
 */
/** The rows of a table, a text for each column. @typedef {{columns: string[], rows: string[][], warnings: string[]}} Rows */
/** @typedef {string | {text: string, text_pair?: string}} ClassifyInput */
/** @typedef {Float32Array | Int8Array | Uint8Array} Vectors */

/**
 * @typedef {object} ClassifyOptions
 * @property {string} [model]
 * @property {number | null} [top_k]                 number of labels to return, best first; null: all. Default 1
 * @property {"none" | "sigmoid" | "softmax" | "default"} [function_to_apply]   default: the model's own
 * @property {number | Record<string, number> | "default"} [threshold]   drop labels with a lower score; "default": the manifest's
 * @property {"mean" | "max"} [long_text]            how to join the windows of a text over the model's limit
 * @property {Classifier} [classifier]               labels of one's own, from \`trainClassifier\`; then of these options \`top_k\`, a number as \`threshold\` and \`signal\`
 * @property {AbortSignal} [signal]
 */

/**
 * @typedef {object} EmbedOptions
 * @property {string} [model]
 * @property {"mean" | "cls" | "max" | "last_token"} [pooling]   default: the model's own
 * @property {boolean} [normalize]                   to unit length; default: the model's own
 * @property {string} [prompt]                       prepended to every text
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

/**
 * @typedef {object} ZeroShotOptions
 * @property {string} [hypothesis_template]          with {} where the label goes; default "This example is {}."
 * @property {boolean} [multi_label]                 whether several labels may fit at once
 * @property {AbortSignal} [signal]
 */

/** @typedef {{question: string, context: string}} Question */
/** Offsets count UTF-16 code units of the context. @typedef {{score: number, start: number, end: number, answer: string}} Answered */

/**
 * @typedef {object} QuestionOptions
 * @property {number} [top_k]                        with more than 1 each question gives a list, best first
 * @property {number} [doc_stride]                   tokens that windows of a long context share
 * @property {number} [max_answer_len]               in tokens
 * @property {number} [max_seq_len]                  tokens per model input
 * @property {boolean} [handle_impossible_answer]    let the empty answer compete
 * @property {boolean} [align_to_words]
 * @property {AbortSignal} [signal]
 */

/**
 * @typedef {object} FillOptions
 * @property {number} [top_k]
 * @property {string | string[]} [targets]           choose among these tokens only
 * @property {AbortSignal} [signal]
 */

/** Vectors of several texts, row after row in one array owned by the caller. */
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
 * For each task: convert its arguments to the worker's message, and the worker's answer to the caller's result. `texts` are checked
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
  "sentence-similarity": {
    pack: (source_sentence, sentences, options = {}) => {
      if (!Array.isArray(sentences)) throw new TabsideError("input.invalid", "The sentences to compare must be an array of strings.");
      return { inputs: { source_sentence, sentences }, texts: [source_sentence, ...sentences], options };
    },
    unpack: (result) => result,
  },
  "zero-shot-classification": {
    pack: (sequences, candidate_labels, options = {}) => ({
      inputs: { sequences, candidate_labels },
      texts: [...listOf(sequences), ...listOf(candidate_labels)],
      options,
    }),
    unpack: (result) => result,
  },
  "question-answering": { pack: packQuestions, unpack: (result) => result },
  "fill-mask": {
    pack: (inputs, options = {}) => ({ inputs, texts: listOf(inputs), options }),
    unpack: (result) => result,
  },
};

/** The model that a task runs: the requested one, or its default. @param {TaskName} task @param {string | null} [model] */
export function modelOf(task, model) {
  const chosen = model ?? SERVED[task].default_model;
  if (chosen === null) throw new TabsideError("input.invalid", `${task} has no default model: name one.`);
  return chosen;
}

/** Check that a model's head can serve a task. @param {string} task @param {{id: string, task: string}} manifest */
export function checkServes(task, manifest) {
  if (!SERVED[checkTask(task)].models.includes(manifest.task)) {
    throw new TabsideError("input.invalid", `${manifest.id} is a model for ${manifest.task}, not for ${task}.`, { model: manifest.id });
  }
}

/** The result of a call, or the partial results in its error. @param {TaskName} task @param {Promise<any>} call */
export function unpacked(task, call) {
  const { unpack } = TASKS[task];
  return call.then(unpack, (error) => {
    if (error instanceof BatchError) error.results = unpack(error.results);
    throw error;
  });
}

/** @param {string} name @returns {TaskName} */
export function checkTask(name) {
  if (!Object.hasOwn(TASKS, name)) throw new TabsideError("input.invalid", `There is no task of that name. Tasks: ${Object.keys(TASKS).join(", ")}.`);
  return /** @type {TaskName} */ (name);
}

/** @param {unknown} inputs @returns {unknown[]} */
function listOf(inputs) {
  return Array.isArray(inputs) ? inputs : [inputs];
}

/**
 * The model and weights that a classifier is for. Python checks all of its fields.
 * @param {Classifier} classifier @returns {{model: string, dtype: string}}
 */
export function weightsOf(classifier) {
  const { model, dtype } = classifier?.embedder ?? {};
  if (typeof model !== "string" || typeof dtype !== "string") throw new TabsideError("classifier.invalid", "This is no classifier of tabside's.", { field: "embedder" });
  return { model, dtype };
}

/** @param {unknown} inputs */
function classifyTexts(inputs) {
  return listOf(inputs).flatMap((/** @type {any} */ input) => {
    if (input === null || typeof input !== "object") return [input];
    return input.text_pair === undefined ? [input.text] : [input.text, input.text_pair];
  });
}

/**
 * A question and its context, `{question, context}`, or a list of these.
 * @param {string | Question | Question[]} first @param {string | QuestionOptions} [second] @param {QuestionOptions} [third]
 */
function packQuestions(first, second, third) {
  if (typeof second === "string") return { inputs: { question: first, context: second }, texts: [first, second], options: third ?? {} };
  const texts = listOf(first).flatMap((/** @type {any} */ item) => [item?.question, item?.context]);
  return { inputs: first, texts, options: second ?? {} };
}
