import { element } from "../../../components/element.js";
import { ENTITIES, WHOLE_NAME } from "../entities.js";
import { kindSelect } from "../kind-select.js";
import { ownKind } from "./proposed-kinds.js";
import { t } from "../../../language/language.js";

/** Stands for a kind that is called like the label. */
const OWN = "own";

/** The choice of the kind that a label stands for: none, one that the page knows, or one called like the label. */
export class KindOfLabel {
  constructor() {
    this.node = kindSelect({ label: "" });
    this.node.prepend(
      element("option", { value: "" }, t("second.leaveOut")),
      element("option", { value: OWN }, t("second.ownKind")),
      element("option", { value: WHOLE_NAME }, t("second.wholeName")),
    );
    this.node.value = "";
  }

  /** @param {string} label */
  name(label) {
    this.node.setAttribute("aria-label", t("second.kindOf", { label }));
  }

  /** @param {string | null} kind */
  choose(kind) {
    const isKnown = kind === null || kind === WHOLE_NAME || ENTITIES.includes(kind);
    this.node.value = isKnown ? (kind ?? "") : OWN;
  }

  /** @param {string} label @returns {string | null} */
  of(label) {
    return this.node.value === OWN ? ownKind(label) : this.node.value || null;
  }
}
