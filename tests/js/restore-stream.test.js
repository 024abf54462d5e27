/** RestoreStream in JavaScript, tested with the cases of the Python tests. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { JsonRestorer } from "../../web/shared/restoring/json-restorer.js";
import { Known, RestoreStream, TextRestorer, restoreText } from "../../web/shared/restoring/restore-stream.js";

const CASES = JSON.parse(readFileSync(new URL("../unit/restoring/cases.json", import.meta.url), "utf8"));
const known = () => new Known({ originals: CASES.originals, surrogates: CASES.surrogates }, CASES.literal);

/** @param {{feed(chunk: string): string, finish(): string}} restorer @param {string[]} chunks */
const fed = (restorer, chunks) => chunks.map((chunk) => restorer.feed(chunk)).join("") + restorer.finish();

/** @param {string} text */
function* cuts(text) {
  for (let at = 0; at <= text.length; at += 1) yield [text.slice(0, at), text.slice(at)];
  yield text.split("");
}

for (const [name, text, expected] of CASES.restored) {
  test(`restored, however it is cut: ${name}`, () => {
    assert.equal(restoreText(text, known()).text, expected);
    for (const chunks of cuts(text)) assert.equal(fed(new TextRestorer(known()), chunks), expected);
  });
}

for (const [name, text, unknown] of CASES.unchanged) {
  test(`unchanged and told: ${name}`, () => {
    assert.deepEqual(restoreText(text, known()), { text, restored: [], unknown });
    for (const chunks of cuts(text)) assert.equal(fed(new TextRestorer(known()), chunks), text);
  });
}

for (const [name, text, expected] of CASES.json) {
  test(`JSON, however it is cut: ${name}`, () => {
    for (const chunks of cuts(text)) assert.equal(fed(new JsonRestorer(known()), chunks), expected);
  });
}

test("a TransformStream restores and tells what it did", async () => {
  const stream = new RestoreStream({ originals: CASES.originals });
  const source = new ReadableStream({
    start(controller) {
      for (const chunk of ["Dear [GIVEN", "_NAME_1] of [CI", "TY_9]"]) controller.enqueue(chunk);
      controller.close();
    },
  });
  let text = "";
  for await (const piece of source.pipeThrough(stream)) text += piece;

  assert.equal(text, "Dear Ann of [CITY_9]");
  assert.deepEqual([stream.restored, stream.unknown], [["[GIVEN_NAME_1]"], ["[CITY_9]"]]);
});

test("strict mode takes exact placeholders alone", () => {
  assert.equal(restoreText("[GIVEN_NAME_1] [given_name_1]", known(), { strict: true }).text, "Ann [given_name_1]");
});

test("a text that is cut off gives no half placeholder", () => {
  const restorer = new TextRestorer(known());
  assert.equal(restorer.feed("Dear [GIVEN_NAME_1"), "Dear ");
  restorer.abort();
  assert.equal(restorer.finish(), "");
});
