import assert from "node:assert/strict";
import { test } from "node:test";

import { Slots } from "../../web/worker/models/slots.js";

test("at most so many at once, all of them in the end, failures included", async () => {
  const slots = new Slots(3);
  let running = 0;
  let most = 0;
  const work = async (/** @type {number} */ i) => {
    most = Math.max(most, ++running);
    await new Promise((resolve) => setImmediate(resolve));
    running--;
    if (i % 4 === 0) throw new Error("failed");
    return i;
  };
  const results = await Promise.allSettled(Array.from({ length: 20 }, (_, i) => slots.use(() => work(i))));
  assert.equal(most, 3);
  assert.equal(results.filter(({ status }) => status === "fulfilled").length, 15);
  assert.equal(await slots.use(async () => "still open"), "still open");
});
