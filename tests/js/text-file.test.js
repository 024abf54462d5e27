import assert from "node:assert/strict";
import { test } from "node:test";
import { FileError, MAX_FILE_BYTES, decodeText, readTextFile, sizeProblem } from "../../web/views/redact/text-file.js";

const utf8 = (/** @type {string} */ text) => new TextEncoder().encode(text);

/** @type {[string, Uint8Array, string, RegExp][]} */
const READABLE = [
  ["UTF-8", utf8("Grüße, 你好 👋\r\n"), "Grüße, 你好 👋\r\n", /^$/],
  ["UTF-8 with a byte order mark", utf8("\ufeffDear"), "Dear", /^$/],
  ["UTF-16, little-endian", new Uint8Array([0xff, 0xfe, 0x48, 0, 0xe9, 0]), "Hé", /^$/],
  ["UTF-16, big-endian", new Uint8Array([0xfe, 0xff, 0, 0x48, 0, 0xe9]), "Hé", /^$/],
  ["Windows-1252", new Uint8Array([0x48, 0xe9, 0x21]), "Hé!", /Windows-1252/],
  ["tabs, form feeds, terminal colors", utf8("a\tb\fc\x1b[0m"), "a\tb\fc\x1b[0m", /^$/],
];

for (const [name, bytes, text, note] of READABLE) {
  test(`decodeText reads ${name}`, () => {
    const decoded = decodeText(bytes);
    assert.equal(decoded.text, text);
    assert.match(decoded.note, note);
  });
}

/** @type {[string, Uint8Array, RegExp][]} */
const UNFIT = [
  ["a PDF", utf8("%PDF-1.7 …"), /PDF/],
  ["a Word file", new Uint8Array([0x50, 0x4b, 3, 4, 20]), /Word/],
  ["an old Word file", new Uint8Array([0xd0, 0xcf, 0x11, 0xe0, 1]), /old Word/],
  ["rich text", utf8("{\\rtf1 hello}"), /rich-text/],
  ["NUL bytes", new Uint8Array([72, 0, 105, 0]), /does not look like text/],
  ["many control characters", new Uint8Array(100).fill(1), /does not look like text/],
];

for (const [name, bytes, message] of UNFIT) {
  test(`decodeText refuses ${name}`, () => assert.throws(() => decodeText(bytes), (error) => error instanceof FileError && message.test(error.message)));
}

test("sizeProblem names both sizes, and an empty file", () => {
  assert.equal(sizeProblem(MAX_FILE_BYTES), null);
  assert.match(sizeProblem(12_345_678) ?? "", /13 MB.*5 MB/);
  assert.match(sizeProblem(0) ?? "", /empty/);
});

test("readTextFile reads a file, and tells of one that cannot be read", async () => {
  assert.equal((await readTextFile(new File(["Dear Ada"], "a.txt"))).text, "Dear Ada");
  const folder = { size: 4096, arrayBuffer: () => Promise.reject(new Error("NotReadableError")) };
  await assert.rejects(readTextFile(/** @type {any} */ (folder)), /folder/);
});
