import assert from "node:assert/strict";
import { test } from "node:test";
import { ENTITIES, FAMILIES, entityFamily, entityLabel, entityShortLabel, sourceLabel } from "../../web/views/redact/entities.js";
import { reasonText } from "../../web/views/redact/reasons.js";
import { ADVISED_CODES, adviceFor } from "../../web/components/error-advice.js";
import { ERROR_CODES } from "../../web/shared/protocol.js";

test("every error code has its own advice, and no other code has", () => {
  // `tabside serve` and `tabside proxy` alone answer with server.*; no page meets them.
  const met = [...ERROR_CODES].filter((code) => !code.startsWith("server."));
  assert.deepEqual([...ADVISED_CODES].sort(), met.sort());
});

test("a code that is new gets the advice of its family, else the general one", () => {
  assert.equal(adviceFor("nonsense.new").title, adviceFor("error").title);
  assert.ok(adviceFor("error").isOwn && !adviceFor("nonsense.new").isOwn);
  assert.equal(adviceFor("cancelled.early").title, adviceFor("cancelled").title);
});

test("every kind is in one family and has a readable label", () => {
  assert.equal(new Set(ENTITIES).size, ENTITIES.length);
    const labels = ENTITIES.map(entityLabel);
  assert.equal(new Set(labels).size, labels.length);
  for (const label of labels) assert.doesNotMatch(label, /_/);
  assert.equal(new Set(ENTITIES.map(entityFamily)).size, FAMILIES.length);
});

test("a kind that is not known still has a label and a family", () => {
  assert.equal(entityLabel("BLOOD_TYPE"), "Blood type");
  assert.equal(entityShortLabel("BLOOD_TYPE"), "Blood type");
  assert.equal(entityFamily("BLOOD_TYPE"), "other");
});

test("sources read as words", () => {
  assert.equal(sourceLabel("model"), "Model");
  assert.equal(sourceLabel("credit_card"), "Rule: credit card");
  assert.equal(sourceLabel("us_ssn"), "Rule: US SSN");
  assert.equal(sourceLabel("reader"), "You");
  assert.equal(sourceLabel("propagation"), "Other mention");
});

test("reasons read as words", () => {
  assert.equal(reasonText({ kind: "model", detail: "GIVEN_NAME", score: 0.912 }), "The model reads it as given name, score 0.91");
  assert.equal(reasonText({ kind: "context", detail: "passport", score: null }), "The word “passport” is near");
  assert.equal(reasonText({ kind: "overrode", detail: "PHONE by model", score: 0.4 }), "It overrode Phone number (Model), score 0.40");
  assert.equal(reasonText({ kind: "something_new", detail: null, score: null }), "Something new");
});
