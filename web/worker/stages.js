/** Stages of the start: each reports its start, its end, a failure, or that it takes unusually long. */

import { TabsideError } from "../shared/protocol.js";

/** @typedef {import("../shared/protocol.js").StageEvent} StageEvent */
/** @typedef {import("../shared/protocol.js").StageName} StageName */

/** @typedef {import("../shared/start-types.js").StagePatience} Patience */
/**
 * Python and onnxruntime are 10 MB of download: half a minute is worth a message, ten minutes are enough for any connection.
 * @type {Patience}
 */
export const SHORT = { told_ms: 30_000, given_up_ms: 600_000 };
/** A download has its own stall detection and may take an hour. @type {Patience} */
export const LONG = { told_ms: Infinity, given_up_ms: Infinity };

/**
 * Run a stage; its result is that of `work`.
 * @typedef {<T>(stage: StageName, work: () => Promise<T>, patience?: Patience) => Promise<T>} RunStage
 */

/** @param {(event: StageEvent) => void} post @param {Patience} [usual] for stages that are not given their own @returns {RunStage} */
export function createStages(post, usual = SHORT) {
  /**
   * @template T
   * @param {StageName} stage
   * @param {() => Promise<T>} work
   * @param {Patience} [patience]
   * @returns {Promise<T>}
   */
  return async function runStage(stage, work, patience = usual) {
    const began = performance.now();
    post({ stage, state: "start" });
    /** @type {any[]} */
    const timers = [];
    const after = (/** @type {number} */ ms, /** @type {() => void} */ act) => {
      if (Number.isFinite(ms)) timers.push(setTimeout(act, ms));
    };
    after(patience.told_ms, () => post({ stage, state: "stalled", ms: performance.now() - began }));
    const given_up = new Promise((_, reject) => {
      after(patience.given_up_ms, () =>
        reject(new TabsideError("runtime.stalled", `The start hangs at '${stage}'. Check the connection, then try again.`, { stage })),
      );
    });
    try {
      const result = await Promise.race([work(), given_up]);
      post({ stage, state: "done", ms: performance.now() - began });
      return /** @type {T} */ (result);
    } catch (error) {
      post({ stage, state: "error", ms: performance.now() - began, error: TabsideError.toPlain(error) });
      throw error;
    } finally {
      timers.forEach(clearTimeout);
    }
  };
}
