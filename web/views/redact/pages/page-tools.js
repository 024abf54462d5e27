import { element, icon } from "../../../components/element.js";
import { formatShare } from "../../../components/format.js";
import { t } from "../../../language/language.js";

/**
 * @typedef {object} ToolOptions
 * @property {() => void} onUndo
 * @property {() => void} onRedo
 * @property {(factor: number) => void} onZoom    0: to the width
 * @property {(on: boolean, by_keyboard: boolean) => void} onDraw
 * @property {(on: boolean) => void} onPreview
 * @property {(page: number) => void} onPage
 */

/** The tools above the pages. */
export class PageTools {
  /** @param {number} pages @param {ToolOptions} options */
  constructor(pages, { onUndo, onRedo, onZoom, onDraw, onPreview, onPage }) {
    const tool = (/** @type {string} */ name, /** @type {string} */ label, /** @type {() => void} */ onclick) =>
      element("button", { class: "button-icon", type: "button", title: label, "aria-label": label, onclick }, icon(name));
    const text = (/** @type {string} */ shown, /** @type {string} */ label, /** @type {() => void} */ onclick) =>
      element("button", { class: "button small", type: "button", title: label, "aria-label": label, onclick }, shown);
    this.undo = tool("undo", t("common.undo"), onUndo);
    this.redo = tool("redo", t("pages.redo"), onRedo);
    this.zoom = element("button", { class: "button small", type: "button", title: t("pages.zoomToTheWidth0"), onclick: () => onZoom(0) }, formatShare(1));
    this.draw = element(
      "button",
      {
        class: "button small",
        type: "button",
        "aria-pressed": "false",
        "aria-keyshortcuts": "b",
        "data-testid": "pages-draw",
        title: t("pages.drawABoxEverythingUnder"),
        onclick: (/** @type {MouseEvent} */ event) => onDraw(!this.isDrawing, event.detail === 0),
      },
      t("pages.drawABox"),
    );
    this.preview = element("button", { class: "button small", type: "button", "aria-pressed": "false", title: t("pages.showThePagesAsThey"), onclick: () => onPreview(this.preview.getAttribute("aria-pressed") !== "true") }, t("pages.preview"));
    this.page = element("input", {
      type: "number",
      min: 1,
      max: pages,
      value: 1,
      inputmode: "numeric",
      "aria-label": t("pages.pageOfPages", { pages }),
      onchange: () => onPage(Math.min(Math.max(Math.round(Number(this.page.value)) || 1, 1), pages) - 1),
    });
    this.node = element(
      "div",
      { class: "pr-tools", role: "toolbar", "aria-label": t("common.pages") },
      element("span", { class: "pr-pager", hidden: pages < 2 }, this.page, element("span", {}, t("pages.ofPages", { pages }))),
      element("span", { class: "pr-group" }, this.undo, this.redo),
      element("span", { class: "pr-group" }, text("−", t("pages.zoomOut"), () => onZoom(1 / 1.25)), this.zoom, text("+", t("pages.zoomIn"), () => onZoom(1.25))),
      this.draw,
      this.preview,
    );
  }

  get isDrawing() {
    return this.draw.getAttribute("aria-pressed") === "true";
  }

  /** @param {{canUndo: boolean, canRedo: boolean}} facts */
  show({ canUndo, canRedo }) {
    this.undo.disabled = !canUndo;
    this.redo.disabled = !canRedo;
  }
}
