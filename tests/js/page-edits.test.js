import assert from "node:assert/strict";
import { test } from "node:test";
import { NO_EDITS, addArea, addPlaces, alikeFindings, changeArea, decisionsOf, isUnedited, keepFindings, removePlace, withinPage } from "../../web/views/redact/pages/page-edits.js";

const place = (/** @type {number} */ page, /** @type {number} */ start, /** @type {string} */ text) => ({ page, layer: 0, start, end: start + text.length, text, entity: "SURNAME" });
const found = (/** @type {number} */ number, /** @type {number} */ page, /** @type {number} */ start, /** @type {string} */ text, entity = "SURNAME") => ({ number, place: `page ${page + 1}`, entity, score: 1, source: "model", text, before: "", after: "", stretch: place(page, start, text) });
const FINDINGS = [found(0, 0, 5, "Smith"), found(1, 0, 20, "S M I T H"), found(2, 1, 5, "Smith", "CITY"), { ...found(3, 0, 0, "Smith"), stretch: null, place: "outline" }];

test("what reads alike is of one kind, whatever its case and spaces", () => {
  assert.deepEqual(alikeFindings(FINDINGS, /** @type {any} */ (FINDINGS[0])).map(({ number }) => number), [0, 1, 3]);
});

test("kept findings go to the engine by number, also beside the pages, and come back", () => {
  const kept = keepFindings(NO_EDITS, [FINDINGS[1], FINDINGS[3]].flatMap((one) => one ?? []), true);
  assert.deepEqual(decisionsOf(kept, FINDINGS), { kept: [1, 3], added: [], areas: [] });
  assert.ok(isUnedited(keepFindings(kept, FINDINGS, false)));
});

test("places that a finding covers take back that it is kept; the others are added once, and can be removed", () => {
  const kept = keepFindings(NO_EDITS, FINDINGS, true);
  const inside = place(0, 6, "mit");
  const outside = place(1, 40, "Olsen");
  const once = addPlaces(kept, FINDINGS, [inside, outside], "USERNAME");
  const twice = addPlaces(once, FINDINGS, [outside], "USERNAME");
  assert.deepEqual(decisionsOf(twice, FINDINGS), { kept: [1, 2, 3], added: [{ ...outside, entity: "USERNAME" }], areas: [] });
  assert.deepEqual(removePlace(twice, outside).added, []);
});

test("areas are changed and removed by their order", () => {
  const area = { page: 0, left: 1, top: 2, right: 3, bottom: 4, entity: "CITY" };
  const two = addArea(addArea(NO_EDITS, area), { ...area, page: 1 });
  assert.deepEqual(changeArea(two, 0, { ...area, right: 9 }).areas.map(({ right }) => right), [9, 3]);
  assert.deepEqual(changeArea(two, 0, null).areas.map(({ page }) => page), [1]);
});

/** @type {[string, number[], number[]][]} */
const AREAS = [
  ["as drawn", [10, 10, 20, 30], [10, 10, 20, 30]],
  ["drawn from the right", [20, 30, 10, 10], [10, 10, 20, 30]],
  ["beyond the edges", [-5, -5, 150, 250], [0, 0, 100, 200]],
  ["too small", [10, 10, 10, 10], [10, 10, 15, 15]],
  ["too small, in the corner", [100, 200, 100, 200], [95, 195, 100, 200]],
];
for (const [name, [left = 0, top = 0, right = 0, bottom = 0], expected] of AREAS) {
  test(`an area lies on its page: ${name}`, () => {
    const area = withinPage({ page: 0, left, top, right, bottom, entity: "CITY" }, { width: 100, height: 200 }, 5);
    assert.deepEqual([area.left, area.top, area.right, area.bottom], expected);
  });
}
