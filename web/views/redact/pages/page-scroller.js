import { element } from "../../../components/element.js";
import { t } from "../../../language/language.js";

/**
 * @typedef {{width: number, height: number}} Size
 *
 * @typedef {object} ScrollerOptions
 * @property {readonly Size[]} sizes
 * @property {(page: number, scale: number) => Promise<{width: number, height: number, arrays: [Uint8Array]}>} render
 * @property {(page: number, boxes: HTMLElement) => void} onNear   a page comes near: its boxes are wanted
 * @property {(page: number) => void} onPage                       another page is in the middle
 */

/** A page is not drawn larger: a canvas has limits. */
const MOST_PIXELS = 8_000_000;
/** The width of a page at 100 %, at most, in CSS pixels. */
const READABLE = 860;
const MARGIN = 32;
const LEAST_ZOOM = 0.25;
const MOST_ZOOM = 5;

/** The pages below each other. Only those in sight and their neighbours are drawn, and have boxes. */
export class PageScroller {
  zoom = 1;
  current = 0;
  /** @type {Map<number, HTMLElement>} */
  near = new Map();
  /** The scale at which a page is drawn. @type {Map<number, number>} */
  #drawn = new Map();
  #drawing = false;
  #closed = false;

  /** @param {ScrollerOptions} options */
  constructor(options) {
    this.options = options;
    const count = options.sizes.length;
    this.pages = options.sizes.map(({ width, height }, page) => {
      const node = element("section", { class: "pr-page", "data-page": page, "aria-label": t("pages.pagePageOfCount", { page: page + 1, count }) });
      node.style.setProperty("--w", String(width));
      node.style.setProperty("--h", String(height));
      return node;
    });
    this.node = element("div", { class: "pr-scroller", tabindex: 0, role: "region", "aria-label": t("common.pages"), "data-testid": "pages", onscroll: () => this.#onScroll() }, ...this.pages);
    this.seen = new IntersectionObserver((entries) => this.#onSeen(entries), { root: this.node, rootMargin: "60% 0px" });
    this.resized = new ResizeObserver(() => this.#layOut());
  }

  /** Begin, once the node is in the document. */
  open() {
    this.#layOut();
    this.resized.observe(this.node);
    for (const page of this.pages) this.seen.observe(page);
  }

  close() {
    this.#closed = true;
    this.seen.disconnect();
    this.resized.disconnect();
  }

  /** Change the zoom; the middle of what is seen stays. @param {number} zoom */
  setZoom(zoom) {
    const { node } = this;
    const middle = (node.scrollTop + node.clientHeight / 2) / node.scrollHeight;
    this.zoom = Math.min(Math.max(zoom, LEAST_ZOOM), MOST_ZOOM);
    this.#layOut();
    node.scrollTop = middle * node.scrollHeight - node.clientHeight / 2;
  }

  /** @param {number} page @param {number} [top] of what is to be seen, as a share of the page's height */
  goTo(page, top = 0) {
    const node = this.pages[page];
    if (!node) return;
    this.node.scrollTop = node.offsetTop - MARGIN / 2 + (top > 0 ? Math.max(0, top * node.offsetHeight - this.node.clientHeight / 3) : 0);
  }

  /** CSS pixels of a unit of the page. */
  get unit() {
    const widest = Math.max(...this.options.sizes.map(({ width }) => width));
    return (Math.min(this.node.clientWidth - MARGIN, READABLE) / widest) * this.zoom;
  }

  #layOut() {
    this.node.style.setProperty("--unit", `${Math.max(0.01, this.unit)}px`);
    void this.#draw();
  }

  #onScroll() {
    const middle = this.node.scrollTop + this.node.clientHeight / 3;
    let page = this.current;
    while (page > 0 && (this.pages[page]?.offsetTop ?? 0) > middle) page--;
    while (page < this.pages.length - 1 && (this.pages[page + 1]?.offsetTop ?? Infinity) <= middle) page++;
    if (page === this.current) return;
    this.current = page;
    this.options.onPage(page);
  }

  /** @param {IntersectionObserverEntry[]} entries */
  #onSeen(entries) {
    for (const { target, isIntersecting } of entries) {
      const page = Number(target.getAttribute("data-page"));
      if (isIntersecting && !this.near.has(page)) {
        const boxes = element("div", { class: "pr-boxes" });
        target.append(element("canvas", { "aria-hidden": "true", width: 1, height: 1 }), boxes);
        this.near.set(page, boxes);
        this.options.onNear(page, boxes);
      } else if (!isIntersecting && this.near.has(page) && !target.contains(document.activeElement)) {
        target.replaceChildren();
        this.near.delete(page);
        this.#drawn.delete(page);
      }
    }
    void this.#draw();
  }

  /** The scale at which a page is to be drawn. @param {number} page */
  #scaleOf(page) {
    const { width, height } = /** @type {Size} */ (this.options.sizes[page]);
    return Math.min(this.unit * devicePixelRatio, Math.sqrt(MOST_PIXELS / (width * height)));
  }

  /** Draw what is near, one page after the other, the nearest first. */
  async #draw() {
    if (this.#drawing) return;
    this.#drawing = true;
    for (;;) {
      const waiting = [...this.near.keys()].filter((page) => this.#drawn.get(page) !== this.#scaleOf(page));
      const page = waiting.sort((a, b) => Math.abs(a - this.current) - Math.abs(b - this.current))[0];
      if (page === undefined || this.#closed) break;
      const scale = this.#scaleOf(page);
      this.#drawn.set(page, scale);
      try {
        paint(/** @type {HTMLElement} */ (this.pages[page]), await this.options.render(page, scale));
      } catch {
        if (!this.#closed) this.pages[page]?.querySelector("canvas")?.after(element("p", { class: "pr-undrawn" }, t("pages.thisPageCouldNotBe")));
      }
    }
    this.#drawing = false;
  }
}

/** @param {HTMLElement} page @param {{width: number, height: number, arrays: [Uint8Array]}} image */
export function paint(page, { width, height, arrays: [pixels] }) {
  const canvas = page.querySelector("canvas");
  if (!canvas) return; // scrolled away meanwhile
  canvas.width = width;
  canvas.height = height;
  const data = new Uint8ClampedArray(/** @type {ArrayBuffer} */ (pixels.buffer), pixels.byteOffset, pixels.byteLength);
  canvas.getContext("2d")?.putImageData(new ImageData(data, width, height), 0, 0);
  page.classList.add("is-drawn");
}
