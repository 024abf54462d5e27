import { element, icon } from "../../../components/element.js";
import { countRules, splitRules, withRules } from "./own-rules.js";
import { saveText } from "../save-text.js";
import { formatList } from "../../../components/format.js";
import { inSentence, t } from "../../../language/language.js";
import { withModes } from "./dial.js";

/** @typedef {import("./dial.js").Base} Policy   a preset's name, plain data, or none */

/** The same names as in py/tabside/redaction/policy/presets.py; a test compares the two. "" is no policy. */
const PRESETS = /** @type {const} */ ([
  { name: "", title: "policy.usual", words: "policy.usualWords" },
  { name: "near-people", title: "policy.nearPeople", words: "policy.nearPeopleWords" },
  { name: "everything", title: "policy.everything", words: "policy.everythingWords" },
  { name: "gdpr", title: "policy.gdpr", words: "policy.gdprWords" },
  { name: "hipaa", title: "policy.hipaaSafeHarbor", words: "policy.hipaaWords" },
  { name: "pci", title: "policy.pciDss", words: "policy.pciWords" },
  { name: "coarse-geography", title: "policy.keepCoarseGeography", words: "policy.coarseWords" },
]);

const OWN = "own";

/** Presets that are named after a law or a standard. */
const LEGAL = ["gdpr", "hipaa", "pci"];

/** Choose a policy: a preset, or one from a file; add custom rules; save the page's choices as a policy. */
export class PolicyPicker {
  /** Rules written here, with any preset, and those of a policy from a file. @type {import("./own-rules.js").Rules} */
  #own_rules = {};
  /** @type {import("./own-rules.js").Rules} */
  #imported_rules = {};
  /** Created when first opened. @type {import("./rules-dialog.js").RulesDialog | null} */
  #rules_dialog = null;

