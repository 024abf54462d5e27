import assert from "node:assert/strict";
import { test } from "node:test";
import { countRules, splitRules, withRules } from "../../web/views/redact/rules/own-rules.js";
import { entityName, formOf, newEntry, newRecognizer, placeOf, rulesOf } from "../../web/views/redact/rules/rules-form.js";

const RULES = {
  recognizers: [
    { name: "employee", entity: "EMPLOYEE_ID", patterns: [{ regex: "E[0-9]{6}", score: 0.4 }], context: ["employee", "staff"], examples: { hits: ["employee «E123456»"], misses: ["E12"] } },
    { name: "ward", entity: "WARD", patterns: [{ regex: "W[0-9]", score: 0.9 }, { regex: "ward [A-Z]", score: 0.5 }], ignore_case: true, needs_context: true },
  ],
  deny: ["Heron", { regex: "PRJ-[0-9]{4}", entity: "PROJECT" }, { exact: "heron", ignore_case: false }],
  allow: ["Acme Corp", { wildcard: "*@acme.example" }, { exact: "acme", ignore_case: true }],
  thresholds: { CITY: 0.6 },
};

test("rules come back from the form as they went in", () => assert.deepEqual(rulesOf(formOf(RULES)).rules, RULES));

test("short forms are read as what they stand for", () => {
  const { rules } = rulesOf(formOf({ recognizers: [{ name: "a", entity: "A", score: 0.7, patterns: ["x"] }] }));
  assert.deepEqual(rules, { recognizers: [{ name: "a", entity: "A", patterns: [{ regex: "x", score: 0.7 }] }] });
});

test("rows that say nothing are left out", () => {
  const form = { recognizers: [newRecognizer()], deny: [newEntry("deny")], allow: [newEntry("allow")], thresholds: [{ entity: "", value: "" }] };
  assert.deepEqual(rulesOf(form).rules, {});
});

test("a recognizer needs no name", () => {
  const form = formOf({ recognizers: [{ patterns: ["x"] }] });
  assert.deepEqual(rulesOf(form).rules.recognizers, [{ name: "custom_1", entity: "CUSTOM", patterns: [{ regex: "x", score: 0.5 }] }]);
});

test("what is said of a field is shown where it stands, empty rows before it or not", () => {
  const form = formOf(RULES);
  form.recognizers.unshift(newRecognizer());
  form.recognizers[2]?.patterns.unshift({ regex: "", score: "0.5" });
  form.deny.unshift(newEntry("deny"));
  const { places } = rulesOf(form);
  /** @type {[string, string | null][]} */
  const cases = [
    ["$.recognizers[0].patterns[0].regex", "recognizers.1.patterns.0.regex"],
    ["$.recognizers[1].patterns[1].regex", "recognizers.2.patterns.2.regex"],
    ["$.recognizers[1].patterns[0].score", "recognizers.2.patterns.1.score"],
    ["$.recognizers[1].entity", "recognizers.2.entity"],
    ["$.recognizers[0].examples.hits[3]", "recognizers.1.hits"],
    ["$.recognizers[0].other", "recognizers.1"],
    ["$.deny[1].regex", "deny.2.text"],
    ["$.thresholds.CITY", "thresholds.0.value"],
    ["$.operators.EMAIL", null],
    ["$", null],
  ];
  for (const [field, place] of cases) assert.equal(placeOf(places, field), place, field);
});

test("what was typed wrongly is kept, to be told", () => {
  assert.deepEqual(rulesOf({ ...formOf({}), thresholds: [{ entity: "city", value: "much" }] }).rules, { thresholds: { CITY: "much" } });
});

test("hostile data makes a form, not an error", () => {
  const form = formOf(/** @type {any} */ ({ recognizers: [null, 3, { patterns: "x", context: { a: 1 } }], deny: [null, 4, ["x"]], allow: [{}], thresholds: { A: {} } }));
  assert.equal(form.recognizers.length, 3);
  assert.ok(rulesOf(form));
});

test("rules join a preset, a policy from a file, or nothing", () => {
  assert.equal(withRules("gdpr", {}), "gdpr");
  assert.equal(withRules(null, {}), null);
  assert.deepEqual(withRules("gdpr", { deny: ["x"] }), { tabside_policy: 1, extends: "gdpr", deny: ["x"] });
  assert.deepEqual(withRules({ name: "a", threshold: 0.2 }, { deny: ["x"] }), { tabside_policy: 1, name: "a", threshold: 0.2, deny: ["x"] });
  const policy = { tabside_policy: 1, name: "a", ...RULES };
  const { base, rules } = splitRules(policy);
  assert.deepEqual([withRules(base, rules), countRules(rules)], [policy, 9]);
});

test("a kind's name is of capital letters", () => assert.equal(entityName(" employee id-2 "), "EMPLOYEE_ID_2"));

