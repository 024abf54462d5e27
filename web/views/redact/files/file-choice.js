/** Decide by name which files are opened as text, and which are processed as files. */

import { FILE_KINDS, FORMED_KINDS, INSTEAD_IN_PAGE, WHOLE_KINDS } from "../../../shared/tables.js";
import { endingOf } from "./file-jobs.js";

/** Extensions of the file picker; a dropped text is recognized by its bytes. */
export const ACCEPTED = [...FILE_KINDS.filter((kind) => !(kind in INSTEAD_IN_PAGE)).map((kind) => `.${kind}`), "text/*"].join(",");

/** Whether a file has more in it than text: the result is a file. @param {string} name */
export function isWhole(name) {
  return WHOLE_KINDS.includes(endingOf(name));
}

/** Whether a text has a structure: the reader may prefer a file as the result. @param {string} name */
export function isFormed(name) {
  return FORMED_KINDS.includes(endingOf(name));
}

/**
 * The dropped files and folders. Folders can be read only during the drop event.
 * @param {DataTransfer} transfer @returns {{files: File[], folders: FileSystemEntry[]}}
 */
function droppedIn({ files, items }) {
  const entries = [...items].filter(({ kind }) => kind === "file").map((item) => item.webkitGetAsEntry?.() ?? null);
  const folders = /** @type {FileSystemEntry[]} */ (entries.filter((entry) => entry?.isDirectory));
  return { files: [...files].filter((_, index) => !entries[index]?.isDirectory), folders };
}

/**
 * Listeners that make an element accept dropped files, for `element`.
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
