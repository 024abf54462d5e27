import { element, icon } from "../../../components/element.js";
import { formatShare } from "../../../components/format.js";
import { TabsideError } from "../../../shared/protocol.js";
import { SITE_ROOT } from "../../../shared/site-root.js";
import { entityLabel } from "../entities.js";
import { guessKind } from "../kind-select.js";
import { History } from "../review/review.js";
import { loadStyleSheet } from "../style-sheet.js";
import { listenForAreas } from "./draw-area.js";
import { fillBoxes } from "./page-boxes.js";
import { NO_EDITS, addArea, addPlaces, alikeFindings, changeArea, decisionsOf, findingKey, keepFindings, removePlace, stretchKey, withinPage } from "./page-edits.js";
import { takePageKey } from "./page-keys.js";
import { PageScroller } from "./page-scroller.js";
import { PageSide } from "./page-side.js";
import { PageThumbs } from "./page-thumbs.js";
import { PageTools } from "./page-tools.js";
import { t } from "../../../language/language.js";

/**
 * @typedef {import("./page-edits.js").PageEdits} PageEdits
 * @typedef {import("./page-edits.js").PageFinding} PageFinding
 * @typedef {import("./page-edits.js").Stretch} Stretch
 * @typedef {import("./page-edits.js").Area} Area
 *
 * @typedef {object} DialogOptions
 * @property {string} name   of the file
 * @property {import("../../../engine/page-review.js").PageReview} review
 * @property {History<PageEdits>} history   earlier decisions on this file
 * @property {(decisions: import("../../../engine/page-review.js").Decisions) => Promise<void>} onSave   write the file and hand it out
 * @property {(changed: boolean) => void} onClose
 * @property {(message: string) => void} announce
 */

await loadStyleSheet(new URL("views/redact/page-review.css", SITE_ROOT));

/** Share of a page's smaller side: of a box that is added by keyboard. */
const NEW_BOX = 0.12;
const LEAST_BOX = 0.005;

/** The pages of a file with boxes over what goes, for a reader to decide. */
export class PageDialog {
  /** Places of the last search. @type {readonly Stretch[]} */
  #matches = [];
  #match = -1;
  /** @type {Map<string, import("../../../engine/page-review.js").Quad[]>} */
  #quads = new Map();
  /** @type {Map<number, PageFinding[]>} */
  #byPage = new Map();
  #saved;
  #searched = 0;

