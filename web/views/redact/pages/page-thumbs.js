import { element } from "../../../components/element.js";
import { formatCount } from "../../../components/format.js";
import { paint } from "./page-scroller.js";
import { t } from "../../../language/language.js";

const WIDTH = 96;

/** Small pages to choose from, drawn when they are seen, each with its number of boxes. */
export class PageThumbs {
  /** @type {Set<number>} */
  #wanted = new Set();
  #drawing = false;

  /**
   * @param {{sizes: readonly {width: number, height: number}[], render: import("./page-scroller.js").ScrollerOptions["render"], onChoose: (page: number) => void}} options
   */
  constructor({ sizes, render, onChoose }) {
    this.render = render;
    this.sizes = sizes;
    this.counts = sizes.map(() => element("span", { class: "pr-count", hidden: true }));
    this.buttons = sizes.map(({ width, height }, page) => {
      const paper = element("span", { class: "pr-thumb-paper" }, element("canvas", { width: 1, height: 1 }));
      paper.style.aspectRatio = `${width} / ${height}`;
      return element(
        "button",
        { class: "pr-thumb", type: "button", "data-page": page, onclick: () => onChoose(page) },
        paper,
        element("span", { class: "pr-thumb-line" }, element("span", {}, element("span", { class: "visually-hidden" }, `${t("pages.page")} `), formatCount(page + 1)), this.counts[page]),
      );
    });
    this.node = element("nav", { class: "pr-thumbs", "aria-label": t("common.pages"), hidden: sizes.length < 2 }, ...this.buttons);
    this.seen = new IntersectionObserver((entries) => {
      for (const { target, isIntersecting } of entries) {
        const page = Number(target.getAttribute("data-page"));
        if (isIntersecting) this.#wanted.add(page);
        else this.#wanted.delete(page);
      }
      void this.#draw();
    }, { root: this.node, rootMargin: "50% 0px" });
  }

  open() {
    for (const button of this.buttons) this.seen.observe(button);
  }

  close() {
    this.seen.disconnect();
    this.#wanted.clear();
  }

  /** @param {number} page */
  point(page) {
    for (const button of this.node.querySelectorAll("[aria-current]")) button.removeAttribute("aria-current");
    const button = this.buttons[page];
    button?.setAttribute("aria-current", "page");
    const { node } = this;
    if (button && !node.hidden && (button.offsetTop < node.scrollTop || button.offsetTop + button.offsetHeight > node.scrollTop + node.clientHeight)) {
      node.scrollTop = button.offsetTop - node.clientHeight / 3;
    }
  }

  /** Show the number of boxes of each page. @param {readonly number[]} counts */
  count(counts) {
    counts.forEach((count, page) => {
      const shown = this.counts[page];
      if (!shown || shown.firstChild?.textContent === formatCount(count)) return;
      shown.replaceChildren(element("span", { "aria-hidden": "true" }, formatCount(count)), element("span", { class: "visually-hidden" }, t("count.boxes", { count })));
      shown.hidden = count === 0;
    });
  }

  async #draw() {
    if (this.#drawing) return;
    this.#drawing = true;
    for (;;) {
      const page = [...this.#wanted].find((each) => !this.buttons[each]?.classList.contains("is-drawn"));
      const button = page === undefined ? undefined : this.buttons[page];
      if (page === undefined || !button) break;
      button.classList.add("is-drawn");
      const scale = (WIDTH * Math.min(devicePixelRatio, 2)) / (this.sizes[page]?.width ?? WIDTH);
      try {
        paint(button, await this.render(page, scale));
      } catch {
        break; // the review was closed, or the large page says so
      }
    }
    this.#drawing = false;
  }
}
