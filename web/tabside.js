/**
 * tabside's JavaScript API. Nothing is downloaded or started before the first call that needs it.
 *
 *   const engine = createEngine({ onEvent: ({ event, data }) => … });
 *   const { text, findings } = await engine.redact("My name is Ada Lovelace.");
 *   await engine.restore(text);
 *
 * Every call returns a promise that carries its `id` (for `engine.cancel(id)`) and takes an AbortSignal as `signal`.
 * A failure throws a TabsideError with a stable `code`; the next call restarts whatever is needed.
 */

import { asAudited } from "./engine/audit.js";
import { asBlob, nameOf, withData, withId } from "./engine/call.js";
import { Conversation } from "./engine/conversation.js";
import { DEFAULT_MODEL, EngineModels } from "./engine/engine-models.js";
import { PageReview } from "./engine/page-review.js";
import { DEFAULT_MODELS, checkTask, modelOf } from "./shared/tasks.js";

export { DEFAULT_MODEL } from "./engine/engine-models.js";
export { redactingFetch } from "./shared/answers/redacting-fetch.js";
export { RestoreStream, restoreText } from "./shared/restoring/restore-stream.js";
export { BatchError, ERROR_CODES, TabsideError } from "./shared/protocol.js";
export { DEFAULT_MODELS } from "./shared/tasks.js";

/** @typedef {import("./shared/protocol.js").EngineEvent} EngineEvent */
/** @typedef {import("./shared/protocol.js").Explanation} Explanation */
/** @typedef {import("./shared/protocol.js").EngineState} EngineState */
/** @typedef {import("./engine/audit.js").Audit} Audit */
/** @typedef {import("./engine/audit.js").Audited} Audited */
/** @typedef {import("./engine/options.js").FileRedaction} FileRedaction */
/** @typedef {import("./engine/options.js").FileRestoration} FileRestoration */
/** @typedef {import("./shared/protocol.js").Finding} Finding */
/** @typedef {import("./shared/protocol.js").Plan} Plan */
/** @typedef {import("./engine/options.js").PolicyTest} PolicyTest */
/** @typedef {import("./shared/protocol.js").Redaction} Redaction */
/** @typedef {import("./shared/restoring/restore-stream.js").Restoration} Restoration */
/** @typedef {import("./shared/tasks.js").ClassifyInput} ClassifyInput */
/** @typedef {import("./shared/tasks.js").ClassifyOptions} ClassifyOptions */
/** @typedef {import("./shared/tasks.js").EmbedOptions} EmbedOptions */
/** @typedef {import("./shared/tasks.js").Embeddings} Embeddings */
/** @typedef {import("./shared/tasks.js").Classifier} Classifier */
/** @typedef {import("./shared/tasks.js").Label} Label */
/** @typedef {import("./shared/tasks.js").OwnLabel} OwnLabel */
/** @typedef {import("./shared/tasks.js").Rows} Rows */
/** @typedef {import("./shared/tasks.js").RankOptions} RankOptions */
/** @typedef {import("./shared/tasks.js").Ranked} Ranked */

/** @typedef {import("./engine/options.js").EngineOptions} EngineOptions */
/** @typedef {import("./engine/options.js").FileOptions} FileOptions */
/** @typedef {import("./engine/options.js").FileSource} FileSource */
/** @typedef {import("./engine/options.js").FurtherModel} FurtherModel */
/** @typedef {import("./engine/options.js").RedactFileOptions} RedactFileOptions */
/** @typedef {import("./engine/options.js").RedactOptions} RedactOptions */

/** @typedef {import("./engine/engine-calls.js").PipelineHandle} PipelineHandle */
/** @typedef {import("./engine/engine-calls.js").Weights} Weights */

/** @template T @typedef {import("./engine/call.js").Call<T>} Call */

/** @param {EngineOptions} [options] @returns {Engine} */
export function createEngine(options = {}) {
  return new Engine(options);
}

