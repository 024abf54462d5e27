import assert from "node:assert/strict";
import { test } from "node:test";
import { History, NO_EDITS, addFindings, alikeFindings, decide, findingKey, isUnedited, mentionsOf, moveEdge, reshape, reviewedFindings } from "../../web/views/redact/review/review.js";
import { originalOffset, scannedOffset } from "../../web/views/redact/review/selection.js";

const TEXT = "Ada Lovelace met Ada King, and ADA  LOVELACE wrote to Adam.";

/** @param {number} start @param {number} end @param {string} [entity] */
const found = (start, end, entity = "GIVEN_NAME") => ({ entity, start, end, score: 0.9, source: "model", replacement: null });
const FOUND = [found(0, 3), found(4, 12, "SURNAME"), found(17, 20)];

/** @param {readonly {start: number, end: number, entity: string}[]} findings */
const shown = (findings) => findings.map(({ start, end, entity }) => `${TEXT.slice(start, end)}/${entity}`);

test("without edits the findings are the very same", () => {
  assert.equal(reviewedFindings(TEXT, FOUND, NO_EDITS), FOUND);
  assert.ok(isUnedited(NO_EDITS));
  assert.ok(!isUnedited(decide(NO_EDITS, FOUND, "rejected")));
});

/** @type {{name: string, ranges: [number, number][], expected: string[]}[]} */
const ADDED = [
  { name: "beside the others", ranges: [[21, 25]], expected: ["Ada/GIVEN_NAME", "Lovelace/SURNAME", "Ada/GIVEN_NAME", "King/CITY"] },
  { name: "over a whole finding", ranges: [[0, 12]], expected: ["Ada Lovelace/CITY", "Ada/GIVEN_NAME"] },
  { name: "over a part: the rest stays found", ranges: [[0, 8]], expected: ["Ada Love/CITY", "lace/SURNAME", "Ada/GIVEN_NAME"] },
  { name: "inside one", ranges: [[6, 8]], expected: ["Ada/GIVEN_NAME", "Lo/SURNAME", "ve/CITY", "lace/SURNAME", "Ada/GIVEN_NAME"] },
  { name: "two that overlap become one", ranges: [[0, 8], [4, 12]], expected: ["Ada Lovelace/CITY", "Ada/GIVEN_NAME"] },
];

for (const { name, ranges, expected } of ADDED) {
  test(`an added finding ${name}`, () => {
    const edits = addFindings(NO_EDITS, ranges.map(([start, end]) => ({ start, end })), "CITY");
    assert.deepEqual(shown(reviewedFindings(TEXT, FOUND, edits)), expected);
  });
}

test("a finding gets another kind, other ends, and goes back", () => {
  const first = /** @type {typeof FOUND[number]} */ (FOUND[0]);
  const wider = reshape(NO_EDITS, first, { end: 12 });
  assert.deepEqual(shown(reviewedFindings(TEXT, FOUND, wider)), ["Ada Lovelace/GIVEN_NAME", "Ada/GIVEN_NAME"]);
  const [own] = reviewedFindings(TEXT, FOUND, wider);
  const narrower = reshape(wider, /** @type {any} */ (own), { end: 3, entity: "CITY" });
  assert.deepEqual(shown(reviewedFindings(TEXT, FOUND, narrower)), ["Ada/CITY", "Lovelace/SURNAME", "Ada/GIVEN_NAME"]);
});

test("alike are those of one kind that read the same, whatever their case and spaces", () => {
  const all = [...FOUND, found(31, 34), found(36, 44, "SURNAME")];
  assert.deepEqual(shown(alikeFindings(TEXT, all, found(0, 3))), ["Ada/GIVEN_NAME", "Ada/GIVEN_NAME", "ADA/GIVEN_NAME"]);
});

test("mentions are whole words", () => {
  assert.deepEqual(mentionsOf(TEXT, "Ada"), [{ start: 0, end: 3 }, { start: 17, end: 20 }]);
  assert.deepEqual(mentionsOf(TEXT, ""), []);
});

/** @type {[string, [number, number], "start" | "end", 1 | -1, string][]} */
const EDGES = [
  ["the end a word further", [0, 3], "end", 1, "Ada Lovelace"],
  ["the end a word back", [0, 12], "end", -1, "Ada"],
  ["the end of a single word stays", [0, 3], "end", -1, "Ada"],
  ["the start a word back", [4, 12], "start", -1, "Ada Lovelace"],
  ["the start a word further", [0, 12], "start", 1, "Lovelace"],
  ["the start of the text stays", [0, 3], "start", -1, "Ada"],
];

for (const [name, [start, end], edge, step, expected] of EDGES) {
  test(`moveEdge: ${name}`, () => {
    const moved = moveEdge(TEXT, { start, end }, edge, step);
    assert.equal(TEXT.slice(moved.start, moved.end), expected);
  });
}

test("history goes back and forth, and forgets what was undone once something else is done", () => {
  const history = new History(0);
  history.do(1, "one");
  history.do(2, "two");
  assert.equal(history.undo(), "two");
  assert.equal(history.state, 1);
  assert.equal(history.redo(), "two");
  assert.equal(history.undo(), "two");
  history.do(3, "three");
  assert.equal(history.redo(), null);
  assert.equal(history.state, 3);
  assert.deepEqual([history.undo(), history.undo(), history.undo()], ["three", "one", null]);
  assert.equal(history.state, 0);
});

test("a key tells findings apart", () => {
  assert.equal(new Set(FOUND.map(findingKey)).size, FOUND.length);
});

/** @type {[string, number, boolean, number][]} */
const OFFSETS = [
  ["inside plain text", 2, false, 2],
  ["a stretch that begins in a replacement begins where it does", 7, false, 5],
  ["one that ends in a replacement ends where it does", 7, true, 8],
  ["one that ends before it does not take it in", 5, true, 5],
  ["one that begins behind it", 10, false, 8],
  ["the end", 14, true, 12],
];

for (const [name, at, isEnd, expected] of OFFSETS) {
  test(`scannedOffset: ${name}`, () => {
    const segments = [
      { text: "I am ", length: 5, finding: -1, kept: false },
      { text: "[N_1]", length: 3, finding: 0, kept: false },
      { text: " now", length: 4, finding: -1, kept: false },
    ];
    assert.equal(scannedOffset(segments, at, isEnd), expected);
  });
}

test("a text area's offsets lead back over line ends of two characters", () => {
  assert.equal(originalOffset("a\r\nb\rc", 2), 3);
  assert.equal(originalOffset("a\r\nb\rc", 4), 5);
  assert.equal(originalOffset("abc", 9), 3);
});
