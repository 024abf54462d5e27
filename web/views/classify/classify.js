import { element } from "../../components/element.js";
import { ErrorAlert } from "../../components/error-alert.js";
import { formatDuration } from "../../components/format.js";
import { EXAMPLES } from "./injection-examples.js";
import { buildLabelCard } from "./label-bars.js";
import { readLabels, readOwnLabels, verdictOf } from "./labels.js";
import { modelCredit } from "../../components/model-credit.js";
import { ModelRun } from "../../components/model-run.js";
import { modelsForTask } from "../../components/models-of-site.js";
import { ProgressPanel } from "../../components/progress-panel.js";
import { RunButton } from "../../components/run-button.js";
import { TabsideError } from "../../shared/protocol.js";
import { DEFAULT_MODELS } from "../../tabside.js";
import { layOutClassify } from "./classify-layout.js";
import { OwnClassifier } from "./own-classifier.js";
import { ResultsTable } from "./results-table.js";
import { TextSource } from "./text-source.js";
import { t } from "../../language/language.js";

/** @typedef {import("../../shared/protocol.js").Manifest} Manifest */
/** @typedef {import("../../shared/tasks.js").Label} Label */
/** @typedef {import("./text-source.js").Source} Source */

const OWN = "own";
const TASK = "text-classification";
/** Texts per call to the worker: between calls the progress bar moves and a cancellation takes effect. */
const CHUNK = 8;
/** More texts than these become a table. */
const MOST_CARDS = 20;

/** @param {HTMLElement} container @param {import("../../app.js").ViewContext} context */
export function mount(container, context) {
  const view = new ClassifyView(container, context);
  return { show: () => view.onShow(), hide: () => view.onHide(), holds: () => view.empty.hidden === true || view.own.isChanged };
}

class ClassifyView {
  /** @type {Map<string, Manifest>} */
  #manifests = new Map();
  #shown = false;

