/**
 * The calls of one engine: they start what is missing, carry an id, report progress and keep the mappings of answers.
 *
 * @typedef {import("../shared/protocol.js").EngineEvent} EngineEvent
 * @typedef {import("../shared/protocol.js").EngineState} EngineState
 */

import { BatchError, TabsideError } from "../shared/protocol.js";
import { TASKS, unpacked, weightsOf } from "../shared/tasks.js";
import { asCall, withId } from "./call.js";
import { EngineWorker } from "./engine-worker.js";
import { IdleRest } from "./idle-rest.js";
import { LoadState } from "./load-state.js";
import { Mappings } from "./mappings.js";

/** @template T @typedef {import("./call.js").Call<T>} Call */

/**
 * The weights and their device; missing: the engine's or the manifest's defaults.
 * @typedef {{model: string, dtype?: string, device?: string}} Weights
 */

/**
 * A task with a loaded model, called with the task's inputs (text-ranking: query and documents; see tasks.js) and its options.
 * @typedef {((...args: any[]) => Call<any>) & {task: string, model: string, dispose: () => Call<null>}} PipelineHandle
 */

const IDLE_SECONDS = 600;

export class EngineCalls {
  #worker;
  #rest;
  #loads = new LoadState();
  #onEvent;
  /** The last state reported. @type {EngineState} */
  #state = "idle";
  mappings = new Mappings();
  /** Progress listeners by call. @type {Map<number, (facts: import("../shared/protocol.js").JobEvent) => void>} */
  #followed = new Map();

