import assert from "node:assert/strict";
import { test } from "node:test";
import { PRESET_KINDS } from "../../web/shared/tables.js";
import { ENTITIES } from "../../web/views/redact/entities.js";
import { modesFor, modesOf, withModes } from "../../web/views/redact/rules/dial.js";

for (const [base, entity, mode] of /** @type {[any, string, string][]} */ ([
  [null, "CITY", "always"],
  [null, "DATE", "never"],
  ["everything", "DATE", "always"],
  ["gdpr", "ROUTING_NUMBER", "never"],
  ["pci", "EMAIL", "never"],
  ["pci", "SURNAME", "always"],
  ["coarse-geography", "CITY", "never"],
  ["near-people", "CITY", "identifying"],
  [{ extends: "near-people", entities: { also: ["CITY"] } }, "CITY", "always"],
  [{ extends: "near-people", entities: { also: ["CITY"] } }, "COUNTRY", "identifying"],
  [{ extends: "coarse-geography", entities: { identifying: ["CITY"] } }, "CITY", "identifying"],
  [{ extends: "pci", entities: { also: ["CITY"], off: ["SURNAME"] } }, "SURNAME", "never"],
  [{ entities: { on: ["CITY"] } }, "EMAIL", "never"],
  [{ entities: { on: ["CITY"], identifying: ["CITY"] } }, "CITY", "identifying"],
  [{ entities: "no mapping" }, "CITY", "always"],
])) {
  test(`${JSON.stringify(base)} says ${mode} of ${entity}`, () => assert.equal(modesOf(base).get(entity), mode));
}

test("modes that nobody changed leave the policy as it is", () => {
  for (const base of [null, ...Object.keys(PRESET_KINDS)]) assert.equal(withModes(base, modesOf(base)), base);
});

test("a policy with changed modes has exactly those", () => {
  const bases = [null, ...Object.keys(PRESET_KINDS), { extends: "pci", entities: { off: ["SURNAME"] } }, { entities: { on: ["CITY", "URL"], off: ["URL"] } }];
  for (const [number, base] of bases.entries()) {
    for (let shift = 0; shift < 3; shift++) {
      const wanted = new Map(ENTITIES.map((entity, index) => [entity, modesFor(entity)[(index * 7 + number + shift) % modesFor(entity).length] ?? "always"]));
      assert.deepEqual(modesOf(withModes(base, wanted)), wanted);
    }
  }
});

test("a name has no middle: it tells who is meant", () => {
  assert.deepEqual(modesFor("SURNAME"), ["always", "never"]);
  assert.deepEqual(modesFor("CITY"), ["always", "identifying", "never"]);
});
