import { element } from "../../../components/element.js";
import { KindOfLabel } from "./kind-of-label.js";
import { proposedKind } from "./proposed-kinds.js";

/** The labels that a model has, each with the kind that it stands for. */
export class ModelLabels {
  /** @type {Map<string, KindOfLabel>} */
  #kinds = new Map();

  /** @param {readonly string[]} labels @param {Record<string, string | null> | null} said what was chosen for them before */
  constructor(labels, said) {
    this.nodes = labels.map((label) => {
      const kind = new KindOfLabel();
      kind.name(label);
      kind.choose(said ? (said[label] ?? null) : proposedKind(label));
      this.#kinds.set(label, kind);
      return element("div", { class: "entity-row" }, element("code", {}, label), kind.node);
    });
  }

  /** @returns {Record<string, string | null>} */
  get labels() {
    return Object.fromEntries([...this.#kinds].map(([label, kind]) => [label, kind.of(label)]));
  }
}
