/**
 * A reader's decisions about the findings on pages, as immutable data: every edit returns new edits, so undo restores the earlier ones.
 * They have no numbers of one review, so they also fit when the file is opened again.
 *
 * @typedef {import("../../../engine/page-review.js").PageFinding} PageFinding
 * @typedef {import("../../../engine/page-review.js").Stretch} Stretch
 * @typedef {import("../../../engine/page-review.js").Area} Area
 * @typedef {import("../../../engine/page-review.js").Decisions} Decisions
 *
 * @typedef {object} PageEdits
 * @property {ReadonlySet<string>} kept    keys of findings that stay
 * @property {readonly Stretch[]} added    further places of text
 * @property {readonly Area[]} areas       drawn by the reader
 */

/** @type {PageEdits} */
export const NO_EDITS = { kept: new Set(), added: [], areas: [] };

/** @param {Stretch} stretch */
export function stretchKey({ page, layer, start, end }) {
  return `${page}:${layer}:${start}:${end}`;
}

/** @param {PageFinding} finding */
export function findingKey({ stretch, place, text }) {
  return stretch ? stretchKey(stretch) : `${place}:${text}`;
}

/** @param {PageEdits} edits */
export function isUnedited({ kept, added, areas }) {
  return kept.size === 0 && added.length === 0 && areas.length === 0;
}

/** Keep findings, or redact them again. @param {PageEdits} edits @param {readonly PageFinding[]} findings @param {boolean} keep @returns {PageEdits} */
export function keepFindings(edits, findings, keep) {
  const kept = new Set(edits.kept);
  for (const finding of findings) keep ? kept.add(findingKey(finding)) : kept.delete(findingKey(finding));
  return { ...edits, kept };
}

/** The findings of one kind with the same text, whatever its case and spaces. @param {readonly PageFinding[]} findings @param {PageFinding} finding */
export function alikeFindings(findings, finding) {
  const value = plain(finding.text);
  return findings.filter(({ entity, text }) => entity === finding.entity && plain(text) === value);
}

/**
 * Redact further places. Those that a finding already covers only take back that it is kept.
 * @param {PageEdits} edits @param {readonly PageFinding[]} findings @param {readonly Stretch[]} places @param {string} entity @returns {PageEdits}
 */
export function addPlaces(edits, findings, places, entity) {
  const covering = (/** @type {Stretch} */ place) => findings.filter(({ stretch }) => stretch && covers(stretch, place));
  const again = keepFindings(edits, places.flatMap(covering), false);
  const known = new Set(edits.added.map(stretchKey));
  const fresh = places.filter((place) => covering(place).length === 0 && !known.has(stretchKey(place)));
  return { ...again, added: [...again.added, ...fresh.map((place) => ({ ...place, entity }))] };
}

/** @param {PageEdits} edits @param {Stretch} place @returns {PageEdits} */
export function removePlace(edits, place) {
  return { ...edits, added: edits.added.filter((other) => stretchKey(other) !== stretchKey(place)) };
}

/** @param {PageEdits} edits @param {Area} area @returns {PageEdits} */
export function addArea(edits, area) {
  return { ...edits, areas: [...edits.areas, area] };
}

/** @param {PageEdits} edits @param {number} index @param {Area | null} area null: removed @returns {PageEdits} */
export function changeArea(edits, index, area) {
  return { ...edits, areas: edits.areas.flatMap((other, at) => (at !== index ? [other] : area ? [area] : [])) };
}

/**
 * An area within its page, at least `least` wide and high.
 * @param {Area} area @param {{width: number, height: number}} size @param {number} least @returns {Area}
 */
export function withinPage({ page, left, top, right, bottom, entity }, { width, height }, least) {
  const clamp = (/** @type {number} */ value, /** @type {number} */ most) => Math.min(Math.max(value, 0), most);
  const [x, y] = [clamp(Math.min(left, right), width - least), clamp(Math.min(top, bottom), height - least)];
  return { page, left: x, top: y, right: clamp(Math.max(left, right, x + least), width), bottom: clamp(Math.max(top, bottom, y + least), height), entity };
}

/** Convert to what the engine takes. @param {PageEdits} edits @param {readonly PageFinding[]} findings @returns {Decisions} */
export function decisionsOf({ kept, added, areas }, findings) {
  return { kept: findings.filter((finding) => kept.has(findingKey(finding))).map(({ number }) => number), added: [...added], areas: [...areas] };
}

/** Whether a stretch covers all of another. @param {Stretch} stretch @param {Stretch} other */
function covers({ page, layer, start, end }, other) {
  return page === other.page && layer === other.layer && start <= other.start && other.end <= end;
}

/** @param {string} value */
function plain(value) {
  return value.toLocaleLowerCase().replace(/\s+/gu, "");
}
