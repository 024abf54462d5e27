import { element } from "../../components/element.js";
import { t } from "../../language/language.js";

/** @typedef {import("./entities.js").Operator} Operator */
/** @typedef {string | ({operator: string} & Record<string, string | number>)} OperatorSpec */

/**
 * The options of an operator, shown while it is chosen. A passphrase is kept in memory only, and passed to the engine
 * only.
 */
export class OperatorOptions {
  /** @param {{onChange: () => void}} options */
  constructor({ onChange }) {
    this.char = element("input", { type: "text", maxlength: 1, value: "*", size: 2, onchange: onChange });
    this.keepLast = element("input", { type: "number", min: 0, max: 32, value: 0, onchange: onChange });
    this.hashType = element("select", { onchange: onChange }, element("option", { value: "sha256" }, "SHA-256"), element("option", { value: "sha512" }, "SHA-512"));
    this.ageBand = element("input", { type: "number", min: 1, max: 50, value: 10, onchange: onChange });
    this.passphrase = element("input", { type: "password", autocomplete: "off", "data-testid": "redact-passphrase", onchange: onChange });
    /** @type {Partial<Record<Operator, HTMLElement>>} */
    this.fields = {
      mask: row(field(t("operator.character"), this.char), field(t("operator.keepLast"), this.keepLast)),
      hash: row(field(t("operator.method"), this.hashType)),
      generalize: row(field(t("operator.agesInStepsOf"), this.ageBand)),
      encrypt: row(field(t("common.passphrase"), this.passphrase)),
    };
    this.node = element("div", { class: "operator-options", hidden: true }, ...Object.values(this.fields));
  }

  /** Show the fields of these operators. @param {ReadonlySet<string>} chosen */
  show(chosen) {
    let any = false;
    for (const [name, fields] of Object.entries(this.fields)) {
      fields.hidden = !chosen.has(name);
      any ||= chosen.has(name);
    }
    this.node.hidden = !any;
  }

  /** An operator with its options, for the engine. @param {Operator} name @returns {OperatorSpec} */
  spec(name) {
    if (name === "mask") return { operator: name, char: this.char.value || "*", keep_last: count(this.keepLast, 0) };
    if (name === "hash") return { operator: name, hash_type: this.hashType.value };
    if (name === "generalize") return { operator: name, age_band: count(this.ageBand, 1) };
    if (name === "encrypt") return { operator: name, passphrase: this.passphrase.value };
    return name;
  }
}

/** @param {...HTMLElement} fields */
function row(...fields) {
  return element("div", { class: "operator-fields", hidden: true }, ...fields);
}

/** @param {string} label @param {HTMLElement} input */
function field(label, input) {
  return element("label", { class: "control" }, label, input);
}

/** @param {HTMLInputElement} input @param {number} least */
function count({ value }, least) {
  const number = Math.floor(Number(value));
  return Number.isFinite(number) ? Math.max(least, number) : least;
}
