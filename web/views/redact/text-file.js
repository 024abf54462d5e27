/** Read a file that should be plain text, and report clearly if it is not. Nothing is sent anywhere. */

import { t } from "../../language/language.js";

export const MAX_FILE_BYTES = 5_000_000;

/** @type {readonly {bytes: number[], message: import("../../language/language.js").Key}[]} */
const SIGNATURES = [
  { bytes: [0x25, 0x50, 0x44, 0x46], message: "textFile.pdf" },
  {
    bytes: [0x50, 0x4b, 0x03, 0x04],
    message: "textFile.office",
  },
  {
    bytes: [0xd0, 0xcf, 0x11, 0xe0],
    message: "textFile.oldOffice",
  },
  { bytes: [0x7b, 0x5c, 0x72, 0x74, 0x66], message: "textFile.richText" },
];

/** The file cannot be used; the message is for the user. */
export class FileError extends Error {}

/**
 * Return why a file of this size cannot be used, or null.
 * @param {number} bytes
 */
export function sizeProblem(bytes) {
  if (bytes === 0) return t("textFile.empty");
  if (bytes > MAX_FILE_BYTES) {
    return t("textFile.tooLarge", { megabytes: Math.ceil(bytes / 1e6), most: MAX_FILE_BYTES / 1e6 });
  }
  return null;
}

/**
 * Decode UTF-8, UTF-16 with a byte order mark, or else Windows-1252.
 *
 * @param {Uint8Array} bytes
 * @returns {{text: string, note: string}} `note` is for the user, empty if there is nothing to report
 * @throws {FileError}
 */
export function decodeText(bytes) {
  for (const signature of SIGNATURES) {
    if (signature.bytes.every((byte, index) => bytes[index] === byte)) throw new FileError(t(signature.message));
  }
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return { text: new TextDecoder("utf-16le").decode(bytes), note: "" };
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return { text: new TextDecoder("utf-16be").decode(bytes), note: "" };
  if (looksBinary(bytes)) throw new FileError(t("textFile.notText"));
  try {
    return { text: new TextDecoder("utf-8", { fatal: true }).decode(bytes), note: "" };
  } catch {
    return {
      text: new TextDecoder("windows-1252").decode(bytes),
      note: t("textFile.windows1252"),
    };
  }
}

/** @param {Uint8Array} bytes */
function looksBinary(bytes) {
  const sample = bytes.subarray(0, 65_536);
  let controls = 0;
  for (const byte of sample) {
    if (byte === 0) return true;
    if (byte < 9 || (byte > 13 && byte < 32 && byte !== 27)) controls += 1;
  }
  return controls > sample.length / 50;
}

/**
 * @param {File} file
 * @returns {Promise<{text: string, note: string}>}
 * @throws {FileError}
 */
export async function readTextFile(file) {
  const problem = sizeProblem(file.size);
  if (problem) throw new FileError(problem);
  let bytes;
  try {
    bytes = new Uint8Array(await file.arrayBuffer());
  } catch {
    throw new FileError(t("textFile.unreadable"));
  }
  return decodeText(bytes);
}
