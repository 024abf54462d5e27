import assert from "node:assert/strict";
import { test } from "node:test";
import { isFormed, isWhole } from "../../web/views/redact/files/file-choice.js";
import { MAX_FILE_BYTES, MAX_TOTAL_BYTES, archivePaths, countJobs, endingOf, endsAll, isHidden, markedName, problemOf } from "../../web/views/redact/files/file-jobs.js";
import { ERROR_CODES } from "../../web/shared/protocol.js";
import { FILE_KINDS, INSTEAD } from "../../web/shared/tables.js";
import { MAX_FILE_BYTES as ENGINE_MAX } from "../../web/worker/read-file.js";

test("each kind is a text, a text with a structure, or more than a text, and none is refused for its name", () => {
  for (const kind of FILE_KINDS) {
    assert.ok(!(isWhole(`a.${kind}`) && isFormed(`a.${kind}`)));
    assert.ok(!(kind in INSTEAD));
  }
  assert.deepEqual(["a.odt", "a.csv", "a.txt", "a.PNG"].map(isWhole), [true, false, false, true]);
  assert.deepEqual(["a.odt", "a.csv", "a.txt", "a.svg", "a.fodt"].map(isFormed), [false, true, false, true, true]);
});

test("the page and the engine have the same bound", () => assert.equal(MAX_FILE_BYTES, ENGINE_MAX));

/** @type {[string, number, number, string | null][]} */
const FILES = [
  ["letter.docx", 10, 0, null],
  ["LETTER.PDF", MAX_FILE_BYTES, 0, null],
  ["a.b.csv", 1, MAX_TOTAL_BYTES - 1, null],
  ["photo.gif", 10, 0, "file.unsupported"],
  ["noending", 10, 0, null],
  ["letter.odt", 10, 0, null],
  ["old.doc", 10, 0, "file.unsupported"],
  ["scan.tiff", 10, 0, "file.unsupported"],
  ["settings.yaml", 10, 0, null],
  ["letter.msg", 10, 0, "file.unsupported"],
  ["empty.txt", 0, 0, "file.invalid"],
  ["big.xlsx", MAX_FILE_BYTES + 1, 0, "file.too-large"],
  ["one-more.csv", 2, MAX_TOTAL_BYTES - 1, "file.too-large"],
];

for (const [name, size, before, code] of FILES) {
  test(`${name} of ${size} bytes: ${code ?? "is taken"}`, () => assert.equal(problemOf({ name, size }, before)?.code ?? null, code));
}

test("what to save instead is named", () => assert.match(problemOf({ name: "old.doc", size: 1 })?.message ?? "", /\.docx/));

test("endings are read from names", () => assert.deepEqual(["a.PDF", "a", "a.b.c", ""].map(endingOf), ["pdf", "", "c", ""]));

test("names are marked before their endings", () => {
  assert.deepEqual(["a.docx", "a.b.csv", "README", ".env"].map((name) => markedName(name, "redacted")), ["a.redacted.docx", "a.b.redacted.csv", "README.redacted", ".env.redacted"]);
});

test("paths in an archive differ and stay inside", () => {
  assert.deepEqual(archivePaths(["a.csv", "A.csv", "f/a.csv", "../../etc/x.txt", "\\\\c\\y.txt", "..", "a.csv"]), ["a.csv", "A (2).csv", "f/a.csv", "etc/x.txt", "c/y.txt", "file", "a (3).csv"]);
});

test("the system's own files are hidden", () => {
  assert.deepEqual(["f/.DS_Store", "__MACOSX/a", "Thumbs.db", "a/.git/x", "a.txt"].map(isHidden), [true, true, true, true, false]);
});

test("errors of the engine end all, errors of a file end that file", () => {
  const ending = ERROR_CODES.filter(endsAll).map((code) => code.split(".")[0]);
  assert.deepEqual([...new Set(ending)].sort(), ["download", "manifest", "policy", "runtime", "session", "storage", "tokenizer"]);
  assert.ok(!ERROR_CODES.some((code) => /^(file|redaction|input)/.test(code) && endsAll(code)) && !endsAll("session.out-of-memory"));
});

test("jobs are counted", () => {
  const job = (/** @type {any} */ change) => ({ id: 1, file: /** @type {any} */ (null), path: "", state: "waiting", share: 0, result: null, problem: null, ...change });
  const jobs = [job({}), job({ state: "failed" }), job({ state: "done", result: { findings: [1, 2], warnings: ["x"] } })];
  assert.deepEqual(countJobs(jobs), { waiting: 1, done: 1, failed: 1, findings: 2, warnings: 1 });
});
