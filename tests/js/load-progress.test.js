import assert from "node:assert/strict";
import { test } from "node:test";

import { LoadProgress } from "../../web/worker/models/load-progress.js";

const SMALL = { path: "config.json", bytes: 1000, sha256: "", role: /** @type {const} */ ("config") };
const LARGE = { path: "onnx/model.onnx", bytes: 99_000, sha256: "", role: /** @type {const} */ ("model") };

/** @param {typeof SMALL[] | any[]} files */
function recorded(files) {
  const clock = { ms: 0 };
  /** @type {import("../../web/shared/protocol.js").ProgressEvent[]} */
  const events = [];
  return { clock, events, progress: new LoadProgress("org/name", files, (event) => events.push(event), () => clock.ms) };
}

test("the total is known before the first byte", () => {
  const { events, progress } = recorded([SMALL, LARGE]);
  progress.begin(LARGE, 0);
  assert.deepEqual(events.map(({ status, total_all, loaded_all }) => ({ status, total_all, loaded_all })), [
    { status: "initiate", total_all: 100_000, loaded_all: 0 },
    { status: "download", total_all: 100_000, loaded_all: 0 },
  ]);
});

test("events carry the fields of Transformers.js' progress callback, and the totals", () => {
  const { events, progress, clock } = recorded([SMALL, LARGE]);
  progress.cached(SMALL);
  progress.begin(LARGE, 0);
  clock.ms = 1000;
  progress.advance(LARGE, 49_500);
  assert.deepEqual(events.at(-1), {
    status: "progress", name: "org/name", file: "onnx/model.onnx", progress: 50, loaded: 49_500, total: 99_000, loaded_all: 50_500, total_all: 100_000,
  });
  assert.deepEqual({ status: events[0].status, cached: events[0].cached, loaded_all: events[0].loaded_all }, { status: "done", cached: true, loaded_all: 1000 });
});

test("at most ten a second, and always one at the end of a file", () => {
  const { events, progress, clock } = recorded([LARGE]);
  progress.begin(LARGE, 0);
  for (let loaded = 100; loaded <= 99_000; loaded += 100) {
    progress.advance(LARGE, loaded);
    clock.ms += 2; // 990 pieces in two seconds
  }
  const sent = events.filter(({ status }) => status === "progress");
  assert.ok(sent.length <= 21, `${sent.length} events in 2 s`);
  assert.ok(sent.length >= 19, `${sent.length} events in 2 s`);
  assert.equal(sent.at(-1)?.loaded, 99_000);
});

test("speed and remaining time come from the last seconds", () => {
  const { events, progress, clock } = recorded([LARGE]);
  progress.begin(LARGE, 0);
  for (let second = 1; second <= 9; second++) {
    clock.ms = 1000 * second;
    progress.advance(LARGE, second <= 5 ? 1000 * second : 5000 + 10_000 * (second - 5));
  }
  assert.equal(events.at(-1)?.bytes_per_second, 10_000);
  assert.equal(events.at(-1)?.seconds_left, 5.4);
});

test("a file that is continued counts what is stored, one that begins anew counts down", () => {
  const { events, progress, clock } = recorded([SMALL, LARGE]);
  progress.begin(LARGE, 60_000);
  assert.equal(events.at(-1)?.loaded_all, 60_000);
  clock.ms = 500;
  progress.advance(LARGE, 61_000);
  clock.ms = 1000;
  progress.advance(LARGE, 0);
  assert.equal(events.at(-1)?.loaded_all, 0);
  assert.equal(events.at(-1)?.bytes_per_second, undefined);
});

test("files that come at the same time add up, and the end says so", () => {
  const { events, progress, clock } = recorded([SMALL, LARGE]);
  progress.begin(SMALL, 0);
  progress.begin(LARGE, 0);
  clock.ms = 200;
  progress.advance(LARGE, 10_000);
  progress.finish(SMALL);
  assert.equal(events.at(-1)?.loaded_all, 11_000);
  progress.finish(LARGE);
  progress.ready();
  assert.deepEqual(events.at(-1), { status: "ready", name: "org/name", loaded_all: 100_000, total_all: 100_000 });
});
