import assert from "node:assert/strict";
import { test } from "node:test";

import { Loads } from "../../web/worker/loads.js";

/** Work that ends on command. */
function controlled() {
  /** @type {{starts: number, signals: AbortSignal[], resolve: (value: string) => void, reject: (error: Error) => void}} */
  const work = { starts: 0, signals: [], resolve: () => {}, reject: () => {} };
  const run = (/** @type {AbortSignal} */ signal) => {
    work.starts++;
    work.signals.push(signal);
    return new Promise((resolve, reject) => {
      work.resolve = resolve;
      work.reject = reject;
      signal.addEventListener("abort", () => reject(new Error("stopped")));
    });
  };
  return { work, run };
}

test("who asks for the same thing joins the load that runs", async () => {
  const loads = new Loads();
  const { work, run } = controlled();
  const both = Promise.all([loads.open("k", run).join(), loads.open("k", run).join()]);
  work.resolve("model");
  assert.deepEqual(await both, ["model", "model"]);
  assert.equal(await loads.open("k", run).join(), "model");
  assert.equal(work.starts, 1);
});

test("one that cancels leaves; the load goes on for the other", async () => {
  const loads = new Loads();
  const { work, run } = controlled();
  const [mine, other] = [new AbortController(), new AbortController()];
  const left = loads.open("k", run).join(mine.signal);
  const stayed = loads.open("k", run).join(other.signal);
  mine.abort();
  await assert.rejects(left, { code: "cancelled" });
  assert.equal(work.signals[0].aborted, false);
  work.resolve("model");
  assert.equal(await stayed, "model");
});

test("when all have cancelled, the work stops", async () => {
  const loads = new Loads();
  const { work, run } = controlled();
  const controllers = [new AbortController(), new AbortController()];
  const joined = controllers.map(({ signal }) => loads.open("k", run).join(signal));
  controllers.forEach((controller) => controller.abort());
  for (const each of joined) await assert.rejects(each, { code: "cancelled" });
  assert.equal(work.signals[0].aborted, true);
});

test("a call that was cancelled before it joined does not join", async () => {
  const loads = new Loads();
  const { work, run } = controlled();
  const load = loads.open("k", run);
  await assert.rejects(load.join(AbortSignal.abort()), { code: "cancelled" });
  await assert.rejects(load.promise, { message: "stopped" });
  assert.equal(work.signals[0].aborted, true);
});

test("a load that failed is forgotten: the next call tries afresh", async () => {
  const loads = new Loads();
  const { work, run } = controlled();
  const failed = loads.open("k", run).join();
  work.reject(new Error("no network"));
  await assert.rejects(failed, { message: "no network" });
  const again = loads.open("k", run).join();
  work.resolve("model");
  assert.equal(await again, "model");
  assert.equal(work.starts, 2);
});

test("a new call never joins a load that all others have just cancelled", async () => {
  const loads = new Loads();
  const { work, run } = controlled();
  const controller = new AbortController();
  const cancelled = loads.open("k", run).join(controller.signal);
  controller.abort();
  const fresh = loads.open("k", run).join();
  await assert.rejects(cancelled, { code: "cancelled" });
  work.resolve("model");
  assert.equal(await fresh, "model");
  assert.equal(work.starts, 2);
});

test("what is closed is loaded anew", async () => {
  const loads = new Loads();
  const { work, run } = controlled();
  const first = loads.open("k", run).join();
  work.resolve("one");
  await first;
  loads.close("k");
  const second = loads.open("k", run).join();
  work.resolve("two");
  assert.equal(await second, "two");
});