export class Engine extends EngineModels {
  /**
   * Find and replace personal data. The whole text is scanned, whatever its length.
   * @param {string} text @param {RedactOptions} [options] @returns {Call<Redaction>}
   */
  redact(text, { signal, model = DEFAULT_MODEL, ...options } = {}) {
    const call = this.calls.loading("redact", { text, model, options }, signal, [text]);
    return this.calls.keepMapping(call);
  }

  /**
   * Replace findings (all, or a selection) in their text, without scanning it again.
   * @param {string} text @param {Finding[]} findings @param {Pick<RedactOptions, "operator" | "operators" | "policy" | "format" | "signal">} [options] @returns {Call<Redaction>}
   */
  anonymize(text, findings, { signal, ...options } = {}) {
    return this.calls.keepMapping(this.calls.call("anonymize", { text, findings, options }, signal, [text]));
  }

  /**
   * Explain a stretch of a text: its findings, the model's results there, and recognizers that nearly matched. The text that was redacted
   * last is not scanned again.
   * @param {string} text @param {{start: number, end: number}} range @param {Pick<RedactOptions, "entities" | "threshold" | "policy" | "model" | "models" | "signal">} [options] @returns {Call<Explanation>}
   */
  explain(text, { start, end }, { signal, model = DEFAULT_MODEL, ...options } = {}) {
    return this.calls.loading("explain", { text, start, end, model, options }, signal, [text]);
  }

  /**
   * Restore the original of a text that this engine redacted with placeholders, even if it or its placeholders were edited.
   * Returns the text of `restoration`.
   * @param {string} text @param {{mapping?: any, signal?: AbortSignal}} [options] @returns {Call<string>}
   */
  restore(text, options) {
    const call = this.restoration(text, options);
    return withId(call, call.then((done) => done.text));
  }

  /**
   * Restore the originals, and report the restored and the unknown placeholders. Without a mapping, an unedited text uses its own,
   * and an edited one the common meaning of its placeholders in all redactions of this engine. It is an error if they have several
   * meanings.
   * @param {string} text @param {{mapping?: any, signal?: AbortSignal}} [options] @returns {Call<Restoration>}
   */
  restoration(text, { mapping, signal } = {}) {
    return this.calls.withMapping(mapping, () => this.calls.mappings.of(text), [text], (chosen) => this.calls.call("restore", { text, mapping: chosen }, signal, [text]));
  }

  /**
   * A conversation: one mapping over all its turns, `mapping` to go on from an earlier one. See docs/language-models.md.
   * @param {{mapping?: any, model?: string | null} & Pick<RedactOptions, "entities" | "threshold" | "operator" | "operators" | "policy" | "models">} [options]
   */
  conversation({ mapping = null, model = DEFAULT_MODEL, ...options } = {}) {
    return new Conversation({
      redact: (texts, known) => this.calls.loading("redact_texts", { texts, mapping: known, model, options }, undefined, texts),
      save: (known, passphrase) => this.exportMapping(passphrase, { mapping: known }),
    }, mapping);
  }

  /**
   * Redact the JSON body of a request to a language model's API; `redactingFetch` is built on it.
   * @param {string} path @param {string} body @param {{model?: string | null, signal?: AbortSignal} & Pick<RedactOptions, "entities" | "threshold" | "policy" | "models">} [options] @returns {Call<{body: string, mapping: any, endpoint: string}>}
   */
  redactRequest(path, body, { model = DEFAULT_MODEL, signal, ...options } = {}) {
    return this.calls.loading("redact_request", { path, body, model, options }, signal, [path, body]);
  }

  /**
   * Redact a file in its own format: docs/files.md. With `mapping`, that of earlier files, the same value gets the same
   * placeholder in all of them, and the resulting mapping restores all of them.
   * @param {FileSource} file @param {RedactFileOptions} [options] @returns {Call<FileRedaction>}
   */
  redactFile(file, { name = nameOf(file), signal, onProgress, model = DEFAULT_MODEL, ...options } = {}) {
    const files = [asBlob(file)];
    const call = withData(this.calls.loading("redact_file", { name, files, model, options }, signal, [name]));
    this.calls.follow(call, onProgress);
    return this.calls.keepMapping(call);
  }

