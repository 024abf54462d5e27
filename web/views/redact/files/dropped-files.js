import { MAX_FILES, isHidden } from "./file-jobs.js";

/** @typedef {{file: File, path: string}} Chosen */

/**
 * The dropped or chosen files, including those in folders, at most MAX_FILES; system files are left out.
 * @param {readonly File[]} files @param {readonly FileSystemEntry[]} [folders] @returns {Promise<Chosen[]>}
 */
export async function openFolders(files, folders = []) {
  const chosen = files.map((file) => ({ file, path: file.webkitRelativePath || file.name }));
  for (const folder of folders) await collect(folder, chosen);
  return chosen.filter(({ path }) => !isHidden(path)).slice(0, MAX_FILES);
}

/** @param {FileSystemEntry} entry @param {Chosen[]} chosen */
async function collect(entry, chosen) {
  if (chosen.length > MAX_FILES || isHidden(entry.name)) return;
  if (entry.isFile) {
    const file = await new Promise((resolve) => /** @type {FileSystemFileEntry} */ (entry).file(resolve, () => resolve(null)));
    if (file) chosen.push({ file, path: entry.fullPath.replace(/^\//, "") });
    return;
  }
  const reader = /** @type {FileSystemDirectoryEntry} */ (entry).createReader();
  for (;;) {
    // A reader returns some hundred entries at a time, and none at the end.
    const entries = await new Promise((resolve) => reader.readEntries(resolve, () => resolve([])));
    if (entries.length === 0) return;
    for (const inner of entries) await collect(inner, chosen);
  }
}
