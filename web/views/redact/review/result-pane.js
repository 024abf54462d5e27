import { element, icon } from "../../../components/element.js";
import { buildCounts } from "../family-counts.js";
import { MarkedText } from "./marked-text.js";
import { saveText } from "../save-text.js";
import { joinSegments } from "./segments.js";
import { t } from "../../../language/language.js";

/**
 * @typedef {import("./segments.js").Segment} Segment
 * @typedef {import("../../../shared/protocol.js").Finding} Finding
 * @typedef {"empty" | "redacted" | "restored"} Showing
 */

const TITLES = /** @type {const} */ ({ empty: "common.redacted", redacted: "common.redacted", restored: "result.restored" });

/** The result: the marked text, counts by family, a notice when it is outdated, copy and download. */
export class ResultPane {
  /**
   * @param {{onToggle: (finding: number) => void, onPoint: (finding: number) => void, onBack: () => void,
   *   onNote: (message: string) => void, fileName: () => string, onReport: () => void, tools: HTMLElement}} options tools: shown above a redacted text
   */
  constructor({ onToggle, onPoint, onBack, onNote, fileName, onReport, tools }) {
    this.tools = tools;
    this.onNote = onNote;
    this.fileName = fileName;
    this.text = "";
    /** @type {Showing} */
    this.showing = "empty";
    this.marked = new MarkedText({ label: t("common.result"), testid: "redact-output", onToggle, onPoint });
    this.title = element("h2", {}, t(TITLES.empty));
    this.copyButton = element("button", { class: "button ghost", type: "button", onclick: () => this.#copy() }, icon("copy"), t("result.copy"));
    this.downloadButton = element("button", { class: "button ghost", type: "button", onclick: () => this.#download() }, icon("download"), t("common.download"));
    this.report = element("button", { class: "button ghost small", type: "button", hidden: true, onclick: onReport }, t("files.saveReport"));
    this.notice = element("p", { class: "pane-notice", hidden: true });
    this.back = element("button", { class: "button small", type: "button", hidden: true, onclick: onBack }, t("result.showTheRedactedText"));
    this.summary = element("ul", { class: "family-counts", "aria-label": t("common.foundByFamily") });
    this.empty = element(
      "div",
      { class: "result-empty" },
      element("div", { class: "bars", "aria-hidden": "true" }, ...buildBars()),
      element("p", {}, t("result.theRedactedTextAppearsHere")),
    );
    this.node = element(
      "section",
      { class: "pane result-pane", "data-showing": this.showing },
      element("header", { class: "pane-head" }, this.title, element("div", { class: "pane-actions" }, this.copyButton, this.downloadButton)),
      tools,
      element("div", { class: "result-body" }, this.marked.node, this.empty),
      element("div", { class: "pane-foot result-foot" }, this.summary, this.notice, this.report, this.back),
    );
    this.#set("empty");
  }

  /** @param {readonly Segment[]} segments @param {readonly Finding[]} findings @param {ReadonlySet<number>} accepted */
  showRedacted(segments, findings, accepted) {
    this.text = joinSegments(segments);
    this.#set("redacted");
    this.marked.show(segments, findings, accepted);
    this.summary.replaceChildren(...buildCounts(findings));
    this.notify(findings.length === 0 ? t("common.nothingFound") : "");
  }

  /** @param {string} text @param {string} message */
  showRestored(text, message) {
    this.text = text;
    this.#set("restored");
    this.marked.showPlain(text);
    this.notify(message);
  }

  /** @param {string} message  empty for none */
  notify(message) {
    this.notice.textContent = message;
    this.notice.hidden = message === "";
  }

  /** @param {Showing} showing */
  #set(showing) {
    this.showing = showing;
    this.node.dataset.showing = showing;
    this.title.textContent = t(TITLES[showing]);
    this.empty.hidden = showing !== "empty";
    this.marked.node.hidden = showing === "empty";
    this.summary.hidden = showing !== "redacted";
    this.report.hidden = showing !== "redacted";
    this.tools.hidden = showing !== "redacted";
    this.back.hidden = showing !== "restored";
    this.copyButton.disabled = showing === "empty";
    this.downloadButton.disabled = showing === "empty";
  }

  async #copy() {
    try {
      await navigator.clipboard.writeText(this.text);
      this.onNote(t("result.copied"));
    } catch {
      getSelection()?.selectAllChildren(this.marked.node);
      this.onNote(t("result.theBrowserDidNotAllow"));
    }
  }

  #download() {
    saveText(`${this.fileName() || "text"}.${this.showing}.txt`, this.text);
    this.onNote(t("result.savedToYourDownloads"));
  }
}

/** A placeholder picture: lines of a letter with some words barred out. */
function buildBars() {
  const lines = ["w3 f2", "w6 d w4", "w2 f3 w5", "w4 w3 f1 w2", "w5"];
  return lines.map((line) => element("span", { class: "bar-line" }, ...line.split(" ").map((part) => element("span", { class: `bar ${part}` }))));
}
