/** Audit reports: what was redacted where and why, without any value. Python writes them; hashes are made here. */

/**
 * What is reported on: a file or text as it was, and the result. The findings must have their texts (option `values`).
 * @typedef {object} Audited
 * @property {string} name
 * @property {import("./options.js").FileSource | string} input
 * @property {Pick<import("./options.js").FileRedaction, "data" | "findings" | "warnings" | "mapping"> & {beside?: Carrier[]}} redaction
 */
/** A part of a file besides its content, and what was done with it. @typedef {{kind: string, count: number, outcome: string}} Carrier */
/**
 * `reports` are plain data for JSON, `html` is one page with all of them: docs/files.md.
 * @typedef {{reports: Record<string, any>[], html: string}} Audit
 */

/** A file as the engine's call takes it. @param {Audited} audited */
export async function asAudited({ name, input, redaction }) {
  const { data, findings, warnings, mapping, beside = [] } = redaction;
  return {
    name,
    input: await contentOf(input),
    output: await contentOf(data),
    findings: findings.map(({ place, entity, score, source, replacement, text = "", reasons = [] }) => ({ place, entity, score, source, replacement, text, reasons })),
    warnings,
    beside,
    placeholders: Object.keys(mapping?.originals ?? {}),
  };
}

/** @param {import("./options.js").FileSource | string} source @returns {Promise<{bytes: number, sha256: string}>} */
async function contentOf(source) {
  const bytes = await new Blob([/** @type {any} */ (source)]).arrayBuffer();
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return { bytes: bytes.byteLength, sha256: [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("") };
}
