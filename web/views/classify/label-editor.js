import { element, icon } from "../../components/element.js";
import { formatList } from "../../components/format.js";
import { t } from "../../language/language.js";

/** @typedef {import("../../shared/tasks.js").OwnLabel} OwnLabel */

const FEWEST_LABELS = 2;

/** The labels being written: a row each, with a name, a description, and examples, one a line. */
export class LabelEditor {
  /** @type {{node: HTMLElement, name: HTMLInputElement, description: HTMLInputElement, examples: HTMLTextAreaElement}[]} */
  #rows = [];
  #next = 1;

  /** @param {{onEdit: () => void}} options */
  constructor({ onEdit }) {
    this.onEdit = onEdit;
    this.list = element("ol", { class: "own-labels", "data-testid": "own-labels", "aria-label": t("common.labels") });
    this.method = element("p", { class: "own-method", "data-testid": "own-method" });
    this.add = element("button", { class: "button small", type: "button", "data-testid": "own-add", onclick: () => this.#append({ name: "" }, true) }, t("classify.addALabel"));
    this.node = element("div", { class: "own-editor" }, this.list, this.method);
    this.fill([{ name: "" }, { name: "" }]);
  }

  /** The labels that have a name or anything else. @returns {OwnLabel[]} */
  get labels() {
    return this.#rows
      .map(({ name, description, examples }) => ({
        name: name.value.trim(),
        description: description.value.trim(),
        examples: examples.value.split("\n").map((line) => line.trim()).filter(Boolean),
      }))
      .filter(({ name, description, examples }) => name || description || examples.length > 0);
  }

  /** What is missing before they can be used, or "". */
  get lack() {
    const { labels } = this;
    if (labels.length < FEWEST_LABELS) return t("classify.nameTwoLabels");
    if (labels.some(({ name }) => name === "")) return t("classify.labelWithoutName");
    if (new Set(labels.map(({ name }) => name)).size < labels.length) return t("classify.labelsOfOneName");
    return "";
  }

  /** @param {readonly OwnLabel[]} labels */
  fill(labels) {
    this.#rows = [];
    this.list.replaceChildren();
    for (const label of labels) this.#append(label);
    this.#tell();
  }

  /** Put the focus where something is missing. */
  focusLack() {
    const { labels } = this;
    const row = this.#rows.find(({ name }) => name.value.trim() === "") ?? this.#rows.at(-1);
    if (labels.length < FEWEST_LABELS || labels.some(({ name }) => name === "")) row?.name.focus();
    else this.#rows.at(-1)?.name.focus();
  }

  /** @param {OwnLabel} label @param {boolean} [by_hand] */
  #append({ name, description = "", examples = [] }, by_hand = false) {
    const number = this.#next++;
    const id = (/** @type {string} */ part) => `own-${part}-${number}`;
    const edited = () => this.#edited();
    const text = (/** @type {string} */ part, /** @type {string} */ value, /** @type {string} */ placeholder) =>
      element("input", { id: id(part), class: "own-input", value, placeholder, dir: "auto", autocomplete: "off", spellcheck: "false", oninput: edited });
    const row = {
      node: element("li", { class: "own-label" }),
      name: text("name", name, t("classify.exampleLabel")),
      description: text("description", description, t("classify.exampleMeaning")),
      examples: element("textarea", { id: id("examples"), class: "own-input", rows: 3, placeholder: t("classify.oneExampleALine"), dir: "auto", spellcheck: "false", autocomplete: "off", oninput: edited }),
    };
    row.examples.value = examples.map((example) => example.replace(/\s+/g, " ")).join("\n");
    const field = (/** @type {string} */ part, /** @type {string} */ title, /** @type {HTMLElement} */ input) =>
      element("div", { class: `own-field own-${part}` }, element("label", { for: id(part) }, title), input);
    const remove = element(
      "button",
      { class: "button ghost small", type: "button", onclick: () => this.#remove(row) },
      icon("trash"),
      element("span", { class: "visually-hidden" }, t("classify.removeLabelNumber", { number })),
    );
    row.node.append(
      field("name", t("classify.label"), row.name),
      field("description", t("classify.whatItMeans"), row.description),
      field("examples", t("classify.examplesOptional"), row.examples),
      remove,
    );
    this.#rows.push(row);
    this.list.append(row.node);
    if (by_hand) {
      row.name.focus();
      this.#edited();
    }
  }

  /** @param {{node: HTMLElement}} row */
  #remove(row) {
    this.#rows = this.#rows.filter((each) => each !== row);
    row.node.remove();
    this.add.focus();
    this.#edited();
  }

  #edited() {
    this.#tell();
    this.onEdit();
  }

  #tell() {
    this.method.textContent = methodWords(this.labels);
  }
}

/**
 * How these labels are going to be used, in words.
 * @param {readonly OwnLabel[]} labels
 */
export function methodWords(labels) {
  const examples = labels.reduce((sum, label) => sum + (label.examples?.length ?? 0), 0);
  const without = labels.filter((label) => !label.examples?.length).map(({ name }) => name || t("classify.unnamed"));
  if (examples === 0) return t("classify.byMeaning");
  if (without.length === 0) return t("classify.byExamples", { count: examples });
  const named = formatList(without.length > 3 ? [...without.slice(0, 3), t("classify.others")] : without);
  return t("classify.examplesMissing", { named });
}
