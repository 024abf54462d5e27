/**
 * Show originals in place of placeholders, on screen alone. The page's own nodes keep the placeholders: an element that holds some gets a
 * closed shadow tree in which its text stands restored and its child elements are slotted. Scripts of the page read and send what they wrote.
 */

import { ask } from "./messages.js";

/** Elements that may have a shadow tree: https://dom.spec.whatwg.org/#valid-shadow-host-name */
const HOSTS = new Set(["ARTICLE", "ASIDE", "BLOCKQUOTE", "DIV", "FOOTER", "H1", "H2", "H3", "H4", "H5", "H6", "HEADER", "MAIN", "NAV", "P", "SECTION", "SPAN"]);
const SKIPPED = "script, style, noscript, textarea, input, select, option, svg, math, title, tabside-review";
/** Every placeholder has a number; a longer text node is none of an answer. */
const MAY_HOLD_ONE = /\d/;
const LONGEST = 100_000;
const BATCH = 500;

export class ShownNames {
  #active = false;
  /** What a text node is shown as, and for which text. @type {WeakMap<Text, {source: string, shown: string}>} */
  #shown = new WeakMap();
  /** @type {Map<Element, ShadowRoot>} */ #roots = new Map();
  /** @type {Set<Text>} */ #waiting = new Set();
  #asking = false;
  #observer = new MutationObserver((records) => this.#changed(records));

  /** Show the names that are known already, after a reload for example, and those of later answers. */
  start() {
    this.#observer.observe(document, { subtree: true, childList: true, characterData: true });
    void this.refresh();
  }

  /** Look at the whole page: the meanings have changed. */
  async refresh() {
    const answer = /** @type {import("./messages.js").Restored | import("./messages.js").Failed} */ (await ask({ to: "panel", kind: "restore", texts: [] }));
    this.#active = answer.ok && answer.texts !== null;
    if (this.#active) this.#collect(document);
  }

  /** Show the placeholders again. */
  forget() {
    this.#active = false;
    this.#waiting.clear();
    this.#shown = new WeakMap();
    for (const [parent, root] of this.#roots) this.#render(parent, root);
  }

  /** @param {MutationRecord[]} records */
  #changed(records) {
    for (const { target, addedNodes } of records) {
      const parent = target instanceof Element ? target : target.parentElement;
      const root = parent && this.#roots.get(parent);
      // A new child has no slot yet, and would not be seen.
      if (root) this.#render(parent, root);
      if (!this.#active) continue;
      if (target instanceof Text) this.#collect(target);
      for (const node of addedNodes) this.#collect(node);
    }
    for (const element of this.#roots.keys()) if (!element.isConnected) this.#roots.delete(element);
  }

  /** @param {Node} node */
  #collect(node) {
    if (node instanceof Text) this.#take(node);
    else {
      const walker = document.createTreeWalker(node, NodeFilter.SHOW_TEXT);
      while (walker.nextNode()) this.#take(/** @type {Text} */ (walker.currentNode));
    }
    if (!this.#asking) void this.#restore();
  }

  /** @param {Text} text */
  #take(text) {
    const parent = text.parentElement;
    if (!parent || text.length > LONGEST || this.#shown.get(text)?.source === text.data) return;
    if (!MAY_HOLD_ONE.test(text.data) || parent.isContentEditable || parent.closest(SKIPPED)) return;
    this.#waiting.add(text);
  }

  async #restore() {
    this.#asking = true;
    while (this.#waiting.size > 0) {
      const texts = [...this.#waiting].slice(0, BATCH);
      for (const text of texts) this.#waiting.delete(text);
      const sources = texts.map(({ data }) => data);
      const answer = /** @type {import("./messages.js").Restored | import("./messages.js").Failed} */ (await ask({ to: "panel", kind: "restore", texts: sources }));
      if (!answer.ok || answer.texts === null || !this.#active) break; // they stay as they are: nothing is lost
      for (const [index, text] of texts.entries()) this.#show(text, sources[index], answer.texts[index]);
    }
    this.#waiting.clear();
    this.#asking = false;
  }

  /** @param {Text} text @param {string} source @param {string} shown */
  #show(text, source, shown) {
    if (!text.parentElement || text.data !== source) return this.#take(text);
    this.#shown.set(text, { source, shown });
    if (shown === source && !this.#roots.has(text.parentElement)) return;
    const host = this.#hostOf(text);
    if (host) this.#render(host, /** @type {ShadowRoot} */ (this.#roots.get(host)));
  }

  /** The element whose shadow tree shows a text node: its parent, or a new span around the node. @param {Text} text @returns {Element | null} */
  #hostOf(text) {
    const parent = /** @type {HTMLElement} */ (text.parentElement);
    if (this.#roots.has(parent) || (HOSTS.has(parent.tagName) && this.#attach(parent))) return parent;
    const span = document.createElement("span");
    text.replaceWith(span);
    span.append(text);
    return this.#attach(span) ? span : null;
  }

  /** @param {Element} element */
  #attach(element) {
    try {
      this.#roots.set(element, element.attachShadow({ mode: "closed", slotAssignment: "manual" }));
      return true;
    } catch {
      return false; // it has one of the page
    }
  }

  /** @param {Element} parent @param {ShadowRoot} root */
  #render(parent, root) {
    /** @type {Node[]} */
    const nodes = [];
    for (const child of parent.childNodes) {
      const known = child instanceof Text ? this.#shown.get(child) : undefined;
      if (known && child instanceof Text && known.source === child.data && known.shown !== known.source) {
        nodes.push(document.createTextNode(known.shown));
      } else if (child instanceof Text || child instanceof Element) {
        const slot = document.createElement("slot");
        slot.assign(child);
        nodes.push(slot);
      }
    }
    root.replaceChildren(...nodes);
  }
}
