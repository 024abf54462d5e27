/**
 * A reader's decisions about findings, as immutable data: every edit returns new edits, so undo restores the earlier
 * ones.
 *
 * @typedef {import("../../../shared/protocol.js").Finding} Finding
 * @typedef {"accepted" | "rejected"} Decision
 *
 * @typedef {object} Edits
 * @property {ReadonlyMap<string, Decision>} decisions   by `findingKey`; the text of a rejected finding is not replaced
 * @property {readonly Finding[]} added                  manual findings, in text order, without overlaps
 * @property {ReadonlySet<string>} dropped               keys of findings replaced by an added one
 */

/** @type {Edits} */
export const NO_EDITS = { decisions: new Map(), added: [], dropped: new Set() };

/** The source of a manual finding. */
export const READER = "reader";

/** Identify a stretch with a kind. @param {{start: number, end: number, entity: string}} finding */
export function findingKey({ start, end, entity }) {
  return `${start}:${end}:${entity}`;
}

/** @param {Edits} edits */
export function isUnedited({ decisions, added, dropped }) {
  return decisions.size === 0 && added.length === 0 && dropped.size === 0;
}

/**
 * Merge the findings of a scan with the manual ones. If an added one covers only a part of a found one, the rest stays
 * found: only an explicit decision releases it.
 * @param {string} text @param {readonly Finding[]} found sorted, not overlapping @param {Edits} edits
 * @returns {readonly Finding[]}
 */
export function reviewedFindings(text, found, { added, dropped }) {
  if (added.length === 0 && dropped.size === 0) return found;
  const kept = found.filter((finding) => !dropped.has(findingKey(finding))).flatMap((finding) => outside(text, finding, added));
  return [...kept, ...added].sort((a, b) => a.start - b.start);
}

/** The parts of a finding that none of `others` covers. @param {string} text @param {Finding} finding @param {readonly Finding[]} others */
function outside(text, finding, others) {
  const within = others.filter((other) => other.start < finding.end && other.end > finding.start);
  if (within.length === 0) return [finding];
  /** @type {Finding[]} */
  const parts = [];
  let position = finding.start;
  for (const { start, end } of [...within, { start: finding.end, end: finding.end }]) {
    const part = trimmed(text, position, Math.max(start, position));
    if (part) parts.push({ ...finding, ...part });
    position = Math.max(position, end);
  }
  return parts;
}

/** A stretch without the white space at its ends; null if nothing is left. @param {string} text @param {number} start @param {number} end */
export function trimmed(text, start, end) {
  const part = text.slice(start, end);
  const inner = part.trim();
  if (inner === "") return null;
  const from = start + part.indexOf(inner);
  return { start: from, end: from + inner.length };
}

/** @param {Edits} edits @param {readonly Finding[]} findings @param {Decision | null} decision null: none yet @returns {Edits} */
export function decide(edits, findings, decision) {
  const decisions = new Map(edits.decisions);
  for (const finding of findings) {
    if (decision === null) decisions.delete(findingKey(finding));
    else decisions.set(findingKey(finding), decision);
  }
  return { ...edits, decisions };
}

/**
 * Add manual stretches. Touching ones are merged. Earlier findings, found or added, are replaced as far as they lie
 * inside.
 * @param {Edits} edits @param {readonly {start: number, end: number}[]} ranges @param {string} entity @returns {Edits}
 */
export function addFindings(edits, ranges, entity) {
  let { added } = edits;
  const decisions = new Map(edits.decisions);
  for (const range of ranges) {
    const overlapped = added.filter((other) => other.start < range.end && other.end > range.start);
    const start = Math.min(range.start, ...overlapped.map((other) => other.start));
    const end = Math.max(range.end, ...overlapped.map((other) => other.end));
    const finding = chosen(start, end, entity);
    decisions.delete(findingKey(finding));
    added = [...added.filter((other) => !overlapped.includes(other)), finding].sort((a, b) => a.start - b.start);
  }
  return { ...edits, decisions, added };
}

