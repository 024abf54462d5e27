/** Filter, order and export labelled rows. No document is needed. */

/** @typedef {import("../../shared/tasks.js").Label} Label */
/** A row of the source, its text, and its labels, best first. @typedef {{number: number, text: string, cells: readonly string[], labels: readonly Label[]}} LabelledRow */
/** `label`: "" for all; `words`: text that the row contains; `order`: of the rows. @typedef {{label: string, words: string, order: "source" | "unsure" | "sure"}} Filter */

/** @param {readonly LabelledRow[]} rows @param {Filter} filter @returns {LabelledRow[]} */
export function filtered(rows, { label, words, order }) {
  const wanted = words.trim().toLocaleLowerCase();
  const kept = rows.filter((row) => (label === "" || row.labels[0]?.label === label) && (wanted === "" || row.text.toLocaleLowerCase().includes(wanted)));
  if (order === "source") return kept;
  const sign = order === "sure" ? -1 : 1;
  return kept.sort((a, b) => sign * (scoreOf(a) - scoreOf(b)) || a.number - b.number);
}

/** How many rows have each label, the most frequent first. @param {readonly LabelledRow[]} rows @returns {[label: string, count: number][]} */
export function counted(rows) {
  /** @type {Map<string, number>} */
  const counts = new Map();
  for (const { labels } of rows) if (labels[0]) counts.set(labels[0].label, (counts.get(labels[0].label) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
}

/**
 * The rows as CSV (RFC 4180), with the source's columns, the label and its score. A cell that a spreadsheet would take for a formula gets an
 * apostrophe before it.
 * @param {readonly string[]} columns @param {readonly LabelledRow[]} rows
 */
export function asCsv(columns, rows) {
  const lines = [[...columns, ...freeNames(columns)], ...rows.map(({ cells, labels }) => [...cells, labels[0]?.label ?? "", labels[0] ? labels[0].score.toFixed(4) : ""])];
  return lines.map((cells) => `${cells.map(csvCell).join(",")}\r\n`).join("");
}

/** The rows as JSON lines. @param {readonly string[]} columns @param {readonly LabelledRow[]} rows */
export function asJsonLines(columns, rows) {
  const [label, score] = freeNames(columns);
  return rows
    .map(({ cells, labels }) => {
      const fields = columns.map((name, at) => [name, cells[at] ?? ""]);
      const best = labels[0];
      return `${JSON.stringify(Object.fromEntries([...fields, [label, best?.label ?? null], [score, best ? Number(best.score.toFixed(4)) : null]]))}\n`;
    })
    .join("");
}

/** Names for the columns of label and score that the source does not have. @param {readonly string[]} columns @returns {[string, string]} */
function freeNames(columns) {
  const free = (/** @type {string} */ name) => (columns.includes(name) ? `predicted ${name}` : name);
  return [free("label"), free("score")];
}

/** @param {LabelledRow} row */
function scoreOf({ labels }) {
  return labels[0]?.score ?? 0;
}

/** @param {string} cell */
function csvCell(cell) {
  const safe = /^[=+\-@\t\r]/.test(cell) && Number.isNaN(Number(cell)) ? `'${cell}` : cell;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
