import { buildDialog } from "../dialog.js";
import { element, icon } from "../../../components/element.js";
import { ENTITIES, FAMILIES, ON_REQUEST, OPERATORS, entityLabel } from "../entities.js";
import { modesFor, modesOf } from "./dial.js";
import { PolicyPicker } from "./policy-picker.js";
import { inSentence, t } from "../../../language/language.js";
import { SecondModelPicker } from "../second-model/second-model-picker.js";

/** @typedef {import("../entities.js").Operator} Operator */
/** @typedef {import("./dial.js").Mode} Mode */

const MODES = /** @type {const} */ ({ always: "kinds.always", identifying: "kinds.nearAPerson", never: "kinds.never" });

/** Choose a policy, when each kind is masked, and what replaces it. */
export class EntityDialog {
  /** Kinds switched on because the second model finds them. @type {string[]} */
  #switched = [];

  /**
   * @param {{engine: import("../../../tabside.js").Engine, onChange: () => void, onNote: (message: string) => void, describe: () => Record<string, any>,
   *   tester: import("./rules-tester.js").TesterOptions}} options describe: the page's choices, as a policy's fields
   */
  constructor({ engine, onChange, onNote, describe, tester }) {
    this.second = new SecondModelPicker({ engine, onChange: () => this.#onSecondModel(), onNote });
    /** @type {Map<string, HTMLSelectElement>} */
    this.dials = new Map();
    /** @type {Map<string, HTMLSelectElement>} */
    this.selects = new Map();
    this.changed = false;
    /** @type {PolicyPicker} */
    this.picker = new PolicyPicker({
      onChange: (isOtherBase) => this.#onPolicy(isOtherBase),
      onNote,
      describe: () => ({ ...describe(), policy: this.policy }),
      tester,
    });
    this.button = element("button", { class: "button", type: "button", "aria-haspopup": "dialog", onclick: () => this.open() });
    const all = (/** @type {Mode} */ mode) => () => this.#setModes(new Map(ENTITIES.map((entity) => [entity, mode])));
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
      element(
        "div",
        { class: "dialog-scroll", tabindex: 0, role: "group", "aria-label": t("kinds.kindsOfPersonalData") },
        this.picker.node,
        this.second.node,
        element("p", { class: "dial-words" }, t("kinds.dialWords")),
        element("div", { class: "dialog-body" }, ...FAMILIES.map((family) => this.#buildFamily(family))),
      ),
      element(
        "footer",
        { class: "dialog-foot" },
        element("button", { class: "button", type: "button", onclick: all("always") }, t("kinds.allAlways")),
        element("button", { class: "button", type: "button", onclick: all("never") }, t("kinds.allNever")),
        element("button", { class: "button", type: "button", onclick: () => this.#setModes(modesOf(this.picker.base)) }, t("kinds.asThePolicy")),
        element("button", { class: "button primary", type: "button", onclick: () => this.node.close() }, t("common.done")),
      ),
    );
    this.#onPolicy(true);
    this.changed = false;
  }

  open() {
    this.node.showModal();
  }

  /** The choices, in words. */
  get title() {
    return this.button.textContent ?? "";
  }

  /** The chosen policy, with the dial's changes and own rules; null for none. @returns {import("./dial.js").Base} */
  get policy() {
    return this.picker.policyWith(this.#modes);
  }

  /** @returns {Map<string, Mode>} */
  get #modes() {
    return new Map([...this.dials].map(([entity, dial]) => [entity, /** @type {Mode} */ (dial.value)]));
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

  /** Turn every dial to what a new policy says; own rules leave them. @param {boolean} isOtherBase */
  #onPolicy(isOtherBase) {
    if (!isOtherBase) return this.#onEdit();
    this.#setModes(modesOf(this.picker.base));
    this.#switched = [];
    this.#onSecondModel();
  }

  /** Switch on what the second model finds and is off otherwise: nothing that it finds is dropped unseen. */
  #onSecondModel() {
    const usual = modesOf(this.picker.base);
    /** @type {Map<string, Mode>} */
    const modes = new Map(this.#switched.map((entity) => [entity, usual.get(entity) ?? "never"]));
    this.#setModes(modes);
    const { kinds } = this.second;
    this.#switched = ON_REQUEST.filter((entity) => kinds.includes(entity) && this.dials.get(entity)?.value === "never");
    this.#setModes(new Map(this.#switched.map((entity) => [entity, "always"])));
  }

  /** @param {Map<string, Mode>} modes */
  #setModes(modes) {
    for (const [entity, mode] of modes) {
      const dial = this.dials.get(entity);
      if (!dial) continue;
      // A file may give a mode that the page does not offer for this kind.
      if (![...dial.options].some(({ value }) => value === mode)) dial.append(buildMode(mode));
      dial.value = mode;
    }
    this.#onEdit();
  }

  #onEdit() {
    this.changed = true;
    for (const [entity, mode] of this.#modes) {
      const select = this.selects.get(entity);
      if (!select) continue;
      select.disabled = mode === "never";
      select.closest(".entity-row")?.setAttribute("data-mode", mode);
    }
    this.#describe();
  }

  #describe() {
    const modes = [...this.#modes.values()];
    const chosen = modes.filter((mode) => mode !== "never");
    const own = Object.keys(this.operators).length;
    const kinds = chosen.length === ENTITIES.length ? t("kinds.all") : t("kinds.some", { chosen: chosen.length, count: ENTITIES.length });
    const { title } = this.picker;
    const near = modes.filter((mode) => mode === "identifying").length;
    const partly = near === 0 ? kinds : t("kinds.nearPeople", { kinds, near });
    const special = own === 0 ? partly : t("kinds.special", { kinds: partly, own });
    const words = this.second.models.length === 0 ? special : t(this.second.alone ? "kinds.withOtherModel" : "kinds.withSecondModel", { kinds: special });
    this.button.replaceChildren(icon("options"), title === "" ? words : `${title}: ${inSentence(words)}`);
  }

  /** @param {import("../entities.js").Family} family */
  #buildFamily(family) {
    const rows = family.entities.map((entity) => {
      const label = entityLabel(entity);
      const dial = element("select", { "aria-label": t("kinds.maskLabel", { label }), name: `mode-${entity}` }, ...modesFor(entity).map(buildMode));
      const select = element(
        "select",
        { "aria-label": t("kinds.replaceLabelWith", { label }), name: `operator-${entity}` },
        element("option", { value: "" }, t("kinds.asTheRest")),
        ...OPERATORS.map((operator) => element("option", { value: operator.name }, t(operator.label))),
      );
      this.dials.set(entity, dial);
      this.selects.set(entity, select);
      return element("div", { class: "entity-row" }, element("span", { class: "entity-name" }, label), dial, select);
    });
    return element(
      "fieldset",
      { class: "entity-family", "data-family": family.name },
      element("legend", {}, element("span", { class: "swatch", "data-family": family.name }), t(family.title)),
      ...rows,
    );
  }
}

/** @param {Mode} mode */
function buildMode(mode) {
  return element("option", { value: mode }, t(MODES[mode]));
}
