import { element, icon } from "../../../components/element.js";
import { countRules, splitRules, withRules } from "./own-rules.js";
import { saveText } from "../save-text.js";
import { formatList } from "../../../components/format.js";
import { inSentence, t } from "../../../language/language.js";

/** @typedef {string | Record<string, any> | null} Policy   a preset's name, plain data, or none */

/** The same as in py/tabside/redaction/policy/presets.py; a test compares the two. */
export const PRESETS = /** @type {const} */ ([
  { name: "gdpr", title: "policy.gdpr", words: "policy.gdprWords" },
  { name: "hipaa", title: "policy.hipaaSafeHarbor", words: "policy.hipaaWords", also: ["AGE", "DATE"] },
  { name: "pci", title: "policy.pciDss", words: "policy.pciWords" },
  { name: "coarse-geography", title: "policy.keepCoarseGeography", words: "policy.coarseWords" },
]);

const OWN = "own";

/** Choose a policy: a preset, or one from a file; add custom rules; save the page's choices as a policy. */
export class PolicyPicker {
  /** Rules written here, with any preset, and those of a policy from a file. @type {import("./own-rules.js").Rules} */
  #own_rules = {};
  /** @type {import("./own-rules.js").Rules} */
  #imported_rules = {};
  /** Created when first opened. @type {import("./rules-dialog.js").RulesDialog | null} */
  #rules_dialog = null;

  /**
   * @param {{onChange: () => void, onNote: (message: string) => void, describe: () => Record<string, any>,
   *   tester: import("./rules-tester.js").TesterOptions}} options describe: the page's choices, as a policy's fields
   */
  constructor({ onChange, onNote, describe, tester }) {
    this.onNote = onNote;
    /** The policy without its rules. @type {Record<string, any> | null} */
    this.imported = null;
    this.own = element("option", { value: OWN, hidden: true }, t("policy.fromAFile"));
    this.words = element("p", { class: "policy-words" });
    this.select = element(
      "select",
      { id: "policy", "data-testid": "redact-policy", onchange: () => this.#changed(onChange) },
      element("option", { value: "" }, t("policy.noPolicy")),
      ...PRESETS.map(({ name, title }) => element("option", { value: name }, t(title))),
      this.own,
    );
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
      element("label", { for: "policy" }, t("policy.policy")),
      this.select,
      element("button", { class: "button small", type: "button", onclick: () => this.picker.click() }, icon("file"), t("policy.import")),
      element("button", { class: "button small", type: "button", onclick: () => this.#export(describe()) }, icon("download"), t("common.export")),
      this.rulesButton,
      this.picker,
      this.words,
    );
    this.#describe();
  }

  /** @returns {Policy} */
  get policy() {
    return withRules(this.#base, this.rules);
  }

  /** Whether the chosen policy has its own operators; rules have none. */
  get hasOperators() {
    return this.select.value !== "";
  }

  get title() {
    const name = this.select.value === "" ? "" : (this.select.selectedOptions[0]?.text ?? "");
    const count = countRules(this.rules);
    const own = count === 0 || this.select.value === OWN ? "" : t("policy.ownRules");
    return name === "" ? own : formatList([name, inSentence(own)].filter(Boolean));
  }

  /** The kinds that it adds to the default ones. @returns {string[]} */
  get also() {
    const base = this.#base;
    const data = typeof base === "string" ? { extends: base } : (base ?? {});
    const preset = PRESETS.find(({ name }) => name === data.extends);
    return [preset && "also" in preset ? [...preset.also] : [], data.entities?.also, data.entities?.on].flatMap((kinds) => (Array.isArray(kinds) ? kinds : []));
  }

  get rules() {
    return this.select.value === OWN ? this.#imported_rules : this.#own_rules;
  }

  set rules(rules) {
    if (this.select.value === OWN) this.#imported_rules = rules;
    else this.#own_rules = rules;
  }

  /** @returns {Policy} */
  get #base() {
    if (this.select.value === OWN) return this.imported;
    return this.select.value || null;
  }

  /** @param {import("./rules-tester.js").TesterOptions} tester @param {() => void} onChange */
  async #openRules(tester, onChange) {
    try {
      const { RulesDialog } = await import("./rules-dialog.js");
      if (!this.#rules_dialog) {
        this.#rules_dialog = new RulesDialog({
          ...tester,
          policyWith: (rules) => withRules(this.#base, rules),
          onChange: (rules) => {
            this.rules = rules;
            this.#changed(onChange);
          },
        });
        (this.node.closest("dialog") ?? document.body).after(this.#rules_dialog.node);
      }
      this.#rules_dialog.open(this.rules);
    } catch {
      this.words.textContent = t("common.thisPartOfThePage");
    }
  }

  /** @param {File} file @param {() => void} onChange */
  async #import(file, onChange) {
    try {
      const data = JSON.parse(await file.text());
      if (data === null || typeof data !== "object" || Array.isArray(data)) throw new SyntaxError();
      const { base, rules } = splitRules(data);
      this.imported = base;
      this.#imported_rules = rules;
      this.own.hidden = false;
      this.own.textContent = typeof data.name === "string" ? data.name : t("policy.fromAFile");
      this.select.value = OWN;
      this.#changed(onChange);
      this.onNote(t("policy.thePolicyInNameApplies", { name: file.name }));
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      this.words.textContent = t("policy.nameIsNotAPolicy", { name: file.name });
      this.onNote(this.words.textContent);
    }
  }

  /** @param {Record<string, any>} fields */
  #export(fields) {
    const { policy } = this;
    const base = typeof policy === "string" ? { extends: policy } : (policy ?? {});
    saveText("policy.json", `${JSON.stringify({ tabside_policy: 1, ...base, ...fields }, null, 2)}\n`, "application/json");
    this.onNote(t("policy.thePolicyIsSavedTo"));
  }

  /** @param {() => void} onChange */
  #changed(onChange) {
    this.#describe();
    onChange();
  }

  #describe() {
    const count = countRules(this.rules);
    this.rulesButton.replaceChildren(icon("options"), count === 0 ? t("policy.ownRules") : t("policy.ownRulesCount", { count }));
    const preset = PRESETS.find(({ name }) => name === this.select.value);
    this.words.textContent = preset ? t("policy.titleWordsAskALawyer", { title: t(preset.title), words: t(preset.words) }) : "";
  }
}
