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
function droppedIn({ files, items }) {
  const entries = [...items].filter(({ kind }) => kind === "file").map((item) => item.webkitGetAsEntry?.() ?? null);
  const folders = /** @type {FileSystemEntry[]} */ (entries.filter((entry) => entry?.isDirectory));
  return { files: [...files].filter((_, index) => !entries[index]?.isDirectory), folders };
}

/**
 * What makes an element take files that are dropped on it: listeners, for `element`.
 * @param {(files: File[], folders: FileSystemEntry[]) => void} onFiles
 * @returns {Record<string, (event: any) => void>}
 */
export function acceptDrops(onFiles) {
  const mark = (/** @type {DragEvent} */ event, /** @type {boolean} */ on) => /** @type {Element} */ (event.currentTarget).classList.toggle("is-drop", on);
  return {
    ondragover: (/** @type {DragEvent} */ event) => {
      if (!event.dataTransfer?.types.includes("Files")) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = "copy";
      mark(event, true);
    },
    ondragleave: (/** @type {DragEvent} */ event) => {
      const node = /** @type {Element} */ (event.currentTarget);
      if (!node.contains(/** @type {Node | null} */ (event.relatedTarget))) mark(event, false);
    },
    ondrop: (/** @type {DragEvent} */ event) => {
      mark(event, false);
      if (!event.dataTransfer || event.dataTransfer.files.length === 0) return;
      event.preventDefault();
      const { files, folders } = droppedIn(event.dataTransfer);
      onFiles(files, folders);
    },
  };
}
