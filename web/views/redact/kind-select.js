import { element } from "../../components/element.js";
import { FAMILIES, entityLabel } from "./entities.js";
import { t } from "../../language/language.js";

/** @typedef {import("../../components/element.js").Child} Child */

/**
 * A list of all kinds, by family.
 * @param {{label: string, value?: string, testid?: string, onChange?: (entity: string) => void}} options
 */
export function kindSelect({ label, value, testid, onChange }) {
  const groups = FAMILIES.map(({ title, entities }) =>
    element("optgroup", { label: t(title) }, ...entities.map((entity) => element("option", { value: entity, selected: entity === value }, entityLabel(entity)))),
  );
  const isKnown = value === undefined || FAMILIES.some(({ entities }) => entities.includes(value));
  const other = isKnown ? null : element("option", { value, selected: true }, entityLabel(value ?? ""));
  const select = element("select", { "aria-label": label, "data-testid": testid }, ...groups, other);
  if (onChange) select.addEventListener("change", () => onChange(select.value));
  return select;
}

/** A first guess at a selected text's kind. @param {string} text @param {string} otherwise */
export function guessKind(text, otherwise) {
  if (text.includes("@")) return "EMAIL";
  if (/^(https?:\/\/|www\.)/i.test(text)) return "URL";
  if (/^\+?[\d\s()./-]{7,}$/.test(text)) return "PHONE";
  return otherwise;
}
