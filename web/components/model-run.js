import { TabsideError } from "../shared/protocol.js";
import { t } from "../language/language.js";

/**
 * The shared behavior of views with models: show what is missing, load it with progress on first use, cancel, and
 * report failures.
 *
 * @typedef {import("../shared/protocol.js").EngineEvent} EngineEvent
 * @typedef {import("../shared/protocol.js").Plan} Plan
 *
 * @typedef {object} Parts
 * @property {import("../tabside.js").Engine} engine
 * @property {(message: string) => void} announce
 * @property {(listener: (event: EngineEvent) => void) => void} subscribe
 * @property {import("./run-button.js").RunButton} button
 * @property {import("./progress-panel.js").ProgressPanel} progress
 * @property {import("./error-alert.js").ErrorAlert} alert
 * @property {HTMLElement} note         for the engine's notes to the user
 * @property {() => string[]} models    needed for a run with the current choices
 * @property {(plans: Plan[]) => void} onPlans
 */
export class ModelRun {
  /** @type {AbortController | null} */
  #running = null;
  /** @type {Map<string, Plan>} */
  #plans = new Map();
  /** The model that is being loaded for this view. */
  #loading = "";
  #asked = 0;

  /** @param {Parts} parts */
  constructor(parts) {
    this.parts = parts;
    parts.subscribe((event) => this.#onEvent(event));
    parts.button.setBusy(parts.button.idle, { cancellable: false });
  }

  get busy() {
    return this.#running !== null;
  }

  /** Whether a run can start without a download or a load. */
  get isReady() {
    return !this.#running && this.parts.models().every((model) => this.parts.engine.isLoaded(model));
  }

  cancel() {
    this.#running?.abort();
  }

  /** Run one task at a time; a failure is reported with a retry. @param {(signal: AbortSignal) => Promise<void>} work @param {() => void} retry */
  async start(work, retry) {
    if (this.#running) return;
    const { alert, announce, progress } = this.parts;
    alert.clear();
    this.#running = new AbortController();
    try {
      await work(this.#running.signal);
    } catch (error) {
      const plain = TabsideError.toPlain(error);
      if (plain.code !== "cancelled") alert.show(plain, retry);
      announce(plain.code === "cancelled" ? t("run.cancelledWhatYouWroteIs") : "");
    } finally {
      this.#running = null;
      this.#loading = "";
      progress.hide();
      await this.refresh();
    }
  }

  /** Load a model unless it is loaded. @param {string} model @param {AbortSignal} signal */
  async load(model, signal) {
    const { engine, button, progress, announce } = this.parts;
    if (engine.isLoaded(model)) return;
    const plan = this.#plans.get(model);
    const missing = plan?.bytes_missing ?? 0;
    const title = plan?.manifest.title ?? t("run.theModel");
    this.#loading = model;
    button.setBusy(missing > 0 ? t("run.downloading") : t("common.starting"));
    progress.showLoad({ bytes_total: plan?.bytes_total ?? 0, bytes_missing: missing, title, started: engine.state === "ready" });
    progress.node.scrollIntoView({ block: "nearest" });
    announce(missing > 0 ? t("run.downloadingTitleThisHappensOnce", { title }) : t("run.startingTitle", { title }));
    await engine.load({ model, signal });
    this.#loading = "";
    progress.hide();
  }

  /** Query what is missing, and show it on the button. */
  async refresh() {
    const { engine, button, models, onPlans } = this.parts;
    const turn = ++this.#asked;
    const wanted = models();
    /** @type {Plan[] | null} */
    let plans = null;
    try {
      plans = await Promise.all(wanted.map((model) => engine.plan({ model })));
    } catch {
      // The size is unknown now; the run itself will report the reason, with advice.
    }
    if (turn !== this.#asked) return;
    for (const plan of plans ?? []) this.#plans.set(plan.model, plan);
    if (plans) onPlans(plans);
    if (!this.#running) button.setIdle({ ready: this.isReady, plans });
  }

  /** @param {EngineEvent} event */
  #onEvent({ event, data }) {
    const { progress, note } = this.parts;
    if (event === "stage" && data.note) {
      note.textContent = data.note;
      note.hidden = false;
    } else if (!this.#loading) return;
    else if (event === "stage") progress.onStage(data);
    else if (event === "progress" && data.name === this.#loading) progress.onProgress(data);
  }
}
