/** The choice of a language in the page's header, and the texts of index.html. */

import { element } from "../components/element.js";
import { LANGUAGES, language, preferredLanguage, rememberLanguage, setLanguage, t } from "../language/language.js";

/** @typedef {import("../language/language.js").Key} Key */

export class LanguageSwitch {
  /**
   * @param {HTMLSelectElement} select
   * @param {{holds: () => Promise<boolean>, onChange: () => Promise<void>}} page
   *   holds: whether results would be lost; onChange: build everything anew
   */
  constructor(select, { holds, onChange }) {
    this.select = select;
    this.holds = holds;
    this.onChange = onChange;
    select.replaceChildren(...LANGUAGES.map(({ code, name }) => element("option", { value: code, lang: code }, name)));
    select.addEventListener("change", () => void this.#choose(select.value));
  }

  /** Show the preferred language; English if its catalogue cannot be fetched. */
  async start() {
    await setLanguage(preferredLanguage()).catch(() => {});
    this.#show();
  }

  /** @param {string} code */
  async #choose(code) {
    if ((await this.holds()) && !(await this.#ask())) {
      this.select.value = language();
      return;
    }
    try {
      await setLanguage(code);
    } catch {
      this.select.value = language();
      return;
    }
    rememberLanguage(code);
    this.#show();
    await this.onChange();
  }

  #show() {
    const root = document.documentElement;
    root.lang = language();
    root.dir = LANGUAGES.find(({ code }) => code === language())?.dir ?? "ltr";
    this.select.value = language();
    translate(document);
  }

  /** Ask before results are cleared. @returns {Promise<boolean>} */
  #ask() {
    const dialog = element(
      "dialog",
      { class: "ask-dialog", "aria-labelledby": "language-ask-title", "data-testid": "language-ask" },
      element("h2", { id: "language-ask-title" }, t("page.changeLanguage")),
      element("p", {}, t("page.changeLanguageWords")),
      element(
        "form",
        { class: "ask-buttons", method: "dialog" },
        element("button", { class: "button", value: "" }, t("common.cancel")),
        element("button", { class: "button primary", value: "change" }, t("page.changeLanguageNow")),
      ),
    );
    document.body.append(dialog);
    dialog.showModal();
    return new Promise((resolve) => {
      dialog.addEventListener("close", () => {
        dialog.remove();
        resolve(dialog.returnValue === "change");
      });
    });
  }
}

/** Fill the elements that name their messages: `data-t` for the text, `data-t-NAME` for an attribute. @param {ParentNode} root */
function translate(root) {
  for (const name of ["", "-aria-label", "-title"]) {
    for (const node of root.querySelectorAll(`[data-t${name}]`)) {
      const text = t(/** @type {Key} */ (node.getAttribute(`data-t${name}`)));
      if (name === "") node.textContent = text;
      else node.setAttribute(name.slice(1), text);
    }
  }
}
