import { element, icon } from "../../../components/element.js";
import { guessKind, kindSelect } from "../kind-select.js";
import { mentionsOf } from "./review.js";
import { t } from "../../../language/language.js";

/**
 * @typedef {import("../../../shared/protocol.js").Explanation} Explanation
 * @typedef {{text: string, start: number, end: number}} Selected   a stretch of the scanned text
 */

const SHOWN_LENGTH = 48;

/** Actions for a selected stretch of text: redact it, redact all occurrences, or ask why it was not found. */
export class SelectionCard {
  /**
   * @param {{onAdd: (ranges: {start: number, end: number}[], entity: string) => void,
   *   onExplain: (selected: Selected) => Promise<Explanation | null>, announce: (message: string) => void}} options
   */
  constructor({ onAdd, onExplain, announce }) {
    this.onAdd = onAdd;
    this.onExplain = onExplain;
    this.announce = announce;
    /** @type {Selected | null} */
    this.selected = null;
    /**
     * The selection for which the reader closed the card: it stays closed until the selection changes.
     * @type {Selected | null}
     */
    this.dismissed = null;
    /** @type {HTMLElement | null} */
    this.returnTo = null;
    this.lastKind = "SURNAME";
    this.quote = element("p", { class: "selection-quote", dir: "auto" });
    this.kind = kindSelect({ label: t("selection.kindOfTheSelectedText"), value: this.lastKind, testid: "selection-kind" });
    this.add = element("button", { class: "button primary", type: "button", "data-testid": "selection-redact", onclick: () => this.#add() }, t("common.redact"));
    this.alike = element("input", { type: "checkbox", checked: true });
    this.alikeWords = element("span");
    this.alikeLabel = element("label", { class: "selection-alike" }, this.alike, this.alikeWords);
    this.why = element("button", { class: "button", type: "button", "data-testid": "selection-explain", "aria-expanded": "false", onclick: () => void this.#explain() }, t("selection.whyNot"));
    this.details = element("div", { class: "selection-details", tabindex: 0, role: "group", "aria-label": t("selection.whyItWasNotFound"), hidden: true });
    this.node = element(
      "section",
      {
        class: "selection-card",
        "aria-label": t("selection.selectedText"),
        "data-testid": "selection-card",
        hidden: true,
        onkeydown: (/** @type {KeyboardEvent} */ event) => {
          if (event.key !== "Escape") return;
          event.preventDefault();
          event.stopPropagation();
          this.close();
        },
      },
      element(
        "div",
        { class: "selection-row" },
        this.quote,
        this.kind,
        this.add,
        this.why,
        this.alikeLabel,
        element("button", { class: "button-icon", type: "button", "aria-label": t("common.close"), onclick: () => this.close() }, icon("clear")),
      ),
      this.details,
    );
  }

  get isOpen() {
    return !this.node.hidden;
  }

  /** Whether the reader is using it, so that a changed selection does not close it. */
  get isBusy() {
    return this.node.contains(document.activeElement);
  }

  /** @param {Selected | null} selected */
  show(selected) {
    if (selected && isSame(selected, this.dismissed)) return;
    this.dismissed = null;
    if (!selected) {
      this.node.hidden = true;
      this.selected = null;
      return;
    }
    if (this.isOpen && isSame(selected, this.selected)) return;
    this.selected = selected;
    const value = selected.text.slice(selected.start, selected.end);
    this.quote.textContent = value.length > SHOWN_LENGTH ? `${value.slice(0, SHOWN_LENGTH)}…` : value;
    this.kind.value = guessKind(value, this.lastKind);
    const mentions = mentionsOf(selected.text, value).length;
    this.alikeLabel.hidden = mentions < 2;
    this.alikeWords.textContent = t("selection.allMentionsAlike", { mentions });
    this.#collapse();
    if (!this.isOpen) this.announce(t("selection.countCharactersSelectedAltEnter", { count: value.length }));
    this.node.hidden = false;
  }

  /** Take the focus, which returns when the card closes. */
  focus() {
    if (!this.isBusy) this.returnTo = /** @type {HTMLElement | null} */ (document.activeElement);
    this.kind.focus();
  }

  close() {
    const wasBusy = this.isBusy;
    const { selected } = this;
    this.show(null);
    this.dismissed = selected;
    if (wasBusy) this.returnTo?.focus();
    this.returnTo = null;
  }

  #add() {
    if (!this.selected) return;
    const { text, start, end } = this.selected;
    const mentions = this.alike.checked ? mentionsOf(text, text.slice(start, end)) : [];
    // A part of a word is no occurrence, but it was selected.
    const ranges = mentions.some((range) => range.start === start) ? mentions : [{ start, end }, ...mentions];
    this.lastKind = this.kind.value;
    this.close();
    this.onAdd(ranges, this.lastKind);
  }

  async #explain() {
    const { selected } = this;
    if (!selected) return;
    if (!this.details.hidden) {
      this.#collapse();
      return;
    }
    const [explanation, list] = await Promise.all([this.onExplain(selected), import("./explanation-list.js").catch(() => null)]);
    if (!explanation || !list || selected !== this.selected) return;
    this.details.replaceChildren(list.buildExplanation(selected.text, explanation));
    this.details.hidden = false;
    this.why.setAttribute("aria-expanded", "true");
    this.announce(list.summarizeExplanation(explanation));
  }

  #collapse() {
    this.details.hidden = true;
    this.why.setAttribute("aria-expanded", "false");
  }
}

/** @param {Selected | null} one @param {Selected | null} other */
function isSame(one, other) {
  return one?.start === other?.start && one?.end === other?.end && one?.text === other?.text;
}
