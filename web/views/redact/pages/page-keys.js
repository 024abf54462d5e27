/**
 * Keyboard shortcuts of the pages. Letters act only when nobody is typing.
 *
 * @typedef {import("./page-dialog.js").PageDialog} PageDialog
 */

/** @type {Record<string, [number, number]>} */
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/** Handle a key; true if it is a shortcut. @param {PageDialog} dialog @param {KeyboardEvent} event */
export function takePageKey(dialog, event) {
  const { target, key } = event;
  if (target instanceof HTMLElement && target.closest("select, input")) return false;
  const letter = key.toLowerCase();
  if ((event.ctrlKey || event.metaKey) && !event.altKey && (letter === "z" || letter === "y")) {
    if (letter === "y" || event.shiftKey) dialog.redo();
    else dialog.undo();
    return true;
  }
  if (event.ctrlKey || event.metaKey || event.altKey) return false;
  const box = target instanceof Element ? target.closest(".pr-box") : null;
  if (box && takeBoxKey(dialog, event, box)) return true;
  /** @type {Record<string, () => void>} */
  const actions = {
    n: () => dialog.toFinding(1),
    p: () => dialog.toFinding(-1),
    b: () => dialog.addBox(),
    "/": () => dialog.side.field.focus(),
    "+": () => dialog.zoom(1.25),
    "-": () => dialog.zoom(1 / 1.25),
    0: () => dialog.zoom(0),
  };
  const action = actions[letter];
  action?.();
  return action !== undefined;
}

/** @param {PageDialog} dialog @param {KeyboardEvent} event @param {Element} box */
function takeBoxKey(dialog, { key, shiftKey }, box) {
  const finding = dialog.review.findings[Number(box.getAttribute("data-finding") ?? -1)];
  if (finding && key.toLowerCase() === "s") {
    dialog.toggle(finding, true);
    return true;
  }
  const area = box.getAttribute("data-area");
  if (area === null) return false;
  const step = ARROWS[key];
  if (step) dialog.changeBox(Number(area), { x: step[0], y: step[1], resizes: shiftKey });
  else if (key === "Delete" || key === "Backspace") dialog.changeBox(Number(area), null);
  else return false;
  return true;
}
