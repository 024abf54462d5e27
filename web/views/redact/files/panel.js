import { openFolders } from "./dropped-files.js";
import { element, icon } from "../../../components/element.js";
import { acceptDrops } from "./file-choice.js";
import { MAX_FILES, MAX_FILE_BYTES, countJobs, endingOf, endsAll, problemOf } from "./file-jobs.js";
import { FileRow, saveResult } from "./file-row.js";
import { FileSaving } from "./file-saving.js";
import { choiceOptions } from "./file-values.js";
import { InnerPictures } from "./inner-pictures.js";
import { PageJobs, hasPages } from "./page-jobs.js";
import { fetched, withReaders } from "./readers-download.js";
import { RunButton } from "../../../components/run-button.js";
import { loadStyleSheet } from "../style-sheet.js";
import { ValueChoices } from "./value-choices.js";
import { TabsideError } from "../../../shared/protocol.js";
import { SITE_ROOT } from "../../../shared/site-root.js";
import { t } from "../../../language/language.js";

/**
 * @typedef {import("./file-jobs.js").FileJob} FileJob
 * @typedef {import("../../../tabside.js").RedactFileOptions} Settings
 *
 * @typedef {object} FilesOptions
 * @property {import("../../../tabside.js").Engine} engine
 * @property {() => Settings} settings           operators, kinds, policy, threshold
 * @property {() => string} describe             the same in words
 * @property {() => boolean} isReady             false if a passphrase is still missing, which it then requests
 * @property {() => void} onChange               the reader wants other settings
 * @property {(signal: AbortSignal) => Promise<void>} load   the model, with its progress
 * @property {() => import("../../../shared/protocol.js").Plan | null} plan
 * @property {(mapping: any) => void} onMapping  the mapping of the finished files
 * @property {(used: "files" | "pdf") => void} keep   store what has been used for offline use
 * @property {(message: string) => void} announce
 * @property {(error: unknown, retry: () => void) => void} onFailure
 * @property {() => void} onEmpty                the last file was removed
 */

await loadStyleSheet(new URL("views/redact/redact-files.css", SITE_ROOT));

/** Redact files in their own formats, one after the other, with one mapping for all of them. */
export class FilesPanel {
  /** @type {FileJob[]} */
  jobs = [];
  /** @type {Map<FileJob, FileRow>} */
  #rows = new Map();
  #next_id = 1;
  /** @type {AbortController | null} */
  #running = null;
  /** The file that is being redacted. @type {{job: FileJob, controller: AbortController} | null} */
  #current = null;
  /** @type {Set<string>} */
  #kept = new Set();
  /** Number of files begun in this run, and their total. */
  #begun = 0;
  #planned = 0;
  /** The settings of the mapping; other settings start a new one. */
  #asked = "";
  /** The reader's decisions for the mapping. */
  #decided = "{}";
  /** @type {any} */
  #mapping = null;

