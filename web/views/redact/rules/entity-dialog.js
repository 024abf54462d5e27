import { buildDialog } from "../dialog.js";
import { element, icon } from "../../../components/element.js";
import { ENTITIES, FAMILIES, ON_REQUEST, OPERATORS, entityLabel } from "../entities.js";
import { ownKinds } from "./own-rules.js";
import { PolicyPicker } from "./policy-picker.js";
import { inSentence, t } from "../../../language/language.js";
import { SecondModelPicker } from "../second-model/second-model-picker.js";

/** @typedef {import("../entities.js").Operator} Operator */

/** Choose a policy, the kinds to look for, and the replacement of each kind. The usual kinds are on at first. */
export class EntityDialog {
  /** Kinds that the policy adds to the usual ones. @type {string[]} */
  #also = [];
  /** Kinds ticked because the second model finds them. @type {string[]} */
  #ticked = [];

  /**
   * @param {{engine: import("../../../tabside.js").Engine, onChange: () => void, onNote: (message: string) => void, describe: () => Record<string, any>,
   *   tester: import("./rules-tester.js").TesterOptions}} options describe: the page's choices, as a policy's fields
   */
  constructor({ engine, onChange, onNote, describe, tester }) {
    this.second = new SecondModelPicker({ engine, onChange: () => this.#onSecondModel(), onNote });
    this.picker = new PolicyPicker({ onChange: () => this.#onPolicy(), onNote, describe, tester });
    /** @type {Map<string, HTMLInputElement>} */
    this.boxes = new Map();
    /** @type {Map<string, HTMLSelectElement>} */
    this.selects = new Map();
    this.changed = false;
    this.button = element("button", { class: "button", type: "button", "aria-haspopup": "dialog", onclick: () => this.open() });
    const all = (/** @type {boolean} */ on) => () => {
      for (const box of this.boxes.values()) box.checked = on;
      this.#onEdit();
    };
    this.node = buildDialog(
      {
        id: "entity-dialog-title",
        title: t("kinds.whatToLookFor"),
        class: "entity-dialog",
        onchange: () => this.#onEdit(),
        onclose: () => {
          if (this.changed) onChange();
          this.changed = false;
        },
      },
      this.picker.node,
      this.second.node,
      element("div", { class: "dialog-body", tabindex: 0, role: "group", "aria-label": t("kinds.kindsOfPersonalData") }, ...FAMILIES.map((family) => this.#buildFamily(family))),
      element(
        "footer",
        { class: "dialog-foot" },
        element("button", { class: "button", type: "button", onclick: all(true) }, t("kinds.selectAll")),
        element("button", { class: "button", type: "button", onclick: all(false) }, t("kinds.selectNone")),
        element("button", { class: "button primary", type: "button", onclick: () => this.node.close() }, t("common.done")),
      ),
    );
    this.#describe();
  }

  open() {
    this.node.showModal();
  }

  /** The choices, in words. */
  get title() {
    return this.button.textContent ?? "";
  }

  /** Null for none. */
  get policy() {
    return this.picker.policy;
  }

  /**
   * The kinds to look for, including those of custom rules; null if they are those of the policy.
   * @returns {string[] | null}
   */
  get entities() {
    const chosen = this.#chosen;
    const isUsual = ENTITIES.every((entity) => chosen.includes(entity) === this.#isUsual(entity));
    return isUsual ? null : [...chosen, ...[...ownKinds(this.picker.rules), ...this.second.kinds].filter((kind) => !ENTITIES.includes(kind))];
  }

  /** @param {string} entity */
  #isUsual(entity) {
    return !ON_REQUEST.includes(entity) || this.#also.includes(entity);
  }

  get #chosen() {
    return ENTITIES.filter((entity) => this.boxes.get(entity)?.checked);
  }

  /** The operators of individual kinds. @returns {Record<string, Operator>} */
  get operators() {
    /** @type {Record<string, Operator>} */
    const operators = {};
    for (const [entity, select] of this.selects) {
      if (select.value !== "") operators[entity] = /** @type {Operator} */ (select.value);
    }
    return operators;
  }

  /** Tick the kinds added by the new policy instead of those of the last one. */
  #onPolicy() {
    const before = this.#also;
    this.#also = this.picker.also;
    for (const entity of ON_REQUEST) {
      const box = this.boxes.get(entity);
      if (box && before.includes(entity) !== this.#also.includes(entity)) box.checked = this.#also.includes(entity);
    }
    this.#onEdit();
  }

  /** Tick what the second model finds and is off otherwise: nothing that it finds is dropped unseen. */
  #onSecondModel() {
    const { kinds } = this.second;
    for (const entity of this.#ticked) /** @type {HTMLInputElement} */ (this.boxes.get(entity)).checked = this.#also.includes(entity);
    this.#ticked = ON_REQUEST.filter((entity) => kinds.includes(entity) && !this.boxes.get(entity)?.checked);
    for (const entity of this.#ticked) /** @type {HTMLInputElement} */ (this.boxes.get(entity)).checked = true;
    this.#onEdit();
  }

  #onEdit() {
    this.changed = true;
    for (const [entity, select] of this.selects) select.disabled = !this.boxes.get(entity)?.checked;
    this.#describe();
  }

  #describe() {
    const chosen = this.#chosen;
    const own = Object.keys(this.operators).length;
    const kinds = chosen.length === ENTITIES.length ? t("kinds.all") : t("kinds.some", { chosen: chosen.length, count: ENTITIES.length });
    const { title } = this.picker;
    const special = own === 0 ? kinds : t("kinds.special", { kinds, own });
    const words = this.second.models.length === 0 ? special : t("kinds.withSecondModel", { kinds: special });
    this.button.replaceChildren(icon("options"), title === "" ? words : `${title}: ${inSentence(words)}`);
  }

  /** @param {import("../entities.js").Family} family */
  #buildFamily(family) {
    const rows = family.entities.map((entity) => {
      const label = entityLabel(entity);
      const box = element("input", { type: "checkbox", checked: this.#isUsual(entity), name: entity });
      const select = element(
        "select",
        { "aria-label": t("kinds.replaceLabelWith", { label }), name: `operator-${entity}` },
        element("option", { value: "" }, t("kinds.asTheRest")),
        ...OPERATORS.map((operator) => element("option", { value: operator.name }, t(operator.label))),
      );
      this.boxes.set(entity, box);
      this.selects.set(entity, select);
      select.disabled = !box.checked;
      return element("div", { class: "entity-row" }, element("label", {}, box, label), select);
    });
    return element(
      "fieldset",
      { class: "entity-family", "data-family": family.name },
      element("legend", {}, element("span", { class: "swatch", "data-family": family.name }), t(family.title)),
      ...rows,
    );
  }
}
