/** Files from users, limited in size before they are read. */

import { TabsideError } from "../shared/protocol.js";

/** A size that a tab can hold several times: original, unpacked, and rewritten. */
export const MAX_FILE_BYTES = 100_000_000;

/** @param {Blob} file @returns {Promise<Uint8Array>} */
export async function readFile(file) {
  if (file.size > MAX_FILE_BYTES) {
    throw new TabsideError("file.too-large", `In a tab a file can have up to ${MAX_FILE_BYTES / 1e6} MB; this one has ${Math.ceil(file.size / 1e6)}.`, { bytes: file.size });
  }
  try {
    return new Uint8Array(await file.arrayBuffer());
  } catch {
    throw new TabsideError("file.invalid", "The file could not be read: it was moved, changed or is a folder. Choose it again.");
  }
}
