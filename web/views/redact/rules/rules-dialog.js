import { SITE_ROOT } from "../../../shared/site-root.js";
import { buildDialog } from "../dialog.js";
import { element } from "../../../components/element.js";
import { buildRules } from "./rules-fields.js";
import { formOf, rulesOf } from "./rules-form.js";
import { RulesTester, showRefusal } from "./rules-tester.js";
import { loadStyleSheet } from "../style-sheet.js";
import { formatList } from "../../../components/format.js";
import { t } from "../../../language/language.js";

/** @typedef {import("./own-rules.js").Rules} Rules */

await loadStyleSheet(new URL("views/redact/rules.css", SITE_ROOT));

/** The editor of a policy's own rules: recognizers, deny and allow lists, thresholds; tested while typing. */
export class RulesDialog {
  #form = formOf({});
  /** @type {Map<string, string>} */
  #places = new Map();
  #changed = false;

  /**
   * @param {import("./rules-tester.js").TesterOptions & {policyWith: (rules: Rules) => any, onChange: (rules: Rules) => void}} options policyWith: the policy with these rules
   */
  constructor({ policyWith, onChange, ...tester }) {
    this.onChange = onChange;
    this.body = element("div", { class: "rules-form" });
    this.tester = new RulesTester({
      ...tester,
      policy: () => policyWith(this.#read()),
      onRefusal: (refusal) => showRefusal(this.body, this.#places, refusal),
      onFailures: (failures) => this.#showFailures(failures),
    });
    this.node = buildDialog(
      {
        id: "rules-title",
        title: t("rules.yourOwnRules"),
        class: "entity-dialog rules-dialog",
        close: t("rules.close"),
        onclose: () => this.#close(),
      },
      element("div", { class: "rules-columns", tabindex: 0, role: "group", "aria-label": t("rules.rulesAndATextTo") }, this.body, this.tester.node),
      element(
        "footer",
        { class: "dialog-foot" },
        element("p", { class: "rules-hint" }, t("rules.theyAreExportedWithThe")),
        element("button", { class: "button primary", type: "button", "data-testid": "rules-done", onclick: () => this.node.close() }, t("common.done")),
      ),
    );
  }

  /** @param {Rules} rules */
  open(rules) {
    this.#form = formOf(rules);
    this.#changed = false;
    this.#build();
    this.node.showModal();
    this.tester.open();
  }

  #read() {
    const { rules, places } = rulesOf(this.#form);
    this.#places = places;
    return rules;
  }

  /** @param {string} [focus] */
  #build(focus) {
    this.body.replaceChildren(
      ...buildRules(this.#form, {
        onEdit: () => this.#edited(),
        onShape: (field) => {
          this.#build(field);
          this.#edited();
        },
      }),
    );
    const input = focus === undefined ? null : this.body.querySelector(`[data-field="${focus}"]`);
    if (input instanceof HTMLElement) input.focus();
  }

  #edited() {
    this.#changed = true;
    this.tester.soon();
  }

  #close() {
    if (this.#changed) this.onChange(this.#read());
  }

  /** Show the failing examples of each recognizer. @param {Record<string, string[]>} failures */
  #showFailures(failures) {
    const { recognizers = [] } = this.#read();
    const failing = new Map(recognizers.map(({ name }, index) => [this.#places.get(`$.recognizers[${index}]`), failures[name] ?? []]));
    for (const node of this.body.querySelectorAll("[data-failures]")) {
      const examples = failing.get(`recognizers.${node.getAttribute("data-failures")}`) ?? [];
      node.textContent = t("rules.failingExamplesList", { list: formatList(examples.map((example) => `“${example}”`)) });
      node.toggleAttribute("hidden", examples.length === 0);
    }
  }
}
