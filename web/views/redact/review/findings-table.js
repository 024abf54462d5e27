import { element, icon } from "../../../components/element.js";
import { entityFamily, entityLabel, sourceLabel } from "../entities.js";
import { buildDetail } from "./finding-detail.js";
import { formatDecimals } from "../../../components/format.js";
import { t } from "../../../language/language.js";

const PAGE_ROWS = 50;
/** The columns of score and source are hidden, as in findings.css. */
const NARROW = matchMedia("(max-width: 44rem)");
/** A longer finding is shortened; the style sheet cuts it further in a narrow column. */
const SHOWN_LENGTH = 120;

/**
 * @typedef {object} Row
 * @property {number} finding   index of the finding
 * @property {string} entity
 * @property {string} text      as in the scanned text
 * @property {number} score
 * @property {string} source
 * @property {boolean} kept
 * @property {boolean} accepted   by the reader
 * @property {number} alike       number of findings with the same text, including this one
 * @property {readonly import("../../../shared/protocol.js").Reason[]} reasons
 *
 * @typedef {import("./finding-detail.js").DetailActions} DetailActions
 */

/**
 * The findings as a table with pages. Each row has a button to keep or redact the finding, and one to open a detail row
 * with reasons and further actions. One detail row is open at a time.
 */
export class FindingsTable {
  /** @param {{onToggle: (finding: number) => void, onPoint: (finding: number, scroll: boolean) => void, actions: DetailActions}} options */
  constructor({ onToggle, onPoint, actions }) {
    this.onPoint = onPoint;
    this.actions = actions;
    /** The finding whose detail row is open, -1 for none. */
    this.opened = -1;
    /** @type {readonly Row[]} */
    this.rows = [];
    this.page = 0;
    this.body = element("tbody", {
      onclick: (/** @type {Event} */ event) => {
        if (!(event.target instanceof Element) || event.target.closest("tr.finding-detail")) return;
        const finding = rowIndex(event.target);
        if (event.target.closest("button.why")) this.open(finding === this.opened ? -1 : finding);
        else if (finding !== -1 && String(getSelection()) === "") onToggle(finding);
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
      element("caption", { class: "visually-hidden" }, t("review.whatWasFoundInThe")),
      element(
        "thead",
        {},
        element(
          "tr",
          {},
          column("entity", t("common.kind")),
          column("text", t("common.text")),
          column("score", t("common.score")),
          column("source", t("review.foundBy")),
          column("action", t("common.action")),
        ),
      ),
      this.body,
    );
    this.range = element("p", { class: "pager-range" });
    this.previous = element("button", { class: "button small", type: "button", onclick: () => this.#turn(-1) }, t("review.previous"));
    this.next = element("button", { class: "button small", type: "button", onclick: () => this.#turn(1) }, t("review.next"));
    this.pager = element(
      "nav",
      { class: "pager", "aria-label": t("review.pagesOfFindings"), hidden: true },
      this.range,
      this.previous,
      this.next,
    );
    this.node = element("div", { class: "findings-box" }, this.table, this.pager);
    NARROW.addEventListener("change", () => this.#render());
  }

  /** @param {readonly Row[]} rows @param {{keepPage: boolean}} options */
  show(rows, { keepPage }) {
    this.rows = rows;
    if (!keepPage) {
      this.page = 0;
      this.opened = -1;
    }
    if (this.opened >= rows.length) this.opened = -1;
    const { activeElement } = document;
    const focused = this.body.contains(activeElement) ? rowIndex(activeElement) : -1;
    const action = activeElement?.getAttribute("data-action") ?? "keep";
    this.#render();
    if (focused !== -1) this.focus(focused, action);
  }

  /** Open a finding's detail row. @param {number} finding -1 to close it @param {string} [action] the control that gets the focus */
  open(finding, action) {
    this.opened = finding;
    if (finding !== -1) this.page = Math.floor(finding / PAGE_ROWS);
    const { activeElement } = document;
    const focused = this.body.contains(activeElement) ? rowIndex(activeElement) : -1;
    this.#render();
    if (action !== undefined) this.focus(finding, action);
    else if (focused !== -1) this.focus(focused, "why");
  }

  /** @param {number} finding @param {string} action */
  focus(finding, action) {
    const rows = `tr[data-finding="${finding}"]`;
    const control = /** @type {HTMLElement | null} */ (this.body.querySelector(`${rows} [data-action="${action}"]`) ?? this.body.querySelector(`${rows} [data-action="keep"]`));
    control?.focus({ preventScroll: true });
    control?.closest("tr")?.scrollIntoView({ block: "nearest" });
  }

  /** @param {number} finding  -1 for none */
  point(finding) {
    this.body.querySelector("tr.is-pointed")?.classList.remove("is-pointed");
    if (finding !== -1) this.body.querySelector(`tr[data-finding="${finding}"]`)?.classList.add("is-pointed");
  }

  #render() {
    const first = this.page * PAGE_ROWS;
    const shown = this.rows.slice(first, first + PAGE_ROWS);
    this.body.replaceChildren(
      ...shown.flatMap((row) => (row.finding === this.opened ? [buildRow(row, true), buildDetail(row, this.actions, NARROW.matches ? 3 : 5)] : [buildRow(row, false)])),
    );
    const total = this.rows.length;
    this.pager.hidden = total <= PAGE_ROWS;
    this.range.textContent = t("review.firstToLastOfTotal", { first: first + 1, last: first + shown.length, total });
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
}

/** @param {Row} row @param {boolean} isOpen */
function buildRow({ finding, entity, text, score, source, kept, accepted }, isOpen) {
  const shown = text.length > SHOWN_LENGTH ? `${text.slice(0, SHOWN_LENGTH)}…` : text;
  const label = entityLabel(entity);
  return element(
    "tr",
    { "data-finding": finding, "data-entity": entity, "data-kept": kept, "data-accepted": accepted, class: isOpen && "is-open" },
    element(
      "td",
      { class: "column-entity" },
      element("span", { class: "entity-chip", "data-family": entityFamily(entity) }, label),
    ),
    element(
      "td",
      { class: "column-text" },
      element("span", { class: "finding-text" }, shown),
      accepted && element("span", { class: "accepted" }, icon("check"), t("common.accepted")),
      element("span", { class: "finding-meta" }, `${formatDecimals(score)} · ${sourceLabel(source)}`),
    ),
    element("td", { class: "column-score" }, formatDecimals(score)),
    element("td", { class: "column-source" }, sourceLabel(source)),
    element(
      "td",
      { class: "column-action" },
      element(
        "button",
        { class: "button small ghost why", type: "button", "data-action": "why", "aria-expanded": String(isOpen), "aria-label": t("review.whyLabelShown", { label, shown }) },
        t("review.why"),
      ),
      element(
        "button",
        { class: "button small", type: "button", "data-action": "keep", "aria-label": t(kept ? "review.redactFinding" : "review.keepFinding", { label, shown }) },
        kept ? t("common.redact") : t("common.keep"),
      ),
    ),
  );
}

/** @param {EventTarget | null} target */
function rowIndex(target) {
  const row = target instanceof Element ? target.closest("tr[data-finding]") : null;
  return row ? Number(row.getAttribute("data-finding")) : -1;
}