  /**
   * Open a PDF or a picture for a review page by page: docs/page-review.md. Scanned pages of a PDF are read. Close the review when it is done.
   * @param {FileSource} file @param {RedactFileOptions} [options] @returns {Call<PageReview>}
   */
  openPages(file, { name = nameOf(file), signal, onProgress, model = DEFAULT_MODEL, ...options } = {}) {
    const files = [asBlob(file)];
    const open = () => this.calls.loading("open_pages", { name, files, model, options }, undefined, [name]);
    const call = this.calls.loading("open_pages", { name, files, model, options }, signal, [name]);
    this.calls.follow(call, onProgress);
    const ask = (/** @type {string} */ method, /** @type {object} */ params, /** @type {AbortSignal | undefined} */ abort) => this.calls.call(method, params, abort);
    return withId(call, call.then((opened) => new PageReview({ open, call: (...args) => this.calls.noting(ask(...args)) }, opened)));
  }

  /**
   * Restore the originals in a redacted file, even if it was edited. Without a mapping, all redactions of this engine must be consistent.
   * @param {FileSource} file @param {FileOptions} [options] @returns {Call<FileRestoration>}
   */
  restoreFile(file, { name = nameOf(file), mapping, signal } = {}) {
    const call = this.calls.withMapping(mapping, () => this.calls.mappings.all(), [], (chosen) => this.calls.call("restore_file", { name, files: [asBlob(file)], mapping: chosen }, signal, [name]));
    return withData(call);
  }

  /**
   * Pack many files into one zip archive.
   * @param {{name: string, data: FileSource}[]} files @returns {Call<Uint8Array>}
   */
  zipFiles(files) {
    const call = withData(this.calls.call("zip_files", { names: files.map(({ name }) => name), files: files.map(({ data }) => asBlob(data)) }));
    return withId(call, call.then(({ data }) => data));
  }

  /**
   * Report on redacted files or texts: kinds, places, rules, reasons, and hashes of input and output, without any value.
   * `settings` are what the run was asked for; they are written as they are.
   * @param {Audited[]} files @param {{settings?: Record<string, any>, model?: string}} [options] @returns {Promise<Audit>}
   */
  async auditFiles(files, { settings = {}, model = DEFAULT_MODEL } = {}) {
    return this.calls.call("audit_files", { audited: await Promise.all(files.map(asAudited)), settings, model });
  }

  /**
   * Return the matches of a policy's own rules in a text, and the failing examples. No model runs.
   * @param {RedactOptions["policy"]} policy @param {string} text @returns {Call<PolicyTest>}
   */
  testPolicy(policy, text) {
    return this.calls.call("test_policy", { policy, text }, undefined, [text]);
  }

  /**
   * Decrypt the output of the operator encrypt; placeholders in the mapping are restored too.
   * @param {string} text @param {string} passphrase @param {{mapping?: any}} [options] @returns {Call<string>}
   */
  decrypt(text, passphrase, { mapping } = {}) {
    return this.calls.withMapping(mapping, () => this.calls.mappings.of(text), [text], (chosen) => this.calls.call("decrypt", { text, passphrase, mapping: chosen }, undefined, [text, passphrase]));
  }

  /**
   * Return a mapping as text encrypted with the passphrase; default: that of all redactions of this engine, if they are consistent.
   * @param {string} passphrase @param {{mapping?: any}} [options] @returns {Call<string>}
   */
  exportMapping(passphrase, { mapping } = {}) {
    return this.calls.withMapping(mapping, () => this.calls.mappings.all(), [], (chosen) => this.calls.call("export_mapping", { mapping: chosen, passphrase }, undefined, [passphrase]));
  }

