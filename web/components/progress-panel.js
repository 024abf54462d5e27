import { element, icon } from "./element.js";
import { formatBytesOf, formatDuration, formatList, formatSpeed, formatTimeLeft } from "./format.js";
import { t } from "../language/language.js";

/**
 * @typedef {import("../shared/protocol.js").ProgressEvent} ProgressEvent
 * @typedef {import("../shared/protocol.js").StageEvent} StageEvent
 * @typedef {import("../shared/protocol.js").StageName} StageName
 * @typedef {import("../language/language.js").Key} Key
 * @typedef {"progress.ofTexts" | "progress.ofExamples" | "progress.ofPassages" | "progress.ofCharacters"} WorkUnit
 */

/** @type {readonly {name: StageName, title: Key}[]} */
const STAGES = [
  { name: "runtime", title: "progress.python" },
  { name: "packages", title: "progress.packages" },
  { name: "model", title: "common.model" },
  { name: "session", title: "progress.session" },
];

/** @type {Record<"waiting" | StageEvent["state"], Key>} */
const STAGE_STATES = { waiting: "stage.waiting", start: "stage.running", done: "stage.done", stalled: "stage.stalled", error: "stage.failed" };

/** Progress of a start or a long scan: a progress element, its value in words, and the stages of a start. */
export class ProgressPanel {
  constructor() {
    this.title = element("p", { class: "progress-title", id: "progress-title" });
    this.amount = element("p", { class: "progress-amount" });
    this.bar = element("progress", { "data-testid": "progress", "aria-labelledby": "progress-title", max: 1, value: 0 });
    /** @type {Map<StageName, {item: HTMLElement, state: HTMLElement}>} */
    this.stages = new Map();
    this.list = element("ol", { class: "stages", "aria-label": t("progress.stagesOfTheStart") });
    for (const { name, title } of STAGES) {
      const state = element("span", { class: "stage-state" });
      const item = element(
        "li",
        { class: "stage", "data-stage": name },
        element("span", { class: "stage-mark" }, icon("check")),
        element("span", { class: "stage-title" }, t(title)),
        state,
      );
      this.stages.set(name, { item, state });
      this.list.append(item);
    }
    this.node = element(
      "section",
      { class: "panel progress-panel", "aria-label": t("progress.progress"), hidden: true },
      element("div", { class: "progress-head" }, this.title, this.amount),
      this.bar,
      this.list,
    );
    this.downloading = false;
    this.model = t("run.theModel");
    this.resetStages();
  }

  resetStages() {
    for (const name of this.stages.keys()) this.#setStage(name, "waiting");
  }

  /**
   * Show a start, before its first byte.
   * @param {{bytes_total: number, bytes_missing: number, title?: string, started?: boolean}} load  started: Python is running already
   */
  showLoad({ bytes_total, bytes_missing, title = t("run.theModel"), started = false }) {
    this.downloading = bytes_missing > 0;
    this.model = title;
    this.resetStages();
    if (started) for (const name of /** @type {const} */ (["runtime", "packages"])) this.#setStage(name, "done");
    this.title.textContent = this.downloading ? t("progress.downloadingTitleOnce", { title }) : t("progress.starting");
    this.list.hidden = false;
    this.#setBytes(bytes_total - bytes_missing, bytes_total);
    this.node.hidden = false;
  }

  /** @param {ProgressEvent} event */
  onProgress(event) {
    this.#setBytes(event.loaded_all, event.total_all);
    if (event.status !== "progress") return;
    const facts = [this.amount.textContent ?? ""];
    if (event.bytes_per_second) facts.push(formatSpeed(event.bytes_per_second));
    if (typeof event.seconds_left === "number") facts.push(formatTimeLeft(event.seconds_left));
    this.amount.textContent = facts.filter(Boolean).join(" · ");
  }

  /** @param {StageEvent} event */
  onStage({ stage, state, ms }) {
    this.#setStage(stage, state, state === "done" && ms !== undefined ? formatDuration(ms) : undefined);
    const running = STAGES.filter(({ name }) => this.stages.get(name)?.item.dataset.state === "start");
    if (state === "stalled") this.title.textContent = t("progress.thisTakesUnusuallyLongWait");
    else if (this.downloading && running.some(({ name }) => name === "model")) this.title.textContent = t("progress.downloadingTitleOnce", { title: this.model });
    else if (running.length > 0) this.title.textContent = t("progress.startingList", { list: formatList(running.map(({ title }) => t(title))) });
    else this.title.textContent = t("progress.almostReady");
  }

  /**
   * Show a scan. Before the first progress event the bar is indeterminate.
   * @param {number} done  UTF-16 code units
   * @param {number} total
   */
  showScan(done, total) {
    this.showWork(t("progress.lookingForPersonalData"), done, total, "progress.ofCharacters");
  }

  /** @param {string} title @param {number} done @param {number} total @param {WorkUnit} unit */
  showWork(title, done, total, unit) {
    this.title.textContent = title;
    this.list.hidden = true;
    this.bar.max = Math.max(total, 1);
    this.bar.value = done;
    this.amount.textContent = t(unit, { done, count: total });
    this.node.hidden = false;
  }

  hide() {
    this.node.hidden = true;
  }

  /** @param {number} loaded @param {number} total */
  #setBytes(loaded, total) {
    this.bar.max = Math.max(total, 1);
    this.bar.value = loaded;
    this.amount.textContent = total > 0 ? formatBytesOf(loaded, total) : "";
  }

  /** @param {StageName} name @param {keyof typeof STAGE_STATES} state @param {string} [words] */
  #setStage(name, state, words = t(STAGE_STATES[state])) {
    const stage = this.stages.get(name);
    if (!stage) return;
    stage.item.dataset.state = state;
    stage.state.textContent = words;
  }
}
