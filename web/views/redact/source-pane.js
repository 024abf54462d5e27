import { EXAMPLE_LETTER } from "./example-letter.js";
import { element, icon } from "../../components/element.js";
import { ACCEPTED, acceptDrops, isFormed, isWhole } from "./files/file-choice.js";
import { formatBytes } from "../../components/format.js";
import { originalOffset } from "./review/selection.js";
import { t } from "../../language/language.js";

/**
 * The text to redact: typed, pasted, dropped, or read from a file. A text area converts line breaks to \n. A file's
 * original text is kept until it is edited, so that the result has the file's line breaks.
 */
export class SourcePane {
  /**
   * @param {{onChange: () => void, onFiles: (files: File[], folders?: FileSystemEntry[]) => void, onNote: (message: string) => void,
   *   onProblem: (title: string, message: string) => void}} options onFiles: called for anything but a single text
   */
  constructor({ onChange, onFiles, onNote, onProblem }) {
    this.onChange = onChange;
    this.onFiles = onFiles;
    this.onNote = onNote;
    this.onProblem = onProblem;
    /** @type {{name: string, text: string, shown: string, source: File} | null} */
    this.file = null;
    this.count = element("p", { id: "source-count" });
    this.area = element("textarea", {
      id: "source-text",
      class: "source-text",
      "data-testid": "redact-input",
      "aria-describedby": "source-count",
      placeholder: t("source.pasteOrTypeALetter"),
      dir: "auto",
      spellcheck: "false",
      autocomplete: "off",
      oninput: () => this.#changed(),
    });
    this.picker = element("input", {
      type: "file",
      hidden: true,
      multiple: true,
      accept: ACCEPTED,
      "aria-label": t("source.chooseATextFileOr"),
      onchange: () => {
        this.take([...(this.picker.files ?? [])]);
        this.picker.value = "";
      },
    });
    this.clearButton = element("button", { class: "button ghost", type: "button", onclick: () => this.#clear() }, icon("clear"), t("common.clear"));
    this.pasteButton = element("button", { class: "button ghost", type: "button", hidden: !navigator.clipboard?.readText, "data-testid": "redact-paste", onclick: () => void this.#paste() }, icon("copy"), t("source.paste"));
    this.asFile = element(
      "button",
      { class: "button ghost small", type: "button", hidden: true, title: t("source.theResultIsAFile"), onclick: () => this.file && this.onFiles([this.file.source]) },
      icon("file"),
      t("source.redactAsAFile"),
    );
    this.foot = element("div", { class: "pane-foot" });
    this.node = element(
      "section",
      {
        class: "pane source-pane",
        ...acceptDrops((files, folders) => this.take(files, folders)),
      },
      element(
        "header",
        { class: "pane-head" },
        element("h2", {}, element("label", { for: "source-text" }, t("source.yourText"))),
        element(
          "div",
          { class: "pane-actions" },
          element("button", { class: "button ghost", type: "button", onclick: () => this.picker.click() }, icon("file"), t("source.openFiles")),
          this.pasteButton,
          element("button", { class: "button ghost", type: "button", onclick: () => this.#useExample() }, icon("letter"), t("source.example")),
          this.clearButton,
        ),
      ),
      this.picker,
      this.area,
      element("div", { class: "pane-facts" }, this.count, this.asFile, shortcut()),
      this.foot,
    );
    this.#describe();
  }

  get text() {
    return this.file && this.file.shown === this.area.value ? this.file.text : this.area.value;
  }

  /** The selection in `text`; null if there is none. */
  get selection() {
    const { selectionStart: start, selectionEnd: end } = this.area;
    if (start === end) return null;
    const { text } = this;
    return text === this.area.value ? { start, end } : { start: originalOffset(text, start), end: originalOffset(text, end) };
  }

  /** Name of the text's file, without its extension; empty if it was typed. */
  get fileName() {
    return this.file && this.file.shown === this.area.value ? this.file.name.replace(/\.[^.]+$/, "") : "";
  }

  /** @param {File} file */
  async open(file) {
    const reader = await import("./text-file.js").catch(() => null);
    if (!reader) {
      this.onProblem(t("source.cannotOpen", { name: file.name }), t("common.thisPartOfThePage"));
      return;
    }
    try {
      const { text, note } = await reader.readTextFile(file);
      this.area.value = text;
      this.file = { name: file.name, text, shown: this.area.value, source: file };
      this.#changed();
      this.onNote(`${file.name}, ${formatBytes(file.size)}. ${note}`.trim());
    } catch (error) {
      if (!(error instanceof reader.FileError)) throw error;
      this.onProblem(t("source.cannotUse", { name: file.name }), error.message);
    }
  }

  /**
   * Accept files: a single text is shown for editing; anything else is processed as files.
   * @param {File[]} files @param {FileSystemEntry[]} [folders]
   */
  take(files, folders = []) {
    const [file] = files;
    if (file && files.length === 1 && folders.length === 0 && !isWhole(file.name)) void this.open(file);
    else if (files.length + folders.length > 0) this.onFiles(files, folders);
  }

  #useExample() {
    this.#replace(EXAMPLE_LETTER);
    this.area.scrollTop = 0;
  }

  /** Take the text of the clipboard. The browser asks first. */
  async #paste() {
    const text = await navigator.clipboard.readText().catch(() => null);
    if (text === null) this.onNote(t("source.pasteRefused"));
    else if (text === "") this.onNote(t("source.pasteEmpty"));
    else this.#replace(text);
  }

  #clear() {
    this.#replace("");
    this.area.focus();
  }

  /**
   * Replace the text through the browser's editing history, if possible, so that one undo restores the earlier text.
   * @param {string} text
   */
  #replace(text) {
    this.area.focus();
    this.area.select();
    const done = document.execCommand(text === "" ? "delete" : "insertText", false, text);
    if (!done || this.area.value !== text) this.area.value = text;
    this.area.setSelectionRange(0, 0);
    this.#changed();
  }

  #changed() {
    this.#describe();
    this.onChange();
  }

  #describe() {
    const { length } = this.area.value;
    this.count.textContent = length === 0 ? t("common.empty") : t("count.characters", { count: length });
    this.clearButton.disabled = length === 0;
    this.asFile.hidden = this.fileName === "" || !isFormed(this.file?.name ?? "");
  }
}

function shortcut() {
  const apple = /Mac|iPhone|iPad/.test(navigator.userAgent);
  return element("p", { class: "shortcut", "aria-hidden": "true" }, element("kbd", {}, apple ? "⌘" : t("source.ctrl")), " ", element("kbd", {}, t("source.enter")), ` ${t("source.redacts")}`);
}
