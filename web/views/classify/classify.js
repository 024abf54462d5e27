import { element, icon } from "../../components/element.js";
import { ErrorAlert } from "../../components/error-alert.js";
import { formatDuration, formatPlural } from "../../components/format.js";
import { EXAMPLES } from "./injection-examples.js";
import { buildLabelCard } from "./label-bars.js";
import { readLabels, verdictOf } from "./labels.js";
import { modelCredit } from "../../components/model-credit.js";
import { ModelRun } from "../../components/model-run.js";
import { modelsForTask } from "../../components/models-of-site.js";
import { ProgressPanel } from "../../components/progress-panel.js";
import { RunButton } from "../../components/run-button.js";
import { DEFAULT_MODELS } from "../../tabside.js";
import { layOutClassify } from "./classify-layout.js";

/** @typedef {import("../../shared/protocol.js").Manifest} Manifest */

const TASK = "text-classification";
/** Texts per call to the worker: between calls the progress bar moves and a cancellation takes effect. */
const CHUNK = 8;

/** @param {HTMLElement} container @param {import("../../app.js").ViewContext} context */
export function mount(container, context) {
  const view = new ClassifyView(container, context);
  return { show: () => view.onShow(), hide: () => view.onHide() };
}

class ClassifyView {
  /** @type {Map<string, Manifest>} */
  #manifests = new Map();
  #shown = false;

  /** @param {HTMLElement} container @param {import("../../app.js").ViewContext} context */
  constructor(container, { engine, announce, subscribe }) {
    this.engine = engine;
    this.announce = announce;
    this.alert = new ErrorAlert();
    this.progress = new ProgressPanel();
    this.note = element("p", { class: "info", role: "status", hidden: true });
    this.area = element("textarea", {
      id: "classify-text",
      class: "source-text",
      "data-testid": "classify-input",
      "aria-describedby": "classify-count",
      placeholder: "Paste or type a text: a message, a web page, a tool's answer…",
      dir: "auto",
      spellcheck: "false",
      autocomplete: "off",
      oninput: () => this.#onEdit(),
    });
    this.count = element("p", { id: "classify-count" });
    this.lines = element("input", { type: "checkbox", id: "classify-lines", onchange: () => this.#onEdit() });
    this.select = element(
      "select",
      { id: "classify-model", "data-testid": "classify-model", onchange: () => void this.modelRun.refresh() },
      element("option", { value: DEFAULT_MODELS[TASK] }, "Prompt injection"),
    );
    this.button = new RunButton({ testid: "classify", label: "Classify", verb: "classify", onRun: () => void this.run(), onCancel: () => this.modelRun.cancel() });
    this.examples = EXAMPLES.map(({ title, text }) =>
      element("button", { class: "button small", type: "button", onclick: () => this.#useExample(text) }, title),
    );
    this.clear = element("button", { class: "button ghost", type: "button", onclick: () => this.#fill("") }, icon("clear"), "Clear");
    this.output = element("ol", { class: "label-cards", "data-testid": "classify-output", "aria-label": "Labels" });
    this.stale = element("p", { class: "pane-notice", hidden: true });
    this.credit = element("p", {}, "The model's name and licence appear here after loading.");
    this.empty = layOutClassify(container, this);
    this.modelRun = new ModelRun({
      engine,
      announce,
      subscribe,
      button: this.button,
      progress: this.progress,
      alert: this.alert,
      note: this.note,
      models: () => [this.select.value],
      onPlans: ([plan]) => plan && this.#showModel(plan.manifest),
    });
    document.addEventListener("keydown", (event) => this.#onKey(event));
    this.#onEdit();
    void this.#listModels();
  }

  onShow() {
    this.#shown = true;
    void this.modelRun.refresh();
  }

  onHide() {
    this.#shown = false;
  }

  get texts() {
    const { value } = this.area;
    return this.lines.checked ? value.split("\n").map((line) => line.trim()).filter(Boolean) : [value].filter((text) => text.trim());
  }

  async run() {
    const { texts } = this;
    const model = this.select.value;
    if (texts.length === 0) {
      this.announce("There is no text yet. Paste or type one, or try an example.");
      this.area.focus();
      return;
    }
    await this.modelRun.start(async (signal) => {
      await this.modelRun.load(model, signal);
      this.button.setBusy("Classifying…");
      this.announce("Classifying…");
      const began = performance.now();
      /** @type {import("../../shared/tasks.js").Label[][]} */
      const results = [];
      while (results.length < texts.length) {
        if (texts.length > CHUNK) this.progress.showWork("Classifying", results.length, texts.length, "texts");
        const chunk = texts.slice(results.length, results.length + CHUNK);
        results.push(.../** @type {import("../../shared/tasks.js").Label[][]} */ (await this.engine.classify(chunk, { model, top_k: null, signal })));
      }
      this.#show(texts, results, /** @type {Manifest} */ (this.#manifests.get(model)));
      this.announce(`${formatPlural(texts.length, "text")} classified in ${formatDuration(performance.now() - began)}.`);
    }, () => void this.run());
  }

  /** @param {string[]} texts @param {import("../../shared/tasks.js").Label[][]} results @param {Manifest} manifest */
  #show(texts, results, manifest) {
    const cards = results.map((labels, index) => {
      const readings = readLabels(manifest, labels);
      return buildLabelCard({ text: texts[index] ?? "", number: texts.length > 1 ? index + 1 : null, readings, verdict: verdictOf(manifest, readings) });
    });
    this.output.replaceChildren(...cards);
    this.output.hidden = false;
    this.empty.hidden = true;
    this.shown = texts.join("\n");
    this.stale.hidden = true;
    if (matchMedia("(max-width: 60rem)").matches) this.output.scrollIntoView({ block: "nearest" });
  }

  #onEdit() {
    const { length } = this.area.value;
    const { texts } = this;
    this.count.textContent = length === 0 ? "Empty" : this.lines.checked ? formatPlural(texts.length, "text") : formatPlural(length, "character");
    this.clear.disabled = length === 0;
    if (this.output.hidden) return;
    this.stale.textContent = "Your text has changed since. Classify again to update the result.";
    this.stale.hidden = texts.join("\n") === this.shown;
  }

  /** @param {string} text */
  #useExample(text) {
    this.lines.checked = text.includes("\n");
    this.#fill(text);
  }

  /**
   * Replace the text through the browser's editing history, if possible, so that one undo restores the earlier text.
   * @param {string} text
   */
  #fill(text) {
    this.area.focus();
    this.area.select();
    const done = document.execCommand(text === "" ? "delete" : "insertText", false, text);
    if (!done || this.area.value !== text) this.area.value = text;
    this.area.setSelectionRange(0, 0);
    this.#onEdit();
  }

  async #listModels() {
    const plans = await modelsForTask(this.engine, TASK).catch(() => []);
    if (plans.length === 0) return; // the default stays, and a run reports the problem
    const chosen = this.select.value;
    this.select.replaceChildren(...plans.map(({ manifest }) => element("option", { value: manifest.id, selected: manifest.id === chosen }, manifest.title)));
  }

  /** @param {Manifest} manifest */
  #showModel(manifest) {
    this.#manifests.set(manifest.id, manifest);
    this.credit.replaceChildren(...modelCredit(manifest));
  }

  /** @param {KeyboardEvent} event */
  #onKey(event) {
    if (!this.#shown || event.isComposing) return;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      void this.run();
    } else if (event.key === "Escape" && this.modelRun.busy) {
      event.preventDefault();
      this.modelRun.cancel();
    }
  }
}
