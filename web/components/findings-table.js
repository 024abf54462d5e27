import { element } from "./element.js";
import { entityFamily, entityLabel, sourceLabel } from "./entities.js";
import { formatCount } from "./format.js";

const PAGE_ROWS = 50;
/** A longer finding is shown by its beginning; the style sheet cuts it further where the column is narrow. */
const SHOWN_LENGTH = 120;

/**
 * @typedef {object} Row
 * @property {number} finding   index of the finding
 * @property {string} entity
 * @property {string} text      as it stands in the scanned text
 * @property {number} score
 * @property {string} source
 * @property {boolean} kept
 */

/** The findings as a table, a page of rows at a time, each with a button that keeps or redacts it. */
export class FindingsTable {
  /** @param {{onToggle: (finding: number) => void, onPoint: (finding: number, scroll: boolean) => void}} options */
  constructor({ onToggle, onPoint }) {
    this.onPoint = onPoint;
    /** @type {readonly Row[]} */
    this.rows = [];
    this.page = 0;
    this.body = element("tbody", {
      onclick: (/** @type {Event} */ event) => {
        const finding = rowIndex(event.target);
        if (finding !== -1 && String(getSelection()) === "") onToggle(finding);
      },
      onpointerover: (/** @type {Event} */ event) => onPoint(rowIndex(event.target), false),
      onpointerleave: () => onPoint(-1, false),
      onfocusin: (/** @type {Event} */ event) => onPoint(rowIndex(event.target), true),
      onfocusout: () => onPoint(-1, false),
    });
    const column = (/** @type {string} */ name, /** @type {string} */ title) =>
      element("th", { scope: "col", class: `column-${name}` }, title);
    this.table = element(
      "table",
      { class: "findings", "data-testid": "redact-findings" },
      element("caption", { class: "visually-hidden" }, "What was found, in the order of the text"),
      element(
        "thead",
        {},
        element(
          "tr",
          {},
          column("entity", "Kind"),
          column("text", "Text"),
          column("score", "Score"),
          column("source", "Found by"),
          column("action", "Action"),
        ),
      ),
      this.body,
    );
    this.range = element("p", { class: "pager-range" });
    this.previous = element("button", { class: "button small", type: "button", onclick: () => this.#turn(-1) }, "Previous");
    this.next = element("button", { class: "button small", type: "button", onclick: () => this.#turn(1) }, "Next");
    this.pager = element(
      "nav",
      { class: "pager", "aria-label": "Pages of findings", hidden: true },
      this.range,
      this.previous,
      this.next,
    );
    this.node = element("div", { class: "findings-box" }, this.table, this.pager);
  }

  /** @param {readonly Row[]} rows @param {{keepPage: boolean}} options */
  show(rows, { keepPage }) {
    this.rows = rows;
    if (!keepPage) this.page = 0;
    const focused = this.body.contains(document.activeElement) ? rowIndex(document.activeElement) : -1;
    this.#render();
    if (focused !== -1) this.#button(focused)?.focus({ preventScroll: true });
  }

  /** @param {number} finding  -1 for none */
  point(finding) {
    this.body.querySelector("tr.is-pointed")?.classList.remove("is-pointed");
    if (finding !== -1) this.body.querySelector(`tr[data-finding="${finding}"]`)?.classList.add("is-pointed");
  }

  #render() {
    const first = this.page * PAGE_ROWS;
    const shown = this.rows.slice(first, first + PAGE_ROWS);
    this.body.replaceChildren(...shown.map(buildRow));
    const total = this.rows.length;
    this.pager.hidden = total <= PAGE_ROWS;
    this.range.textContent = `${formatCount(first + 1)} to ${formatCount(first + shown.length)} of ${formatCount(total)}`;
    this.previous.disabled = this.page === 0;
    this.next.disabled = first + PAGE_ROWS >= total;
  }

  /** @param {number} pages */
  #turn(pages) {
    this.page += pages;
    this.#render();
    this.table.scrollIntoView({ block: "nearest" });
    if (this.next.disabled) this.previous.focus();
    else if (this.previous.disabled) this.next.focus();
  }

  /** @param {number} finding @returns {HTMLButtonElement | null} */
  #button(finding) {
    return this.body.querySelector(`tr[data-finding="${finding}"] button`);
  }
}

/** @param {Row} row */
function buildRow({ finding, entity, text, score, source, kept }) {
  const shown = text.length > SHOWN_LENGTH ? `${text.slice(0, SHOWN_LENGTH)}…` : text;
  const label = entityLabel(entity);
  return element(
    "tr",
    { "data-finding": finding, "data-entity": entity, "data-kept": kept },
    element(
      "td",
      { class: "column-entity" },
      element("span", { class: "entity-chip", "data-family": entityFamily(entity) }, label),
    ),
    element(
      "td",
      { class: "column-text" },
      element("span", { class: "finding-text" }, shown),
      element("span", { class: "finding-meta" }, `${score.toFixed(2)} · ${sourceLabel(source)}`),
    ),
    element("td", { class: "column-score" }, score.toFixed(2)),
    element("td", { class: "column-source" }, sourceLabel(source)),
    element(
      "td",
      { class: "column-action" },
      element(
        "button",
        { class: "button small", type: "button", "aria-label": `${kept ? "Redact" : "Keep"} ${label}: ${shown}` },
        kept ? "Redact" : "Keep",
      ),
    ),
  );
}

/** @param {EventTarget | null} target */
function rowIndex(target) {
  const row = target instanceof Element ? target.closest("tr[data-finding]") : null;
  return row ? Number(row.getAttribute("data-finding")) : -1;
}