  /**
   * @param {ReturnType<typeof import("./options.js").configOf>} config @param {number | null | undefined} idleUnload seconds; default: ten minutes
   * @param {(event: EngineEvent) => void} onEvent
   */
  constructor(config, idleUnload, onEvent) {
    this.#onEvent = onEvent;
    this.#worker = new EngineWorker(config, {
      onEvent: (event) => {
        onEvent(event);
        if (event.event === "job") this.#followed.get(event.data.id)?.(event.data);
      },
      onEnd: (error) => {
        this.#loads.reset(error.code === "cancelled" || error.details.cancelled ? null : error);
        this.#tell(error.details.rested === true);
      },
    });
    this.#rest = new IdleRest(idleUnload === undefined ? IDLE_SECONDS : idleUnload, () => this.#unload());
  }

  /** @returns {EngineState} */
  get state() {
    return this.#state;
  }

  /** Whether a call with these weights needs no load. @param {Weights} weights */
  isLoaded(weights) {
    return this.#loads.isLoaded(keyOf(weights));
  }

  /**
   * A call that may have to start the engine or load its model first.
   * @param {string} method @param {any} params @param {AbortSignal} [signal] @param {unknown[]} [texts] @returns {Call<any>}
   */
  loading(method, params, signal, texts) {
    const load = this.#loads.begin(keyOf(params));
    this.#tell();
    const call = this.call(method, params, signal, texts);
    return withId(call, call.then(
      (result) => {
        this.#loads.succeed(load);
        this.#tell();
        return result;
      },
      (error) => {
        this.#loads.fail(load, error);
        this.#tell();
        throw error;
      },
    ));
  }

  /** @param {string} method @param {any} params @param {AbortSignal} [signal] @param {unknown[]} [texts] @returns {Call<any>} */
  call(method, params, signal, texts = []) {
    for (const text of texts) {
      if (typeof text !== "string") return this.refuse(new TabsideError("input.invalid", `Expected a string, got ${text === null ? "null" : typeof text}.`));
    }
    if (params.files?.some((/** @type {unknown} */ file) => !(file instanceof Blob))) return this.refuse(new TabsideError("input.invalid", "A file is a File, a Blob, an ArrayBuffer or a view of one."));
    if (signal?.aborted) return this.refuse(new TabsideError("cancelled", "The call was cancelled."));
    const call = asCall(this.#worker.call(method, params));
    signal?.addEventListener("abort", () => this.cancel(call.id), { once: true });
    this.#rest.during(call);
    return call;
  }

  /** Report the progress of a call until it ends. @param {Call<any>} call @param {((facts: any) => void) | undefined} onProgress takes a JobEvent */
  follow(call, onProgress) {
    if (onProgress) this.#followed.set(call.id, onProgress);
    call.catch(() => {}).finally(() => this.#followed.delete(call.id));
  }

  /** @template {{mapping: any, text?: string}} T @param {Call<T>} call @returns {Call<T>} */
  keepMapping(call) {
    return withId(call, call.then((redaction) => {
      this.mappings.add(redaction.mapping, redaction.text);
      return redaction;
    }));
  }

  /** Keep the mapping of an answer that has one. @param {Call<any>} call */
  async noting(call) {
    const answer = await call;
    if (answer?.mapping) this.mappings.add(answer.mapping);
    return answer;
  }

  /** @param {any} mapping @param {() => any} choose @param {unknown[]} texts @param {(mapping: any) => Call<any>} call @returns {Call<any>} */
  withMapping(mapping, choose, texts, call) {
    try {
      // The call itself refuses arguments that are not strings.
      return call(mapping ?? (texts.every((text) => typeof text === "string") ? choose() : null));
    } catch (error) {
      return this.refuse(error);
    }
  }

  /** @param {import("../shared/tasks.js").TaskName} task @param {Weights} weights @param {any[]} args @returns {Call<any>} */
  run(task, weights, args) {
    try {
      const { inputs, texts, options: { signal, ...options } } = TASKS[task].pack(...args);
      const call = this.loading("run", { ...weights, task, inputs, options }, signal, texts);
      return withId(call, unpacked(task, call));
    } catch (error) {
      return this.refuse(error);
    }
  }

  /**
   * Label texts by a classifier. The answer's \`truncated\` lists the numbers of the texts of which only the beginning was read.
   * @param {unknown} inputs @param {import("../shared/tasks.js").Classifier} classifier @param {import("../shared/tasks.js").ClassifyOptions} options @returns {Call<any>}
   */
  classifyWith(inputs, classifier, { signal, ...options }) {
    try {
      const params = { ...weightsOf(classifier), task: "feature-extraction", inputs, classifier, options };
      const call = this.loading("classify_with", params, signal, Array.isArray(inputs) ? inputs : [inputs]);
      const unpack = (/** @type {{labels: any[], truncated: number[]}} */ { labels, truncated }) => Object.assign(labels, { truncated });
      return withId(call, call.then(unpack, (error) => {
        if (error instanceof BatchError) error.results = unpack(error.results);
        throw error;
      }));
    } catch (error) {
      return this.refuse(error);
    }
  }

  /** @param {import("../shared/tasks.js").TaskName} task @param {Weights} weights @returns {PipelineHandle} */
  handle(task, weights) {
    const run = (/** @type {any[]} */ ...args) => this.run(task, weights, args);
    const dispose = () => {
      if (!this.#loads.isLoaded(keyOf(weights))) return asCall(this.#worker.answer(null));
      this.#loads.forget(keyOf(weights));
      this.#tell();
      return this.call("dispose_pipeline", { ...weights, task });
    };
    return Object.assign(run, { task, model: weights.model, dispose });
  }

  /** A call with invalid arguments. @param {unknown} error @returns {Call<any>} */
  refuse(error) {
    return asCall(this.#worker.refuse(error));
  }

  /**
   * Cancel a call: its promise rejects with code `cancelled`. A start that hangs is abandoned, so that the next call starts again.
   * @param {number} id
   */
  cancel(id) {
    this.#worker.cancel(id);
  }

  /** End the worker and free all memory. Calls in progress reject with code `cancelled`; a later call starts again. */
  async dispose() {
    this.#rest.stop();
    this.#worker.end(new TabsideError("cancelled", "The engine was disposed of."));
  }

  /** Free all memory, unless that would lose a model that could not be stored. */
  async #unload() {
    if (!this.#worker.running || !(await this.#worker.call("may_rest", {}).promise.catch(() => false)) || this.#rest.busy) return;
    this.#worker.end(new TabsideError("cancelled", "The engine rests.", { rested: true }));
  }

  #tell(rested = false) {
    const { state, failure } = this.#loads;
    if (state === this.#state) return;
    this.#state = state;
    this.#onEvent({ event: "state", data: { state, ...(state === "error" && { error: TabsideError.toPlain(failure) }), ...(rested && { rested }) } });
  }
}

/** @param {Weights} weights */
function keyOf({ model, dtype, device }) {
  return JSON.stringify([model, dtype ?? null, device ?? null]);
}
