import { element } from "../../components/element.js";
import { ErrorAlert } from "../../components/error-alert.js";
import { formatCount, formatDecimals, formatDuration } from "../../components/format.js";
import { LONG_CHARS, SHORT_TOKENS, hasWebGPU, measureDevices, rememberDevice, rememberedDevice } from "./device-choice.js";
import { TabsideError } from "../../shared/protocol.js";
import { createEngine } from "../../tabside.js";
import { t } from "../../language/language.js";

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
    this.run = element("button", { class: "button primary", type: "button", "data-testid": "speed-run", onclick: () => void this.#toggle() }, t("speed.measure"));
    this.bar = element("progress", { max: 1, value: 0, hidden: true, "aria-label": t("speed.progressOfTheMeasurement") });
    this.table = element("div", { class: "speed-table", "data-testid": "speed-table", tabindex: 0, role: "region", "aria-label": t("speed.measurements"), hidden: true });
    this.verdict = element("p", { class: "speed-verdict", "data-testid": "speed-verdict" });
    container.append(
      element(
        "header",
        { class: "view-head" },
        element("h1", {}, t("common.speedOnThisDevice")),
        element("p", {}, t("speed.redactsThreeShortSampleTexts")),
      ),
      this.alert.node,
      element("section", { class: "panel speed-panel", "aria-label": t("speed.measurement") }, this.cost, this.run, this.bar, this.table, this.verdict),
    );
  }

  async refresh() {
    const webgpu = await hasWebGPU();
    this.cost.textContent = webgpu
      ? t("speed.thisBrowserHasWasmAnd", { megabytes: WEBGPU_MEGABYTES })
      : t("speed.thisBrowserHasWasmBut");
    const device = rememberedDevice();
    if (device !== "auto" && !this.verdict.textContent) this.verdict.textContent = t("speed.measuredBefore", { device: NAMES[device] });
  }

  cancel() {
    this.#running?.abort();
  }

  async #toggle() {
    if (this.#running) return this.cancel();
    this.#running = new AbortController();
    this.run.textContent = t("common.cancel");
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
          this.announce(t("speed.measuring", { device: NAMES[device] }));
        },
      });
      this.#show(measurements);
    } catch (error) {
      const plain = TabsideError.toPlain(error);
      if (plain.code === "cancelled") this.announce(t("speed.theMeasurementWasCancelled"));
      else this.alert.show(plain, () => void this.#toggle());
    } finally {
      this.#running = null;
      this.bar.hidden = true;
      this.run.textContent = t("speed.measureAgain");
    }
  }

  /** @param {readonly Measurement[]} measurements */
  #show(measurements) {
    const head = ["", ...measurements.map(({ device, fell_back }) => (fell_back ? t("speed.fellBack", { device: NAMES[device] }) : NAMES[device]))];
    const rows = [
      ...SHORT_TOKENS.map((tokens, i) => [t("speed.halfWithin", { tokens }), ...measurements.map(({ p50_ms }) => milliseconds(p50_ms[i]))]),
      ...SHORT_TOKENS.map((tokens, i) => [t("speed.mostWithin", { tokens }), ...measurements.map(({ p95_ms }) => milliseconds(p95_ms[i]))]),
      [t("speed.longText", { characters: LONG_CHARS }), ...measurements.map(({ chars_per_second }) => (chars_per_second === null ? t("speed.tooSlow") : t("speed.perSecond", { characters: Math.round(chars_per_second) })))],
      [t("speed.untilReady"), ...measurements.map(({ load_ms }) => formatDuration(load_ms))],
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
    this.verdict.textContent = device === running ? t("speed.stays", { device: NAMES[device] }) : t("speed.faster", { device: NAMES[device] });
    this.announce(t("speed.measuredText", { text: this.verdict.textContent ?? "" }));
  }
}

/** @param {number} [ms] */
function milliseconds(ms = 0) {
  return `${ms < 100 ? formatDecimals(ms, 1) : formatCount(Math.round(ms))} ms`;
}
