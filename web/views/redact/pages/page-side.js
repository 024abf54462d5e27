import { element, icon } from "../../../components/element.js";
import { entityFamily, entityLabel } from "../entities.js";
import { guessKind, kindSelect } from "../kind-select.js";
import { shorten } from "./page-boxes.js";
import { alikeFindings, findingKey, stretchKey } from "./page-edits.js";
import { t } from "../../../language/language.js";

/**
 * @typedef {import("./page-edits.js").PageEdits} PageEdits
 * @typedef {import("./page-edits.js").PageFinding} PageFinding
 * @typedef {import("./page-edits.js").Stretch} Stretch
 *
 * @typedef {object} SideOptions
 * @property {(value: string) => void} onSearch
 * @property {(entity: string) => void} onHide          hide all places that were found by the search
 * @property {(step: 1 | -1) => void} onMatch           go to the next or the previous place
 * @property {(findings: readonly PageFinding[], keep: boolean, label: string) => void} onKeep
 * @property {(place: Stretch) => void} onTakeBack
 * @property {(index: number) => void} onRemoveArea
 * @property {(finding: number) => void} onPoint        -1: none
 */

/** Beside the pages: a search, and what is on the page in view. */
export class PageSide {
  /** @param {SideOptions} options */
  constructor(options) {
    this.options = options;
    this.field = element("input", {
      type: "search",
      "aria-label": t("pages.findInThePages"),
      placeholder: t("pages.findWhatWasMissed"),
      autocomplete: "off",
      spellcheck: "false",
      "data-testid": "pages-search",
      oninput: () => {
        this.kind.value = guessKind(this.field.value, this.kind.value);
        options.onSearch(this.field.value);
      },
      onkeydown: (/** @type {KeyboardEvent} */ event) => {
        if (event.key === "Enter") {
          event.preventDefault();
          options.onMatch(event.shiftKey ? -1 : 1);
        }
      },
    });
    this.kind = kindSelect({ label: t("pages.kindOfWhatYouAdd"), value: "SURNAME", testid: "pages-kind" });
    this.hide = element("button", { class: "button small primary", type: "button", "data-testid": "pages-hide", onclick: () => options.onHide(this.kind.value) }, t("pages.hideAll"));
    this.previous = element("button", { class: "button small", type: "button", "aria-label": t("pages.previousPlace"), onclick: () => options.onMatch(-1) }, "↑");
    this.next = element("button", { class: "button small", type: "button", "aria-label": t("pages.nextPlace"), onclick: () => options.onMatch(1) }, "↓");
    this.matches = element("p", { class: "pr-matches", role: "status" });
    this.found = element("div", { class: "pr-found", hidden: true }, this.matches, this.previous, this.next, this.hide);
    this.heading = element("h3", {});
    this.unsure = element("p", { class: "pr-note", hidden: true });
    this.list = element("ul", { class: "pr-list", "data-testid": "pages-findings" });
    this.beside = element("ul", { class: "pr-list" });
    this.besideBox = element("details", { class: "pr-beside", hidden: true }, element("summary", {}, t("pages.besideThePagesTitlesLinks")), this.beside);
    this.node = element(
      "aside",
      { class: "pr-side", "aria-label": t("pages.whatIsFound") },
      element("div", { class: "pr-search" }, this.field, this.kind, this.found),
      this.heading,
      this.unsure,
      this.list,
      this.besideBox,
    );
    this.list.addEventListener("pointerover", (event) => options.onPoint(rowOf(event.target)));
    this.list.addEventListener("pointerleave", () => options.onPoint(-1));
  }

  /** @param {number | null} count of places; null: no search @param {number} index of the one in view, -1 for none */
  showMatches(count, index) {
    this.found.hidden = count === null;
    this.matches.textContent = count === 0 ? t("pages.notFound") : index === -1 ? t("count.places", { count: count ?? 0 }) : t("pages.indexOfCountPlaces", { index: index + 1, count: count ?? 0 });
    for (const button of [this.previous, this.next, this.hide]) button.hidden = !count;
    this.hide.textContent = count === 1 ? t("pages.hideIt") : t("pages.hideAllCount", { count: count ?? 0 });
  }

