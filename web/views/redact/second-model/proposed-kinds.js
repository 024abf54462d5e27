/** The labels of a token classifier, and the kinds that they probably stand for: as py/tabside/redaction/label_kinds.py has it. */

import { LABEL_KINDS } from "./label-kinds.js";

/** A model's labels without `O` and the prefixes of places. @param {readonly string[]} labels @returns {string[]} */
export function ownLabels(labels) {
  return [...new Set(labels.filter((label) => label !== "O").map((label) => label.replace(/^[BIESLU]-/, "")))];
}

/** The kind of a label, or null. @param {string} label @returns {string | null} */
export function proposedKind(label) {
  const bare = label.toUpperCase().replace(/[^A-Z0-9]/g, "").replace(/^PRIVATE/, "").replace(/[0-9]+$/, "");
  return Object.hasOwn(LABEL_KINDS, bare) ? (LABEL_KINDS[bare] ?? null) : null;
}

/**
 * A kind called like a label, for what has no other: "project name" -> PROJECT_NAME.
 * @param {string} label
 */
export function ownKind(label) {
  const name = label.normalize("NFKD").replace(/\p{M}/gu, "").toUpperCase().replace(/[^A-Z0-9]+/g, "_").replace(/^[_0-9]+|_+$/g, "").slice(0, 60);
  return name.length > 1 ? name : "OWN_KIND";
}
