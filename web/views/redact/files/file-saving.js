/** Save the results of several files as a zip, and the report on them. */

import { element, icon } from "../../../components/element.js";
import { t } from "../../../language/language.js";
import { saveFile } from "../save-text.js";
import { archivePaths } from "./file-jobs.js";

/**
 * @typedef {import("./file-jobs.js").FileJob} FileJob
 *
 * @typedef {object} SavingOptions
 * @property {import("../../../tabside.js").Engine} engine
 * @property {() => readonly FileJob[]} jobs
 * @property {() => import("../../../tabside.js").RedactFileOptions} settings   those of the files that are done
 * @property {() => void} onSaved              the zip was made, or failed
 * @property {(message: string) => void} announce
 * @property {(error: unknown, retry: () => void) => void} onFailure
 */

export class FileSaving {
  /** @param {SavingOptions} options */
  constructor(options) {
    this.options = options;
    this.zip = element("button", { class: "button", type: "button", hidden: true, "data-testid": "files-zip", onclick: () => void this.#saveAll() }, icon("download"), t("files.downloadAllZip"));
    this.report = element("button", { class: "button ghost", type: "button", hidden: true, "data-testid": "files-report", onclick: () => void this.#saveReport("html") }, icon("download"), t("files.saveReport"));
    this.reportData = element("button", { class: "button ghost", type: "button", hidden: true, "data-testid": "files-report-json", "aria-label": t("files.saveReportData"), onclick: () => void this.#saveReport("json") }, "JSON");
  }

  /**
   * Show what can be saved. All keep their space while files are processed one by one.
   * @param {{files: number, done: number, is_outdated: boolean, again: boolean}} state `is_outdated`: decisions wait to be applied; `again`: settings do
   */
  show({ files, done, is_outdated, again }) {
    this.zip.hidden = files < 2;
    this.zip.disabled = done === 0 || is_outdated;
    for (const button of [this.report, this.reportData]) {
      button.hidden = done === 0;
      button.disabled = is_outdated || again;
    }
  }

  async #saveAll() {
    const done = this.options.jobs().filter(({ result }) => result !== null);
    const results = done.map(({ result }) => /** @type {import("../../../engine/options.js").FileRedaction} */ (result));
    const names = archivePaths(done.map(({ path, file }, index) => path.slice(0, path.length - file.name.length) + results[index]?.name));
    this.zip.disabled = true;
    try {
      const data = await this.options.engine.zipFiles(results.map((result, index) => ({ name: names[index] ?? "", data: result.data })));
      saveFile("redacted.zip", new Blob([/** @type {Uint8Array<ArrayBuffer>} */ (data)], { type: "application/zip" }));
      this.options.announce(t("files.countFilesSavedToYour", { count: done.length }));
    } catch (error) {
      this.options.onFailure(error, () => void this.#saveAll());
    } finally {
      this.options.onSaved();
    }
  }

  /** Save the report on the files that are done. @param {import("./file-audit.js").AuditFormat} format */
  async #saveReport(format) {
    const files = this.options.jobs().flatMap(({ file, result }) => (result ? [{ name: file.name, input: file, redaction: result }] : []));
    try {
      const { saveAudit } = await import("./file-audit.js");
      await saveAudit(this.options.engine, files, this.options.settings(), format);
      this.options.announce(t("files.reportSaved"));
    } catch (error) {
      this.options.onFailure(error, () => void this.#saveReport(format));
    }
  }
}
