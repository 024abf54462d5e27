/**
 * Choose WASM or WebGPU. The faster one depends on the device, so it is measured there once, and remembered.
 *
 *   const measurements = await measureDevices({ createEngine });
 *   rememberDevice(measurements);
 *   const engine = createEngine({ device: rememberedDevice() });
 *
 * Without a measurement the result is `auto`, which means WASM: WebGPU would first fetch another build of onnxruntime.
 */

/** @typedef {"wasm" | "webgpu"} Device */

/**
 * The measurement of one device. `p50_ms` and `p95_ms` are by text, in the order of SHORT_TEXTS.
 * @typedef {object} Measurement
 * @property {Device} device
 * @property {boolean} fell_back       requested, but the work ran on WASM
 * @property {number} load_ms          from nothing to a ready model, including a download
 * @property {number[]} p50_ms
 * @property {number[]} p95_ms
 * @property {number | null} chars_per_second   for a longer text; null on a device too slow for it
 */

/** 16, 32 and 64 tokens of Rampart's tokenizer: the texts of bench/texts.py. */
export const SHORT_TEXTS = [
  "My name is Ada Lovelace and I moved to 12 Oak Street in",
  "My name is Ada Lovelace and I moved to 12 Oak Street in Springfield last May; please call me at 555-0142-337 or",
  "My name is Ada Lovelace and I moved to 12 Oak Street in Springfield last May; please call me at 555-0142-337 or write to ada.lovelace@example.org before the lease with Tom ends, as the landlord wants to know. It rained for most of the.",
];
export const SHORT_TOKENS = [16, 32, 64];
export const LONG_CHARS = 2_000;

const CALLS = 15;
/** A slow device does at least this number of calls. */
const LEAST_CALLS = 2;
const ENOUGH_MS = 2_000;
/** A device that takes longer for 64 tokens skips the longer text. */
const SLOW_MS = 400;
const KEY = "tabside-device";

/** Whether this browser provides a graphics device. @returns {Promise<boolean>} */
export async function hasWebGPU() {
  const gpu = /** @type {any} */ (navigator).gpu;
  return Boolean(await gpu?.requestAdapter().catch(() => null));
}

/**
 * Run the same texts on each device, one after the other, each in its own engine.
 * @param {object} options
 * @param {typeof import("../../tabside.js").createEngine} options.createEngine
 * @param {readonly Device[]} [options.devices]   default: the available ones
 * @param {(step: {device: Device, done: number, total: number}) => void} [options.onStep]
 * @param {AbortSignal} [options.signal]
 * @returns {Promise<Measurement[]>}
 */
export async function measureDevices({ createEngine, devices, onStep = () => {}, signal }) {
  const chosen = devices ?? ((await hasWebGPU()) ? ["wasm", "webgpu"] : ["wasm"]);
  /** @type {Measurement[]} */
  const measurements = [];
  for (const device of /** @type {Device[]} */ (chosen)) measurements.push(await measure(createEngine, device, onStep, signal));
  return measurements;
}

/**
 * @param {typeof import("../../tabside.js").createEngine} createEngine @param {Device} device
 * @param {(step: {device: Device, done: number, total: number}) => void} onStep @param {AbortSignal} [signal]
 * @returns {Promise<Measurement>}
 */
async function measure(createEngine, device, onStep, signal) {
  let fell_back = false;
  const engine = createEngine({
    device,
    onEvent: ({ event, data }) => {
      if (event === "stage" && data.note?.includes("running on WASM")) fell_back = true;
    },
  });
  const total = SHORT_TEXTS.length + 2;
  let done = 0;
  const step = () => onStep({ device, done: done++, total });
  try {
    step();
    const begun = performance.now();
    await engine.load({ signal });
    const load_ms = performance.now() - begun;
    const p50_ms = [];
    const p95_ms = [];
    for (const text of SHORT_TEXTS) {
      step();
      const times = await timesOf(() => engine.redact(text, { signal }));
      p50_ms.push(percentile(times, 0.5));
      p95_ms.push(percentile(times, 0.95));
    }
    step();
    const is_slow = Number(p50_ms.at(-1)) > SLOW_MS;
    const chars_per_second = is_slow ? null : (1000 * LONG_CHARS) / Number((await timesOf(() => engine.redact(longText(), { signal }), 1))[0]);
    step();
    return { device, fell_back, load_ms, p50_ms, p95_ms, chars_per_second };
  } finally {
    await engine.dispose();
  }
}

/** Milliseconds of each call, after a warm-up call. @param {() => Promise<unknown>} work @param {number} [calls] */
async function timesOf(work, calls = CALLS) {
  if (calls > 1) await work();
  const times = [];
  const start = performance.now();
  while (times.length < Math.min(calls, LEAST_CALLS) || (times.length < calls && performance.now() - start < ENOUGH_MS)) {
    const begun = performance.now();
    await work();
    times.push(performance.now() - begun);
  }
  return times;
}

/** The percentile of the values, by the nearest-rank method. @param {number[]} values @param {number} share */
export function percentile(values, share) {
  const ordered = [...values].sort((a, b) => a - b);
  return /** @type {number} */ (ordered[Math.min(ordered.length - 1, Math.floor(share * ordered.length))]);
}

/** The sentences of the short texts, with a blank line after every fourth. */
function longText() {
  let text = "";
  for (let i = 1; text.length < LONG_CHARS; i++) text += `${SHORT_TEXTS[2]} ${i % 4 ? "" : "\n\n"}`;
  return text.slice(0, LONG_CHARS);
}

/**
 * The device with the lowest time for the middle one of the short texts; one that fell back ran on WASM.
 * @param {readonly Measurement[]} measurements @returns {Device}
 */
export function fastest(measurements) {
  const real = measurements.filter(({ fell_back }) => !fell_back);
  const times = real.map(({ p50_ms }) => p50_ms[1] ?? Infinity);
  return real[times.indexOf(Math.min(...times))]?.device ?? "wasm";
}

/**
 * Remember the fastest device for this build of the browser: another one may have other drivers.
 * @param {readonly Measurement[]} measurements @returns {Device}
 */
export function rememberDevice(measurements) {
  const device = fastest(measurements);
  try {
    localStorage.setItem(KEY, JSON.stringify({ device, browser: navigator.userAgent }));
  } catch {
    // Storage is refused: the choice lasts until the page is left.
  }
  return device;
}

/** @returns {"auto" | Device} */
export function rememberedDevice() {
  try {
    const { device, browser } = JSON.parse(localStorage.getItem(KEY) ?? "{}");
    return browser === navigator.userAgent && (device === "wasm" || device === "webgpu") ? device : "auto";
  } catch {
    return "auto";
  }
}
