import { element, icon } from "../../components/element.js";
import { t } from "../../language/language.js";

/** @typedef {import("../../shared/tasks.js").Rows} Rows */

const ACCEPT = ".csv,.tsv,.xlsx,.jsonl,.ndjson,.json,.txt";

/** A button that opens a table, and the choice of the columns that matter. */
export class TablePicker {
  /** @type {Rows | null} */
  #rows = null;
  /** Other choices are ignored once a newer file was chosen. */
  #turn = 0;

  /**
   * @param {object} options
   * @param {import("../../tabside.js").Engine} options.engine
   * @param {string} options.testid
   * @param {string} options.title                 of the button
   * @param {readonly [title: string, usual: RegExp][]} options.columns   to choose, with the names that are likely
   * @param {(cells: string[][], rows: Rows, name: string) => void} options.onPick   with the cells of the chosen columns, row by row
   * @param {(error: unknown) => void} options.onError
   */
  constructor({ engine, testid, title, columns, onPick, onError }) {
    this.engine = engine;
    this.columns = columns;
    this.onPick = onPick;
    this.onError = onError;
    this.file = element("input", {
      type: "file", hidden: true, accept: ACCEPT, "aria-label": title, "data-testid": `${testid}-file`,
      onchange: () => {
        const file = this.file.files?.[0];
        this.file.value = "";
        if (file) void this.open(file);
      },
    });
    this.button = element("button", { class: "button small", type: "button", "data-testid": `${testid}-open`, onclick: () => this.file.click() }, icon("file"), title);
    this.facts = element("p", { class: "table-facts", role: "status" });
    this.selects = columns.map((_, number) => element("select", { id: `${testid}-${number}`, "data-testid": `${testid}-${number}`, onchange: () => this.#pick() }));
    const fields = columns.map(([name], number) => element("div", { class: "control" }, element("label", { for: `${testid}-${number}` }, name), this.selects[number]));
    this.node = element("div", { class: "table-picker", hidden: true, "data-testid": testid }, this.facts, ...fields, this.file);
  }

  /** @param {File} file */
  async open(file) {
    const turn = ++this.#turn;
    this.node.hidden = false;
    this.facts.textContent = t("classify.readingName", { name: file.name });
    for (const select of this.selects) select.disabled = true;
    try {
      const rows = await this.engine.readRows(file);
      if (turn !== this.#turn) return;
      this.#rows = rows;
      this.facts.textContent = [`${file.name}: ${t("count.rows", { count: rows.rows.length })}.`, ...rows.warnings].join(" ");
      this.#offer(rows.columns);
      this.#pick();
    } catch (error) {
      if (turn === this.#turn) this.close();
      this.onError(error);
    }
  }

  /** Forget the table. */
  close() {
    this.#turn++;
    this.#rows = null;
    this.node.hidden = true;
  }

  /** @param {string[]} names */
  #offer(names) {
    /** @type {Set<string>} */
    const taken = new Set();
    this.selects.forEach((select, number) => {
      const [, usual] = this.columns[number] ?? ["", /^/];
      const likely = names.find((name) => usual.test(name) && !taken.has(name)) ?? names.find((name) => !taken.has(name)) ?? "";
      taken.add(likely);
      select.replaceChildren(...names.map((name, at) => element("option", { value: at, selected: name === likely }, name)));
      select.disabled = false;
    });
  }

  #pick() {
    const rows = this.#rows;
    if (!rows) return;
    const places = this.selects.map((select) => Number(select.value));
    this.onPick(rows.rows.map((row) => places.map((at) => row[at] ?? "")), rows, this.facts.textContent ?? "");
  }
}
