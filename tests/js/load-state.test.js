import assert from "node:assert/strict";
import { test } from "node:test";

import { LoadState } from "../../web/engine/load-state.js";

/**
 * Events in order, and the state after each: `+a` begins a call with model a, `=a` ends it successfully, `!code` fails it.
 */
const STORIES = [
  { name: "a first load", steps: ["+a", "loading", "=a", "ready", "+a", "ready", "=a", "ready"] },
  { name: "a second model loads again", steps: ["+a", "loading", "=a", "ready", "+b", "loading", "=b", "ready"] },
  { name: "a call on a model that is there does not end another's load", steps: ["+a", "loading", "=a", "ready", "+b", "loading", "+a", "loading", "=a", "loading", "=b", "ready"] },
  { name: "a cancelled first load", steps: ["+a", "loading", "!a cancelled", "idle"] },
  { name: "a cancelled second load", steps: ["+a", "loading", "=a", "ready", "+b", "loading", "!b cancelled", "ready"] },
  { name: "a failed load is told until a call succeeds", steps: ["+a", "loading", "!a download.failed", "error", "+a", "loading", "=a", "ready"] },
  { name: "a refused option leaves a ready engine ready", steps: ["+a", "loading", "=a", "ready", "+a", "ready", "!a input.invalid", "ready"] },
  { name: "a scan that fails leaves a ready engine ready", steps: ["+a", "loading", "=a", "ready", "+a", "ready", "!a session.failed", "ready"] },
];

for (const { name, steps } of STORIES) {
  test(name, () => {
    const state = new LoadState();
    /** @type {Map<string, any>} */
    const loads = new Map();
    for (let i = 0; i < steps.length; i += 2) {
      const [action, code = ""] = steps[i].slice(1).split(" ");
      if (steps[i][0] === "+") loads.set(action, state.begin(action));
      else if (steps[i][0] === "=") state.succeed(loads.get(action));
      else state.fail(loads.get(action), { code });
      assert.equal(state.state, steps[i + 1], `after ${steps[i]}`);
    }
  });
}

test("a worker that is gone takes every model with it, and calls that end later change nothing", () => {
  const state = new LoadState();
  state.succeed(state.begin("a"));
  const pending = state.begin("b");
  state.reset();
  assert.equal(state.state, "idle");
  state.fail(pending, { code: "cancelled" });
  assert.equal(state.state, "idle");
  assert.equal(state.isLoaded("a"), false);
  state.reset({ code: "session.worker-lost" });
  assert.equal(state.state, "error");
});