/**
 * Change a finding's ends or kind.
 * @param {Edits} edits @param {Finding} finding @param {{start?: number, end?: number, entity?: string}} change @returns {Edits}
 */
export function reshape(edits, finding, { start = finding.start, end = finding.end, entity = finding.entity }) {
  const key = findingKey(finding);
  const decisions = new Map(edits.decisions);
  decisions.delete(key);
  const isOwn = finding.source === READER;
  const dropped = isOwn ? edits.dropped : new Set([...edits.dropped, key]);
  const others = edits.added.filter((other) => findingKey(other) !== key);
  return addFindings({ decisions, added: others, dropped }, [{ start, end }], entity);
}

/** @param {number} start @param {number} end @param {string} entity @returns {Finding} */
function chosen(start, end, entity) {
  return { entity, start, end, score: 1, source: READER, replacement: null, reasons: [{ kind: "chosen", detail: null, score: null }] };
}

/** The findings of one kind with the same text, ignoring case. @param {string} text @param {readonly Finding[]} findings @param {Finding} finding */
export function alikeFindings(text, findings, finding) {
  const value = plain(text.slice(finding.start, finding.end));
  return findings.filter((other) => other.entity === finding.entity && plain(text.slice(other.start, other.end)) === value);
}

/** @param {string} value */
function plain(value) {
  return value.toLocaleLowerCase().split(/\s+/u).join(" ").trim();
}

/** Occurrences of a value as whole words, in the same case. @param {string} text @param {string} value @returns {{start: number, end: number}[]} */
export function mentionsOf(text, value) {
  /** @type {{start: number, end: number}[]} */
  const mentions = [];
  for (let at = text.indexOf(value); value !== "" && at !== -1; at = text.indexOf(value, at + value.length)) {
    const end = at + value.length;
    if (!joinsWord(text, at) && !joinsWord(text, end)) mentions.push({ start: at, end });
  }
  return mentions;
}

/** Whether a border lies inside a word. @param {string} text @param {number} border */
function joinsWord(text, border) {
  return /[\p{L}\p{N}]$/u.test(text.slice(Math.max(0, border - 2), border)) && /^[\p{L}\p{N}]/u.test(text.slice(border, border + 2));
}

/**
 * Move an end of a stretch by a word; at least one word remains.
 * @param {string} text @param {{start: number, end: number}} range @param {"start" | "end"} edge @param {1 | -1} step
 * @returns {{start: number, end: number}}
 */
export function moveEdge(text, { start, end }, edge, step) {
  if (edge === "end" && step === 1) return { start, end: end + (/^\s*\S+/u.exec(text.slice(end))?.[0].length ?? 0) };
  if (edge === "start" && step === -1) return { start: start - (/\S+\s*$/u.exec(text.slice(0, start))?.[0].length ?? 0), end };
  const inside = text.slice(start, end);
  if (edge === "end") return { start, end: start + (/^(.*\S)\s+\S+$/su.exec(inside)?.[1]?.length ?? inside.length) };
  return { start: end - (/^\S+\s+(.*)$/su.exec(inside)?.[1]?.length ?? inside.length), end };
}

/** A history of states with undo and redo. @template State */
export class History {
  /** @param {State} state */
  constructor(state) {
    /** @type {{state: State, label: string}[]} */
    this.past = [];
    /** @type {{state: State, label: string}[]} */
    this.future = [];
    this.state = state;
  }

  /** @param {State} state @param {string} label the action, in words */
  do(state, label) {
    this.past.push({ state: this.state, label });
    this.future = [];
    this.state = state;
  }

  /** @returns {string | null} what was undone */
  undo() {
    return this.#step(this.past, this.future);
  }

  /** @returns {string | null} what was done again */
  redo() {
    return this.#step(this.future, this.past);
  }

  /** @param {{state: State, label: string}[]} from @param {{state: State, label: string}[]} to */
  #step(from, to) {
    const entry = from.pop();
    if (!entry) return null;
    to.push({ state: this.state, label: entry.label });
    this.state = entry.state;
    return entry.label;
  }
}
