import { element, icon } from "../../../components/element.js";
import { adviceFor } from "../../../components/error-advice.js";
import { endingOf, markedName } from "./file-jobs.js";
import { FileReview } from "./file-review.js";
import { formatBytes, formatShare } from "../../../components/format.js";
import { hasPages, readingWords } from "./page-jobs.js";
import { saveFile } from "../save-text.js";
import { t } from "../../../language/language.js";

/** @typedef {import("./file-jobs.js").FileJob} FileJob */

/**
 * @typedef {object} FileRowOptions
 * @property {() => void} onRemove
 * @property {() => void} onRetry
 * @property {(message: string) => void} onNote
 * @property {() => void} onReview   look at its pages
 * @property {() => import("./file-values.js").Choices} choices     the reader's decisions so far
 * @property {(text: string, keep: boolean) => void} onKeep         the reader decides about a value
 */

/** One file: its name, progress, findings, warnings and actions. */
export class FileRow {
  /** The result shown. @type {FileJob["result"]} */
  #shown = null;
  /** Created when opened: a table has thousands of findings. @type {FileReview | null} */
  #review = null;

  /** @param {FileJob} job @param {FileRowOptions} options */
  constructor(job, options) {
    const { file, path } = job;
    const { onRemove, onRetry, onNote, onReview } = options;
    this.job = job;
    this.options = options;
    this.state = element("p", { class: "file-state" });
    this.bar = element("progress", { "data-testid": "file-progress", "aria-label": t("files.progressOfName", { name: file.name }), max: 1 });
    this.notes = element("ul", { class: "file-notes", "aria-label": t("files.toKnowAboutName", { name: file.name }), hidden: true });
    this.details = element("details", { class: "file-findings", hidden: true, ontoggle: () => this.#fill() });
    this.pages = element("button", { class: "button small", type: "button", hidden: true, "data-testid": "file-pages", "aria-label": t("files.lookAtThePagesOf", { name: file.name }), onclick: onReview }, icon("file"), t("common.pages"));
    this.download = element(
      "button",
      { class: "button small", type: "button", hidden: true, "aria-label": t("files.downloadNameRedacted", { name: file.name }), onclick: () => saveResult(job, onNote) },
      icon("download"),
      t("common.download"),
    );
    this.retry = element("button", { class: "button small", type: "button", hidden: true, "aria-label": t("files.tryAgainName", { name: file.name }), onclick: onRetry }, icon("restore"), t("files.tryAgain"));
    this.remove = element("button", { class: "button-icon", type: "button", title: t("common.remove"), "aria-label": t("files.removeName", { name: file.name }), onclick: onRemove }, icon("clear"));
    this.node = element(
      "li",
      { class: "file-row", "data-testid": "file-row" },
      element("span", { class: "file-kind", "aria-hidden": "true" }, endingOf(file.name).toUpperCase().slice(0, 5) || "?"),
      element(
        "div",
        { class: "file-main" },
        element("p", { class: "file-name", title: path }, element("b", {}, path), element("span", { class: "file-size" }, formatBytes(file.size))),
        this.state,
        this.bar,
        this.notes,
      ),
      element("div", { class: "file-actions" }, this.retry, this.pages, this.download, this.remove),
      this.details,
    );
    this.show();
  }

  show() {
    const { state, share, result, problem } = this.job;
    this.node.dataset.state = state;
    this.state.textContent = stateWords(this.job);
    const { read } = this.job;
    if (state === "scanning") this.bar.value = share;
    else if (state === "reading" && read && read.total > 1) this.bar.value = read.done / read.total;
    else this.bar.removeAttribute("value");
    this.download.hidden = state !== "done";
    this.pages.hidden = state !== "done" || !hasPages(this.job);
    this.retry.hidden = !problem || problem.code === "file.unsupported";
    const notes = problem ? [problemWords(problem)] : (result?.warnings ?? []);
    this.notes.replaceChildren(...notes.map((note) => element("li", {}, icon("warning"), element("span", {}, note))));
    this.notes.hidden = notes.length === 0;
    if (result === this.#shown) return;
    this.#shown = result;
    const was_open = this.details.open && result !== null;
    this.#review = null;
    this.details.open = false;
    this.details.hidden = !result || result.findings.length === 0;
    this.details.replaceChildren(element("summary", {}, t("files.whatWasFound")));
    this.details.open = was_open;
  }

  /** Show the reader's decisions. Until the file is redacted again, it cannot be saved. @param {boolean} isOutdated */
  showChoices(isOutdated) {
    this.node.classList.toggle("is-outdated", isOutdated);
    this.download.disabled = isOutdated;
    this.download.title = isOutdated ? t("files.redactAgainFirstToApply") : "";
    this.#review?.show();
  }

  #fill() {
    if (!this.details.open || this.#review || !this.#shown) return;
    const { choices, onKeep } = this.options;
    this.#review = new FileReview(this.job.file.name, this.#shown.findings, { choices, onKeep });
    this.details.append(this.#review.node);
  }
}

/** Hand out a file's result. @param {FileJob} job @param {(message: string) => void} onNote */
export function saveResult({ result }, onNote) {
  if (!result) return;
  const name = markedName(result.name, "redacted");
  saveFile(name, blobOf(result));
  onNote(t("files.nameIsSavedToYour", { name }));
}

/** @param {{data: Uint8Array, mediaType: string}} result */
export function blobOf({ data, mediaType }) {
  return new Blob([/** @type {Uint8Array<ArrayBuffer>} */ (data)], { type: mediaType });
}

/** @param {import("./file-jobs.js").Problem} problem */
function problemWords({ code, message, is_whole = false }) {
  return is_whole ? message : `${message} ${adviceFor(code).advice}`;
}

/** @param {FileJob} job */
function stateWords({ state, share, result, problem, read }) {
  if (state === "scanning") return t("files.looking", { share: formatShare(share) });
  if (problem) return adviceFor(problem.code).title;
  if (result) return result.findings.length === 0 ? t("review.nothingFound") : t("count.findings", { count: result.findings.length });
  if (state !== "reading") return t("files.waiting");
  return read ? readingWords(read) : t("files.reading");
}