  /** @param {DialogOptions} options */
  constructor(options) {
    this.options = options;
    const { review, history, name } = options;
    this.review = review;
    this.history = history;
    this.#saved = history.state;
    for (const finding of review.findings) if (finding.stretch) this.#of(finding.stretch.page).push(finding);
    const { sizes } = review;
    const render = (/** @type {number} */ page, /** @type {number} */ scale) => review.render(page, scale);
    this.scroller = new PageScroller({ sizes, render, onNear: (page) => void this.#fill(page), onPage: () => this.#showPage() });
    this.thumbs = new PageThumbs({ sizes, render, onChoose: (page) => this.scroller.goTo(page) });
    this.tools = new PageTools(sizes.length, {
      onUndo: () => this.undo(),
      onRedo: () => this.redo(),
      onZoom: (factor) => this.zoom(factor),
      onDraw: (on, by_keyboard) => (by_keyboard ? this.addBox() : this.draw(on)),
      onPreview: (on) => this.#preview(on),
      onPage: (page) => this.scroller.goTo(page),
    });
    this.side = new PageSide({
      onSearch: (value) => void this.#search(value),
      onHide: (entity) => this.#do(addPlaces(this.edits, review.findings, this.#matches, entity), t("pages.hidden", { count: this.#matches.length })),
      onMatch: (step) => this.#toMatch(step),
      onKeep: (findings, keep, label) => this.#do(keepFindings(this.edits, findings, keep), label),
      onTakeBack: (place) => this.#do(removePlace(this.edits, place), t("pages.takenBack")),
      onRemoveArea: (index) => this.#do(changeArea(this.edits, index, null), t("pages.boxRemoved")),
      onPoint: (finding) => this.#point(finding),
    });
    this.summary = element("p", { class: "pr-summary", role: "status", "data-testid": "pages-summary" });
    this.save = element("button", { class: "button primary", type: "button", "data-testid": "pages-save", onclick: () => void this.#save() }, icon("download"), element("span", {}, t("common.save")));
    this.problem = element("p", { class: "pr-problem", role: "alert", hidden: true });
    this.node = element(
      "dialog",
      { class: "page-review", "aria-labelledby": "pages-title", "data-testid": "page-review", onclose: () => this.#closed(), onkeydown: (/** @type {KeyboardEvent} */ event) => this.#onKey(event) },
      element(
        "header",
        { class: "pr-head" },
        element("div", { class: "pr-title" }, element("h2", { id: "pages-title" }, name), this.summary),
        this.save,
        element("button", { class: "button-icon", type: "button", "aria-label": t("pages.closeThePages"), title: t("common.close"), "data-testid": "pages-close", onclick: () => this.node.close() }, icon("clear")),
      ),
      this.tools.node,
      this.problem,
      element("div", { class: "pr-body" }, this.thumbs.node, this.scroller.node, this.side.node),
    );
    this.#listen();
  }

  get edits() {
    return this.history.state;
  }

  open() {
    document.body.append(this.node);
    this.node.showModal();
    this.scroller.open();
    this.thumbs.open();
    this.#render();
    this.scroller.node.focus();
  }

  undo() {
    this.#step(this.history.undo(), "review.undone", "review.nothingToUndo");
  }

  redo() {
    this.#step(this.history.redo(), "review.doneAgain", "review.nothingToRedo");
  }

  /** @param {number} factor 0: to the width */
  zoom(factor) {
    this.scroller.setZoom(factor === 0 ? 1 : this.scroller.zoom * factor);
    this.tools.zoom.textContent = formatShare(this.scroller.zoom);
  }

  /** Start or end drawing boxes. @param {boolean} on */
  draw(on) {
    this.tools.draw.setAttribute("aria-pressed", String(on));
    this.scroller.node.classList.toggle("is-drawing", on);
    if (on) this.options.announce(t("pages.drawABoxOverWhat"));
  }

  /** Add a box in the middle of the page in view, to be moved with the arrow keys. */
  addBox() {
    const page = this.scroller.current;
    const { width, height } = this.#size(page);
    const side = Math.min(width, height) * NEW_BOX;
    void this.#addArea({ page, left: width / 2 - side, right: width / 2 + side, top: height / 3 - side / 2, bottom: height / 3 + side / 2, entity: "" });
  }

  /** Keep a finding or redact it again, with all that are alike if asked. @param {PageFinding} finding @param {boolean} with_alike */
  toggle(finding, with_alike = false) {
    const keep = !this.edits.kept.has(findingKey(finding));
    const findings = with_alike ? alikeFindings(this.review.findings, finding) : [finding];
    const said = t(keep ? "common.kept" : "review.redactedAgain");
    this.#do(keepFindings(this.edits, findings, keep), findings.length > 1 ? t("review.allAlike", { done: said, count: findings.length }) : said);
  }

  /** Go to the next finding, or the one before. @param {1 | -1} step */
  toFinding(step) {
    const findings = this.review.findings.filter(({ stretch }) => stretch !== null);
    const focused = Number(document.activeElement?.getAttribute("data-finding") ?? -1);
    const at = findings.findIndex(({ number }) => number === focused);
    const here = findings.findIndex(({ stretch }) => /** @type {Stretch} */ (stretch).page >= this.scroller.current);
    const next = findings[at === -1 ? Math.max(here, 0) : (at + step + findings.length) % findings.length];
    if (next?.stretch) void this.#reveal(next.stretch, `[data-finding="${next.number}"]`);
  }

  /** Move or resize a box by steps of the page's size, or remove it. @param {number} index @param {{x: number, y: number, resizes: boolean} | null} by */
  changeBox(index, by) {
    const area = this.edits.areas[index];
    if (!area) return;
    if (!by) {
      this.#do(changeArea(this.edits, index, null), t("pages.boxRemoved"));
      this.scroller.node.focus();
      return;
    }
    const size = this.#size(area.page);
    const [x, y] = [by.x * size.width * LEAST_BOX, by.y * size.width * LEAST_BOX];
    const moved = by.resizes ? { ...area, right: area.right + x, bottom: area.bottom + y } : { ...area, left: area.left + x, right: area.right + x, top: area.top + y, bottom: area.bottom + y };
    const inside = moved.left >= 0 && moved.top >= 0 && moved.right <= size.width && moved.bottom <= size.height;
    if (inside) this.#do(changeArea(this.edits, index, withinPage(moved, size, size.width * LEAST_BOX)), t(by.resizes ? "pages.boxResized" : "pages.boxMoved"));
  }

  #listen() {
    listenForAreas(this.scroller.node, {
      isOn: () => this.tools.isDrawing,
      onArea: (page, { left, top, right, bottom }) => {
        const { width, height } = this.#size(page);
        void this.#addArea({ page, left: left * width, right: right * width, top: top * height, bottom: bottom * height, entity: "" });
      },
    });
    this.scroller.node.addEventListener("click", (event) => {
      const box = event.target instanceof Element ? event.target.closest(".pr-box") : null;
      if (box && !this.tools.isDrawing) this.#choose(box);
    });
    const point = (/** @type {Event} */ event) => this.side.point(Number((event.target instanceof Element && event.target.closest("[data-finding]")?.getAttribute("data-finding")) || -1));
    this.scroller.node.addEventListener("pointerover", point);
    this.scroller.node.addEventListener("focusin", point);
    this.node.addEventListener("cancel", (event) => {
      if (!this.tools.isDrawing) return;
      event.preventDefault();
      this.draw(false);
    });
  }

  /** @param {Element} box */
  #choose(box) {
    const finding = this.review.findings[Number(box.getAttribute("data-finding") ?? -1)];
    const added = box.getAttribute("data-added");
    const place = this.edits.added.find((each) => stretchKey(each) === added);
    if (finding) this.toggle(finding);
    else if (place) this.#do(removePlace(this.edits, place), t("pages.takenBack"));
  }

  /** @param {Area} area its kind is guessed by the text in it */
  async #addArea(area) {
    this.draw(false);
    const size = this.#size(area.page);
    const text = await this.review.textUnder(withinPage(area, size, size.width * LEAST_BOX)).catch(() => "");
    const entity = guessKind(text.trim(), this.side.kind.value);
    this.#do(addArea(this.edits, withinPage({ ...area, entity }, size, size.width * LEAST_BOX)), text.trim() === "" ? t("pages.boxAdded") : t("pages.boxAddedOver", { kind: entityLabel(entity) }));
    const index = this.edits.areas.length - 1;
    await this.#fill(area.page);
    /** @type {HTMLElement | null} */ (this.scroller.node.querySelector(`[data-area="${index}"]`))?.focus({ preventScroll: true });
  }

  /** @param {string} value */
  async #search(value) {
    const turn = ++this.#searched;
    const found = value.trim().length < 2 ? [] : await this.review.search(value).catch(() => []);
    if (turn !== this.#searched) return;
    this.#matches = found;
    this.#match = -1;
    this.side.showMatches(value.trim().length < 2 ? null : found.length, -1);
    this.#refill();
  }

  /** @param {1 | -1} step */
  #toMatch(step) {
    if (this.#matches.length === 0) return;
    this.#match = (this.#match + step + this.#matches.length) % this.#matches.length;
    this.side.showMatches(this.#matches.length, this.#match);
    const match = this.#matches[this.#match];
    if (match) void this.#reveal(match, null);
  }

  /** Scroll to a place. @param {Stretch} stretch @param {string | null} focus what then gets the focus */
  async #reveal(stretch, focus) {
    await this.#know(stretch.page, [stretch]);
    const [quad] = this.#quads.get(stretchKey(stretch)) ?? [];
    const top = quad ? Math.min(...quad.map(([, y]) => y)) / this.#size(stretch.page).height : 0;
    this.scroller.goTo(stretch.page, top);
    if (focus === null) return;
    for (let tries = 0; tries < 20 && !this.scroller.near.get(stretch.page)?.querySelector(focus); tries++) await new Promise(requestAnimationFrame);
    /** @type {HTMLElement | null | undefined} */ (this.scroller.near.get(stretch.page)?.querySelector(focus))?.focus({ preventScroll: true });
  }

  /** @param {PageEdits} edits @param {string} label */
  #do(edits, label) {
    this.history.do(edits, label);
    this.#render();
    this.options.announce(`${label}.`);
  }

  /** @param {string | null} label @param {import("../../../language/language.js").Key} done @param {import("../../../language/language.js").Key} nothing */
  #step(label, done, nothing) {
    this.#render();
    this.options.announce(label === null ? `${t(nothing)}.` : `${t(done, { label })}.`);
  }

