import { element } from "../../../components/element.js";

/** A smaller movement is a click. */
const LEAST_PX = 5;

/**
 * Let the reader draw areas on pages with mouse, pen or finger, while `isOn` says so.
 * @param {HTMLElement} scroller @param {{isOn: () => boolean, onArea: (page: number, corners: {left: number, top: number, right: number, bottom: number}) => void}} options
 *   corners: shares of the page's width and height
 */
export function listenForAreas(scroller, { isOn, onArea }) {
  /** @type {{page: HTMLElement, ghost: HTMLElement, x: number, y: number} | null} */
  let drawing = null;
  const end = () => {
    drawing?.ghost.remove();
    drawing = null;
  };
  scroller.addEventListener("pointerdown", (event) => {
    const page = event.target instanceof Element ? /** @type {HTMLElement | null} */ (event.target.closest(".pr-page")) : null;
    if (!isOn() || !page || event.button !== 0) return;
    event.preventDefault();
    scroller.setPointerCapture(event.pointerId);
    drawing = { page, ghost: element("span", { class: "pr-ghost" }), x: event.clientX, y: event.clientY };
    page.append(drawing.ghost);
  });
  scroller.addEventListener("pointermove", (event) => {
    if (!drawing) return;
    const { left, top, right, bottom } = cornersOf(drawing, event);
    Object.assign(drawing.ghost.style, { left: `${left * 100}%`, top: `${top * 100}%`, width: `${(right - left) * 100}%`, height: `${(bottom - top) * 100}%` });
  });
  scroller.addEventListener("pointerup", (event) => {
    if (!drawing) return;
    const { page, x, y } = drawing;
    const corners = cornersOf(drawing, event);
    end();
    if (Math.abs(event.clientX - x) >= LEAST_PX && Math.abs(event.clientY - y) >= LEAST_PX) onArea(Number(page.dataset.page), corners);
  });
  scroller.addEventListener("pointercancel", end);
}

/** @param {{page: HTMLElement, x: number, y: number}} from @param {PointerEvent} to */
function cornersOf({ page, x, y }, { clientX, clientY }) {
  const bounds = page.getBoundingClientRect();
  const share = (/** @type {number} */ value, /** @type {number} */ from, /** @type {number} */ length) => Math.min(Math.max((value - from) / length, 0), 1);
  const [x1, x2] = [share(x, bounds.left, bounds.width), share(clientX, bounds.left, bounds.width)];
  const [y1, y2] = [share(y, bounds.top, bounds.height), share(clientY, bounds.top, bounds.height)];
  return { left: Math.min(x1, x2), right: Math.max(x1, x2), top: Math.min(y1, y2), bottom: Math.max(y1, y2) };
}
