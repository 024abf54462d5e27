import { element, icon } from "../../../components/element.js";
import { entityFamily, entityLabel } from "../entities.js";
import { NO_CHOICES, countChoices, hideValue, keepValue, redactValue, saysSomething } from "./file-values.js";
import { guessKind, kindSelect } from "../kind-select.js";
import { t } from "../../../language/language.js";

/** @typedef {import("./file-values.js").Choices} Choices */

const SHOWN_LENGTH = 40;

/**
 * The reader's decisions about values of all files: additional ones to hide, and a list of all decisions, each of which can be
 * undone.
 */
export class ValueChoices {
  /** @type {Choices} */
  current = NO_CHOICES;
  /** Earlier choices, oldest first. @type {Choices[]} */
  #before = [];
  #last_kind = "SURNAME";

  /** @param {{onChange: () => void, announce: (message: string) => void}} options */
  constructor({ onChange, announce }) {
    this.onChange = onChange;
    this.announce = announce;
    this.field = element("input", {
      type: "text",
      "aria-label": t("values.aValueThatWasMissed"),
      placeholder: t("values.somethingWasMissedTypeOr"),
      autocomplete: "off",
      spellcheck: "false",
      "data-testid": "files-missed",
      oninput: () => (this.kind.value = guessKind(this.field.value, this.#last_kind)),
    });
    this.kind = kindSelect({ label: t("values.kindOfTheValue"), value: this.#last_kind, testid: "files-missed-kind" });
    this.undo = element("button", { class: "button small ghost", type: "button", onclick: () => this.takeBack() }, icon("undo"), t("common.undo"));
    this.list = element("ul", { class: "choice-list", "aria-label": t("values.yourDecisions") });
    this.node = element(
      "div",
      { class: "value-choices", hidden: true, onkeydown: (/** @type {KeyboardEvent} */ event) => this.#onKey(event) },
      element(
        "form",
        {
          class: "missed-form",
          onsubmit: (/** @type {Event} */ event) => {
            event.preventDefault();
            this.#hide();
          },
        },
        this.field,
        this.kind,
        element("button", { class: "button small", type: "submit" }, t("values.hideItEverywhere")),
      ),
      element("div", { class: "choices-made" }, this.list, this.undo),
    );
    this.#show();
  }

  /** @param {string} text @param {boolean} keep */
  decide(text, keep) {
    this.#change(keep ? keepValue(this.current, text) : redactValue(this.current, text));
    this.announce(keep ? t("values.itWillBeKeptIn") : t("values.itWillBeRedactedIn"));
  }

  takeBack() {
    const before = this.#before.pop();
    if (!before) return;
    this.current = before;
    this.#show();
    this.onChange();
    this.announce(t("values.takenBack"));
  }

  /** Forget everything: the files were removed. */
  clear() {
    this.current = NO_CHOICES;
    this.#before = [];
    this.field.value = "";
    this.#show();
  }

  #hide() {
    const text = this.field.value.trim();
    if (!saysSomething(text)) {
      this.announce(t("values.typeAValueWithA"));
      this.field.focus();
      return;
    }
    this.#last_kind = this.kind.value;
    this.#change(hideValue(this.current, text, this.kind.value));
    this.field.value = "";
    this.announce(t("values.itWillBeRedactedAs"));
  }

  /** @param {Choices} choices */
  #change(choices) {
    this.#before.push(this.current);
    this.current = choices;
    this.#show();
    this.onChange();
  }

  #show() {
    const { keep, hide } = this.current;
    const hadFocus = this.node.contains(document.activeElement) && document.activeElement !== this.field;
    this.list.replaceChildren(
      ...[...hide].map(([text, entity]) => this.#item(t("values.hidden", { kind: entityLabel(entity) }), text, entityFamily(entity), () => keepValue(this.current, text))),
      ...[...keep].map((text) => this.#item(t("common.kept"), text, "kept", () => redactValue(this.current, text))),
    );
    this.list.hidden = countChoices(this.current) === 0;
    this.undo.hidden = this.#before.length === 0;
    if (hadFocus && !this.node.contains(document.activeElement)) (this.undo.hidden ? this.field : this.undo).focus();
  }

  /** @param {string} what @param {string} text @param {string} family @param {() => Choices} without */
  #item(what, text, family, without) {
    const shown = text.length > SHOWN_LENGTH ? `${text.slice(0, SHOWN_LENGTH)}…` : text;
    return element(
      "li",
      { "data-family": family },
      element("span", {}, `${what}: `),
      element("b", { dir: "auto" }, shown),
      element("button", { class: "button-icon", type: "button", title: t("common.takeBack"), "aria-label": t("values.takeBackWhatShown", { what, shown }), onclick: () => this.#change(without()) }, icon("clear")),
    );
  }

  /** @param {KeyboardEvent} event */
  #onKey(event) {
    const inField = event.target === this.field && this.field.value !== "";
    if (event.key !== "z" || !(event.ctrlKey || event.metaKey) || event.shiftKey || inField) return;
    event.preventDefault();
    event.stopPropagation();
    this.takeBack();
  }
}