  #render() {
    const { past, future } = this.history;
    this.tools.show({ canUndo: past.length > 0, canRedo: future.length > 0 });
    const { edits, review } = this;
    const counts = review.sizes.map((_, page) => this.#of(page).filter((finding) => !edits.kept.has(findingKey(finding))).length);
    for (const { page } of [...edits.added, ...edits.areas]) counts[page] = (counts[page] ?? 0) + 1;
    this.thumbs.count(counts);
    const kept = review.findings.filter((finding) => edits.kept.has(findingKey(finding))).length;
    const going = review.findings.length - kept + edits.added.length + edits.areas.length;
    const parts = [going === 0 ? t("pages.nothingRedacted") : t("pages.toRedact", { count: going })];
    if (kept > 0) parts.push(t("review.keptCount", { count: kept }));
    if (review.unsure.length > 0) parts.push(t("pages.misreadCount", { count: review.unsure.length }));
    this.summary.textContent = parts.join(" · ");
    this.#refill();
    this.#showPage();
  }

  #showPage() {
    const { current } = this.scroller;
    this.thumbs.point(current);
    this.tools.page.value = String(current + 1);
    const unsure = this.review.unsure.filter(({ page }) => page === current);
    this.side.show({ page: current, pages: this.review.sizes.length, findings: this.#of(current), all: this.review.findings, unsure, edits: this.edits });
  }

  #refill() {
    for (const page of this.scroller.near.keys()) void this.#fill(page);
  }

