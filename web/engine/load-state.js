/** The state of an engine, derived from its loaded models and the loads in progress. Pure bookkeeping. */

/** @typedef {import("../shared/protocol.js").EngineState} EngineState */
/** @typedef {{code: string}} Failure */
/** `first`: the model was not loaded when the call began. @typedef {{model: string, first: boolean}} Load */

export class LoadState {
  /** @type {Set<string>} */
  #loaded = new Set();
  /** @type {Set<Load>} */
  #pending = new Set();
  /** @type {Failure | null} */
  #failure = null;

  /** @returns {EngineState} */
  get state() {
    if (this.#pending.size > 0) return "loading";
    if (this.#failure) return "error";
    return this.#loaded.size > 0 ? "ready" : "idle";
  }

  get failure() {
    return this.#failure;
  }

  /** @param {string} model */
  isLoaded(model) {
    return this.#loaded.has(model);
  }

  /** Record that a call with this model begins. @param {string} model @returns {Load} */
  begin(model) {
    const load = { model, first: !this.#loaded.has(model) };
    if (load.first) this.#pending.add(load);
    return load;
  }

  /** @param {Load} load */
  succeed(load) {
    this.#pending.delete(load);
    this.#loaded.add(load.model);
    this.#failure = null;
  }

  /**
   * Record a failed call. Refused options, cancelled calls and failures with a loaded model do not change the state.
   * @param {Load} load @param {Failure} failure
   */
  fail(load, failure) {
    // The model is loaded; only some of many inputs failed.
    if (failure.code === "batch.failed") return this.succeed(load);
    this.#pending.delete(load);
    if (load.first && failure.code !== "cancelled" && !/^(input|classifier)\./.test(failure.code)) this.#failure = failure;
  }

  /** @param {string} model */
  forget(model) {
    this.#loaded.delete(model);
  }

  /** Record that the worker has ended with all its models. @param {Failure | null} [failure] */
  reset(failure = null) {
    this.#loaded.clear();
    this.#pending.clear();
    this.#failure = failure;
  }
}
