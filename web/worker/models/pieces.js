/**
 * Hashes of a file's pieces, if its manifest has them: a wrong byte is found at the end of its piece, and only that piece is
 * fetched again. The hash of the whole file is checked in any case. Reasons: docs/decisions/0010.
 */

import { sha256 } from "./digest.js";

/** @typedef {import("../../shared/protocol.js").ManifestFile} ManifestFile */

export class PieceCheck {
  /** The current piece. @type {Uint8Array<ArrayBuffer>} */
  #piece = new Uint8Array(0);
  #bytes = 0;

  /** @param {ManifestFile} file */
  constructor({ bytes, pieces }) {
    this.total = bytes;
    this.pieces = pieces;
  }

  /** The start of the piece that contains this byte. @param {number} at */
  startOf(at) {
    return this.pieces ? at - (at % this.pieces.bytes) : 0;
  }

  /** Split bytes that begin at `at` in the file at the ends of pieces. @param {Uint8Array} bytes @param {number} at */
  *split(bytes, at) {
    const size = this.pieces?.bytes ?? Infinity;
    for (let from = 0; from < bytes.byteLength; ) {
      const end = Math.min(bytes.byteLength, from + size - ((at + from) % size));
      yield from === 0 && end === bytes.byteLength ? bytes : bytes.subarray(from, end);
      from = end;
    }
  }

  /** Whether a piece ends here. @param {number} at */
  isEnd(at) {
    return this.pieces !== undefined && at > 0 && (at === this.total || at % this.pieces.bytes === 0);
  }

  /** Process the next bytes, of one piece. @param {Uint8Array} bytes @returns {Promise<boolean>} false if they complete a piece with a wrong hash */
  async update(bytes) {
    if (!this.pieces) return true;
    const { bytes: size, sha256: hashes } = this.pieces;
    const at = this.#bytes % size;
    if (at === 0) this.#piece = new Uint8Array(Math.min(size, this.total - this.#bytes));
    this.#piece.set(bytes, at);
    this.#bytes += bytes.byteLength;
    if (!this.isEnd(this.#bytes)) return true;
    // The browser's digest takes a fortieth of the time of one in JavaScript.
    return (await sha256(this.#piece.buffer)) === hashes[Math.ceil(this.#bytes / size) - 1];
  }
}
