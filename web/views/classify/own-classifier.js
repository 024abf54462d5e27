import { element, icon } from "../../components/element.js";
import { TabsideError } from "../../shared/protocol.js";
import { saveText } from "../redact/save-text.js";
import { buildAccuracy } from "./accuracy-panel.js";
import { LabelEditor } from "./label-editor.js";
import { LABEL_SETS } from "./label-sets.js";
import { TablePicker } from "./table-picker.js";
import { formatList } from "../../components/format.js";
import { t } from "../../language/language.js";

/** @typedef {import("../../shared/tasks.js").Classifier} Classifier */
/** @typedef {import("../../shared/tasks.js").OwnLabel} OwnLabel */

const LARGEST_FILE = 50_000_000;

/** Labels of one's own: written by hand, taken from a table of examples, or loaded from a classifier's file. */
export class OwnClassifier {
  /** What was made of the labels as they are, if anything. @type {{classifier: Classifier, truncated: number} | null} */
  #made = null;
  /** Whether it came from a file, and the labels cannot be edited. */
  #loaded = false;

  /**
   * @param {object} options
   * @param {import("../../tabside.js").Engine} options.engine
   * @param {() => string} options.model   the embedder to make classifiers with
   * @param {() => void} options.onChange  the labels changed
   * @param {(texts: readonly string[]) => void} options.onTexts   a set of labels brings texts
   * @param {(work: (signal: AbortSignal) => Promise<void>) => void} options.run   run something that needs the model
   * @param {(error: unknown) => void} options.onError
   */
  constructor({ engine, model, onChange, onTexts, run, onError }) {
    this.engine = engine;
    this.model = model;
    this.onChange = onChange;
    this.onError = onError;
    this.editor = new LabelEditor({ onEdit: () => this.#forget() });
    this.table = new TablePicker({ engine, testid: "own-table", title: t("classify.examplesFromATable"), columns: [[t("common.text"), /text|body|message|content/i], [t("classify.label"), /label|category|class|topic/i]], onError, onPick: (rows) => this.#take(rows) });
    this.accuracy = element("div", { "data-testid": "own-accuracy", "aria-live": "polite" });
    this.loaded = element("p", { class: "own-loaded", "data-testid": "own-loaded", hidden: true });
    this.file = element("input", {
      type: "file", hidden: true, accept: ".json,application/json", "aria-label": t("classify.chooseAClassifier"), "data-testid": "own-file",
      onchange: () => {
        const file = this.file.files?.[0];
        this.file.value = "";
        if (file) void this.#load(file);
      },
    });
    this.learn = element("button", { class: "button small", type: "button", "data-testid": "own-learn", onclick: () => run((signal) => this.show(signal)) }, t("classify.learnNow"));
    const save = element("button", { class: "button small", type: "button", "data-testid": "own-save", onclick: () => run((signal) => this.#save(signal)) }, icon("download"), t("common.save"));
    const open = element("button", { class: "button small", type: "button", onclick: () => this.file.click() }, icon("file"), t("classify.open"));
    this.actions = element("div", { class: "own-actions" }, this.editor.add, this.table.button, this.learn, save, open, this.file);
    const sets = LABEL_SETS.map(({ title, labels, texts }) =>
      element("button", { class: "button small", type: "button", onclick: () => (this.fill(labels), onTexts(texts)) }, t(title)),
    );
    this.node = element(
      "div",
      { class: "own" },
      element("div", { class: "examples own-sets", role: "group", "aria-label": t("classify.setsOfLabels") }, element("span", { class: "examples-title", "aria-hidden": "true" }, t("common.try")), ...sets),
      this.loaded, this.editor.node, this.table.node, this.actions, this.accuracy,
    );
  }

  /** Whether there are labels that would be lost. */
  get isChanged() {
    return this.#loaded || this.editor.labels.length > 0;
  }

  /** What is missing before texts can be labelled, or "". */
  get lack() {
    return this.#loaded ? "" : this.editor.lack;
  }

  /** The models that a run needs. */
  get models() {
    return [this.#loaded && this.#made ? this.#made.classifier.embedder.model : this.model()];
  }

  /** @param {readonly OwnLabel[]} labels */
  fill(labels) {
    this.#loaded = false;
    this.loaded.hidden = true;
    this.editor.node.hidden = false;
    this.editor.fill(labels);
    this.#forget();
  }

  /** Another embedder needs another classifier. */
  onModel() {
    if (!this.#loaded) this.#forget();
  }

  /**
   * The classifier of the labels, made anew if they changed.
   * @param {AbortSignal} signal @param {(facts: {done: number, total: number}) => void} [onProgress] @returns {Promise<Classifier>}
   */
  async ready(signal, onProgress) {
    if (!this.#made) {
      const { lack, labels } = this.editor;
      if (lack) throw new TabsideError("classifier.invalid", lack, { field: "labels" });
      this.#made = await this.engine.trainClassifier(labels, { model: this.model(), signal, onProgress });
      this.accuracy.replaceChildren(buildAccuracy(this.#made.classifier, this.#made.truncated));
    }
    return this.#made.classifier;
  }

  /** Make it, so that its accuracy is shown. @param {AbortSignal} signal */
  async show(signal) {
    await this.ready(signal);
  }

  /** @param {AbortSignal} signal */
  async #save(signal) {
    saveText("labels.tabside.json", JSON.stringify(await this.ready(signal)), "application/json");
  }

  /** @param {File} file */
  async #load(file) {
    try {
      if (file.size > LARGEST_FILE) throw notOne();
      const classifier = await file.text().then(JSON.parse).catch(() => null);
      if (classifier?.format !== "tabside-classifier" || !Array.isArray(classifier.labels) || typeof classifier.embedder?.model !== "string") throw notOne();
      if (classifier.version !== 1) throw new TabsideError("classifier.invalid", "This classifier is of another version of tabside. Train it again.", { field: "version" });
      this.#loaded = true;
      this.#made = { classifier, truncated: 0 };
      this.editor.node.hidden = true;
      this.loaded.hidden = false;
      const names = classifier.labels.map((/** @type {{name: unknown}} */ { name }) => String(name));
      this.loaded.replaceChildren(`${t("classify.fromAFile", { names: formatList(names) })} `, element("button", { class: "button ghost small", type: "button", onclick: () => this.fill([{ name: "" }, { name: "" }]) }, t("classify.writeLabelsInstead")));
      this.accuracy.replaceChildren(buildAccuracy(classifier));
      this.onChange();
    } catch (error) {
      this.onError(error);
    }
  }

  /** Take examples from a table's columns. @param {string[][]} rows text and label */
  #take(rows) {
    /** @type {Map<string, string[]>} */
    const byLabel = new Map();
    for (const [text = "", label = ""] of rows) {
      if (text.trim() === "" || label.trim() === "") continue;
      byLabel.set(label.trim(), [...(byLabel.get(label.trim()) ?? []), text]);
    }
    this.fill([...byLabel].map(([name, examples]) => ({ name, examples })));
  }

  #forget() {
    this.#made = null;
    this.accuracy.replaceChildren();
    this.onChange();
  }
}

function notOne() {
  return new TabsideError("classifier.invalid", "This file is no classifier of tabside's.", { field: "format" });
}
