import { element } from "../../../components/element.js";
import { entityFamily, entityLabel, sourceLabel } from "../entities.js";
import { buildCounts } from "../family-counts.js";
import { matching, valuesOf } from "./file-values.js";
import { t } from "../../../language/language.js";

/** @typedef {import("./file-values.js").Value} Value */

const SHOWN_VALUES = 100;
/** From this number of values on there is a search field. */
const MANY = 12;
const SHOWN_LENGTH = 80;
const SHOWN_PLACES = 12;
/** From this number of characters on, the text around a value was cut. */
const CUT = 40;

/** The findings in one file, value by value, each with a button to keep it or redact it again. */
export class FileReview {
  #typed = "";

  /**
   * @param {string} name  the file's name
   * @param {readonly import("../../../engine/options.js").FileFinding[]} findings
   * @param {{choices: () => import("./file-values.js").Choices, onKeep: (text: string, keep: boolean) => void}} options
   */
  constructor(name, findings, { choices, onKeep }) {
    this.choices = choices;
    this.onKeep = onKeep;
    this.values = valuesOf(findings);
    this.body = element("tbody", { onclick: (/** @type {Event} */ event) => this.#clicked(event) });
    this.rest = element("p", { class: "file-rest" });
    const head = [t("common.kind"), t("common.text"), t("files.where"), t("files.replacedWith"), t("common.action")].map((title) => element("th", { scope: "col" }, title));
    this.node = element(
      "div",
      { class: "file-review" },
      element("ul", { class: "family-counts", "aria-label": t("common.foundByFamily") }, ...buildCounts(findings)),
      this.values.length > MANY && this.#filter(),
      element(
        "div",
        { class: "file-table", tabindex: 0, role: "group", "aria-label": t("files.findingsInName", { name }) },
        element("table", {}, element("thead", {}, element("tr", {}, ...head)), this.body),
      ),
      this.rest,
    );
    this.show();
  }

  /** Show the current choices; the focus stays. */
  show() {
    const focused = this.body.contains(document.activeElement) ? document.activeElement?.getAttribute("data-value") : null;
    const found = matching(this.values, this.#typed, entityLabel);
    const { keep } = this.choices();
    this.body.replaceChildren(...found.slice(0, SHOWN_VALUES).map((value) => buildRow(value, this.values.indexOf(value), keep.has(value.text))));
    this.rest.textContent = found.length === 0 ? t("files.noValueReadsSo") : found.length > SHOWN_VALUES ? t("files.theFirstShownOfCount", { shown: SHOWN_VALUES, count: found.length }) : "";
    this.rest.hidden = this.rest.textContent === "";
    if (focused !== null) /** @type {HTMLElement | null} */ (this.body.querySelector(`[data-value="${focused}"]`))?.focus();
  }

  #filter() {
    const field = element("input", {
      type: "search",
      class: "file-filter",
      placeholder: t("files.findAValue"),
      "aria-label": t("files.findAValue"),
      autocomplete: "off",
      spellcheck: "false",
      oninput: () => {
        this.#typed = field.value;
        this.show();
      },
    });
    return field;
  }

  /** @param {Event} event */
  #clicked(event) {
    const button = event.target instanceof Element ? event.target.closest("button[data-value]") : null;
    const value = button && this.values[Number(button.getAttribute("data-value"))];
    if (value) this.onKeep(value.text, !this.choices().keep.has(value.text));
  }
}

/** @param {Value} value @param {number} index @param {boolean} kept */
function buildRow({ entity, text, before, after, replacement, source, places }, index, kept) {
  const shown = text.length > SHOWN_LENGTH ? `${text.slice(0, SHOWN_LENGTH)}…` : text;
  const label = entityLabel(entity);
  return element(
    "tr",
    { "data-kept": kept },
    element("td", {}, element("span", { class: "entity-chip", "data-family": entityFamily(entity) }, label)),
    element("td", { class: "file-value", dir: "auto" }, element("span", { class: "file-around" }, fromWord(before)), element("b", {}, shown), element("span", { class: "file-around" }, toWord(after))),
    element("td", { title: `${places.slice(0, SHOWN_PLACES).join("\n")}${places.length > SHOWN_PLACES ? "\n…" : ""}` }, placesInWords(places), element("span", { class: "file-source" }, sourceLabel(source))),
    element("td", {}, kept ? t("files.stays") : element("code", {}, replacement || t("files.nothing"))),
    element(
      "td",
      { class: "file-choice" },
      element("button", { class: "button small", type: "button", "data-value": index, "aria-label": t(kept ? "review.redactFinding" : "review.keepFinding", { label, shown }) }, kept ? t("common.redact") : t("common.keep")),
    ),
  );
}

/** @param {readonly string[]} places */
function placesInWords(places) {
  const [first = ""] = places;
  return places.length === 1 ? first : t("files.andOtherPlaces", { first, count: places.length - 1 });
}

/** Remove the partial word at a cut. @param {string} before */
function fromWord(before) {
  return before.length < CUT ? before : before.replace(/^\S*(?=\s)/u, "…");
}

/** @param {string} after */
function toWord(after) {
  return after.length < CUT ? after : after.replace(/(?<=\s)\S*$/u, "…");
}
