import assert from "node:assert/strict";
import { test } from "node:test";
import { auditSettings, reportOnText } from "../../web/views/redact/files/file-audit.js";

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

test("a report on a text names lines, and what was kept", () => {
  const text = "Dear Ann,\nwrite to ann@example.org\n";
  const found = (/** @type {number} */ start, /** @type {number} */ end, /** @type {string} */ entity) => ({ entity, start, end, score: 0.9, source: "model" });
  const redaction = { text: "Dear Ann,\nwrite to [EMAIL_1]\n", findings: [found(5, 8, "GIVEN_NAME"), found(19, 34, "EMAIL")], replacements: [null, "[EMAIL_1]"], warnings: [], mapping: null };
  const { findings, data } = reportOnText("letter", text, redaction).redaction;
  assert.deepEqual(findings.map(({ place, text: value, replacement }) => [place, value, replacement]), [["line 1", "Ann", null], ["line 2", "ann@example.org", "[EMAIL_1]"]]);
  assert.equal(new TextDecoder().decode(data), redaction.text);
});
