import { element, icon } from "./element.js";
import { saveText } from "./save-text.js";

/** @typedef {string | Record<string, any> | null} Policy   a preset's name, plain data, or none */

/** The same as in py/tabside/redaction/policy_presets.py; a test holds the two together. */
export const PRESETS = [
  { name: "gdpr", title: "GDPR", words: "whatever relates to a person; what belongs to a bank alone stays" },
  { name: "hipaa", title: "HIPAA Safe Harbor", words: "the 18 identifiers; dates to the year, ZIP codes to three digits" },
  { name: "pci", title: "PCI DSS", words: "card data and cardholders; cards keep their last four digits" },
  { name: "coarse-geography", title: "Keep coarse geography", words: "city, state and postcode stay" },
];

const OWN = "own";

/** Chooses a policy: a preset, or one from a file; and saves what is chosen on the page as one. */
export class PolicyPicker {
  /** @param {{onChange: () => void, onNote: (message: string) => void, describe: () => Record<string, any>}} options describe: the page's choices, as a policy's fields */
  constructor({ onChange, onNote, describe }) {
    this.onNote = onNote;
    /** @type {Record<string, any> | null} */
    this.imported = null;
    this.own = element("option", { value: OWN, hidden: true }, "From a file");
    this.words = element("p", { class: "policy-words" });
    this.select = element(
      "select",
      { id: "policy", "data-testid": "redact-policy", onchange: () => this.#changed(onChange) },
      element("option", { value: "" }, "Everything"),
      ...PRESETS.map(({ name, title }) => element("option", { value: name }, title)),
      this.own,
    );
    this.picker = element("input", {
      type: "file",
      hidden: true,
      accept: ".json,application/json",
      "aria-label": "Choose a policy file",
      onchange: () => {
        const file = this.picker.files?.[0];
        if (file) void this.#import(file, onChange);
        this.picker.value = "";
      },
    });
    this.node = element(
      "section",
      { class: "policy" },
      element("label", { for: "policy" }, "Policy"),
      this.select,
      element("button", { class: "button small", type: "button", onclick: () => this.picker.click() }, icon("file"), "Import"),
      element("button", { class: "button small", type: "button", onclick: () => this.#export(describe()) }, icon("download"), "Export"),
      this.picker,
      this.words,
    );
    this.#describe();
  }

  /** @returns {Policy} */
  get policy() {
    if (this.select.value === OWN) return this.imported;
    return this.select.value || null;
  }

  get title() {
    return this.select.value === "" ? "" : (this.select.selectedOptions[0]?.text ?? "");
  }

  /** @param {File} file @param {() => void} onChange */
  async #import(file, onChange) {
    try {
      const data = JSON.parse(await file.text());
      if (data === null || typeof data !== "object" || Array.isArray(data)) throw new SyntaxError();
      this.imported = data;
      this.own.hidden = false;
      this.own.textContent = typeof data.name === "string" ? data.name : "From a file";
      this.select.value = OWN;
      this.#changed(onChange);
      this.onNote(`The policy in ${file.name} applies from the next redaction on.`);
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      this.words.textContent = `${file.name} is no policy: it must be an object in JSON.`;
      this.onNote(this.words.textContent);
    }
  }

  /** @param {Record<string, any>} fields */
  #export(fields) {
    const { policy } = this;
    const base = typeof policy === "string" ? { extends: policy } : (policy ?? {});
    saveText("policy.json", `${JSON.stringify({ tabside_policy: 1, ...base, ...fields }, null, 2)}\n`, "application/json");
    this.onNote("The policy is saved to your downloads, without any passphrase.");
  }

  /** @param {() => void} onChange */
  #changed(onChange) {
    this.#describe();
    onChange();
  }

  #describe() {
    const preset = PRESETS.find(({ name }) => name === this.select.value);
    this.words.textContent = preset ? `${preset.title}: ${preset.words}. Whether that is enough for you is a matter for a lawyer.` : "";
  }
}
