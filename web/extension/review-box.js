/**
 * The box that shows what would be replaced. It lies in a closed shadow tree made by the content script, which no script of the page can
 * read, and reacts to the user alone, never to events that a page makes.
 */

import { BOX_STYLE } from "./box-style.js";

/** @typedef {import("./messages.js").Piece} Piece */

/** So long a notice stays. */
const NOTICE_MS = 4000;

export class ReviewBox {
  #host = document.createElement("tabside-review");
  #title = made("p", { role: "status" });
  #text = made("pre", { tabindex: "0", "aria-label": "Text to insert" });
  #alert = made("p", { role: "alert" });
  #insert = made("button", { type: "button" }, "Insert redacted");
  #open = made("button", { type: "button" }, "Open tabside");
  #cancel = made("button", { type: "button" }, "Cancel");
  /** @type {((decided: boolean) => void) | null} */ #decide = null;
  /** @type {number | undefined} */ #timer;

  /** @param {() => void} onOpen the user asks for the side panel */
  constructor(onOpen) {
    const root = this.#host.attachShadow({ mode: "closed" });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(BOX_STYLE);
    root.adoptedStyleSheets = [sheet];
    const actions = made("div", {}, this.#insert, this.#open, this.#cancel);
    root.append(made("section", { role: "dialog", "aria-label": "tabside" }, this.#title, this.#alert, this.#text, actions));
    this.#host.setAttribute("popover", "manual");
    this.#insert.addEventListener("click", ({ isTrusted }) => isTrusted && this.#end(true));
    this.#cancel.addEventListener("click", ({ isTrusted }) => isTrusted && this.#end(false));
    this.#open.addEventListener("click", ({ isTrusted }) => isTrusted && onOpen());
  }

  /** @param {Event} event */
  owns(event) {
    return event.target === this.#host;
  }

  /** A check runs. Resolves to false if the user cancels it. @returns {Promise<boolean>} */
  wait() {
    return this.#show({ title: "Reading. Nothing has been inserted or sent.", asks: true });
  }

  /** Show what would be replaced. @param {Piece[]} pieces @returns {Promise<boolean>} whether to insert it */
  review(pieces) {
    const count = pieces.filter((piece) => typeof piece !== "string").length;
    const decided = this.#show({ title: `${count} to be replaced`, asks: true, reviews: true });
    for (const piece of pieces) {
      if (typeof piece === "string") this.#text.append(piece);
      else this.#text.append(made("del", {}, piece.original), made("ins", {}, piece.placeholder));
    }
    this.#insert.focus();
    return decided;
  }

  /** @param {string} message why nothing was inserted or sent @param {{opens?: boolean}} [options] opens: offer to open the side panel */
  fail(message, { opens = false } = {}) {
    void this.#show({ alert: `Nothing was inserted or sent. ${message}`, asks: true, opens });
    (opens ? this.#open : this.#cancel).focus();
  }

  /** @param {string} title */
  notice(title) {
    void this.#show({ title });
    this.#timer = setTimeout(() => this.hide(), NOTICE_MS);
  }

  hide() {
    this.#end(false);
  }

  /** @param {{title?: string, alert?: string, asks?: boolean, reviews?: boolean, opens?: boolean}} content @returns {Promise<boolean>} */
  #show({ title = "", alert = "", asks = false, reviews = false, opens = false }) {
    this.#end(false);
    // A page may have removed it; a page that hides it sees nothing inserted.
    if (!this.#host.isConnected) document.documentElement.append(this.#host);
    this.#host.showPopover();
    this.#title.textContent = title;
    this.#alert.textContent = alert;
    this.#text.hidden = this.#insert.hidden = !reviews;
    this.#open.hidden = !opens;
    this.#cancel.hidden = !asks;
    this.#cancel.textContent = alert ? "Close" : "Cancel";
    return new Promise((decide) => (this.#decide = decide));
  }

  /** @param {boolean} decided */
  #end(decided) {
    clearTimeout(this.#timer);
    if (this.#host.isConnected && this.#host.matches(":popover-open")) this.#host.hidePopover();
    this.#decide?.(decided);
    this.#decide = null;
    this.#text.replaceChildren();
  }
}

/**
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} name @param {Record<string, string>} attributes @param {(Node | string)[]} children @returns {HTMLElementTagNameMap[T]}
 */
function made(name, attributes, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  node.append(...children);
  return node;
}
