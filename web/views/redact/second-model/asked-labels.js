import { element, icon } from "../../../components/element.js";
import { KindOfLabel } from "./kind-of-label.js";
import { ownKind, proposedKind } from "./proposed-kinds.js";
import { t } from "../../../language/language.js";

/** @typedef {{node: HTMLElement, input: HTMLInputElement, kind: KindOfLabel, isChosen: boolean}} Row */

const LONGEST = 80;

/** Labels typed by the user, which a model is asked for, each with the kind that it stands for. */
export class AskedLabels {
  /** @type {Row[]} */
  #rows = [];
  #next = 1;

  /** @param {{said: Record<string, string | null> | null, onEdit: () => void}} options said: the labels of before */
  constructor({ said, onEdit }) {
    this.onEdit = onEdit;
    this.list = element("div", { class: "asked-labels", "data-testid": "asked-labels" });
    this.add = element("button", { class: "button small", type: "button", "data-testid": "asked-add", onclick: () => this.#append("", null, true) }, t("classify.addALabel"));
    this.nodes = [this.list, this.add];
    for (const [label, kind] of Object.entries(said ?? {})) this.#append(label, kind);
    if (this.#rows.length === 0) this.#append("", null);
  }

  /** @returns {Record<string, string | null>} */
  get labels() {
    return Object.fromEntries(this.#rows.map(({ input, kind }) => [input.value.trim(), kind]).filter(([label]) => label !== "").map(([label, kind]) => [label, /** @type {KindOfLabel} */ (kind).of(/** @type {string} */ (label))]));
  }

  /** @param {string} label @param {string | null} kind @param {boolean} [by_hand] */
  #append(label, kind, by_hand = false) {
    const number = this.#next++;
    const name = t("second.labelNumber", { number });
    const input = element("input", {
      value: label, maxlength: LONGEST, placeholder: t("second.exampleLabel"), "aria-label": name, dir: "auto", autocomplete: "off", spellcheck: "false",
      oninput: () => this.#onInput(row),
    });
    const remove = element("button", { class: "button-icon", type: "button", "aria-label": t("classify.removeLabelNumber", { number }), onclick: () => this.#remove(row) }, icon("clear"));
    /** @type {Row} */
    const row = { node: element("div", { class: "entity-row asked-row" }), input, kind: new KindOfLabel(), isChosen: kind !== null };
    row.kind.name(label || name);
    row.kind.choose(kind);
    row.kind.node.addEventListener("change", () => (row.isChosen = true));
    row.node.append(input, row.kind.node, remove);
    this.#rows.push(row);
    this.list.append(row.node);
    if (by_hand) input.focus();
  }

  /** Propose a kind for what is typed, until one is chosen by hand. @param {Row} row */
  #onInput(row) {
    const label = row.input.value.trim();
    row.kind.name(label || (row.input.getAttribute("aria-label") ?? ""));
    if (!row.isChosen) row.kind.choose(label === "" ? null : (proposedKind(label) ?? ownKind(label)));
    this.onEdit();
  }

  /** @param {Row} row */
  #remove(row) {
    const at = this.#rows.indexOf(row);
    this.#rows.splice(at, 1);
    row.node.remove();
    const next = this.#rows[Math.min(at, this.#rows.length - 1)];
    (next?.input ?? this.add).focus();
    this.onEdit();
  }
}
