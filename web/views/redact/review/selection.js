/** From what is selected on the page to a stretch of the scanned text. */

/**
 * @typedef {import("./segments.js").Segment} Segment
 * @typedef {{node: HTMLElement, segments: readonly Segment[]}} ShownBlock
 */

/**
 * The stretch of the scanned text that the page's selection covers in a text that is shown in blocks. A replacement of
 * which a part is selected counts as a whole: there are no offsets inside it. Null where nothing of it is selected.
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
 * What an offset in the shown text is in the scanned one.
 * @param {readonly Segment[]} segments @param {number} shown @param {boolean} isEnd the end of a stretch: it takes in what it touches
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

/** What an offset in a text area is in the text that it was given: there it has turned each \r\n and \r into \n. @param {string} text @param {number} shown */
export function originalOffset(text, shown) {
  let offset = 0;
  for (let passed = 0; passed < shown && offset < text.length; passed += 1) offset += text.startsWith("\r\n", offset) ? 2 : 1;
  return offset;
}
