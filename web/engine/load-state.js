/** What state an engine is in, from the models that it holds and the loads that are under way. Plain bookkeeping. */

/** @typedef {import("../shared/protocol.js").EngineState} EngineState */
/** @typedef {{code: string}} Failure */
/** `first`: the model was not there when the call began. @typedef {{model: string, first: boolean}} Load */

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

  /** A call that needs this model begins. @param {string} model @returns {Load} */
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
   * A refused option or a cancelled call is no fault of the engine's, nor is what fails with a model that was there.
   * @param {Load} load @param {Failure} failure
   */
  fail(load, failure) {
    // The model is there, and some of many inputs failed with it.
    if (failure.code === "batch.failed") return this.succeed(load);
    this.#pending.delete(load);
    if (load.first && failure.code !== "cancelled" && !failure.code.startsWith("input.")) this.#failure = failure;
  }

  /** @param {string} model */
  forget(model) {
    this.#loaded.delete(model);
  }

  /** The worker is gone, and all that it held. @param {Failure | null} [failure] */
  reset(failure = null) {
    this.#loaded.clear();
    this.#pending.clear();
    this.#failure = failure;
  }
}
