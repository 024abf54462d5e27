import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { fastest, measureDevices, percentile, rememberDevice, rememberedDevice } from "../../web/views/speed/device-choice.js";

/** @param {"wasm" | "webgpu"} device @param {number} ms @param {boolean} [fell_back] */
const measured = (device, ms, fell_back = false) => ({ device, fell_back, load_ms: 1, p50_ms: [1, ms, 1], p95_ms: [1, ms, 1], chars_per_second: 1 });

beforeEach(() => {
  const kept = new Map();
  Object.defineProperty(globalThis, "navigator", { value: { userAgent: "this one" }, configurable: true });
  Object.assign(globalThis, { localStorage: { getItem: (/** @type {string} */ key) => kept.get(key) ?? null, setItem: (/** @type {string} */ key, /** @type {string} */ value) => void kept.set(key, value) } });
});

for (const [measurements, device] of /** @type {[ReturnType<typeof measured>[], string][]} */ ([
  [[measured("wasm", 30), measured("webgpu", 10)], "webgpu"],
  [[measured("wasm", 10), measured("webgpu", 30)], "wasm"],
  [[measured("wasm", 30), measured("webgpu", 10, true)], "wasm"],
  [[], "wasm"],
])) {
  test(`of ${JSON.stringify(measurements.map(({ device, p50_ms, fell_back }) => [device, p50_ms[1], fell_back]))} the fastest is ${device}`, () => {
    assert.equal(fastest(measurements), device);
  });
}

test("a choice is remembered, and forgotten by another browser", () => {
  assert.equal(rememberedDevice(), "auto");
  assert.equal(rememberDevice([measured("wasm", 30), measured("webgpu", 10)]), "webgpu");
  assert.equal(rememberedDevice(), "webgpu");
  localStorage.setItem("tabside-device", JSON.stringify({ device: "webgpu", browser: "another" }));
  assert.equal(rememberedDevice(), "auto");
});

for (const broken of ["{", "null", "[]", '{"device":"toaster"}']) {
  test(`what cannot be read is no choice: ${broken}`, () => {
    localStorage.setItem("tabside-device", broken);
    assert.equal(rememberedDevice(), "auto");
  });
}

test("percentiles are values that were measured", () => {
  assert.deepEqual([0, 0.5, 0.95].map((share) => percentile([5, 1, 4, 2, 3], share)), [1, 3, 5]);
});

test("an engine that fails is disposed of, and its error told", async () => {
  let disposed = 0;
  const createEngine = /** @type {any} */ (() => ({ load: async () => Promise.reject(new Error("no")), dispose: async () => void disposed++ }));
  await assert.rejects(measureDevices({ createEngine, devices: ["wasm"] }), /no/);
  assert.equal(disposed, 1);
});
