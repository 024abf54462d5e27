import { element, icon } from "./element.js";

/** Brings the original back: of the result as it stands, or of a text that was edited meanwhile and is pasted here. */
export class RestorePanel {
  /** @param {{onRestore: (pasted: string) => void}} options */
  constructor({ onRestore }) {
    this.area = element("textarea", {
      id: "restore-text",
      class: "restore-text",
      rows: 4,
      dir: "auto",
      spellcheck: "false",
      autocomplete: "off",
      placeholder: "Empty: the result above is restored as it stands.",
      "data-testid": "redact-restore-input",
    });
    this.button = element(
      "button",
      { class: "button", type: "button", disabled: true, "data-testid": "redact-restore", onclick: () => onRestore(this.area.value) },
      icon("restore"),
      "Restore the original",
    );
    this.node = element(
      "section",
      { class: "panel restore-panel" },
      element(
        "div",
        { class: "panel-words" },
        element("h2", {}, "Restore"),
        element(
          "p",
          {},
          "Had the redacted text edited, translated or answered elsewhere? Paste it here, placeholders and all, and the real names come back. The key to them stays in this tab and goes when you close it.",
        ),
      ),
      element("div", { class: "restore-form" }, element("label", { for: "restore-text" }, "Edited text (optional)"), this.area, this.button),
    );
  }

  /** @param {boolean} ready  a text was redacted in this tab */
  enable(ready) {
    this.button.disabled = !ready;
  }
}