  /**
   * @param {{page: number, pages: number, findings: readonly PageFinding[], all: readonly PageFinding[], unsure: readonly Stretch[], edits: PageEdits}} facts
   *   findings: of the page in view
   */
  show({ page, pages, findings, all, unsure, edits }) {
    const focused = this.node.contains(document.activeElement) ? document.activeElement?.getAttribute("data-key") : null;
    const added = edits.added.filter((place) => place.page === page);
    const areas = edits.areas.map((area, index) => ({ area, index })).filter(({ area }) => area.page === page);
    const count = findings.length + added.length + areas.length;
    const found = count === 0 ? t("pages.nothingFound") : t("count.boxes", { count });
    this.heading.textContent = pages > 1 ? t("pages.onPage", { page: page + 1, found }) : found;
    this.unsure.hidden = unsure.length === 0;
    this.unsure.replaceChildren(icon("warning"), element("span", {}, t("pages.countWordsOnThisPage", { count: unsure.length })));
    this.list.replaceChildren(
      ...findings.map((finding) => this.#finding(finding, edits, all)),
      ...added.map((place) => this.#own(place.entity, shorten(place.text), `added ${stretchKey(place)}`, () => this.options.onTakeBack(place))),
      ...areas.map(({ area, index }) => this.#own(area.entity, t("pages.boxYouDrew"), `area-row ${index}`, () => this.options.onRemoveArea(index))),
    );
    const beside = all.filter(({ stretch }) => stretch === null);
    this.besideBox.hidden = beside.length === 0;
    this.beside.replaceChildren(...beside.map((finding) => this.#finding(finding, edits, all)));
    if (focused) /** @type {HTMLElement | null} */ (this.node.querySelector(`[data-key="${CSS.escape(focused)}"]`))?.focus();
  }

  /** @param {number} finding */
  point(finding) {
    this.list.querySelector(".is-pointed")?.classList.remove("is-pointed");
    const row = finding === -1 ? null : this.list.querySelector(`[data-row="${finding}"]`);
    row?.classList.add("is-pointed");
    row?.scrollIntoView({ block: "nearest" });
  }

  /** @param {PageFinding} finding @param {PageEdits} edits @param {readonly PageFinding[]} all */
  #finding(finding, edits, all) {
    const { number, entity, text } = finding;
    const kept = edits.kept.has(findingKey(finding));
    const label = entityLabel(entity);
    const alike = alikeFindings(all, finding);
    const said = t(kept ? "review.redactedAgain" : "common.kept");
    return element(
      "li",
      { "data-row": number, "data-kept": kept },
      element("span", { class: "entity-chip", "data-family": entityFamily(entity) }, label),
      element("b", { dir: "auto" }, shorten(text)),
      element(
        "span",
        { class: "pr-row-actions" },
        alike.length > 1 &&
          element(
            "button",
            { class: "button small ghost", type: "button", "data-key": `alike ${number}`, "aria-label": t(kept ? "pages.redactAllAlike" : "pages.keepAllAlike", { count: alike.length, text: shorten(text) }), onclick: () => this.options.onKeep(alike, !kept, t("review.allAlike", { done: said, count: alike.length })) },
            t("pages.allCount", { count: alike.length }),
          ),
        element(
          "button",
          { class: "button small", type: "button", "data-key": `row ${number}`, "aria-label": t(kept ? "review.redactFinding" : "review.keepFinding", { label, shown: shorten(text) }), onclick: () => this.options.onKeep([finding], !kept, said) },
          kept ? t("common.redact") : t("common.keep"),
        ),
      ),
    );
  }

  /** @param {string} entity @param {string} text @param {string} key @param {() => void} onRemove */
  #own(entity, text, key, onRemove) {
    return element(
      "li",
      { class: "is-own" },
      element("span", { class: "entity-chip", "data-family": entityFamily(entity) }, entityLabel(entity)),
      element("b", { dir: "auto" }, text),
      element("span", { class: "pr-row-actions" }, element("button", { class: "button small", type: "button", "data-key": key, "aria-label": t("pages.takeBackKindText", { kind: entityLabel(entity), text }), onclick: onRemove }, t("common.takeBack"))),
    );
  }
}

/** @param {EventTarget | null} target */
function rowOf(target) {
  const row = target instanceof Element ? target.closest("[data-row]") : null;
  return row ? Number(row.getAttribute("data-row")) : -1;
}
