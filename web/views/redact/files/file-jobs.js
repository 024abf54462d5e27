import { t } from "../../../language/language.js";

/**
 * The state of files: which can be read, the state of each, and counts. No DOM, no engine.
 *
 * @typedef {"waiting" | "reading" | "scanning" | "done" | "failed"} FileState
 * @typedef {{code: string, message: string, is_whole?: boolean}} Problem   is_whole: the message includes the advice
 *
 * @typedef {object} FileJob
 * @property {number} id
 * @property {File} file
 * @property {string} path          path inside the dropped folder, or its name
 * @property {FileState} state
 * @property {number} share         scanned share of its text, 0 to 1
 * @property {import("../../../engine/options.js").FileRedaction | null} result   of a file that is done, and of no other
 * @property {Problem | null} problem   of a file that failed
 * @property {{done: number, total: number} | null} [read]   pages read so far
 * @property {import("../review/review.js").History<import("../pages/page-edits.js").PageEdits>} [history]   decisions on its pages
 */

import { INSTEAD, INSTEAD_IN_PAGE } from "../../../shared/tables.js";

/** Limit for one file; as in worker/read-file.js. */
export const MAX_FILE_BYTES = 100_000_000;
/** Limit for all files together: results are held in memory until they are saved. */
export const MAX_TOTAL_BYTES = 500_000_000;
export const MAX_FILES = 1000;

/** Errors of the engine, not of the file: the next file would fail as well. */
const ENDS_ALL = /^(download|runtime|storage|manifest|tokenizer|policy|session\.(refused|wrong-results))/;

/** @param {string} name */
export function endingOf(name) {
  const dot = name.lastIndexOf(".");
  return dot === -1 ? "" : name.slice(dot + 1).toLowerCase();
}

/**
 * Why a file of this name and size cannot be redacted, checked before it is read; or null.
 * @param {{name: string, size: number}} file @param {number} bytes_before of the files beside it @returns {Problem | null}
 */
export function problemOf({ name, size }, bytes_before = 0) {
  const ending = endingOf(name);
  // Files of unknown kinds are read too, if they are texts: the engine looks into them.
  const instead = INSTEAD[ending] ?? INSTEAD_IN_PAGE[ending];
  if (instead !== undefined) return { code: "file.unsupported", is_whole: true, message: instead };
  if (size === 0) return { code: "file.invalid", is_whole: true, message: t("files.isEmpty") };
  if (size > MAX_FILE_BYTES) return { code: "file.too-large", message: t("files.isTooLarge", { megabytes: Math.ceil(size / 1e6), most: MAX_FILE_BYTES / 1e6 }) };
  if (bytes_before + size > MAX_TOTAL_BYTES) return { code: "file.too-large", message: t("files.areTooLarge", { most: MAX_TOTAL_BYTES / 1e6 }) };
  return null;
}

/** Whether an error is the engine's, so that further files need not be tried. @param {string} code */
export function endsAll(code) {
  return ENDS_ALL.test(code);
}

/** Whether text is read from its pixels. @param {string} name */
export function isPicture(name) {
  return /^(png|jpe?g|webp)$/.test(endingOf(name));
}

/** System files in a folder. @param {string} path */
export function isHidden(path) {
  return path.split("/").some((part) => part.startsWith(".") || part === "__MACOSX" || /^(thumbs\.db|desktop\.ini)$/i.test(part));
}

/** `letter.docx` -> `letter.redacted.docx`. @param {string} name @param {string} word */
export function markedName(name, word) {
  const dot = name.lastIndexOf(".");
  return dot <= 0 ? `${name}.${word}` : `${name.slice(0, dot)}.${word}${name.slice(dot)}`;
}

/**
 * Paths in an archive: duplicate names get a number, and none leads outside.
 * @param {readonly string[]} paths
 */
export function archivePaths(paths) {
  const taken = new Set();
  return paths.map((path) => {
    const clean = path.split(/[\\/]+/).filter((part) => part !== "" && part !== "." && part !== "..").join("/") || "file";
    const dot = clean.lastIndexOf(".");
    const [stem, ending] = dot > clean.lastIndexOf("/") + 1 ? [clean.slice(0, dot), clean.slice(dot)] : [clean, ""];
    let unique = clean;
    for (let number = 2; taken.has(unique.toLowerCase()); number++) unique = `${stem} (${number})${ending}`;
    taken.add(unique.toLowerCase());
    return unique;
  });
}

/** @param {readonly FileJob[]} jobs */
export function countJobs(jobs) {
  const count = (/** @type {FileState} */ state) => jobs.filter((job) => job.state === state).length;
  return {
    waiting: count("waiting"),
    done: count("done"),
    failed: count("failed"),
    findings: jobs.reduce((sum, { result }) => sum + (result?.findings.length ?? 0), 0),
    warnings: jobs.reduce((sum, { result }) => sum + (result?.warnings.length ?? 0), 0),
  };
}
