import { element, icon } from "../../components/element.js";
import { TablePicker } from "./table-picker.js";
import { t } from "../../language/language.js";

/** The texts to label, and the columns and cells that an export has. @typedef {{texts: string[], columns: string[], cells: string[][]}} Source */

/** Where the texts come from: typed, a text a line, or a column of a table. */
export class TextSource {
  /** Of a table, instead of the text. @type {Source | null} */
  #table = null;

  /** @param {{engine: import("../../tabside.js").Engine, onEdit: () => void, onError: (error: unknown) => void}} options */
  constructor({ engine, onEdit, onError }) {
    this.onEdit = onEdit;
    this.area = element("textarea", {
      id: "classify-text",
      class: "source-text",
      "data-testid": "classify-input",
      "aria-describedby": "classify-count",
      placeholder: t("classify.pasteOrTypeAText"),
      dir: "auto",
      spellcheck: "false",
      autocomplete: "off",
      oninput: () => this.#edited(),
    });
    this.count = element("p", { id: "classify-count" });
    this.lines = element("input", { type: "checkbox", id: "classify-lines", onchange: () => this.#edited() });
    this.clear = element("button", { class: "button ghost", type: "button", onclick: () => this.#clear() }, icon("clear"), t("common.clear"));
    this.picker = new TablePicker({
      engine,
      testid: "classify-table",
      title: t("classify.textsFromATable"),
      columns: [[t("classify.textsAreIn"), /text|body|message|content|comment/i]],
      onError,
      onPick: (cells, { columns, rows }) => {
        this.#table = { texts: cells.map(([text = ""]) => text), columns, cells: rows };
        this.#edited();
      },
    });
    this.#show();
  }

  get isTable() {
    return this.#table !== null;
  }

  /** @returns {Source} */
  get current() {
    if (this.#table) return this.#table;
    const { value } = this.area;
    const texts = this.lines.checked ? value.split("\n").map((line) => line.trim()).filter(Boolean) : [value].filter((text) => text.trim());
    return { texts, columns: ["text"], cells: texts.map((text) => [text]) };
  }

  /** @param {string} text */
  useExample(text) {
    this.#closeTable();
    this.lines.checked = text.includes("\n");
    this.#fill(text);
  }

  #clear() {
    if (this.#table) this.#closeTable();
    else this.#fill("");
  }

  #closeTable() {
    this.#table = null;
    this.picker.close();
    this.#edited();
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
    this.#edited();
  }

  #edited() {
    this.#show();
    this.onEdit();
  }

  #show() {
    const { texts } = this.current;
    const { length } = this.area.value;
    this.area.hidden = this.isTable;
    this.lines.disabled = this.isTable;
    if (this.isTable) this.count.textContent = t("count.texts", { count: texts.filter((text) => text.trim()).length });
    else this.count.textContent = length === 0 ? t("common.empty") : this.lines.checked ? t("count.texts", { count: texts.length }) : t("count.characters", { count: length });
    this.clear.disabled = length === 0 && !this.isTable;
  }
}