  /**
   * @param {{onChange: (isOtherBase: boolean) => void, onNote: (message: string) => void, describe: () => Record<string, any>,
   *   tester: import("./rules-tester.js").TesterOptions}} options describe: the page's choices, as a policy's fields
   */
  constructor({ onChange, onNote, describe, tester }) {
    this.onNote = onNote;
    /** The policy without its rules. @type {Record<string, any> | null} */
    this.imported = null;
    /** @type {Map<string, HTMLInputElement>} */
    this.radios = new Map();
    this.ownTitle = element("b", {}, t("policy.fromAFile"));
    this.own = this.#buildPreset(OWN, this.ownTitle, t("policy.fromAFileWords"), onChange);
    this.own.hidden = true;
    this.presets = element(
      "fieldset",
      { class: "presets", "data-testid": "redact-policy" },
      element("legend", {}, t("policy.policy")),
      ...PRESETS.map(({ name, title, words }) => this.#buildPreset(name, element("b", {}, t(title)), t(words), onChange)),
      this.own,
    );
    this.words = element("p", { class: "policy-words" });
    this.picker = element("input", {
      type: "file",
      hidden: true,
      accept: ".json,application/json",
      "aria-label": t("policy.chooseAPolicyFile"),
      onchange: () => {
        const file = this.picker.files?.[0];
        if (file) void this.#import(file, onChange);
        this.picker.value = "";
      },
    });
    this.rulesButton = element("button", { class: "button small", type: "button", "aria-haspopup": "dialog", "data-testid": "redact-rules", onclick: () => void this.#openRules(tester, onChange) });
    this.node = element(
      "section",
      { class: "policy" },
      this.presets,
      element("button", { class: "button small", type: "button", onclick: () => this.picker.click() }, icon("file"), t("policy.import")),
      element("button", { class: "button small", type: "button", onclick: () => this.#export(describe()) }, icon("download"), t("common.export")),
      this.rulesButton,
      this.picker,
      this.words,
    );
    this.#describe();
  }

  /** The policy with these modes of the kinds, and the rules. @param {Map<string, import("./dial.js").Mode>} modes @returns {Policy} */
  policyWith(modes) {
    return withRules(withModes(this.base, modes), this.rules);
  }

  /** Whether the chosen policy has its own operators; rules have none. */
  get hasOperators() {
    return this.value !== "";
  }

  get title() {
    const preset = PRESETS.find(({ name }) => name === this.value);
    const name = this.value === OWN ? (this.ownTitle.textContent ?? "") : preset && preset.name !== "" ? t(preset.title) : "";
    const count = countRules(this.rules);
    const own = count === 0 || this.value === OWN ? "" : t("policy.ownRules");
    return name === "" ? own : formatList([name, inSentence(own)].filter(Boolean));
  }

  get rules() {
    return this.value === OWN ? this.#imported_rules : this.#own_rules;
  }

  set rules(rules) {
    if (this.value === OWN) this.#imported_rules = rules;
    else this.#own_rules = rules;
  }

  /** The chosen preset, "" for none, or `own` for a policy from a file. */
  get value() {
    return [...this.radios].find(([, radio]) => radio.checked)?.[0] ?? "";
  }

  /** The policy without rules and without changes of the dial. @returns {Policy} */
  get base() {
    return this.value === OWN ? this.imported : this.value || null;
  }

  /** @param {string} name @param {HTMLElement} title @param {string} words @param {(isOtherBase: boolean) => void} onChange */
  #buildPreset(name, title, words, onChange) {
    const radio = element("input", { type: "radio", name: "policy", value: name, checked: name === "", onchange: () => this.#changed(onChange, true) });
    this.radios.set(name, radio);
    return element("label", { class: "preset" }, radio, element("span", {}, title, element("span", { class: "preset-words" }, words)));
  }

  /** @param {import("./rules-tester.js").TesterOptions} tester @param {(isOtherBase: boolean) => void} onChange */
  async #openRules(tester, onChange) {
    try {
      const { RulesDialog } = await import("./rules-dialog.js");
      if (!this.#rules_dialog) {
        this.#rules_dialog = new RulesDialog({
          ...tester,
          policyWith: (rules) => withRules(this.base, rules),
          onChange: (rules) => {
            this.rules = rules;
            this.#changed(onChange, false);
          },
        });
        (this.node.closest("dialog") ?? document.body).after(this.#rules_dialog.node);
      }
      this.#rules_dialog.open(this.rules);
    } catch {
      this.words.textContent = t("common.thisPartOfThePage");
    }
  }

  /** @param {File} file @param {(isOtherBase: boolean) => void} onChange */
  async #import(file, onChange) {
    try {
      const data = JSON.parse(await file.text());
      if (data === null || typeof data !== "object" || Array.isArray(data)) throw new SyntaxError();
      const { base, rules } = splitRules(data);
      this.imported = base;
      this.#imported_rules = rules;
      this.own.hidden = false;
      this.ownTitle.textContent = typeof data.name === "string" ? data.name : t("policy.fromAFile");
      for (const [name, radio] of this.radios) radio.checked = name === OWN;
      this.#changed(onChange, true);
      this.onNote(t("policy.thePolicyInNameApplies", { name: file.name }));
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      this.words.textContent = t("policy.nameIsNotAPolicy", { name: file.name });
      this.onNote(this.words.textContent);
    }
  }

  /** @param {Record<string, any>} fields */
  #export({ policy, ...fields }) {
    const base = typeof policy === "string" ? { extends: policy } : (policy ?? {});
    saveText("policy.json", `${JSON.stringify({ tabside_policy: 1, ...base, ...fields }, null, 2)}\n`, "application/json");
    this.onNote(t("policy.thePolicyIsSavedTo"));
  }

  /** @param {(isOtherBase: boolean) => void} onChange @param {boolean} isOtherBase */
  #changed(onChange, isOtherBase) {
    this.#describe();
    onChange(isOtherBase);
  }

  #describe() {
    const count = countRules(this.rules);
    this.rulesButton.replaceChildren(icon("options"), count === 0 ? t("policy.ownRules") : t("policy.ownRulesCount", { count }));
    this.words.textContent = LEGAL.includes(this.value) ? t("policy.askALawyer") : "";
  }
}
