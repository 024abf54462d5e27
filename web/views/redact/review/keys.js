/**
 * Keyboard shortcuts of the Redact view after a scan. Letters act on a focused finding only, never while typing.
 * views/redact/review/shortcuts-dialog.js lists them for users.
 *
 * @typedef {import("./desk.js").ReviewDesk} ReviewDesk
 */

/** Handle a key; true if it is a shortcut. @param {ReviewDesk} desk @param {KeyboardEvent} event */
export function takeKey(desk, event) {
  const { target, key } = event;
  if (event.altKey && key === "Enter") return desk.openCard();
  if (target instanceof HTMLElement && target.closest("textarea, select, input:not([type=range], [type=checkbox])")) return false;
  const letter = key.toLowerCase();
  if ((event.ctrlKey || event.metaKey) && !event.altKey && (letter === "z" || letter === "y")) {
    if (letter === "y" || event.shiftKey) desk.redo();
    else desk.undo();
    return true;
  }
  if (event.ctrlKey || event.metaKey) return false;
  if (key === "?") {
    void desk.openHelp();
    return true;
  }
  const holder = target instanceof Element ? target.closest("mark[data-finding], tr[data-finding]") : null;
  return holder ? takeFindingKey(desk, event, Number(holder.getAttribute("data-finding")), holder.matches("mark")) : false;
}

/** @param {ReviewDesk} desk @param {KeyboardEvent} event @param {number} index @param {boolean} isMark */
function takeFindingKey(desk, { key, shiftKey, altKey }, index, isMark) {
  if (isMark && shiftKey && (key === "ArrowRight" || key === "ArrowLeft")) {
    desk.moveEdge(index, altKey ? "start" : "end", key === "ArrowRight" ? 1 : -1);
    return true;
  }
  if (altKey || shiftKey) return false;
  /** @type {Record<string, () => void>} */
  const actions = {
    a: () => desk.accept(index),
    s: () => desk.alike(index),
    w: () => desk.table.open(index, "why"),
    t: () => desk.table.open(index, "kind"),
  };
  const action = actions[key.toLowerCase()];
  action?.();
  return action !== undefined;
}
