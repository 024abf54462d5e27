import { element, icon } from "../../components/element.js";
import { formatCount, formatPlural } from "../../components/format.js";
import { saveText } from "../redact/save-text.js";
import { asCsv, asJsonLines, counted, filtered } from "./result-rows.js";

/** @typedef {import("./result-rows.js").LabelledRow} LabelledRow */

const SHOWN = 100;
const SCORE = new Intl.NumberFormat("en", { minimumFractionDigits: 2, maximumFractionDigits: 2 });

/** The labels of many texts: a table with a filter, an order and exports. */
export class ResultsTable {
  /** @type {readonly LabelledRow[]} */
  #rows = [];
  /** @type {readonly string[]} */
  #columns = [];
  #shown = SHOWN;

  constructor() {
    const change = () => {
      this.#shown = SHOWN;
      this.#render();
    };
    this.label = element("select", { id: "results-label", "data-testid": "results-label", onchange: change });
    this.order = element(
      "select",
      { id: "results-order", "data-testid": "results-order", onchange: change },
      ...[["source", "In their order"], ["unsure", "Least sure first"], ["sure", "Surest first"]].map(([value, title]) => element("option", { value }, title)),
    );
    this.words = element("input", { id: "results-words", class: "own-input", type: "search", "data-testid": "results-words", placeholder: "Contains…", autocomplete: "off", spellcheck: "false", oninput: change });
    this.count = element("p", { class: "results-count", role: "status", "data-testid": "results-count" });
    this.body = element("tbody", { "data-testid": "results-rows" });
    this.more = element("button", { class: "button small", type: "button", onclick: () => this.#showMore() });
    const control = (/** @type {string} */ id, /** @type {string} */ title, /** @type {HTMLElement} */ input) => element("div", { class: "control" }, element("label", { for: id }, title), input);
    this.node = element(
      "div",
      { class: "results", hidden: true },
      element(
        "div",
        { class: "results-bar" },
        control("results-label", "Label", this.label),
        control("results-words", "Text", this.words),
        control("results-order", "Order", this.order),
      ),
      element(
        "div",
        { class: "results-scroll", tabindex: "0", role: "region", "aria-label": "Labelled texts" },
        element(
          "table",
          { class: "results-table" },
          element("thead", {}, element("tr", {}, ...["#", "Text", "Label", "Score"].map((head) => element("th", { scope: "col" }, head)))),
          this.body,
        ),
        this.more,
      ),
      element("div", { class: "results-foot" }, this.count, this.#export("CSV", "csv", "text/csv", asCsv), this.#export("JSON lines", "jsonl", "application/jsonl", asJsonLines)),
    );
  }

  /** @param {readonly string[]} columns @param {readonly LabelledRow[]} rows */
  show(columns, rows) {
    this.#columns = columns;
    this.#rows = rows;
    this.#shown = SHOWN;
    const counts = counted(rows);
    this.label.replaceChildren(
      element("option", { value: "" }, `All (${formatCount(rows.length)})`),
      ...counts.map(([label, count]) => element("option", { value: label }, `${label} (${formatCount(count)})`)),
    );
    this.words.value = "";
    this.order.value = "source";
    this.node.hidden = false;
    this.#render();
  }

  hide() {
    this.node.hidden = true;
  }

  get #kept() {
    return filtered(this.#rows, { label: this.label.value, words: this.words.value, order: /** @type {"source"} */ (this.order.value) });
  }

  #render() {
    const kept = this.#kept;
    this.body.replaceChildren(...kept.slice(0, this.#shown).map(buildRow));
    const left = kept.length - this.#shown;
    this.more.hidden = left <= 0;
    this.more.textContent = `Show ${formatCount(Math.min(left, SHOWN))} more`;
    this.count.textContent = kept.length === this.#rows.length ? formatPlural(kept.length, "text") : `${formatCount(kept.length)} of ${formatPlural(this.#rows.length, "text")}`;
  }

  #showMore() {
    this.#shown += SHOWN;
    this.#render();
  }

  /** A button that saves the rows as they are filtered. @param {string} title @param {string} ending @param {string} type @param {(columns: readonly string[], rows: readonly LabelledRow[]) => string} write */
  #export(title, ending, type, write) {
    const save = () => saveText(`labelled.${ending}`, write(this.#columns, this.#kept), type);
    return element("button", { class: "button small", type: "button", "data-testid": `results-${ending}`, onclick: save }, icon("download"), title);
  }
}

/** @param {LabelledRow} row */
function buildRow({ number, text, labels }) {
  const best = labels[0];
  return element(
    "tr",
    {},
    element("td", {}, formatCount(number)),
    element("td", { class: "results-text", dir: "auto" }, text),
    element("td", { dir: "auto" }, best?.label ?? "–"),
    element("td", {}, best ? SCORE.format(best.score) : ""),
  );
}
