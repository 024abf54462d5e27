import assert from "node:assert/strict";
import { test } from "node:test";
import { NO_CHOICES, choiceOptions, countChoices, hideValue, keepValue, matching, redactValue, saysSomething, valuesOf } from "../../web/views/redact/files/file-values.js";

/** @param {string} entity @param {string} text @param {string} place */
const found = (entity, text, place, before = "") => ({ entity, text, place, before, after: "", score: 1, source: "model", replacement: `[${entity}_1]` });
const FOUND = [found("CITY", "Paris", "row 1", "in "), found("SURNAME", "Paris", "row 2"), found("CITY", "Paris", "row 3", "to ")];

test("findings that read the same are one value, a kind apart", () => {
  const values = valuesOf(FOUND);
  assert.deepEqual(values.map(({ entity, text, before, places }) => [entity, text, before, places]), [
    ["CITY", "Paris", "in ", ["row 1", "row 3"]],
    ["SURNAME", "Paris", "", ["row 2"]],
  ]);
});

/** @type {[string, number][]} */
const TYPED = [["", 2], ["  ", 2], ["PAR", 2], ["city", 1], ["x", 0]];
for (const [typed, count] of TYPED) {
  test(`"${typed}" is looked for in texts and kinds`, () => assert.equal(matching(valuesOf(FOUND), typed, (entity) => entity).length, count));
}

/** @type {[string, (choices: import("../../web/views/redact/files/file-values.js").Choices) => import("../../web/views/redact/files/file-values.js").Choices, object][]} */
const STEPS = [
  ["nothing", (none) => none, {}],
  ["keep", (none) => keepValue(none, "Ann"), { keep: ["Ann"] }],
  ["keep twice", (none) => keepValue(keepValue(none, "Ann"), "Ann"), { keep: ["Ann"] }],
  ["keep, then redact", (none) => redactValue(keepValue(none, "Ann"), "Ann"), {}],
  ["keep, then hide", (none) => hideValue(keepValue(none, "Ann"), "Ann", "SURNAME"), { hide: { Ann: "SURNAME" } }],
  ["hide, then keep: as if nothing was said", (none) => keepValue(hideValue(none, "Ann", "SURNAME"), "Ann"), {}],
  ["hide as something else", (none) => hideValue(hideValue(none, "Ann", "SURNAME"), "Ann", "CITY"), { hide: { Ann: "CITY" } }],
  ["whatever the order", (none) => keepValue(keepValue(none, "b"), "a"), { keep: ["a", "b"] }],
];
for (const [name, step, options] of STEPS) {
  test(`choices: ${name}`, () => {
    assert.deepEqual(choiceOptions(step(NO_CHOICES)), options);
    assert.equal(countChoices(NO_CHOICES), 0);
  });
}

test("what can be hidden has a letter or a figure", () => assert.deepEqual(["Ann", "7", "李", "–", " ", ""].map(saysSomething), [true, true, true, false, false, false]));
