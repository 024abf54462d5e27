import assert from "node:assert/strict";
import { test } from "node:test";
import { auditSettings } from "../../web/views/redact/files/file-audit.js";

/** @type {[string, import("../../web/views/redact/files/file-audit.js").Settings, Record<string, unknown>][]} */
const TABLE = [
  ["nothing was set", {}, {}],
  ["an operator's passphrase", { operator: { operator: "encrypt", passphrase: "secret" } }, { operator: "encrypt" }],
  ["an exception's passphrase", { operators: { EMAIL: { operator: "encrypt", passphrase: "secret" }, CITY: "keep" } }, { operators: ["EMAIL: encrypt", "CITY: keep"] }],
  ["a preset", { policy: "gdpr", threshold: 0.1 }, { policy: "gdpr", threshold: 0.1 }],
  ["a policy that lists values", { policy: { deny: ["Project Heron"] } }, { policy: "custom" }],
  ["a reader's decisions", { keep: ["Ann"], hide: { Heron: "CUSTOM" } }, { "values that a reader kept": 1, "values that a reader hid": 1 }],
];
for (const [what, settings, expected] of TABLE) {
  test(`a report shows settings without values: ${what}`, () => assert.deepEqual(auditSettings(settings), expected));
}
