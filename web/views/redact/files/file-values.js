/**
 * The values found in files, and a reader's decisions about them, for all files. Immutable data: every decision returns
 * new choices, so undo restores the earlier ones.
 *
 * @typedef {import("../../../engine/options.js").FileFinding} FileFinding
 *
 * @typedef {object} Choices
 * @property {ReadonlySet<string>} keep           values that stay, as they were found
 * @property {ReadonlyMap<string, string>} hide   additional values to mask, each with its kind
 *
 * @typedef {object} Value   findings with the same text and kind
 * @property {string} entity
 * @property {string} text
 * @property {string} before        the text around the first of them
 * @property {string} after
 * @property {string | null} replacement
 * @property {string} source
 * @property {readonly string[]} places   of each finding
 */

/** @type {Choices} */
export const NO_CHOICES = { keep: new Set(), hide: new Map() };

/** @param {readonly FileFinding[]} findings with their texts @returns {Value[]} in the order of the file */
export function valuesOf(findings) {
  /** @type {Map<string, Value & {places: string[]}>} */
  const values = new Map();
  for (const { entity, text = "", before = "", after = "", replacement, source, place } of findings) {
    const key = `${entity} ${text}`;
    const known = values.get(key);
    if (known) known.places.push(place);
    else values.set(key, { entity, text, before, after, replacement, source, places: [place] });
  }
  return [...values.values()];
}

/**
 * The values whose text or kind contains the typed text.
 * @param {readonly Value[]} values @param {string} typed @param {(entity: string) => string} label
 */
export function matching(values, typed, label) {
  const wanted = typed.trim().toLocaleLowerCase();
  if (wanted === "") return values;
  return values.filter(({ text, entity }) => [text, label(entity)].some((words) => words.toLocaleLowerCase().includes(wanted)));
}

/**
 * Record a decision; the last one on a value counts.
 * @param {Choices} choices @param {string} text @returns {Choices}
 */
export function keepValue({ keep, hide }, text) {
  const others = new Map(hide);
  // A value hidden by the reader is no longer hidden; one found by the engine is kept.
  const was_hidden = others.delete(text);
  return { keep: was_hidden ? keep : new Set([...keep, text]), hide: others };
}

/** @param {Choices} choices @param {string} text @returns {Choices} */
export function redactValue({ keep, hide }, text) {
  return { keep: new Set([...keep].filter((kept) => kept !== text)), hide };
}

/** @param {Choices} choices @param {string} text @param {string} entity @returns {Choices} */
export function hideValue(choices, text, entity) {
  const { keep, hide } = redactValue(choices, text);
  return { keep, hide: new Map([...hide, [text, entity]]) };
}

/** @param {Choices} choices */
export function countChoices({ keep, hide }) {
  return keep.size + hide.size;
}

/**
 * Convert the choices to options of a redaction.
 * @param {Choices} choices @returns {{keep?: string[], hide?: Record<string, string>}}
 */
export function choiceOptions({ keep, hide }) {
  return { ...(keep.size > 0 && { keep: [...keep].sort() }), ...(hide.size > 0 && { hide: Object.fromEntries([...hide].sort()) }) };
}

/** Whether a value can be hidden at all. @param {string} text */
export function saysSomething(text) {
  return /[\p{L}\p{N}]/u.test(text);
}
