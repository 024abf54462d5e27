/**
 * Hashes of a file's pieces, where its manifest has them: a wrong byte is found at the end of its piece, and that piece alone is
 * fetched again. The hash of the whole file has the last word all the same. Why: docs/decisions/0010.
 */

/** @typedef {import("../protocol.js").ManifestFile} ManifestFile */

export class PieceCheck {
  #digest;
  #bytes = 0;

  /** @param {ManifestFile} file @param {() => import("./digest.js").Digest} createDigest */
  constructor({ bytes, pieces }, createDigest) {
    this.total = bytes;
    this.pieces = pieces;
    this.createDigest = createDigest;
    this.#digest = createDigest();
  }

  /** Where the piece begins that holds this byte. @param {number} at */
  startOf(at) {
    return this.pieces ? at - (at % this.pieces.bytes) : 0;
  }

  /** Cut bytes that begin at `at` in the file where pieces end. @param {Uint8Array} bytes @param {number} at */
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

  /** Take the next bytes, of one piece. @param {Uint8Array} bytes @returns {boolean} false when they end a piece and it is the wrong one */
  update(bytes) {
    if (!this.pieces) return true;
    this.#digest.update(bytes);
    this.#bytes += bytes.byteLength;
    if (!this.isEnd(this.#bytes)) return true;
    const hex = this.#digest.hex();
    this.#digest = this.createDigest();
    return hex === this.pieces.sha256[Math.ceil(this.#bytes / this.pieces.bytes) - 1];
  }
}
