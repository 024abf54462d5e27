import assert from "node:assert/strict";
import { test } from "node:test";

import { ownLabels, proposedKind } from "../../web/views/redact/second-model/proposed-kinds.js";

/** The same as in tests/unit/redaction/test_label_kinds.py. @type {[string, string | null][]} */
const LABELS = [
  ["PER", "PERSON"],
  ["GIVENNAME1", "GIVEN_NAME"],
  ["private_person", "PERSON"],
  ["account_number", "BANK_ACCOUNT"],
  ["driver's license", "DRIVERS_LICENSE"],
  ["IPV4", "IP_ADDRESS"],
  ["MISC", null],
  ["toString", null],
  ["", null],
];

for (const [label, kind] of LABELS) test(`${label || "nothing"} is proposed as ${kind ?? "left out"}`, () => assert.equal(proposedKind(label), kind));

test("places in a span and outside are no labels of their own", () => {
  assert.deepEqual(ownLabels(["O", "B-PER", "I-PER", "E-PER", "S-PER", "U-ORG", "L-ORG"]), ["PER", "ORG"]);
});