  /** @param {number} page */
  async #fill(page) {
    const findings = this.#of(page);
    const unsure = this.review.unsure.filter((word) => word.page === page);
    const matches = this.#matches.filter((match) => match.page === page);
    const added = this.edits.added.filter((place) => place.page === page);
    await this.#know(page, [...findings.flatMap(({ stretch }) => stretch ?? []), ...unsure, ...matches, ...added]);
    const layer = this.scroller.near.get(page);
    const marks = { findings, unsure, matches: this.#matches.filter((match) => match.page === page), edits: this.edits };
    if (layer) fillBoxes(layer, page, this.#size(page), marks, this.#quads);
  }

  /** Ask for the boxes of stretches that are not known yet. @param {number} page @param {readonly Stretch[]} stretches */
  async #know(page, stretches) {
    const unknown = stretches.filter((stretch) => !this.#quads.has(stretchKey(stretch)));
    if (unknown.length === 0) return;
    const quads = await this.review.boxes(page, unknown).catch(() => []);
    quads.forEach((each, index) => this.#quads.set(stretchKey(/** @type {Stretch} */ (unknown[index])), each));
  }

  /** @param {number} finding */
  #point(finding) {
    for (const box of this.scroller.node.querySelectorAll(".is-pointed")) box.classList.remove("is-pointed");
    if (finding !== -1) for (const box of this.scroller.node.querySelectorAll(`[data-finding="${finding}"]`)) box.classList.add("is-pointed");
  }

  /** @param {boolean} on */
  #preview(on) {
    this.tools.preview.setAttribute("aria-pressed", String(on));
    this.scroller.node.classList.toggle("is-preview", on);
  }

  async #save() {
    const { edits } = this;
    this.save.disabled = true;
    this.problem.hidden = true;
    this.save.lastElementChild?.replaceChildren(t("pages.writing"));
    try {
      await this.options.onSave(decisionsOf(edits, this.review.findings));
      this.#saved = edits;
    } catch (error) {
      const { code, message } = TabsideError.toPlain(error);
      this.problem.textContent = code === "cancelled" ? t("pages.cancelledNothingWasSaved") : t("pages.nothingWasSavedMessage", { message });
      this.problem.hidden = false;
    } finally {
      this.save.disabled = false;
      this.save.lastElementChild?.replaceChildren(t("common.save"));
    }
  }

  #closed() {
    this.scroller.close();
    this.thumbs.close();
    this.node.remove();
    this.options.onClose(this.#saved !== this.edits && (this.#saved !== NO_EDITS || this.edits !== NO_EDITS));
  }

  /** @param {KeyboardEvent} event */
  #onKey(event) {
    if (!takePageKey(this, event)) return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** @param {number} page @returns {PageFinding[]} */
  #of(page) {
    let findings = this.#byPage.get(page);
    if (!findings) this.#byPage.set(page, (findings = []));
    return findings;
  }

  /** @param {number} page */
  #size(page) {
    return this.review.sizes[page] ?? { width: 1, height: 1 };
  }
}
