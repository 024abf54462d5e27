/**
 * The content script of an enabled site: holds back what is pasted, dropped or sent in text fields until the side panel has read it.
 * Nothing is inserted or sent if it does not answer.
 */

import { allOf, fieldOf, placeIn, textOf, write } from "./fields.js";
import { NO_PANEL, ask } from "./messages.js";
import { chrome } from "./chrome-api.js";
import { ReviewBox } from "./review-box.js";
import { SendGuard, stop } from "./send-guard.js";
import { ShownNames } from "./shown-names.js";

/** @typedef {import("./messages.js").Redacted} Redacted */
/** @typedef {import("./messages.js").Failed} Failed */

const FILES = "Pictures and other files are not read here.";
const box = new ReviewBox(() => void ask({ to: "background", kind: "open" }));
const names = new ShownNames();
const guard = new SendGuard((held) => void send(held));

/**
 * Have a text read, and its replacements confirmed.
 * @param {string} text @returns {Promise<{text: string, changed: boolean} | null>} null: it must not be used
 */
async function approved(text) {
  const cancelled = box.wait().then(() => null);
  const answer = await Promise.race([cancelled, /** @type {Promise<Redacted | Failed>} */ (ask({ to: "panel", kind: "redact", text }))]);
  if (!answer) return null;
  if (!answer.ok) {
    box.fail(answer.message, { opens: answer.code === NO_PANEL.code });
    return null;
  }
  const changed = answer.text !== text;
  if (changed && !(await box.review(answer.pieces))) return null;
  box.hide();
  return { text: answer.text, changed };
}

/** @param {HTMLElement} field @param {DataTransfer | null} data */
async function insert(field, data) {
  const text = data?.getData("text/plain") ?? "";
  if (text === "") {
    if (data?.files.length) box.fail(FILES);
    return;
  }
  const place = placeIn(field);
  const result = await approved(text);
  if (!result) return;
  if (await write(field, place, result.text)) void names.refresh();
  else box.fail("This page did not take the text.");
}

/** @param {import("./send-guard.js").Held} held */
async function send({ field, replay }) {
  const text = textOf(field);
  const result = await approved(text);
  if (!result) return;
  // What was typed meanwhile has not been read.
  if (textOf(field) !== text) return box.fail("The text has changed meanwhile. Send it again.");
  if (!result.changed) {
    guard.markClean(field, text);
    return replay();
  }
  if (!(await write(field, allOf(field), result.text))) return box.fail("This page did not take the text.");
  void names.refresh();
  box.notice("Replaced. Read it once more, then send it.");
}

/** @param {ClipboardEvent | DragEvent} event */
function onInsert(event) {
  const field = event.isTrusted ? fieldOf(event) : null;
  if (!field) return;
  stop(event);
  void insert(field, event instanceof ClipboardEvent ? event.clipboardData : event.dataTransfer);
}

/** @param {KeyboardEvent} event */
function onKeyDown(event) {
  if (box.owns(event)) {
    // The page need not know what is pressed here; a button still does what its key does.
    if (event.key === "Escape") box.hide();
    if (event.repeat) event.preventDefault(); // Enter, still held down, is no consent
    event.stopImmediatePropagation();
  } else guard.keyDown(event);
}

// Before all handlers of the page: this runs before its scripts, and catches on the way down.
const options = { capture: true };
window.addEventListener("paste", onInsert, options);
window.addEventListener("drop", onInsert, options);
window.addEventListener("input", (event) => guard.edited(event), options);
window.addEventListener("keydown", onKeyDown, options);
window.addEventListener("keyup", (event) => (box.owns(event) ? event.stopImmediatePropagation() : guard.keyUp(event)), options);
window.addEventListener("click", (event) => box.owns(event) || guard.click(event), options);
window.addEventListener("submit", (event) => guard.submit(event), options);

chrome.runtime.onMessage.addListener((message) => {
  if (message?.to === "page" && message.kind === "forgotten") names.forget();
  return false;
});
names.start();
