/** Holds back what sends a text until that text has been read: Enter, buttons, forms. What was read and is clean passes. */

import { fieldOf, textOf } from "./fields.js";

const BUTTONS = "button, input[type=submit], input[type=button], input[type=image], [role=button], a[href]";

/** A field to read, and what to do once it is clean. @typedef {{field: HTMLElement, replay: () => void}} Held */

export class SendGuard {
  /** Fields that were edited. @type {Set<HTMLElement>} */ #edited = new Set();
  /** The text of a field that needs no replacement. @type {WeakMap<HTMLElement, string>} */ #clean = new WeakMap();
  #dropsKeyUp = false;
  #onHeld;

  /** @param {(held: Held) => void} onHeld */
  constructor(onHeld) {
    this.#onHeld = onHeld;
  }

  /** @param {HTMLElement} field @param {string} text */
  markClean(field, text) {
    this.#clean.set(field, text);
  }

  /** @param {Event} event */
  edited(event) {
    const field = fieldOf(event);
    if (field) this.#edited.add(field);
  }

  /** @param {KeyboardEvent} event */
  keyDown(event) {
    if (!event.isTrusted || event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    const field = fieldOf(event);
    this.#dropsKeyUp = field !== null && !this.#isClean(field);
    if (!field || !this.#dropsKeyUp) return;
    this.#hold(event, field, () => pressEnter(field, event));
  }

  /** The end of a key that was held back. @param {KeyboardEvent} event */
  keyUp(event) {
    if (!event.isTrusted || event.key !== "Enter" || !this.#dropsKeyUp) return;
    this.#dropsKeyUp = false;
    stop(event);
  }

  /** @param {MouseEvent} event */
  click(event) {
    if (!event.isTrusted) return;
    const button = /** @type {HTMLElement | undefined} */ (event.composedPath().find((each) => each instanceof HTMLElement && each.matches(BUTTONS)));
    const field = button && this.#unread();
    if (button && field) this.#hold(event, field, () => this.#again(() => button.click()));
  }

  /** @param {SubmitEvent} event */
  submit(event) {
    const form = /** @type {HTMLFormElement} */ (event.target);
    const field = this.#unread(form);
    const { submitter } = event;
    if (field) this.#hold(event, field, () => this.#again(() => form.requestSubmit(submitter)));
  }

  /** @param {Event} event @param {HTMLElement} field @param {() => void} replay */
  #hold(event, field, replay) {
    stop(event);
    this.#onHeld({ field, replay });
  }

  /** Go on, unless another field is still unread. @param {() => void} replay */
  #again(replay) {
    const field = this.#unread();
    if (field) this.#onHeld({ field, replay: () => this.#again(replay) });
    else replay();
  }

  /** @param {HTMLElement} [inside] @returns {HTMLElement | undefined} */
  #unread(inside) {
    for (const field of this.#edited) if (!field.isConnected) this.#edited.delete(field);
    return [...this.#edited].find((field) => !this.#isClean(field) && (!inside || inside.contains(field)));
  }

  /** @param {HTMLElement} field */
  #isClean(field) {
    const text = textOf(field);
    return text.trim() === "" || this.#clean.get(field) === text;
  }
}

/** @param {Event} event */
export function stop(event) {
  event.preventDefault();
  event.stopImmediatePropagation();
}

/** Do what Enter does: the page's handlers first, then what a browser does without them. @param {HTMLElement} field @param {KeyboardEvent} pressed */
function pressEnter(field, pressed) {
  const { ctrlKey, metaKey, altKey } = pressed;
  const facts = { key: "Enter", code: pressed.code, keyCode: 13, which: 13, ctrlKey, metaKey, altKey, bubbles: true, cancelable: true, composed: true };
  field.focus();
  const goes_on = field.dispatchEvent(new KeyboardEvent("keydown", facts)) && field.dispatchEvent(new KeyboardEvent("keypress", facts));
  field.dispatchEvent(new KeyboardEvent("keyup", facts));
  if (!goes_on || ctrlKey || metaKey || altKey) return;
  if (field instanceof HTMLInputElement) field.form?.requestSubmit();
  else document.execCommand(field instanceof HTMLTextAreaElement ? "insertLineBreak" : "insertParagraph");
}
