/** Map the page's selection to a stretch of the scanned text. */

/**
 * @typedef {import("./segments.js").Segment} Segment
 * @typedef {{node: HTMLElement, segments: readonly Segment[]}} ShownBlock
 */

/**
 * The stretch of the scanned text covered by the page's selection in a text shown in blocks. A partly selected
 * replacement counts as a whole, since it has no inner offsets. Null if nothing is selected.
 * @param {readonly ShownBlock[]} blocks @param {Selection | null} selection
 */
export function selectedStretch(blocks, selection) {
  if (!selection || selection.isCollapsed || selection.rangeCount === 0) return null;
  const range = selection.getRangeAt(0);
  const start = place(blocks, range.startContainer, range.startOffset, false);
  const end = place(blocks, range.endContainer, range.endOffset, true);
  return start === null || end === null || end <= start ? null : { start, end };
}

/** @param {readonly ShownBlock[]} blocks @param {Node} node @param {number} offset @param {boolean} isEnd */
function place(blocks, node, offset, isEnd) {
  let passed = 0;
  for (const block of blocks) {
    if (block.node.contains(node)) {
      const before = document.createRange();
      before.setStart(block.node, 0);
      before.setEnd(node, offset);
      return passed + scannedOffset(block.segments, before.toString().length, isEnd);
    }
    passed += block.segments.reduce((sum, segment) => sum + segment.length, 0);
  }
  return null;
}

/**
 * Convert an offset in the shown text to the scanned one.
 * @param {readonly Segment[]} segments @param {number} shown @param {boolean} isEnd the end of a stretch, which includes a touched replacement
 */
export function scannedOffset(segments, shown, isEnd) {
  let scanned = 0;
  for (const { text, length, finding, kept } of segments) {
    if (shown > text.length || (shown === text.length && !isEnd)) {
      shown -= text.length;
      scanned += length;
      continue;
    }
    if (finding === -1 || kept) return scanned + shown;
    return isEnd && shown > 0 ? scanned + length : scanned;
  }
  return scanned;
}

/** Convert an offset in a text area to the original text: a text area converts each \r\n and \r to \n. @param {string} text @param {number} shown */
export function originalOffset(text, shown) {
  let offset = 0;
  for (let passed = 0; passed < shown && offset < text.length; passed += 1) offset += text.startsWith("\r\n", offset) ? 2 : 1;
  return offset;
}
