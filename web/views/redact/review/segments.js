/**
 * A redacted text as display segments. Joined, the segments' texts are exactly the redacted text.
 *
 * @typedef {import("../../../shared/protocol.js").Finding} Finding
 *
 * @typedef {object} Segment
 * @property {string} text       text shown
 * @property {number} length     number of UTF-16 code units of the scanned text that it represents
 * @property {number} finding    index of the finding, -1 for plain text
 * @property {boolean} kept      the finding is not replaced
 */

/**
 * Split a scanned text at its findings. A finding whose replacement is null is kept: its own text is shown.
 *
 * @param {string} text                           the scanned text
 * @param {readonly Finding[]} findings           sorted, not overlapping
 * @param {readonly (string | null)[]} replacements   one per finding
 * @returns {Segment[]}
 */
export function segmentText(text, findings, replacements) {
  /** @type {Segment[]} */
  const segments = [];
  let position = 0;
  findings.forEach((finding, index) => {
    if (finding.start > position) segments.push(plain(text.slice(position, finding.start)));
    const original = text.slice(finding.start, finding.end);
    const replacement = replacements[index];
    const kept = replacement === null || replacement === undefined || replacement === original;
    segments.push({ text: kept ? original : replacement, length: original.length, finding: index, kept });
    position = finding.end;
  });
  if (position < text.length) segments.push(plain(text.slice(position)));
  return segments;
}

/** @param {string} text @returns {Segment} */
function plain(text) {
  return { text, length: text.length, finding: -1, kept: false };
}

/** @param {readonly Segment[]} segments */
export function joinSegments(segments) {
  return segments.map((segment) => segment.text).join("");
}

/**
 * Group segments into blocks of about `size` code units of the scanned text, split at line breaks if possible. The
 * split depends only on the scanned text, so keeping or redacting a finding does not move it.
 *
 * @param {readonly Segment[]} segments
 * @param {number} size
 * @returns {Segment[][]}
 */
export function groupBlocks(segments, size) {
  /** @type {Segment[][]} */
  const blocks = [];
  /** @type {Segment[]} */
  let block = [];
  let room = size;
  const close = () => {
    if (block.length > 0) blocks.push(block);
    block = [];
    room = size;
  };
  for (const segment of segments) {
    let rest = segment;
    while (rest.finding === -1 && rest.length > room) {
      const cut = cutPosition(rest.text, room, size);
      block.push(plain(rest.text.slice(0, cut)));
      close();
      rest = plain(rest.text.slice(cut));
    }
    if (rest.length === 0 && rest.text === "" && rest.finding === -1) continue;
    block.push(rest);
    room -= rest.length;
  }
  close();
  return blocks;
}

/**
 * The position after the next line break past `wanted`, else after a space before it, else `wanted`, but never inside a
 * surrogate pair.
 * @param {string} text @param {number} wanted @param {number} slack
 */
function cutPosition(text, wanted, slack) {
  const from = Math.max(wanted, 1);
  const newline = text.indexOf("\n", from - 1);
  if (newline !== -1 && newline - from < slack) return newline + 1;
  const space = text.lastIndexOf(" ", from - 1);
  if (space > 0) return space + 1;
  const unit = text.charCodeAt(from);
  return unit >= 0xdc00 && unit <= 0xdfff ? from + 1 : from;
}
