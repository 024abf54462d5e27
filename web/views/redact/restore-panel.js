import { element, icon } from "../../components/element.js";
import { saveFile, saveText } from "./save-text.js";
import { UnsavedKeys } from "./unsaved-keys.js";
import { t } from "../../language/language.js";

/** Matches the encrypt operator's output, as in py/tabside/redaction/operators/encryption.py. */
const ENCRYPTED = /\{[A-Z][A-Z0-9_]{0,63}:enc1:[\w-]{64,}\}/;

/** What a key may belong to. */
const OWNERS = /** @type {const} */ ({ auto: "restore.keyOfAuto", text: "restore.keyOfText", files: "restore.keyOfFiles", saved: "restore.keyOfSaved" });

/**
 * Restore the original of the current result, of an edited text pasted here, or of a redacted file. The key can be saved
 * under a passphrase and opened in another session.
 */
export class RestorePanel {
  /**
   * @param {{engine: import("../../tabside.js").Engine, onRestore: (pasted: string) => void,
   *   onNote: (message: string) => void, onFailure: (error: unknown) => void, signal: AbortSignal}} options signal: ends the listeners outside of the view
   */
  constructor({ engine, onRestore, onNote, onFailure, signal }) {
    this.engine = engine;
    /** The current mapping of each owner. @type {Map<keyof typeof OWNERS, () => any>} */
    this.keys = new Map();
    this.unsaved = new UnsavedKeys(signal);
    this.onNote = onNote;
    this.onFailure = onFailure;
    this.area = element("textarea", {
      id: "restore-text",
      class: "restore-text",
      rows: 4,
      dir: "auto",
      spellcheck: "false",
      autocomplete: "off",
      placeholder: t("restore.emptyTheResultAboveIs"),
      "data-testid": "redact-restore-input",
    });
    this.button = element(
      "button",
      { class: "button", type: "button", disabled: true, "data-testid": "redact-restore", onclick: () => onRestore(this.area.value) },
      icon("restore"),
      t("restore.restoreTheOriginal"),
    );
    this.file = element("input", {
      type: "file",
      hidden: true,
      "aria-label": t("restore.chooseARedactedFile"),
      "data-testid": "restore-file",
      onchange: () => {
        const file = this.file.files?.[0];
        if (file) void this.#restoreFile(file);
        this.file.value = "";
      },
    });
    this.fileButton = element("button", { class: "button", type: "button", disabled: true, onclick: () => this.file.click() }, icon("file"), t("restore.restoreAFile"));
    this.key = element("select", { "aria-label": t("restore.whichKeyToUse"), "data-testid": "restore-key", hidden: true });
    this.passphrase = element("input", { id: "key-passphrase", type: "password", autocomplete: "off", "data-testid": "key-passphrase" });
    this.save = element("button", { class: "button small", type: "button", disabled: true, onclick: () => void this.#save() }, icon("download"), t("restore.saveTheKey"));
    this.picker = element("input", {
      type: "file",
      hidden: true,
      "aria-label": t("restore.chooseASavedKey"),
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
      element("summary", {}, t("restore.passphraseAndSavedKey")),
      element(
        "div",
        { class: "key-form" },
        element("label", { for: "key-passphrase" }, t("common.passphrase")),
        this.passphrase,
        this.save,
        element("button", { class: "button small", type: "button", onclick: () => this.#choose() }, icon("file"), t("restore.openASavedKey")),
        this.picker,
      ),
      element("p", { class: "policy-words" }, t("restore.itOpensWhatWasEncrypted")),
    );
    this.node = element(
      "section",
      { class: "panel restore-panel" },
      element(
        "div",
        { class: "panel-words" },
        element("h2", {}, t("restore.restore")),
        element(
          "p",
          {},
          t("restore.hadTheRedactedTextEdited"),
        ),
      ),
      element("div", { class: "restore-form" }, element("label", { for: "restore-text" }, t("restore.editedTextOptional")), this.area, element("div", { class: "restore-actions" }, this.button, this.fileButton, this.key), this.file, this.details),
    );
  }

  /**
   * Offer a key from now on. For texts the engine finds the right mapping; other owners have a single one.
   * @param {keyof typeof OWNERS} owner @param {() => any} mapping
   */
  offer(owner, mapping) {
    if (owner === "text") this.keys.set("auto", () => undefined);
    this.keys.set(owner, mapping);
    const chosen = owner === "text" ? "auto" : owner;
    this.unsaved.watch(owner, mapping);
    const owners = /** @type {(keyof typeof OWNERS)[]} */ ([...this.keys.keys()]);
    this.key.replaceChildren(...owners.map((each) => element("option", { value: each, selected: each === chosen }, t(OWNERS[each]))));
    this.key.hidden = owners.length < 2;
    for (const button of [this.button, this.fileButton, this.save]) button.disabled = false;
  }

  /** The chosen key. */
  get mapping() {
    return this.keys.get(/** @type {keyof typeof OWNERS} */ (this.key.value))?.();
  }

  /**
   * Restore the values in the key and those encrypted with the passphrase.
   * @param {string} redacted @param {boolean} isPasted  otherwise it is the result above @returns {Promise<{text: string, unknown: string[]}>}
   */
  async bringBack(redacted, isPasted) {
    const mapping = isPasted || this.key.value !== "auto" ? this.mapping : this.keys.get("text")?.();
    if (!ENCRYPTED.test(redacted)) return this.engine.restoration(redacted, { mapping });
    if (this.#lacksPassphrase(t("restore.typeItsPassphrase"))) return { text: redacted, unknown: [] };
    return { text: await this.engine.decrypt(redacted, this.passphrase.value, { mapping }), unknown: [] };
  }

  /** @param {File} file */
  async #restoreFile(file) {
    try {
      const { data, name, mediaType, restored } = await this.engine.restoreFile(file, { mapping: this.mapping });
      if (restored === 0) {
        this.onNote(t("restore.noPlaceholderOfThisKey", { name: file.name }));
        return;
      }
      const { markedName } = await import("./files/file-jobs.js");
      const saved = markedName(name.replace(/\.redacted(?=\.[^.]+$)/, ""), "restored");
      saveFile(saved, new Blob([/** @type {Uint8Array<ArrayBuffer>} */ (data)], { type: mediaType }));
      this.onNote(t("restore.savedIsSavedToYour", { saved }));
    } catch (error) {
      this.onFailure(error);
    }
  }

  async #save() {
    if (this.#lacksPassphrase(t("restore.typeAPassphrase"))) return;
    try {
      const owner = this.key.value === "auto" ? "text" : this.key.value;
      const mapping = this.keys.get(/** @type {keyof typeof OWNERS} */ (owner))?.();
      saveText("tabside-key.txt", `${await this.engine.exportMapping(this.passphrase.value, { mapping })}\n`);
      this.unsaved.markSaved(owner);
      this.onNote(t("restore.theKeyIsSavedTo"));
    } catch (error) {
      this.onFailure(error);
    }
  }

  #choose() {
    if (!this.#lacksPassphrase(t("restore.typeTheKeysPassphrase"))) this.picker.click();
  }

  /** @param {File} file */
  async #open(file) {
    try {
      const mapping = await this.engine.importMapping(await file.text(), this.passphrase.value);
      this.offer("saved", () => mapping);
      this.unsaved.markSaved("saved");
      this.onNote(t("restore.theKeyIsOpenPaste"));
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
