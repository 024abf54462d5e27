import assert from "node:assert/strict";
import { test } from "node:test";
import { groupBlocks, joinSegments, segmentText } from "../../web/views/redact/review/segments.js";

/** @param {number} start @param {number} end */
const finding = (start, end) => ({ entity: "GIVEN_NAME", start, end, score: 1, source: "model", replacement: null });

/** @type {{name: string, text: string, spans: [number, number][], replacements: (string | null)[], expected: string, kept: boolean[]}[]} */
const TABLE = [
  { name: "no findings", text: "Hello.", spans: [], replacements: [], expected: "Hello.", kept: [false] },
  { name: "an empty text", text: "", spans: [], replacements: [], expected: "", kept: [] },
  { name: "one in the middle", text: "I am Ada now", spans: [[5, 8]], replacements: ["[N_1]"], expected: "I am [N_1] now", kept: [false, false, false] },
  { name: "at both ends, touching", text: "AdaBob", spans: [[0, 3], [3, 6]], replacements: ["[N_1]", "[N_2]"], expected: "[N_1][N_2]", kept: [false, false] },
  { name: "one kept", text: "Ada, Bob", spans: [[0, 3], [5, 8]], replacements: [null, "*"], expected: "Ada, *", kept: [true, false, false] },
  { name: "removed", text: "Ada!", spans: [[0, 3]], replacements: [""], expected: "!", kept: [false, false] },
  { name: "an operator that keeps", text: "Ada!", spans: [[0, 3]], replacements: ["Ada"], expected: "Ada!", kept: [true, false] },
  { name: "after an emoji, in UTF-16 units", text: "👋 Ada", spans: [[3, 6]], replacements: ["[N_1]"], expected: "👋 [N_1]", kept: [false, false] },
];

for (const { name, text, spans, replacements, expected, kept } of TABLE) {
  test(`segmentText: ${name}`, () => {
    const segments = segmentText(text, spans.map(([start, end]) => finding(start, end)), replacements);
    assert.equal(joinSegments(segments), expected);
    assert.deepEqual(segments.map((segment) => segment.kept), kept);
    assert.equal(segments.reduce((sum, segment) => sum + segment.length, 0), text.length);
  });
}

/** @type {[string, string, number][]} */
const TEXTS = [
  ["lines", "A line of text.\n".repeat(2000), 4000],
  ["one line of words", "word ".repeat(5000), 4000],
  ["a megabyte of one letter", "a".repeat(1_000_000), 4000],
  ["emoji without a space", "😀".repeat(5001), 3999],
  ["lone surrogates", "\udc00".repeat(9000), 4000],
  ["short", "short", 4000],
];

for (const [name, text, size] of TEXTS) {
  test(`groupBlocks: ${name} comes out whole, in blocks of bounded size`, () => {
    const blocks = groupBlocks(segmentText(text, [], []), size);
    assert.equal(blocks.map(joinSegments).join("") === text, true);
    for (const block of blocks) assert.ok(joinSegments(block).length <= 2 * size);
    assert.ok(blocks.length >= Math.floor(text.length / (2 * size)));
  });
}

test("groupBlocks cuts at line ends and never inside a surrogate pair", () => {
  for (const block of groupBlocks(segmentText("Ein Satz.\n".repeat(300), [], []), 1000)) assert.ok(joinSegments(block).endsWith("\n"));
  for (const block of groupBlocks(segmentText("😀".repeat(1000), [], []), 333)) assert.equal(joinSegments(block).isWellFormed(), true);
});

test("groupBlocks: keeping a finding moves no block", () => {
  const text = "Ada and Bob met. \n".repeat(1000);
  const findings = Array.from({ length: 1000 }, (_, i) => finding(i * 18, i * 18 + 3));
  const lengths = (/** @type {(string | null)[]} */ replacements) =>
    groupBlocks(segmentText(text, findings, replacements), 500).map((block) => block.reduce((sum, segment) => sum + segment.length, 0));
  const all = findings.map((_, i) => `[GIVEN_NAME_${i}]`);
  assert.deepEqual(lengths(all.map((value, i) => (i % 7 === 0 ? null : value))), lengths(all));
});
