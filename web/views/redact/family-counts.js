import { element } from "../../components/element.js";
import { FAMILIES, entityFamily } from "./entities.js";
import { formatCount } from "../../components/format.js";
import { t } from "../../language/language.js";

/** The number of findings per family, as list items. @param {readonly {entity: string}[]} findings */
export function buildCounts(findings) {
  /** @type {Map<string, number>} */
  const counts = new Map();
  for (const { entity } of findings) {
    const family = entityFamily(entity);
    counts.set(family, (counts.get(family) ?? 0) + 1);
  }
  return [...FAMILIES, { name: "other", title: /** @type {const} */ ("kinds.other") }]
    .filter(({ name }) => counts.has(name))
    .map(({ name, title }) =>
      element("li", {}, element("span", { class: "swatch", "data-family": name }), `${t(title)} `, element("b", {}, formatCount(counts.get(name) ?? 0))),
    );
}
