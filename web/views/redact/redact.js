import { EntityDialog } from "./rules/entity-dialog.js";
import { ErrorAlert } from "../../components/error-alert.js";
import { formatDuration } from "../../components/format.js";
import { noteText } from "./notices.js";
import { ProgressPanel } from "../../components/progress-panel.js";
import { RestorePanel } from "./restore-panel.js";
import { joinSegments } from "./review/segments.js";
import { SourcePane } from "./source-pane.js";
import { TabsideError } from "../../shared/protocol.js";
import { DEFAULT_MODEL } from "../../tabside.js";
import { ReviewDesk } from "./review/desk.js";
import { takeKey } from "./review/keys.js";
import { RedactControls, layOut } from "./redact-layout.js";
import { t } from "../../language/language.js";

/**
 * @typedef {import("../../app.js").ViewContext} ViewContext
 * @typedef {import("../../shared/protocol.js").EngineEvent} EngineEvent
 */

/** Up to this length, changing the kinds scans the text again automatically. */
const QUICK_LENGTH = 20_000;

/** Shorter scans show no progress. */
const SHORT_LENGTH = 3000;

/** State that a text was read value by value. @param {string} format @returns {string[]} */
const readAs = (format) => (format === "text" ? [] : [format === "csv" ? t("redact.readAsTable") : t("redact.readAs", { format: format.toUpperCase() })]);

/** The result is below the text, as in redact.css. */
const ONE_COLUMN = matchMedia("(max-width: 60rem)");

/** @param {HTMLElement} container @param {ViewContext} context */
export function mount(container, context) {
  const view = new RedactView(container, context);
  return { show: () => view.onShow(), hide: () => view.onHide(), holds: () => view.holds, take: (/** @type {File[]} */ files) => view.source.take(files) };
}

class RedactView {
  /** @type {import("../../shared/protocol.js").Plan | null} */
  #plan = null;
  /** Created with the first file. @type {import("./files/panel.js").FilesPanel | null} */
  #files = null;
  /** @type {AbortController | null} */
  #running = null;
  /** @type {number | null} */
  #jobId = null;
  #shown = false;

