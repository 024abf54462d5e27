import { element, icon } from "../../../components/element.js";
import { formatPlural } from "../../../components/format.js";
import { entityFamily, entityLabel } from "../entities.js";
import { guessKind, kindSelect } from "../kind-select.js";
import { shorten } from "./page-boxes.js";
import { alikeFindings, findingKey, stretchKey } from "./page-edits.js";

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
      "aria-label": "Find in the pages",
      placeholder: "Find what was missed",
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
    this.kind = kindSelect({ label: "Kind of what you add", value: "SURNAME", testid: "pages-kind" });
    this.hide = element("button", { class: "button small primary", type: "button", "data-testid": "pages-hide", onclick: () => options.onHide(this.kind.value) }, "Hide all");
    this.previous = element("button", { class: "button small", type: "button", "aria-label": "Previous place", onclick: () => options.onMatch(-1) }, "↑");
    this.next = element("button", { class: "button small", type: "button", "aria-label": "Next place", onclick: () => options.onMatch(1) }, "↓");
    this.matches = element("p", { class: "pr-matches", role: "status" });
    this.found = element("div", { class: "pr-found", hidden: true }, this.matches, this.previous, this.next, this.hide);
    this.heading = element("h3", {});
    this.unsure = element("p", { class: "pr-note", hidden: true });
    this.list = element("ul", { class: "pr-list", "data-testid": "pages-findings" });
    this.beside = element("ul", { class: "pr-list" });
    this.besideBox = element("details", { class: "pr-beside", hidden: true }, element("summary", {}, "Beside the pages: titles, links, names of layers"), this.beside);
    this.node = element(
      "aside",
      { class: "pr-side", "aria-label": "What is found" },
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
    this.matches.textContent = count === 0 ? "Not found." : index === -1 ? formatPlural(count ?? 0, "place") : `${index + 1} of ${formatPlural(count ?? 0, "place")}`;
    for (const button of [this.previous, this.next, this.hide]) button.hidden = !count;
    this.hide.textContent = count === 1 ? "Hide it" : `Hide all ${count}`;
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
    this.heading.textContent = `${pages > 1 ? `Page ${page + 1}: ` : ""}${count === 0 ? "nothing found" : formatPlural(count, "box", "boxes")}`;
    this.unsure.hidden = unsure.length === 0;
    this.unsure.replaceChildren(icon("warning"), element("span", {}, `${formatPlural(unsure.length, "word")} on this page may be misread. They have a wavy line.`));
    this.list.replaceChildren(
      ...findings.map((finding) => this.#finding(finding, edits, all)),
      ...added.map((place) => this.#own(place.entity, shorten(place.text), `added ${stretchKey(place)}`, () => this.options.onTakeBack(place))),
      ...areas.map(({ area, index }) => this.#own(area.entity, "A box that you drew", `area-row ${index}`, () => this.options.onRemoveArea(index))),
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
    const said = kept ? "Redacted again" : "Kept";
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
            { class: "button small ghost", type: "button", "data-key": `alike ${number}`, "aria-label": `${kept ? "Redact" : "Keep"} all ${alike.length} alike: ${shorten(text)}`, onclick: () => this.options.onKeep(alike, !kept, `${said}: all ${alike.length} alike`) },
            `All ${alike.length}`,
          ),
        element(
          "button",
          { class: "button small", type: "button", "data-key": `row ${number}`, "aria-label": `${kept ? "Redact" : "Keep"} ${label}: ${shorten(text)}`, onclick: () => this.options.onKeep([finding], !kept, said) },
          kept ? "Redact" : "Keep",
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
      element("span", { class: "pr-row-actions" }, element("button", { class: "button small", type: "button", "data-key": key, "aria-label": `Take back ${entityLabel(entity)}: ${text}`, onclick: onRemove }, "Take back")),
    );
  }
}

/** @param {EventTarget | null} target */
function rowOf(target) {
  const row = target instanceof Element ? target.closest("[data-row]") : null;
  return row ? Number(row.getAttribute("data-row")) : -1;
}
