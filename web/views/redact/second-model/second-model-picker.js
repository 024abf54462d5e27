import { element, icon } from "../../../components/element.js";
import { formatBytes } from "../../../components/format.js";
import { t } from "../../../language/language.js";

/** @typedef {import("../../../tabside.js").FurtherModel} FurtherModel */
/** @typedef {import("../../../shared/start-types.js").Reading} Reading */
/** @typedef {import("../../../shared/protocol.js").Plan} Plan */

const TASKS = ["token-classification", "zero-shot-ner"];

/** Choose a model that was added in Models, to read each text beside the page's own model, or in its place. */
export class SecondModelPicker {
  /** @type {Map<string, Plan>} */
  #plans = new Map();
  /** The one in use. @type {(Reading & {model: string}) | null} */
  #active = null;
  /** What was said of labels, by model. It is kept with the model. @type {Map<string, Reading>} */
  #said = new Map();

  /** @param {{engine: import("../../../tabside.js").Engine, onChange: () => void, onNote: (message: string) => void}} options */
  constructor({ engine, onChange, onNote }) {
    this.engine = engine;
    this.onChange = onChange;
    this.onNote = onNote;
    this.select = element("select", { id: "second-model", "data-testid": "redact-second-model", onchange: (/** @type {Event} */ event) => this.#onSelect(event) });
    this.labels = element("button", { class: "button small", type: "button", hidden: true, "aria-haspopup": "dialog", "data-testid": "second-model-labels", onclick: () => void this.#ask(this.select.value) }, icon("options"), t("second.labels"));
    this.words = element("p", { class: "policy-words" });
    this.node = element("section", { class: "policy" }, element("label", { for: "second-model" }, t("second.label")), this.select, this.labels, this.words);
    this.#show();
  }

  /** For `engine.redact`. @returns {FurtherModel[]} */
  get models() {
    if (!this.#active) return [];
    const { model, labels, threshold } = this.#active;
    return [{ model, labels, threshold }];
  }

  /** The model that reads texts in place of the page's own, or null. @returns {string | null} */
  get alone() {
    return this.#active?.alone ? this.#active.model : null;
  }

  /** The kinds that it finds. @returns {string[]} */
  get kinds() {
    return [...new Set(Object.values(this.#active?.labels ?? {}))].filter((kind) => kind !== null);
  }

  /** Look which models are here. One that was removed is no longer used. */
  async refresh() {
    try {
      const plans = await Promise.all((await this.engine.addedModels()).map((model) => this.engine.plan({ model })));
      this.#plans = new Map(plans.filter(({ manifest }) => TASKS.includes(manifest.task)).map((plan) => [plan.model, plan]));
    } catch {
      return; // a run says what is wrong
    }
    if (this.#active && !this.#plans.has(this.#active.model)) {
      this.onNote(t("second.removed", { model: this.#active.model }));
      this.#use(null);
    }
    this.#show();
  }

  /** @param {Event} event */
  #onSelect(event) {
    // The dialog around it takes changes of its own boxes only.
    event.stopPropagation();
    if (this.select.value === "") this.#use(null);
    else void this.#ask(this.select.value);
  }

  /** Show the labels before the model is used. @param {string} model */
  async #ask(model) {
    const plan = this.#plans.get(model);
    if (!plan) return;
    try {
      const { SecondModelDialog } = await import("./second-model-dialog.js");
      const said = this.#said.get(model) ?? (await this.engine.keptReading(model).catch(() => null));
      const dialog = new SecondModelDialog({ plan, said, onUse: (chosen) => this.#confirm(model, chosen), onClose: () => this.#show() });
      (this.node.closest("dialog") ?? document.body).after(dialog.node);
      dialog.open();
    } catch {
      this.#show();
      this.words.textContent = t("common.thisPartOfThePage");
    }
  }

  /** @param {string} model @param {Reading} chosen */
  #confirm(model, chosen) {
    this.#said.set(model, chosen);
    this.engine.keepReading(model, chosen).catch(() => {}); // without storage it holds for this visit
    this.#use({ model, ...chosen });
  }

  /** @param {(Reading & {model: string}) | null} chosen */
  #use(chosen) {
    this.#active = chosen;
    this.#show();
    this.onChange();
  }

  #show() {
    const active = this.#active;
    this.select.replaceChildren(
      element("option", { value: "" }, t("second.none")),
      ...[...this.#plans.values()].map(({ model, bytes_total }) => element("option", { value: model }, `${model} (${formatBytes(bytes_total)})`)),
    );
    this.select.value = active?.model ?? "";
    this.select.disabled = this.#plans.size === 0;
    this.labels.hidden = active === null;
    const used = Object.values(active?.labels ?? {}).filter((kind) => kind !== null).length;
    this.words.replaceChildren(
      ...(active ? [t(active.alone ? "second.inUseAlone" : "second.inUse", { used, all: Object.keys(active.labels).length })]
        : this.#plans.size > 0 ? [t("second.offer")]
        : [t("second.nothingAdded"), " ", element("a", { href: "#/models" }, t("second.addOne"))]),
    );
  }
}