  /** @param {HTMLElement} container @param {import("../../app.js").ViewContext} context */
  constructor(container, { engine, announce, subscribe, signal }) {
    this.engine = engine;
    this.announce = announce;
    this.alert = new ErrorAlert();
    this.progress = new ProgressPanel();
    this.note = element("p", { class: "info", role: "status", hidden: true });
    this.source = new TextSource({ engine, onEdit: () => this.#onEdit(), onError: (error) => this.#fail(error) });
    this.select = element(
      "select",
      { id: "classify-model", "data-testid": "classify-model", onchange: () => this.#choose() },
      element("option", { value: OWN }, t("classify.myOwnLabels")),
      element("option", { value: DEFAULT_MODELS[TASK] }, t("classify.promptInjection")),
    );
    this.embedders = element("select", { id: "classify-embedder", "data-testid": "classify-embedder", onchange: () => (this.own.onModel(), void this.modelRun.refresh()) }, element("option", { value: DEFAULT_MODELS["feature-extraction"] }, "all-MiniLM-L6-v2"));
    this.embedder = element("div", { class: "control" }, element("label", { for: "classify-embedder" }, t("common.model")), this.embedders);
    this.own = new OwnClassifier({
      engine,
      model: () => this.embedders.value,
      onChange: () => (this.#onEdit(), void this.modelRun.refresh()),
      onTexts: (texts) => this.source.useExample(texts.join("\n")),
      run: (work) => void this.#withOwn(work),
      onError: (error) => this.#fail(error),
    });
    const examples = EXAMPLES.map(({ title, text }) => element("button", { class: "button small", type: "button", onclick: () => this.source.useExample(text) }, t(title)));
    this.injections = element("div", { class: "examples", role: "group", "aria-label": t("common.examples"), hidden: true }, element("span", { class: "examples-title", "aria-hidden": "true" }, t("common.try")), ...examples);
    this.button = new RunButton({ testid: "classify", label: t("classify.classify"), verb: t("classify.verb"), onRun: () => void this.run(), onCancel: () => this.modelRun.cancel() });
    this.output = element("ol", { class: "label-cards", "data-testid": "classify-output", "aria-label": t("common.labels") });
    this.results = new ResultsTable();
    this.stale = element("p", { class: "pane-notice", hidden: true });
    this.credit = element("p", {}, t("common.theModelsNameAndLicence"));
    this.empty = layOutClassify(container, this);
    this.modelRun = new ModelRun({
      engine,
      announce,
      subscribe,
      button: this.button,
      progress: this.progress,
      alert: this.alert,
      note: this.note,
      models: () => (this.isOwn ? this.own.models : [this.select.value]),
      onPlans: ([plan]) => plan && this.#showModel(plan.manifest),
    });
    document.addEventListener("keydown", (event) => this.#onKey(event), { signal });
    this.#choose();
  }

  onShow() {
    this.#shown = true;
    void this.#listModels();
    void this.modelRun.refresh();
  }

  onHide() {
    this.#shown = false;
  }

  get isOwn() {
    return this.select.value === OWN;
  }

  async run() {
    const source = this.source.current;
    if (this.isOwn && this.own.lack) {
      this.announce(this.own.lack);
      this.own.editor.focusLack();
      return;
    }
    if (source.texts.length === 0) {
      this.announce(t("classify.thereIsNoTextYet"));
      this.source.area.focus();
      return;
    }
    const { isOwn } = this;
    const [model] = isOwn ? this.own.models : [this.select.value];
    await this.modelRun.start(async (signal) => {
      await this.modelRun.load(/** @type {string} */ (model), signal);
      const classifier = isOwn ? await this.#learn(signal) : undefined;
      this.button.setBusy(t("classify.classifying"));
      this.announce(t("classify.classifying"));
      const began = performance.now();
      const { results, cut } = await this.#label(source.texts, { ...(classifier ? { classifier } : { model }), signal });
      this.#show(source, results, isOwn ? null : /** @type {Manifest} */ (this.#manifests.get(/** @type {string} */ (model))));
      const done = t("classify.countTextsClassifiedInTime", { count: source.texts.length, time: formatDuration(performance.now() - began) });
      this.announce(cut > 0 ? `${done} ${t("classify.onlyTheBeginning", { count: cut })}` : done);
    }, () => void this.run());
  }

  /** Label texts, some a call. Empty cells of a table have no label. @param {string[]} texts @param {import("../../shared/tasks.js").ClassifyOptions} options */
  async #label(texts, options) {
    const places = texts.flatMap((text, place) => (text.trim() === "" ? [] : [place]));
    /** @type {Label[][]} */
    const results = texts.map(() => []);
    let cut = 0;
    for (let done = 0; done < places.length; done += CHUNK) {
      if (places.length > CHUNK) this.progress.showWork(t("classify.classifying2"), done, places.length, "progress.ofTexts");
      const some = places.slice(done, done + CHUNK);
      const found = /** @type {Label[][] & {truncated?: number[]}} */ (await this.engine.classify(some.map((place) => texts[place] ?? ""), { ...options, top_k: null }));
      some.forEach((place, at) => (results[place] = found[at] ?? []));
      cut += found.truncated?.length ?? 0;
    }
    return { results, cut };
  }

  /** @param {AbortSignal} signal */
  #learn(signal) {
    this.button.setBusy(t("classify.learning"));
    return this.own.ready(signal, ({ done, total }) => this.progress.showWork(t("classify.learningYourLabels"), done, total, "progress.ofExamples"));
  }

  /** Do something with one's own labels that needs their model. @param {(signal: AbortSignal) => Promise<void>} work */
  async #withOwn(work) {
    if (this.own.lack) {
      this.announce(this.own.lack);
      this.own.editor.focusLack();
      return;
    }
    await this.modelRun.start(async (signal) => {
      await this.modelRun.load(/** @type {string} */ (this.own.models[0]), signal);
      await this.#learn(signal);
      await work(signal);
      this.announce(t("classify.yourLabelsAreReady"));
    }, () => void this.#withOwn(work));
  }

  /** @param {Source} source @param {Label[][]} results @param {Manifest | null} manifest null: labels of one's own */
  #show({ texts, columns, cells }, results, manifest) {
    const isTable = this.source.isTable || texts.length > MOST_CARDS;
    if (isTable) {
      this.results.show(columns, texts.map((text, at) => ({ number: at + 1, text, cells: cells[at] ?? [], labels: results[at] ?? [] })));
    } else {
      this.results.hide();
      const cards = results.map((labels, index) => {
        const readings = manifest ? readLabels(manifest, labels) : readOwnLabels(labels);
        const verdict = manifest ? verdictOf(manifest, readings) : { text: readings[0]?.title ?? t("classify.noLabel"), tone: /** @type {const} */ ("calm") };
        return buildLabelCard({ text: texts[index] ?? "", number: texts.length > 1 ? index + 1 : null, readings, verdict });
      });
      this.output.replaceChildren(...cards);
    }
    this.output.hidden = isTable;
    this.empty.hidden = true;
    this.shown = this.#key;
    this.stale.hidden = true;
    if (matchMedia("(max-width: 60rem)").matches) (isTable ? this.results.node : this.output).scrollIntoView({ block: "nearest" });
  }

  /** What a result depends on. */
  get #key() {
    return JSON.stringify([this.select.value, this.source.current.texts, this.isOwn && this.own.editor.labels]);
  }

  #onEdit() {
    if (this.empty.hidden === false) return;
    this.stale.textContent = t("classify.somethingHasChangedSinceClassify");
    this.stale.hidden = this.#key === this.shown;
  }

  #choose() {
    this.own.node.hidden = !this.isOwn;
    this.embedder.hidden = !this.isOwn;
    this.injections.hidden = this.select.value !== DEFAULT_MODELS[TASK];
    this.#onEdit();
    void this.modelRun.refresh();
  }

  /** @param {unknown} error */
  #fail(error) {
    this.alert.show(TabsideError.toPlain(error));
  }

  async #listModels() {
    const [classifiers, embedders] = await Promise.all([TASK, "feature-extraction"].map((task) => modelsForTask(this.engine, task).catch(() => [])));
    const options = (/** @type {import("../../shared/protocol.js").Plan[]} */ plans, /** @type {string} */ chosen) => plans.map(({ manifest }) => element("option", { value: manifest.id, selected: manifest.id === chosen }, manifest.title));
    // Without a list the defaults stay, and a run reports the problem.
    if (classifiers?.length) this.select.replaceChildren(element("option", { value: OWN, selected: this.isOwn }, t("classify.myOwnLabels")), ...options(classifiers, this.select.value));
    if (embedders?.length) this.embedders.replaceChildren(...options(embedders, this.embedders.value));
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