  /** @param {HTMLElement} container @param {ViewContext} context */
  constructor(container, { engine, announce, subscribe, keep, signal }) {
    this.engine = engine;
    this.keep = keep;
    this.announce = announce;
    this.alert = new ErrorAlert();
    this.progress = new ProgressPanel();
    this.source = new SourcePane({
      onChange: () => this.#markStale(),
      onFiles: (files, folders) => void this.addFiles(files, folders),
      onNote: announce,
      onProblem: (title, message) => this.alert.showNotice(title, message),
    });
    this.dialog = new EntityDialog({
      engine,
      onChange: () => this.#onOptions(),
      onNote: announce,
      describe: () => this.#policyFields(),
      tester: { engine, text: () => this.source.text, plan: () => this.#plan },
    });
    this.controls = new RedactControls({
      kinds: this.dialog.button,
      onRun: () => void this.run(),
      onCancel: () => this.cancel(),
      onOperator: () => this.#onOptions(),
    });
    this.source.foot.append(this.controls.node);
    for (const event of ["focus", "paste"]) this.source.area.addEventListener(event, () => this.#prepare());
    this.desk = new ReviewDesk({
      engine,
      source: this.source,
      options: () => this.#operatorOptions(),
      isBusy: () => this.#running !== null,
      announce,
      onFailure: (error, retry) => this.#onFailure(error, retry),
      onRender: () => this.#onRender(),
      signal,
    });
    this.result = this.desk.result;
    this.restorePanel = new RestorePanel({
      engine,
      onRestore: (pasted) => void this.restore(pasted),
      onNote: announce,
      onFailure: (error) => this.#onFailure(error, () => {}),
      signal,
    });
    this.page = layOut(container, { ...this, table: this.desk.table, card: this.desk.card });
    subscribe((event) => this.#onEvent(event));
    document.addEventListener("keydown", (event) => this.#onKey(event), { signal });
    this.controls.setBusy("checking");
  }

  onShow() {
    this.#shown = true;
    void this.dialog.second.refresh().then(() => this.#markStale());
    void this.#refreshPlan();
  }

  onHide() {
    this.#shown = false;
  }

  /** Whether there is a result, a file, a key or a rule that would be lost. */
  get holds() {
    const { policy } = this.dialog;
    return this.desk.scan !== null || (this.#files?.jobs.length ?? 0) > 0 || this.restorePanel.unsaved.any || (policy !== null && typeof policy === "object");
  }

  /** The model that a text needs first: the page's own, unless another one reads in its place. */
  get #model() {
    return this.dialog.second.alone ?? DEFAULT_MODEL;
  }

  /** Start an engine that rests, so that a visitor who comes back to the text does not wait. Nothing is downloaded. */
  #prepare() {
    if (this.engine.state === "idle" && this.#plan?.bytes_missing === 0) this.engine.load({ model: this.#model }).catch(() => {}); // the run reports it
  }

  /** Download what is missing, start the engine, and redact the text. */
  async run() {
    if (this.#running) return;
    const { text } = this.source;
    this.alert.clear();
    if (text === "") {
      this.announce(t("redact.thereIsNoTextYet"));
      this.source.area.focus();
      return;
    }
    if (this.#lacksPassphrase()) return;
    const running = new AbortController();
    this.#running = running;
    const { signal } = running;
    try {
      if (!this.engine.isLoaded(this.#model)) await this.#load(signal);
      this.controls.setBusy("scanning");
      this.announce(t("redact.lookingForPersonalData"));
      if (text.length > SHORT_LENGTH) this.progress.showScan(0, text.length);
      const began = performance.now();
      const { threshold } = this.desk.sensitivity;
      const asked = this.#asked();
      const call = this.engine.redact(text, { ...this.#operatorOptions(), threshold: threshold ?? undefined, signal });
      this.#jobId = call.id;
      const redaction = await call;
      await this.desk.take({ text, findings: redaction.findings, threshold, format: redaction.format, asked }, redaction);
      this.restorePanel.offer("text", () => this.desk.mapping);
      if (ONE_COLUMN.matches) this.result.node.scrollIntoView({ block: "start" });
      this.announce(t("redact.foundIn", { findings: this.desk.count(), time: formatDuration(performance.now() - began) }));
    } catch (error) {
      this.#onFailure(error, () => void this.run());
    } finally {
      this.#running = null;
      this.#jobId = null;
      this.progress.hide();
      await this.#refreshPlan();
    }
  }

  cancel() {
    if (this.#running) this.#running.abort();
    else this.#files?.cancel();
  }

  /** Add files whose results are files. @param {File[]} files @param {FileSystemEntry[]} [folders] */
  async addFiles(files, folders) {
    this.alert.clear();
    try {
      const { FilesPanel } = await import("./files/panel.js");
      this.#files ??= new FilesPanel({
        engine: this.engine,
        settings: () => this.#fileSettings(),
        describe: () => [this.controls.title, this.dialog.title].join(" · "),
        isReady: () => !this.#lacksPassphrase(),
        onChange: () => this.controls.select.focus(),
        load: (signal) => this.#loadForFiles(signal),
        plan: () => this.#plan,
        keep: this.keep,
        onMapping: (mapping) => this.restorePanel.offer("files", () => mapping),
        announce: this.announce,
        onFailure: (error, retry) => this.#onFailure(error, retry),
        onEmpty: () => {
          this.page.showFiles(null);
          this.source.area.focus();
        },
      });
      await this.#files.add(files, folders);
      if (this.#files.jobs.length === 0) return;
      this.page.showFiles(this.#files.node);
      this.#files.node.scrollIntoView({ block: "nearest" });
    } catch {
      this.alert.showNotice(t("redact.theFilesCouldNotBe"), t("common.thisPartOfThePage"));
    }
  }

  /** @param {string} pasted  empty: the current result */
  async restore(pasted) {
    const { scan } = this.desk;
    this.alert.clear();
    try {
      const redacted = pasted === "" ? joinSegments(this.desk.segments()) : pasted;
      const { text, unknown } = await this.restorePanel.bringBack(redacted, pasted !== "");
      if (text === scan?.text) this.result.showRestored(text, t("redact.exactOriginal"));
      else if (text === redacted) this.result.showRestored(text, `${t("redact.nothingRestored")}${stayed(unknown)}`);
      else this.result.showRestored(text, `${t("redact.isBack")}${stayed(unknown)}`);
      this.announce(t("redact.restoredAndShownInThe"));
      this.result.node.scrollIntoView({ block: "nearest" });
    } catch (error) {
      this.#onFailure(error, () => void this.restore(pasted));
    }
  }

  /** @param {AbortSignal} signal */
  async #load(signal) {
    const missing = this.#plan?.bytes_missing ?? 0;
    this.controls.setBusy(missing > 0 ? "downloading" : "starting");
    this.progress.showLoad({ bytes_total: this.#plan?.bytes_total ?? 0, bytes_missing: missing, started: this.engine.state === "ready" });
    this.progress.node.scrollIntoView({ block: "nearest" });
    this.announce(missing > 0 ? t("redact.downloadingTheModelThisHappens") : t("redact.startingTheEngine"));
    await this.engine.load({ model: this.#model, signal });
    this.progress.hide();
  }

  /** @param {AbortSignal} signal */
  async #loadForFiles(signal) {
    const { node } = this.progress;
    const { parentNode: home, nextSibling: next } = node;
    this.#files?.progress.append(node);
    try {
      await this.#load(signal);
    } finally {
      this.progress.hide();
      home?.insertBefore(node, next);
      await this.#refreshPlan();
    }
  }

  #onRender() {
    this.page.showFindings(this.desk.findings.length);
    this.#files?.onSettings();
    this.#markStale();
  }

  /** @returns {import("../../tabside.js").RedactOptions} */
  #operatorOptions() {
    const { operator, options } = this.controls;
    const operators = Object.fromEntries(Object.entries(this.dialog.operators).map(([entity, name]) => [entity, options.spec(name)]));
    const { policy, second: { alone, models } } = this.dialog;
    return { ...(alone === null ? {} : { model: null }), ...(operator === null ? {} : { operator: options.spec(operator) }), operators, ...(policy === null ? {} : { policy }), ...(models.length === 0 ? {} : { models }) };
  }

  /** @returns {import("../../tabside.js").RedactFileOptions} */
  #fileSettings() {
    const { threshold } = this.desk.sensitivity;
    return { ...this.#operatorOptions(), threshold: threshold ?? undefined };
  }

  /** The current choices as fields of a policy, without passphrases. @returns {Record<string, any>} */
  #policyFields() {
    const { threshold } = this.desk.sensitivity;
    const { operator, operators = {} } = this.#operatorOptions();
    const isOpen = (/** @type {any} */ spec) => spec !== undefined && spec?.operator !== "encrypt";
    const own = Object.fromEntries(Object.entries(operators).filter(([, spec]) => isOpen(spec)));
    return {
      ...(threshold === null ? {} : { threshold }),
      ...(isOpen(operator) ? { operator } : {}),
      ...(Object.keys(own).length === 0 ? {} : { operators: own }),
    };
  }

  /** Whether a passphrase is missing; asks for it. */
  #lacksPassphrase() {
    const { options, operator } = this.controls;
    const chosen = new Set([...Object.values(this.dialog.operators), ...(operator === null ? [] : [operator])]);
    options.show(chosen);
    if (!chosen.has("encrypt")) return false;
    if (options.passphrase.value !== "") {
      // Deriving a key from a passphrase deliberately takes most of a second.
      this.announce(t("redact.encrypting"));
      return false;
    }
    this.announce(t("redact.typeAPassphraseToEncrypt"));
    options.passphrase.focus();
    return true;
  }

  #onOptions() {
    if (this.#plan && this.#plan.model !== this.#model) void this.#refreshPlan();
    this.controls.offerPolicy(this.dialog.picker.hasOperators);
    this.#files?.onSettings();
    if (this.#lacksPassphrase()) return;
    const { scan } = this.desk;
    if (!scan || this.#running) return;
    if (scan.asked === this.#asked()) void this.desk.applyAndTell();
    else if (this.source.text === scan.text && scan.text.length <= QUICK_LENGTH) void this.run();
    else this.#markStale();
  }

  /** The current search options, for comparison with the last ones. */
  #asked() {
    return JSON.stringify([this.dialog.policy, this.dialog.second.models, this.dialog.second.alone]);
  }

  #markStale() {
    const { scan, findings } = this.desk;
    if (!scan || this.result.showing !== "redacted") return;
    if (this.source.text !== scan.text) this.result.notify(t("redact.textChanged"));
    else if (scan.asked !== this.#asked()) this.result.notify(t("redact.kindsChanged"));
    else this.result.notify([...(findings.length === 0 ? [t("common.nothingFound")] : []), ...readAs(scan.format), ...this.desk.warnings].join(" "));
  }

  async #refreshPlan() {
    try {
      this.#plan = await this.engine.plan({ model: this.#model });
      this.page.showModel(this.#plan.manifest);
      // Everything is loaded, and consent was given then, so typing triggers a scan without waiting.
      if (this.#plan.bytes_missing === 0 && this.engine.state === "idle") this.engine.load({ model: this.#model }).catch(() => {});
    } catch {
      // The size is unknown now; the run itself will report the reason, with advice.
      this.#plan = null;
    }
    if (!this.#running) this.controls.setIdle({ ready: this.engine.isLoaded(this.#model), plan: this.#plan });
    this.#files?.onSettings();
  }

  /** @param {unknown} error @param {() => void} retry */
  #onFailure(error, retry) {
    const plain = TabsideError.toPlain(error);
    if (plain.code === "cancelled") {
      this.announce(t("redact.cancelledYourTextIsStill"));
      return;
    }
    this.alert.show(plain, retry);
    this.announce("");
  }

  /** @param {EngineEvent} event */
  #onEvent({ event, data }) {
    if (event === "stage" && data.note) this.page.showNote(noteText(data));
    else if (event === "stage") this.progress.onStage(data);
    else if (event === "progress" && data.name === this.#model) this.progress.onProgress(data);
    else if (event === "job" && data.id === this.#jobId && data.done < data.total) this.progress.showScan(data.done, data.total);
  }

  /** @param {KeyboardEvent} event */
  #onKey(event) {
    if (!this.#shown || document.querySelector("dialog[open]") || event.isComposing) return;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      void this.run();
    } else if (event.key === "Escape" && this.#running) {
      event.preventDefault();
      this.cancel();
    } else if (takeKey(this.desk, event)) event.preventDefault();
  }
}

/** The message about placeholders without an original in any key. @param {string[]} unknown */
function stayed(unknown) {
  if (unknown.length === 0) return "";
  const shown = `${unknown.slice(0, 3).join(", ")}${unknown.length > 3 ? ", …" : ""}`;
  return ` ${t("redact.unknownPlaceholders", { count: unknown.length, shown })}`;
}
