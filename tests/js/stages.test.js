import assert from "node:assert/strict";
import { test } from "node:test";

import { TabsideError } from "../../web/shared/protocol.js";
import { LONG, createStages } from "../../web/worker/stages.js";

const never = () => new Promise(() => {});
const QUICK = { told_ms: 20, given_up_ms: 60 };

function recorded() {
  /** @type {import("../../web/shared/protocol.js").StageEvent[]} */
  const events = [];
  return { events, states: () => events.map(({ state }) => state), runStage: createStages((event) => events.push(event)) };
}

test("a stage says when it starts and ends, and gives what its work gave", async () => {
  const { events, states, runStage } = recorded();
  assert.equal(await runStage("runtime", async () => 42), 42);
  assert.deepEqual(states(), ["start", "done"]);
  assert.ok(events.every(({ stage }) => stage === "runtime"));
  assert.ok(/** @type {number} */ (events[1].ms) >= 0);
});

test("a stage that fails says why, and the caller hears it too", async () => {
  const { events, states, runStage } = recorded();
  const error = new TabsideError("download.offline", "no network");
  await assert.rejects(runStage("model", () => Promise.reject(error)), error);
  assert.deepEqual(states(), ["start", "error"]);
  assert.equal(events[1].error?.code, "download.offline");
});

test("work that throws at once is an error of the stage as well", async () => {
  const { states, runStage } = recorded();
  await assert.rejects(runStage("session", () => { throw new Error("at once"); }), { message: "at once" });
  assert.deepEqual(states(), ["start", "error"]);
});

test("a stage that takes long is told, and given up in the end", async () => {
  const { events, states, runStage } = recorded();
  await assert.rejects(runStage("packages", never, QUICK), { code: "runtime.stalled" });
  assert.deepEqual(states(), ["start", "stalled", "error"]);
  assert.equal(events[2].error?.details.stage, "packages");
});

test("one that ends after it was told about is done all the same", async () => {
  const { states, runStage } = recorded();
  await runStage("packages", async () => {
    while (!states().includes("stalled")) await new Promise((resolve) => setTimeout(resolve, 1));
  }, QUICK);
  assert.deepEqual(states(), ["start", "stalled", "done"]);
});

test("a download is never given up by the clock, and leaves no timer behind", async () => {
  const { states, runStage } = recorded();
  await runStage("model", async () => null, LONG);
  assert.deepEqual(states(), ["start", "done"]);
});
