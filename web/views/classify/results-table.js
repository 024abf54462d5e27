import { element, icon } from "../../components/element.js";
import { formatCount, formatDecimals } from "../../components/format.js";
import { saveText } from "../redact/save-text.js";
import { asCsv, asJsonLines, counted, filtered } from "./result-rows.js";
import { t } from "../../language/language.js";

/** @typedef {import("./result-rows.js").LabelledRow} LabelledRow */

const SHOWN = 100;

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
      ...[["source", t("classify.inTheirOrder")], ["unsure", t("classify.leastSureFirst")], ["sure", t("classify.surestFirst")]].map(([value, title]) => element("option", { value }, title)),
    );
    this.words = element("input", { id: "results-words", class: "own-input", type: "search", "data-testid": "results-words", placeholder: t("classify.contains"), autocomplete: "off", spellcheck: "false", oninput: change });
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
        control("results-label", t("classify.label"), this.label),
        control("results-words", t("common.text"), this.words),
        control("results-order", t("classify.order"), this.order),
      ),
      element(
        "div",
        { class: "results-scroll", tabindex: "0", role: "region", "aria-label": t("classify.labelledTexts") },
        element(
          "table",
          { class: "results-table" },
          element("thead", {}, element("tr", {}, ...["#", t("common.text"), t("classify.label"), t("common.score")].map((head) => element("th", { scope: "col" }, head)))),
          this.body,
        ),
        this.more,
      ),
      element("div", { class: "results-foot" }, this.count, this.#export("CSV", "csv", "text/csv", asCsv), this.#export(t("classify.jsonLines"), "jsonl", "application/jsonl", asJsonLines)),
    );
  }

  /** @param {readonly string[]} columns @param {readonly LabelledRow[]} rows */
  show(columns, rows) {
    this.#columns = columns;
    this.#rows = rows;
    this.#shown = SHOWN;
    const counts = counted(rows);
    this.label.replaceChildren(
      element("option", { value: "" }, t("classify.allCount", { count: rows.length })),
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
    this.more.textContent = t("classify.showLeftMore", { left: Math.min(left, SHOWN) });
    this.count.textContent = kept.length === this.#rows.length ? t("count.texts", { count: kept.length }) : t("classify.shownOfCountTexts", { shown: kept.length, count: this.#rows.length });
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
    element("td", {}, best ? formatDecimals(best.score) : ""),
  );
}
