import { t } from "../../../language/language.js";
import { History } from "../review/review.js";
import { NO_EDITS, decisionsOf } from "../pages/page-edits.js";
import { endingOf, isPicture } from "./file-jobs.js";

/**
 * @typedef {import("./file-jobs.js").FileJob} FileJob
 * @typedef {import("../../../tabside.js").RedactFileOptions} RedactFileOptions
 * @typedef {import("../../../engine/options.js").FileRedaction} FileRedaction
 * @typedef {import("../../../engine/page-review.js").PageReview} PageReview
 */

/** Whether a file consists of pages that can be looked at. @param {{file: File}} job */
export function hasPages({ file: { name } }) {
  return endingOf(name) === "pdf" || isPicture(name);
}

/** Files with pages: opened, redacted, and reviewed. One is held open, the last: each takes memory. */
export class PageJobs {
  /** @type {{job: FileJob, asked: string, review: PageReview} | null} */
  #open = null;

  /** @param {import("../../../tabside.js").Engine} engine @param {(message: string) => void} announce */
  constructor(engine, announce) {
    this.engine = engine;
    this.announce = announce;
  }

  /** Redact a file, with the decisions that were taken on its pages before. @param {FileJob} job @param {RedactFileOptions} options @returns {Promise<FileRedaction>} */
  async redact(job, options) {
    const review = await this.#opened(job, options);
    return review.write(decisionsOf(historyOf(job).state, review.findings), options);
  }

  /**
   * Show the pages of a file. Resolves when they are closed.
   * @param {FileJob} job @param {RedactFileOptions} options
   * @param {{onOpen: () => void, onWritten: (result: FileRedaction) => void, onSave: () => void, mapping: () => any}} listeners
   *   onOpen: the file was read; onSave: what was written last is to be handed out
   */
  async show(job, options, { onOpen, onWritten, onSave, mapping }) {
    const [{ PageDialog }, review] = await Promise.all([import("../pages/page-dialog.js"), this.#opened(job, options)]);
    onOpen();
    const history = historyOf(job);
    const write = async (/** @type {import("../../../engine/page-review.js").Decisions} */ decisions) => onWritten(await review.write(decisions, { mapping: mapping() }));
    const changed = await new Promise((resolve) => {
      const dialog = new PageDialog({
        name: job.file.name,
        review,
        history,
        onSave: async (decisions) => {
          await write(decisions);
          onSave();
        },
        onClose: resolve,
        announce: this.announce,
      });
      dialog.open();
    });
    if (changed) await write(decisionsOf(history.state, review.findings));
  }

  /** Free what is open, of one file or of any. @param {FileJob} [job] */
  close(job) {
    if (!this.#open || (job && this.#open.job !== job)) return;
    void this.#open.review.close();
    this.#open = null;
  }

  /** @param {FileJob} job @param {RedactFileOptions} options */
  async #opened(job, { signal, onProgress, mapping, ...settings }) {
    const asked = JSON.stringify(settings);
    if (this.#open?.job === job && this.#open.asked === asked) return this.#open.review;
    this.close();
    const review = await this.engine.openPages(job.file, { ...settings, mapping, signal, onProgress });
    this.#open = { job, asked, review };
    return review;
  }
}

/** @param {{done: number, total: number}} facts */
export function readingWords({ done, total }) {
  return total === 1 ? t("files.reading") : t("files.readPages", { done, count: total });
}

/** The decisions on a file's pages. @param {FileJob} job */
function historyOf(job) {
  job.history ??= new History(NO_EDITS);
  return job.history;
}
