import { element, icon } from "./element.js";
import { adviceFor } from "./error-advice.js";
import { language, t } from "../language/language.js";

/** An alert that states what happened and what to do, with a retry button. Screen readers announce it. */
export class ErrorAlert {
  constructor() {
    this.title = element("p", { class: "alert-title" });
    this.message = element("p", { class: "alert-message" });
    this.code = element("code", { class: "alert-code" });
    this.actions = element("div", { class: "alert-actions" });
    // The element with the role stays and its content changes: an alert that is inserted whole is announced less reliably.
    this.node = element("div", { role: "alert" });
    this.box = element(
      "div",
      { class: "alert" },
      icon("warning"),
      element("div", { class: "alert-body" }, this.title, this.message, this.code),
      this.actions,
    );
  }

  /** @param {{code: string, message: string}} error @param {() => void} [retry] */
  show(error, retry) {
    const advice = adviceFor(error.code);
    this.title.textContent = advice.title;
    // The engine speaks English; in other languages its words come after the advice, as details.
    const said = sentence(error.message);
    if (language() === "en") this.message.textContent = `${said} ${advice.advice}`.trim();
    else this.message.replaceChildren(`${advice.advice} `, element("span", { class: "alert-details", lang: "en" }, said));
    this.code.textContent = error.code;
    this.code.hidden = false;
    this.#open(advice.retry, retry);
  }

  /**
   * Show a problem that the user can fix, without an error code, such as an unsuitable file.
   * @param {string} title @param {string} message
   */
  showNotice(title, message) {
    this.title.textContent = title;
    this.message.textContent = message;
    this.code.hidden = true;
    this.#open(null, undefined);
  }

  clear() {
    this.box.remove();
  }

  /** @param {string | null} label @param {(() => void) | undefined} retry */
  #open(label, retry) {
    this.actions.replaceChildren();
    if (label && retry) {
      this.actions.append(
        element("button", { class: "button", type: "button", "data-testid": "error-retry", onclick: () => retry() }, label),
      );
    }
    this.actions.append(
      element(
        "button",
        { class: "button-icon", type: "button", "aria-label": t("error.dismiss"), onclick: () => this.clear() },
        icon("clear"),
      ),
    );
    this.node.replaceChildren(this.box);
    this.box.scrollIntoView({ block: "nearest" });
  }
}

/** @param {string} message */
function sentence(message) {
  const text = message.trim();
  return text === "" || /[.!?]$/.test(text) ? text : `${text}.`;
}
