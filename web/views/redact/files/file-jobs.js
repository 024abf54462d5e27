/**
 * Files on their way: which can be read, what state each is in, and how many are told. No page, no engine.
 *
 * @typedef {"waiting" | "reading" | "scanning" | "done" | "failed"} FileState
 * @typedef {{code: string, message: string, is_whole?: boolean}} Problem   is_whole: the message says what to do as well
 *
 * @typedef {object} FileJob
 * @property {number} id
 * @property {File} file
 * @property {string} path          inside the folder that it came with, or its name
 * @property {FileState} state
 * @property {number} share         of its text that has been scanned, 0 to 1
 * @property {import("../../../engine/options.js").FileRedaction | null} result   of a file that is done, and of no other
 * @property {Problem | null} problem   of a file that failed
 */

/** The endings that are read, as in py/tabside/files/opening.py; a test holds the two together. */
export const KINDS = /** @type {const} */ ([
  "txt", "text", "log", "md", "markdown", "rst", "yaml", "yml", "csv", "tsv", "json", "geojson", "jsonl", "ndjson",
  "html", "htm", "xhtml", "eml", "docx", "xlsx", "pptx", "pdf",
]);

/** One file; as in worker/read-file.js. */
export const MAX_FILE_BYTES = 100_000_000;
/** All files together: what comes out is held until it is saved. */
export const MAX_TOTAL_BYTES = 500_000_000;
export const MAX_FILES = 1000;

/** What an engine reports of itself, not of the file: the next file would fare no better. */
const ENDS_ALL = /^(download|runtime|storage|manifest|tokenizer|policy|session\.(refused|wrong-results))/;

/** @type {Record<string, string>} */
const INSTEAD = { doc: ".docx", xls: ".xlsx", ppt: ".pptx", msg: ".eml", rtf: ".docx", odt: ".docx", ods: ".xlsx", xml: ".txt", srt: ".txt" };

/** @param {string} name */
export function endingOf(name) {
  const dot = name.lastIndexOf(".");
  return dot === -1 ? "" : name.slice(dot + 1).toLowerCase();
}

/**
 * Why a file of this name and size cannot be redacted, told before it is read; or null.
 * @param {{name: string, size: number}} file @param {number} bytes_before of the files beside it @returns {Problem | null}
 */
export function problemOf({ name, size }, bytes_before = 0) {
  const ending = endingOf(name);
  if (!KINDS.some((kind) => kind === ending)) {
    const instead = INSTEAD[ending];
    return { code: "file.unsupported", is_whole: true, message: instead ? `Save it as ${instead}, and add that.` : "Pictures, recordings and other formats hold text that cannot be read here." };
  }
  if (size === 0) return { code: "file.invalid", is_whole: true, message: "It is empty: there is nothing to redact." };
  if (size > MAX_FILE_BYTES) return { code: "file.too-large", message: `It has ${Math.ceil(size / 1e6)} MB, and ${MAX_FILE_BYTES / 1e6} are the most.` };
  if (bytes_before + size > MAX_TOTAL_BYTES) return { code: "file.too-large", message: `All together would be over ${MAX_TOTAL_BYTES / 1e6} MB: redact and remove some first.` };
  return null;
}

/** Whether an error is the engine's, so that further files need not be tried. @param {string} code */
export function endsAll(code) {
  return ENDS_ALL.test(code);
}

/** Files that a folder holds for its system's own use. @param {string} path */
export function isHidden(path) {
  return path.split("/").some((part) => part.startsWith(".") || part === "__MACOSX" || /^(thumbs\.db|desktop\.ini)$/i.test(part));
}

/** `letter.docx` -> `letter.redacted.docx`. @param {string} name @param {string} word */
export function markedName(name, word) {
  const dot = name.lastIndexOf(".");
  return dot <= 0 ? `${name}.${word}` : `${name.slice(0, dot)}.${word}${name.slice(dot)}`;
}

/**
 * Paths in an archive: the second of the same name gets a number, and none leads out of it.
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
