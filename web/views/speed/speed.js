import { element } from "../../components/element.js";
import { ErrorAlert } from "../../components/error-alert.js";
import { formatCount, formatDuration } from "../../components/format.js";
import { LONG_CHARS, SHORT_TOKENS, hasWebGPU, measureDevices, rememberDevice, rememberedDevice } from "./device-choice.js";
import { TabsideError } from "../../shared/protocol.js";
import { createEngine } from "../../tabside.js";

/** @typedef {import("./device-choice.js").Measurement} Measurement */

/** The speed on this device, for each available backend, and which one the page uses from then on. */

const NAMES = { wasm: "WASM", webgpu: "WebGPU" };
/** onnxruntime's WebGPU build, compressed. */
const WEBGPU_MEGABYTES = 5;

/** @param {HTMLElement} container @param {import("../../app.js").ViewContext} context */
export function mount(container, context) {
  const view = new SpeedView(container, context);
  return { show: () => void view.refresh(), hide: () => view.cancel() };
}

class SpeedView {
  /** @type {AbortController | null} */
  #running = null;

  /** @param {HTMLElement} container @param {import("../../app.js").ViewContext} context */
  constructor(container, { announce }) {
    this.announce = announce;
    this.alert = new ErrorAlert();
    this.cost = element("p", { class: "hint" });
    this.run = element("button", { class: "button primary", type: "button", "data-testid": "speed-run", onclick: () => void this.#toggle() }, "Measure");
    this.bar = element("progress", { max: 1, value: 0, hidden: true, "aria-label": "Progress of the measurement" });
    this.table = element("div", { class: "speed-table", "data-testid": "speed-table", tabindex: 0, role: "region", "aria-label": "Measurements", hidden: true });
    this.verdict = element("p", { class: "speed-verdict", "data-testid": "speed-verdict" });
    container.append(
      element(
        "header",
        { class: "view-head" },
        element("h1", {}, "Speed on this device"),
        element("p", {}, "Redacts three short sample texts and a long one on each device of this browser, and uses the faster one from then on. Nothing is sent anywhere."),
      ),
      this.alert.node,
      element("section", { class: "panel speed-panel", "aria-label": "Measurement" }, this.cost, this.run, this.bar, this.table, this.verdict),
    );
  }

  async refresh() {
    const webgpu = await hasWebGPU();
    this.cost.textContent = webgpu
      ? `This browser has WASM and WebGPU. The first measurement downloads the model if it is not stored yet, and ${WEBGPU_MEGABYTES} MB of onnxruntime for WebGPU.`
      : "This browser has WASM, but no WebGPU. The first measurement downloads the model if it is not stored yet.";
    const device = rememberedDevice();
    if (device !== "auto" && !this.verdict.textContent) this.verdict.textContent = `Measured before: this page uses ${NAMES[device]}.`;
  }

  cancel() {
    this.#running?.abort();
  }

  async #toggle() {
    if (this.#running) return this.cancel();
    this.#running = new AbortController();
    this.run.textContent = "Cancel";
    this.alert.clear();
    this.bar.hidden = false;
    this.bar.value = 0;
    try {
      const devices = /** @type {import("./device-choice.js").Device[]} */ ((await hasWebGPU()) ? ["wasm", "webgpu"] : ["wasm"]);
      const measurements = await measureDevices({
        createEngine,
        devices,
        signal: this.#running.signal,
        onStep: ({ device, done, total }) => {
          this.bar.value = (devices.indexOf(device) + done / total) / devices.length;
          this.announce(`Measuring ${NAMES[device]}.`);
        },
      });
      this.#show(measurements);
    } catch (error) {
      const plain = TabsideError.toPlain(error);
      if (plain.code === "cancelled") this.announce("The measurement was cancelled.");
      else this.alert.show(plain, () => void this.#toggle());
    } finally {
      this.#running = null;
      this.bar.hidden = true;
      this.run.textContent = "Measure again";
    }
  }

  /** @param {readonly Measurement[]} measurements */
  #show(measurements) {
    const head = ["", ...measurements.map(({ device, fell_back }) => (fell_back ? `${NAMES[device]} (ran on WASM)` : NAMES[device]))];
    const rows = [
      ...SHORT_TOKENS.map((tokens, i) => [`${tokens} tokens, half of the calls within`, ...measurements.map(({ p50_ms }) => milliseconds(p50_ms[i]))]),
      ...SHORT_TOKENS.map((tokens, i) => [`${tokens} tokens, 95 % of the calls within`, ...measurements.map(({ p95_ms }) => milliseconds(p95_ms[i]))]),
      [`A text of ${formatCount(LONG_CHARS)} characters`, ...measurements.map(({ chars_per_second }) => (chars_per_second === null ? "not measured: too slow" : `${formatCount(Math.round(chars_per_second))} characters a second`))],
      ["Until the model was ready", ...measurements.map(({ load_ms }) => formatDuration(load_ms))],
    ];
    this.table.replaceChildren(
      element(
        "table",
        {},
        element("thead", {}, element("tr", {}, ...head.map((cell) => element("th", { scope: "col" }, cell)))),
        element("tbody", {}, ...rows.map(([name, ...cells]) => element("tr", {}, element("th", { scope: "row" }, name), ...cells.map((cell) => element("td", {}, cell))))),
      ),
    );
    this.table.hidden = false;
    const before = rememberedDevice();
    const device = rememberDevice(measurements);
    const running = before === "auto" ? "wasm" : before;
    this.verdict.textContent = device === running ? `${NAMES[device]} stays in use.` : `${NAMES[device]} is faster here: the page uses it from the next load on.`;
    this.announce(`Measured. ${this.verdict.textContent}`);
  }
}

/** @param {number} [ms] */
function milliseconds(ms = 0) {
  return `${ms < 100 ? ms.toFixed(1) : formatCount(Math.round(ms))} ms`;
}