  /**
   * Read the output of `exportMapping`; `restore` then uses it too.
   * @param {string} text @param {string} passphrase @returns {Call<any>} the mapping
   */
  importMapping(text, passphrase) {
    const call = this.calls.call("import_mapping", { text, passphrase }, undefined, [text, passphrase]);
    return withId(call, call.then((mapping) => {
      this.calls.mappings.add(mapping);
      return mapping;
    }));
  }

  /**
   * Label a text, or each of many; a pair is `{text, text_pair}`. A long text is read completely, in windows. One text
   * gives its labels, best first. Many texts give one label each, or a list of labels each if `top_k` is not 1.
   * @param {ClassifyInput | ClassifyInput[]} inputs @param {ClassifyOptions} [options] @returns {Call<Label[] | Label[][]>}
   */
  classify(inputs, { model = DEFAULT_MODELS["text-classification"], classifier, ...options } = {}) {
    if (classifier) return this.calls.classifyWith(inputs, classifier, options);
    return this.calls.run("text-classification", { model }, [inputs, options]);
  }

  /**
   * Make a classifier with labels of one's own, for \`classify(texts, {classifier})\`: docs/classifiers.md. Without \`method\` the labels'
   * examples are learned if all of them have some, else their descriptions are compared.
   * @param {OwnLabel[]} labels
   * @param {{model?: string, method?: "zero-shot" | "few-shot", signal?: AbortSignal, onProgress?: (facts: {done: number, total: number, of: string}) => void}} [options]
   * @returns {Call<{classifier: Classifier, truncated: number}>} truncated: number of examples of which only the beginning was read
   */
  trainClassifier(labels, { model = DEFAULT_MODELS["feature-extraction"], method, signal, onProgress } = {}) {
    const chosen = method ?? (labels.every(({ examples }) => examples?.length) ? "few-shot" : "zero-shot");
    const texts = labels.flatMap(({ name, description = "", examples = [] }) => [name, description, ...examples]);
    const call = this.calls.loading("train_classifier", { model, task: "feature-extraction", method: chosen, labels }, signal, texts);
    this.calls.follow(call, onProgress);
    return call;
  }

  /**
   * Read a table or a list of texts: .csv, .tsv, .xlsx (its first sheet), .jsonl, .json, .txt. No model runs.
   * @param {FileSource} file @param {{name?: string, signal?: AbortSignal}} [options] @returns {Call<Rows>}
   */
  readRows(file, { name = nameOf(file), signal } = {}) {
    return this.calls.call("read_rows", { name, files: [asBlob(file)] }, signal, [name]);
  }

  /**
   * Turn texts into vectors, one per row, whose dot products measure similarity.
   * @param {string | string[]} texts @param {EmbedOptions} [options] @returns {Call<Embeddings>}
   */
  embed(texts, { model = DEFAULT_MODELS["feature-extraction"], ...options } = {}) {
    return this.calls.run("feature-extraction", { model }, [texts, options]);
  }

  /**
   * Rank documents by how well each answers the query: raw logits, best first. A document that is too long is truncated.
   * @param {string} query @param {string[]} documents @param {RankOptions} [options] @returns {Call<Ranked[]>}
   */
  rank(query, documents, { model = DEFAULT_MODELS["text-ranking"], ...options } = {}) {
    return this.calls.run("text-ranking", { model }, [query, documents, options]);
  }

  /**
   * Load a model for a task and get a function that runs it.
   * @param {string} task @param {string | null} [model] default: the task's default @param {{dtype?: string, device?: string, signal?: AbortSignal}} [options] @returns {Call<PipelineHandle>}
   */
  pipeline(task, model, { dtype, device, signal } = {}) {
    /** @type {Call<any>} */
    let call;
    try {
      const weights = { model: modelOf(checkTask(task), model), dtype, device };
      call = this.calls.loading("load", { ...weights, task }, signal);
      return withId(call, call.then(() => this.calls.handle(checkTask(task), weights)));
    } catch (error) {
      return this.calls.refuse(error);
    }
  }
}
