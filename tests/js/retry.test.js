import assert from "node:assert/strict";
import { test } from "node:test";

import { PATIENCE, backoffMs, pause, retryAfterMs } from "../../web/worker/models/retry.js";

test("waits grow twofold up to a bound, and are random below it", () => {
  const most = [1, 2, 3, 4, 5, 6, 7, 30].map((failures) => backoffMs(failures, PATIENCE, () => 1));
  assert.deepEqual(most, [500, 1000, 2000, 4000, 8000, 16_000, 20_000, 20_000]);
  assert.equal(backoffMs(5, PATIENCE, () => 0), 0);
  assert.equal(backoffMs(3, PATIENCE, () => 0.25), 500);
});

const NOON = Date.parse("Tue, 24 Nov 2026 12:00:00 GMT");
/** @type {[string | null, number | null][]} */
const RETRY_AFTER = [
  ["0", 0],
  ["7", 7000],
  [" 120 ", 120_000],
  ["Tue, 24 Nov 2026 12:00:30 GMT", 30_000],
  ["Tue, 24 Nov 2026 11:00:00 GMT", 0],
  ["soon", null],
  ["", null],
  [null, null],
];
for (const [header, ms] of RETRY_AFTER) {
  test(`Retry-After: ${header}`, () => assert.equal(retryAfterMs(header, NOON), ms));
}

test("a pause ends at once when the download is cancelled", async () => {
  const controller = new AbortController();
  const paused = pause(60_000, controller.signal);
  controller.abort();
  await assert.rejects(paused, { code: "cancelled" });
  await assert.rejects(pause(60_000, controller.signal), { code: "cancelled" });
});
