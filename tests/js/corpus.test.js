import assert from "node:assert/strict";
import { test } from "node:test";

import { passageText, splitPassages } from "../../web/views/search/corpus.js";
import { bytesToFetch } from "../../web/components/run-button.js";

test("passages are cut at blank lines, and their own line ends become spaces", () => {
  const texts = splitPassages("one\ntwo  three\n\n \t\nfour\n\n\n").map(({ text }) => text);
  assert.deepEqual(texts, ["one two three", "four"]);
  assert.deepEqual(splitPassages(" \n\n "), []);
});

test("a model reads the title of a passage with its text", () => {
  assert.equal(passageText({ title: "bug", text: "An unwanted property." }), "bug: An unwanted property.");
  assert.equal(passageText({ title: "", text: "An unwanted property." }), "An unwanted property.");
});

test("the runtime counts once, and not where all models are here", () => {
  const plan = (/** @type {number} */ bytes_missing, /** @type {number} */ runtime_bytes) => /** @type {any} */ ({ bytes_missing, runtime_bytes });
  assert.equal(bytesToFetch([plan(10, 5), plan(20, 8)]), 38);
  assert.equal(bytesToFetch([plan(0, 5), plan(0, 8)]), 0);
  assert.equal(bytesToFetch([plan(0, 8), plan(20, 5)]), 28);
});
