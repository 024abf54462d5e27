/** The audit report of redacted files, as a download: what was found where and why, without any value. */

import { saveText } from "../save-text.js";
import { DEFAULT_MODEL } from "../../../tabside.js";

/**
 * @typedef {import("../../../engine/options.js").RedactFileOptions} Settings
 * @typedef {import("../../../engine/audit.js").Audited} Audited
 * @typedef {"html" | "json"} AuditFormat
 */

/**
 * Save the report on files or a text.
 * @param {import("../../../tabside.js").Engine} engine @param {Audited[]} files @param {Settings} settings @param {AuditFormat} format
 */
export async function saveAudit(engine, files, settings, format) {
  const { reports, html } = await engine.auditFiles(files, { settings: auditSettings(settings), model: readersOf(settings) });
  if (format === "html") saveText("report.html", html, "text/html");
  else saveText("report.json", `${JSON.stringify(reports, null, 1)}\n`, "application/json");
}

/**
 * What a report takes of a redacted text. Places are its lines, as in Python's reports.
 * @param {string} name @param {string} text
 * @param {{text: string, findings: readonly import("../../../shared/protocol.js").Finding[], replacements: readonly (string | null)[], warnings: string[], mapping: any}} redaction
 *   replacements: what stands in a finding's place, null if it was kept
 * @returns {Audited}
 */
export function reportOnText(name, text, { text: redacted, findings, replacements, warnings, mapping }) {
  const line = (/** @type {number} */ at) => text.slice(0, at).split("\n").length;
  const placed = findings.map((finding, index) => ({
    ...finding,
    reasons: [...(finding.reasons ?? [])],
    place: `line ${line(finding.start)}`,
    text: text.slice(finding.start, finding.end),
    replacement: replacements[index] ?? null,
  }));
  return { name, input: text, redaction: { data: new TextEncoder().encode(redacted), findings: placed, warnings, mapping } };
}

/**
 * Settings that a report may show: names of operators and policies, no passphrases, and none of the values that a policy of one's own
 * or a reader's decisions list.
 * @param {Settings} settings
 */
export function auditSettings({ operator, operators, entities, threshold, policy, keep, hide, ocr }) {
  const facts = {
    operator: operator && nameOf(operator),
    operators: Object.entries(operators ?? {}).map(([entity, own]) => `${entity}: ${nameOf(own)}`),
    entities: entities ?? [],
    threshold,
    policy: typeof policy === "string" || !policy ? policy : "custom",
    "values that a reader kept": keep?.length,
    "values that a reader hid": Object.keys(hide ?? {}).length,
    ocr,
  };
  return Object.fromEntries(Object.entries(facts).filter(([, fact]) => (Array.isArray(fact) ? fact.length > 0 : fact)));
}

/** @param {NonNullable<Settings["operator"]>} operator */
function nameOf(operator) {
  return typeof operator === "string" ? operator : operator.operator;
}

/** The models that read the texts. @param {Settings} settings */
function readersOf({ model = DEFAULT_MODEL, models = [] }) {
  return [...(model === null ? [] : [model]), ...models.map((further) => further.model)].join(", ");
}