  /** @param {FilesOptions} options */
  constructor(options) {
    this.options = options;
    this.files = element("input", { type: "file", hidden: true, multiple: true, "aria-label": t("files.chooseFiles"), "data-testid": "files-input", onchange: () => this.#chosen(this.files) });
    this.folder = element("input", { type: "file", hidden: true, webkitdirectory: true, "aria-label": t("common.chooseAFolder"), onchange: () => this.#chosen(this.folder) });
    this.clear = element("button", { class: "button ghost", type: "button", onclick: () => this.#clear() }, icon("clear"), t("files.removeAll"));
    this.list = element("ul", { class: "file-list" });
    this.pages = new PageJobs(options.engine, options.announce);
    this.choices = new ValueChoices({ onChange: () => this.#describe(), announce: options.announce });
    this.pictures = new InnerPictures(() => this.#describe());
    /** The place to show a download that the files wait for. */
    this.progress = element("div", { class: "files-progress" });
    this.summary = element("p", { class: "files-summary" });
    this.settings = element("p", { class: "files-settings" });
    this.run_button = new RunButton({ testid: "files", label: t("common.redact"), verb: t("redact.verb"), onRun: () => void this.run(), onCancel: () => this.cancel() });
    this.saving = new FileSaving({
      engine: options.engine,
      jobs: () => this.jobs,
      settings: () => ({ ...this.#settings(), ...this.pictures.options }),
      onSaved: () => this.#describe(),
      announce: options.announce,
      onFailure: options.onFailure,
    });
    this.node = element(
      "section",
      {
        class: "panel files-panel",
        "aria-labelledby": "files-title",
        "data-testid": "files",
        ...acceptDrops((files, folders) => void this.add(files, folders)),
        onkeydown: (/** @type {KeyboardEvent} */ event) => this.#onKey(event),
      },
      element(
        "header",
        { class: "files-head" },
        element("h2", { id: "files-title" }, t("files.files")),
        element(
          "div",
          { class: "pane-actions" },
          element("button", { class: "button ghost", type: "button", onclick: () => this.files.click() }, icon("file"), t("files.addFiles")),
          element("button", { class: "button ghost", type: "button", onclick: () => this.folder.click() }, icon("folder"), t("files.addFolder")),
          this.clear,
        ),
      ),
      element(
        "p",
        { class: "files-words" },
        t("files.eachResultIsAFile", { megabytes: MAX_FILE_BYTES / 1e6 }),
      ),
      this.files,
      this.folder,
      this.list,
      this.choices.node,
      this.progress,
      element("footer", { class: "files-foot" }, this.settings, this.pictures.node, element("div", { class: "files-run" }, this.summary, this.saving.report, this.saving.reportData, this.run_button.cancel, this.saving.zip, this.run_button.button)),
    );
    this.#describe();
  }

  /** @param {readonly File[]} files @param {readonly FileSystemEntry[]} [folders] */
  async add(files, folders) {
    const chosen = await openFolders(files, folders);
    const room = MAX_FILES - this.jobs.length;
    let bytes = this.jobs.reduce((sum, { file }) => sum + file.size, 0);
    for (const { file, path } of chosen.slice(0, room)) {
      const problem = problemOf(file, bytes);
      if (!problem) bytes += file.size;
      /** @type {FileJob} */
      const job = { id: this.#next_id++, file, path, state: problem ? "failed" : "waiting", share: 0, result: null, problem };
      const row = new FileRow(job, {
        onRemove: () => this.#remove(job),
        onRetry: () => this.#retry(job),
        onNote: this.options.announce,
        onReview: () => void this.review(job),
        choices: () => this.choices.current,
        onKeep: (text, keep) => this.choices.decide(text, keep),
      });
      this.jobs.push(job);
      this.#rows.set(job, row);
      this.list.append(row.node);
    }
    this.#describe();
    const added = chosen.length === 0 ? t("files.noFileWasInIt") : t("files.countFilesAdded", { count: Math.min(chosen.length, room) });
    this.options.announce(chosen.length > room ? `${added} ${t("files.restLeftOut", { most: MAX_FILES })}` : added);
  }

  /** The settings changed: finished files have other settings. */
  onSettings() {
    this.#describe();
  }

  /** Redact waiting files, and those redacted with other settings. */
  async run() {
    const { engine, isReady, load, announce, onFailure } = this.options;
    if (this.#running || !isReady()) return;
    const settings = this.#settings();
    this.#begin(this.#asks());
    if (!this.jobs.some(({ state }) => state === "waiting")) return;
    const running = new AbortController();
    this.#running = running;
    this.#begun = 0;
    /** @type {FileJob | null} */
    let shown = null;
    this.#describe();
    try {
      if (!engine.isLoaded(this.options.plan()?.model)) await load(running.signal);
      for (;;) {
        const job = this.jobs.find(({ state }) => state === "waiting");
        if (!job) break;
        await this.#redact(job, settings, running.signal);
      }
      announce(this.#said());
      const [only] = this.jobs;
      if (this.jobs.length === 1 && only?.result && hasPages(only)) shown = only;
    } catch (error) {
      if (TabsideError.toPlain(error).code === "cancelled") announce(t("files.cancelledWhatIsDoneStays"));
      else onFailure(error, () => void this.run());
    } finally {
      this.#running = null;
      this.#describe();
    }
    // A single file with pages is looked at before it is saved.
    if (shown) void this.review(shown);
  }

  /** Show the pages of a redacted file, for the reader to decide. @param {FileJob} job */
  async review(job) {
    if (this.#running || !job.result) return;
    const running = new AbortController();
    this.#running = running;
    this.#current = { job, controller: running };
    const { result } = job;
    this.#describe();
    try {
      await this.pages.show(job, this.#pageOptions(job, this.#settings(), running.signal), {
        onOpen: () => this.#set(job, { state: "done" }),
        onWritten: (written) => this.#done(job, written),
        onSave: () => saveResult(job, this.options.announce),
        mapping: () => this.#mapping,
      });
    } catch (error) {
      if (TabsideError.toPlain(error).code !== "cancelled") this.options.onFailure(error, () => void this.review(job));
    } finally {
      if (job.state !== "done") this.#set(job, { state: "done", result: job.result ?? result });
      this.#running = null;
      this.#current = null;
      this.#describe();
      this.#rows.get(job)?.pages.focus();
    }
  }

  cancel() {
    this.#running?.abort();
  }

  /** The settings for a file: those chosen for texts, and the reader's decisions about values. @returns {Settings} */
  #settings() {
    return { ...this.options.settings(), ...choiceOptions(this.choices.current) };
  }

  /** The settings for all files, as one text. */
  #asks() {
    return JSON.stringify({ ...this.#settings(), ...this.pictures.options });
  }

  get isBusy() {
    return this.#running !== null;
  }

  /** Start a run. With changed settings all files are redacted again, under a new mapping. @param {string} asked */
  #begin(asked) {
    if (asked === this.#asked) return;
    this.#asked = asked;
    this.#decided = JSON.stringify(choiceOptions(this.choices.current));
    this.#mapping = null;
    for (const job of this.jobs) if (job.state === "done") this.#set(job, { state: "waiting", result: null });
  }

  /** @param {FileJob} job @param {Settings} settings @param {AbortSignal} signal */
  async #redact(job, settings, signal) {
    const controller = new AbortController();
    this.#current = { job, controller };
    this.#planned = this.#begun + this.jobs.filter(({ state }) => state === "waiting").length;
    this.#begun += 1;
    this.#set(job, { state: "reading", share: 0, read: null, problem: null });
    this.#describe();
    this.options.announce(t("files.nameFileBegunOfPlanned", { name: job.file.name, begun: this.#begun, planned: this.#planned }));
    try {
      const both = AbortSignal.any([signal, controller.signal]);
      const options = this.#pageOptions(job, settings, both);
      this.#done(job, hasPages(job) ? await this.pages.redact(job, options) : await this.options.engine.redactFile(job.file, { ...options, ...this.pictures.options, values: true }));
    } catch (error) {
      const problem = TabsideError.toPlain(error);
      const goes_on = problem.code !== "cancelled" && !endsAll(problem.code);
      this.#set(job, goes_on ? { state: "failed", problem } : { state: "waiting" });
      // A file removed meanwhile stops only itself.
      if (signal.aborted || endsAll(problem.code)) throw error;
    } finally {
      this.#current = null;
    }
  }

  /** @param {FileJob} job @param {Settings} settings @param {AbortSignal} signal @returns {Settings} */
  #pageOptions(job, settings, signal) {
    return {
      ...settings,
      name: job.file.name,
      mapping: this.#mapping ?? undefined,
      signal,
      onProgress: ({ done, total, of }) => this.#set(job, of === "pages" ? { state: "reading", read: { done, total } } : { state: "scanning", share: total === 0 ? 1 : done / total }),
    };
  }

  /** @param {FileJob} job @param {import("../../../engine/options.js").FileRedaction} result */
  #done(job, result) {
    this.#mapping = result.mapping;
    this.options.onMapping(result.mapping);
    this.#keep("files");
    if (endingOf(job.file.name) === "pdf") this.#keep("pdf");
    this.#set(job, { state: "done", result });
  }

  /** @param {"files" | "pdf"} used */
  #keep(used) {
    if (this.#kept.has(used)) return;
    this.#kept.add(used);
    this.options.keep(used);
  }

  /** @param {FileJob} job @param {Partial<FileJob>} change */
  #set(job, change) {
    Object.assign(job, change);
    this.#rows.get(job)?.show();
  }

  /** @param {FileJob} job */
  #remove(job) {
    if (this.#current?.job === job) this.#current.controller.abort();
    const at = this.jobs.indexOf(job);
    this.jobs.splice(at, 1);
    this.#rows.get(job)?.node.remove();
    this.#rows.delete(job);
    this.pages.close(job);
    const next = this.jobs[Math.min(at, this.jobs.length - 1)];
    if (next) this.#rows.get(next)?.remove.focus();
    this.#describe();
    this.options.announce(t("files.nameIsRemovedFromThe", { name: job.file.name }));
    if (this.jobs.length === 0) this.options.onEmpty();
  }

  #clear() {
    this.cancel();
    this.pages.close();
    this.jobs = [];
    this.#rows.clear();
    this.list.replaceChildren();
    this.choices.clear();
    this.#asked = "";
    this.#decided = "{}";
    this.#describe();
    this.options.onEmpty();
  }

  /** @param {FileJob} job */
  #retry(job) {
    const problem = problemOf(job.file);
    this.#set(job, problem ? { problem } : { state: "waiting", problem: null });
    this.#rows.get(job)?.remove.focus();
    if (!problem) void this.run();
  }

  #describe() {
    const { waiting, done } = countJobs(this.jobs);
    this.pictures.show(this.jobs, this.options.plan());
    const again = done > 0 && this.#running === null && this.#asks() !== this.#asked;
    const is_outdated = done > 0 && JSON.stringify(choiceOptions(this.choices.current)) !== this.#decided;
    for (const row of this.#rows.values()) row.showChoices(is_outdated);
    this.choices.node.hidden = done === 0;
    const count = again ? waiting + done : waiting;
    this.summary.textContent = done === 0 && waiting > 0 ? "" : is_outdated ? t("files.redactAgainToApplyYour") : this.#said();
    this.saving.show({ files: this.jobs.length, done, is_outdated, again });
    this.clear.disabled = this.jobs.length === 0;
    this.settings.replaceChildren(
      `${t("files.replacedWithThis")} `,
      element("b", {}, this.options.describe()),
      element("button", { class: "button ghost small", type: "button", onclick: () => this.options.onChange() }, t("files.change")),
      ...fetched(this.options.plan(), this.jobs),
    );
    if (this.#running) {
      this.run_button.setBusy(this.#current ? t("files.redactingBegunOfPlanned", { begun: this.#begun, planned: this.#planned }) : t("common.starting"));
      return;
    }
    this.run_button.idle = again ? t("files.redactFilesAgain", { count }) : waiting === 0 ? t("common.redact") : t("files.redactFiles", { count });
    this.run_button.verb = t("files.redactVerb", { count });
    const plan = this.options.plan();
    this.run_button.setIdle({ ready: this.options.engine.isLoaded(plan?.model) || plan === null, plans: plan && [withReaders(plan, this.jobs)] });
    this.run_button.button.disabled = waiting === 0 && !again;
  }

  #said() {
    const { done, failed, waiting, findings } = countJobs(this.jobs);
    if (this.jobs.length === 0) return "";
    const parts = [t("files.doneOf", { done, count: this.jobs.length, findings: t("count.findings", { count: findings }) })];
    if (failed > 0) parts.push(t("files.failedCount", { count: failed }));
    if (waiting > 0 && done > 0) parts.push(t("files.waitingCount", { count: waiting }));
    return `${parts.join("; ")}.`;
  }

  /** @param {HTMLInputElement} picker */
  #chosen(picker) {
    void this.add([...(picker.files ?? [])]);
    picker.value = "";
  }

  /** @param {KeyboardEvent} event */
  #onKey(event) {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      event.stopPropagation();
      void this.run();
    } else if (event.key === "Escape" && this.#running) {
      event.preventDefault();
      event.stopPropagation();
      this.cancel();
    }
  }
}
