/** Text fields of a page: which one an event is about, what stands in it, and how to write into it as the user would. */

/** @typedef {HTMLTextAreaElement | HTMLInputElement} ValueField */
/** @typedef {{start: number, end: number} | {range: Range | null}} Place */

const INPUT_TYPES = new Set(["text", "search", "url", "email", "tel"]);
/** So long a rich editor may take to notice a new selection. */
const SELECTION_MS = 50;

/** The text field that an event is about; null for others, passwords among them. @param {Event} event @returns {HTMLElement | null} */
export function fieldOf(event) {
  const [target] = event.composedPath();
  const element = target instanceof Element ? target : target instanceof Node ? target.parentElement : null;
  if (element instanceof HTMLTextAreaElement) return element;
  if (element instanceof HTMLInputElement) return INPUT_TYPES.has(element.type) ? element : null;
  return element instanceof HTMLElement && element.isContentEditable ? editingHost(element) : null;
}

/** @param {HTMLElement} element */
function editingHost(element) {
  let host = element;
  while (host.parentElement?.isContentEditable) host = host.parentElement;
  return host;
}

/** @param {HTMLElement} field @returns {field is ValueField} */
const hasValue = (field) => field instanceof HTMLTextAreaElement || field instanceof HTMLInputElement;

/** The text in a field. @param {HTMLElement} field */
export function textOf(field) {
  return hasValue(field) ? field.value : field.innerText.replace(/\n$/, "");
}

/** Where text would go. @param {HTMLElement} field @returns {Place} */
export function placeIn(field) {
  if (hasValue(field)) return { start: field.selectionStart ?? field.value.length, end: field.selectionEnd ?? field.value.length };
  const selection = field.ownerDocument.getSelection();
  const range = selection?.rangeCount ? selection.getRangeAt(0).cloneRange() : null;
  return { range: range && field.contains(range.commonAncestorContainer) ? range : null };
}

/** All of a field's text. @param {HTMLElement} field @returns {Place} */
export function allOf(field) {
  if (hasValue(field)) return { start: 0, end: field.value.length };
  const range = field.ownerDocument.createRange();
  range.selectNodeContents(field);
  return { range };
}

/**
 * Write text at a place, so that the page's own handlers and its undo take part.
 * @param {HTMLElement} field @param {Place} place @param {string} text @returns {Promise<boolean>} whether the field has changed
 */
export async function write(field, place, text) {
  if (!field.isConnected) return false;
  const before = textOf(field);
  field.focus();
  if (hasValue(field)) {
    const { start, end } = "start" in place ? place : { start: before.length, end: before.length };
    // An email field has no selection; all of it is replaced only where all was meant.
    try {
      field.setSelectionRange(start, end);
    } catch {
      if (start === 0 && end === before.length) field.select();
    }
    field.ownerDocument.execCommand("insertText", false, text);
  } else {
    await select(field, "range" in place ? place.range : null);
    paste(field, text);
    await new Promise((done) => setTimeout(done)); // editors render after their handlers
  }
  return textOf(field) !== before;
}

/** @param {HTMLElement} field @param {Range | null} range */
async function select(field, range) {
  const document = field.ownerDocument;
  const noticed = new Promise((done) => {
    document.addEventListener("selectionchange", done, { once: true });
    setTimeout(done, SELECTION_MS);
  });
  const target = range && field.contains(range.commonAncestorContainer) ? range : document.createRange();
  if (target !== range) {
    target.selectNodeContents(field);
    target.collapse(false);
  }
  const selection = document.getSelection();
  selection?.removeAllRanges();
  selection?.addRange(target);
  await noticed;
}

/** Rich editors take a paste, plain ones a command. @param {HTMLElement} field @param {string} text */
function paste(field, text) {
  const data = new DataTransfer();
  data.setData("text/plain", text);
  const node = field.ownerDocument.getSelection()?.anchorNode;
  const target = node instanceof Element ? node : (node?.parentElement ?? field);
  const event = new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true, composed: true });
  if (target.dispatchEvent(event)) field.ownerDocument.execCommand("insertText", false, text);
}
