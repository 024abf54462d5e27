/** Which files are opened as a text, and which come back as files; told by their names. */

/** Extensions of the file picker; a dropped text is judged by its bytes. */
export const ACCEPTED = ".txt,.text,.md,.csv,.tsv,.log,.eml,.json,.jsonl,.xml,.html,.srt,.docx,.xlsx,.pptx,.pdf,text/*";

/** Files that hold more than their text: they come back as files. */
const WHOLE = /\.(docx|xlsx|pptx|pdf)$/i;

/** Texts with a form of their own, which a reader may rather want back as a file. */
const FORMED = /\.(csv|tsv|json|geojson|jsonl|ndjson|html?|xhtml|eml)$/i;

/** @param {string} name */
export function isWhole(name) {
  return WHOLE.test(name);
}

/** @param {string} name */
export function isFormed(name) {
  return FORMED.test(name);
}

/**
 * What was dropped, folders apart. They can be asked for only while the drop is being told.
 * @param {DataTransfer} transfer @returns {{files: File[], folders: FileSystemEntry[]}}
 */
export function droppedIn({ files, items }) {
  const entries = [...items].filter(({ kind }) => kind === "file").map((item) => item.webkitGetAsEntry?.() ?? null);
  const folders = /** @type {FileSystemEntry[]} */ (entries.filter((entry) => entry?.isDirectory));
  return { files: [...files].filter((_, index) => !entries[index]?.isDirectory), folders };
}
