import { element } from "../../../components/element.js";
import { entityFamily, entityLabel, sourceLabel } from "../entities.js";
import { findingKey, stretchKey } from "./page-edits.js";
import { t } from "../../../language/language.js";

/**
 * @typedef {import("./page-edits.js").PageEdits} PageEdits
 * @typedef {import("./page-edits.js").PageFinding} PageFinding
 * @typedef {import("./page-edits.js").Stretch} Stretch
 * @typedef {import("./page-edits.js").Area} Area
 * @typedef {import("../../../engine/page-review.js").Quad} Quad
 *
 * @typedef {object} PageMarks   what is shown on a page
 * @property {readonly PageFinding[]} findings
 * @property {readonly Stretch[]} unsure
 * @property {readonly Stretch[]} matches   of the search
 * @property {PageEdits} edits
 */

const SHOWN_LENGTH = 60;

/**
 * Fill a page's layer of boxes. Each box of a finding is a button; further lines of the same finding are not reached by keyboard.
 * @param {HTMLElement} layer @param {number} page @param {{width: number, height: number}} size @param {PageMarks} marks
 * @param {ReadonlyMap<string, Quad[]>} quads by `stretchKey`
 */
export function fillBoxes(layer, page, size, { findings, unsure, matches, edits }, quads) {
  const at = (/** @type {Stretch} */ stretch) => quads.get(stretchKey(stretch)) ?? [];
  const focused = layer.contains(document.activeElement) ? document.activeElement?.getAttribute("data-key") : null;
  const boxes = [
    ...unsure.flatMap((word) => at(word).map((quad) => placed(element("span", { class: "pr-unsure", title: t("pages.mayBeMisreadText", { text: word.text }) }), quad, size))),
    ...matches.flatMap((match) => at(match).map((quad) => placed(element("span", { class: "pr-match" }), quad, size))),
    ...findings.flatMap((finding) => findingBoxes(finding, edits.kept.has(findingKey(finding)), finding.stretch ? at(finding.stretch) : [], size)),
    ...edits.added.filter((place) => place.page === page).flatMap((place) => addedBoxes(place, at(place), size)),
    ...edits.areas.flatMap((area, index) => (area.page === page ? [areaBox(area, index, size)] : [])),
  ];
  layer.replaceChildren(...boxes);
  if (focused) /** @type {HTMLElement | null} */ (layer.querySelector(`[data-key="${CSS.escape(focused)}"]`))?.focus({ preventScroll: true });
}

/** @param {PageFinding} finding @param {boolean} kept @param {readonly Quad[]} quads @param {{width: number, height: number}} size */
function findingBoxes({ number, entity, source, text, stretch }, kept, quads, size) {
  const label = entityLabel(entity);
  const shown = shorten(text);
  return quads.map((quad, line) =>
    placed(
      element("button", {
        class: "pr-box",
        type: "button",
        "data-finding": number,
        "data-family": entityFamily(entity),
        "data-kept": kept,
        "data-key": line === 0 && stretch ? stretchKey(stretch) : null,
        tabindex: line === 0 ? null : -1,
        "aria-hidden": line === 0 ? null : "true",
        "aria-pressed": line === 0 ? String(!kept) : null,
        "aria-label": line === 0 ? t("pages.redactLabelShown", { label, shown }) : null,
        title: t(kept ? "pages.clickToRedact" : "pages.clickToKeep", { label, shown, source: sourceLabel(source) }),
      }),
      quad,
      size,
    ),
  );
}

/** @param {Stretch} place @param {readonly Quad[]} quads @param {{width: number, height: number}} size */
function addedBoxes(place, quads, size) {
  const label = entityLabel(place.entity);
  return quads.map((quad, line) =>
    placed(
      element("button", {
        class: "pr-box is-added",
        type: "button",
        "data-added": stretchKey(place),
        "data-family": entityFamily(place.entity),
        "data-key": line === 0 ? `added ${stretchKey(place)}` : null,
        tabindex: line === 0 ? null : -1,
        "aria-hidden": line === 0 ? null : "true",
        "aria-label": line === 0 ? t("pages.addedByYouLabelText", { label, text: shorten(place.text) }) : null,
        title: t("pages.youAddedLabelTextClick", { label, text: shorten(place.text) }),
      }),
      quad,
      size,
    ),
  );
}

/** @param {Area} area @param {number} index @param {{width: number, height: number}} size */
function areaBox({ left, top, right, bottom, entity }, index, size) {
  const box = element("button", {
    class: "pr-box pr-area",
    type: "button",
    "data-area": index,
    "data-family": entityFamily(entity),
    "data-key": `area ${index}`,
    "aria-label": t("pages.boxDrawnByYouKind", { kind: entityLabel(entity) }),
    title: t("pages.yourBoxAllUnderIt"),
  });
  return placed(box, [[left, bottom], [right, bottom], [right, top], [left, top]], size);
}

/**
 * Lay an element over four corners.
 * @template {HTMLElement} Node @param {Node} node @param {Quad} quad @param {{width: number, height: number}} size @returns {Node}
 */
export function placed(node, quad, { width, height }) {
  const [[ax, ay], [bx, by], [cx, cy]] = /** @type {[number, number][]} */ (quad);
  const long = Math.hypot(/** @type {number} */ (bx) - ax, by - ay);
  const high = Math.hypot(cx - bx, cy - by);
  const [x, y] = [(ax + cx) / 2, (ay + cy) / 2];
  const turn = (Math.atan2(by - ay, bx - ax) * 180) / Math.PI;
  Object.assign(node.style, {
    left: `${((x - long / 2) / width) * 100}%`,
    top: `${((y - high / 2) / height) * 100}%`,
    width: `${(long / width) * 100}%`,
    height: `${(high / height) * 100}%`,
    transform: Math.abs(turn) < 0.1 ? "" : `rotate(${turn}deg)`,
  });
  return node;
}

/** @param {string} text */
export function shorten(text) {
  const line = text.replace(/\s+/gu, " ").trim();
  return line.length > SHOWN_LENGTH ? `${line.slice(0, SHOWN_LENGTH)}…` : line;
}
