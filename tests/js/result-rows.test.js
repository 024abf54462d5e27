import assert from "node:assert/strict";
import { test } from "node:test";
import { asCsv, asJsonLines, counted, filtered } from "../../web/views/classify/result-rows.js";

const row = (number, text, label, score) => ({ number, text, cells: [String(number), text], labels: label ? [{ label, score }] : [] });
const ROWS = [row(1, "Alpha", "x", 0.9), row(2, "Beta", "y", 0.4), row(3, "alphabet", "x", 0.4), row(4, "", "", 0)];
const ALL = { label: "", words: "", order: "source" };
const numbers = (rows) => rows.map(({ number }) => number);

test("rows are filtered by label and words, and ordered by score", () => {
  assert.deepEqual(numbers(filtered(ROWS, ALL)), [1, 2, 3, 4]);
  assert.deepEqual(numbers(filtered(ROWS, { ...ALL, label: "x" })), [1, 3]);
  assert.deepEqual(numbers(filtered(ROWS, { ...ALL, words: " ALPHA " })), [1, 3]);
  assert.deepEqual(numbers(filtered(ROWS, { ...ALL, order: "unsure" })), [4, 2, 3, 1]);
  assert.deepEqual(numbers(filtered(ROWS, { ...ALL, order: "sure" })), [1, 2, 3, 4]);
});

test("labels are counted, the most frequent first", () => {
  assert.deepEqual(counted(ROWS), [["x", 2], ["y", 1]]);
});

test("CSV quotes what needs it, keeps numbers, and disarms formulas", () => {
  const rows = [row(1, '=HYPERLINK("x")', "a,b", 0.5), { ...row(2, "-1.5", "", 0), labels: [] }, row(3, "two\nlines", "x", 1)];
  assert.equal(asCsv(["id", "text"], rows), 'id,text,label,score\r\n1,"\'=HYPERLINK(""x"")","a,b",0.5000\r\n2,-1.5,,\r\n3,"two\nlines",x,1.0000\r\n');
});

test("columns of the source are never written over", () => {
  assert.match(asCsv(["label", "score"], [row(1, "t", "x", 1)]), /^label,score,predicted label,predicted score\r\n/);
  assert.deepEqual(JSON.parse(asJsonLines(["label", "text"], [row(1, "t", "x", 0.25)])), { label: "1", text: "t", "predicted label": "x", score: 0.25 });
});
