/**
 * Split a policy into its base and its custom rules, and combine them.
 *
 * As in a policy's plain data (docs/redaction-policy.md); empty ones are missing.
 * @typedef {{recognizers?: any[], deny?: any[], allow?: any[], thresholds?: Record<string, number>}} Rules
 */

const FIELDS = ["recognizers", "deny", "allow", "thresholds"];

/**
 * Combine a policy's base, a preset's name or plain data, with custom rules.
 * @param {string | Record<string, any> | null} base @param {Rules} rules
 */
export function withRules(base, rules) {
  if (Object.keys(rules).length === 0) return base;
  return { tabside_policy: 1, ...(typeof base === "string" ? { extends: base } : base), ...rules };
}

/**
 * Split a policy's plain data into its rules and the rest.
 * @param {Record<string, any>} policy @returns {{rules: Rules, base: Record<string, any>}}
 */
export function splitRules(policy) {
  const entries = Object.entries(policy);
  return {
    rules: Object.fromEntries(entries.filter(([name]) => FIELDS.includes(name))),
    base: Object.fromEntries(entries.filter(([name]) => !FIELDS.includes(name))),
  };
}

/** @param {Rules} rules */
export function countRules({ recognizers = [], deny = [], allow = [], thresholds = {} }) {
  return recognizers.length + deny.length + allow.length + Object.keys(thresholds).length;
}
