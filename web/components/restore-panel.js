import { element, icon } from "./element.js";
import { saveText } from "./save-text.js";

/** What the operator encrypt writes, as in py/tabside/redaction/encryption.py. */
const ENCRYPTED = /\{[A-Z][A-Z0-9_]{0,63}:enc1:[\w-]{64,}\}/;

/**
 * Brings the original back: of the result as it stands, or of a text that was edited meanwhile and is pasted here. The
 * key to it can be saved under a passphrase, and opened in another session.
 */
export class RestorePanel {
  /**
   * @param {{engine: import("../tabside.js").Engine, onRestore: (pasted: string) => void,
   *   onNote: (message: string) => void, onFailure: (error: unknown) => void}} options
   */
  constructor({ engine, onRestore, onNote, onFailure }) {
    this.engine = engine;
    this.onNote = onNote;
    this.onFailure = onFailure;
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
    this.passphrase = element("input", { id: "key-passphrase", type: "password", autocomplete: "off", "data-testid": "key-passphrase" });
    this.save = element("button", { class: "button small", type: "button", disabled: true, onclick: () => void this.#save() }, icon("download"), "Save the key");
    this.picker = element("input", {
      type: "file",
      hidden: true,
      "aria-label": "Choose a saved key",
      "data-testid": "key-file",
      onchange: () => {
        const file = this.picker.files?.[0];
        if (file) void this.#open(file);
        this.picker.value = "";
      },
    });
    this.details = element(
      "details",
      { class: "key-details" },
      element("summary", {}, "Passphrase and saved key"),
      element(
        "div",
        { class: "key-form" },
        element("label", { for: "key-passphrase" }, "Passphrase"),
        this.passphrase,
        this.save,
        element("button", { class: "button small", type: "button", onclick: () => this.#choose() }, icon("file"), "Open a saved key"),
        this.picker,
      ),
      element("p", { class: "policy-words" }, "It opens what was encrypted, and the key that you save here to restore on another day. Nobody can bring a lost passphrase back."),
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
          "Had the redacted text edited, translated or answered elsewhere? Paste it here, placeholders and all, and the real names come back. The key to them stays in this tab and goes when you close it, unless you save it.",
        ),
      ),
      element("div", { class: "restore-form" }, element("label", { for: "restore-text" }, "Edited text (optional)"), this.area, this.button, this.details),
    );
  }

  /** @param {boolean} ready  a text was redacted in this tab, or a key was opened */
  enable(ready) {
    this.button.disabled = !ready;
    this.save.disabled = !ready;
  }

  /** Puts back what the key knows and what the passphrase opens. @param {string} redacted */
  async bringBack(redacted) {
    if (!ENCRYPTED.test(redacted)) return this.engine.restore(redacted);
    if (this.#lacksPassphrase("Type the passphrase that it was encrypted with.")) return redacted;
    return this.engine.decrypt(redacted, this.passphrase.value);
  }

  async #save() {
    if (this.#lacksPassphrase("Type a passphrase for the key first.")) return;
    try {
      saveText("tabside-key.txt", `${await this.engine.exportMapping(this.passphrase.value)}\n`);
      this.onNote("The key is saved to your downloads, encrypted.");
    } catch (error) {
      this.onFailure(error);
    }
  }

  #choose() {
    if (!this.#lacksPassphrase("Type the passphrase of the key first.")) this.picker.click();
  }

  /** @param {File} file */
  async #open(file) {
    try {
      await this.engine.importMapping(await file.text(), this.passphrase.value);
      this.enable(true);
      this.onNote("The key is open. Paste the redacted text, and restore it.");
      this.area.focus();
    } catch (error) {
      this.onFailure(error);
    }
  }

  /** @param {string} message */
  #lacksPassphrase(message) {
    if (this.passphrase.value !== "") return false;
    this.details.open = true;
    this.passphrase.focus();
    this.onNote(message);
    return true;
  }
}
