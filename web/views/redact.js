import { EntityDialog } from "../components/entity-dialog.js";
import { ErrorAlert } from "../components/error-alert.js";
import { FindingsTable } from "../components/findings-table.js";
import { formatDuration, formatPlural } from "../components/format.js";
import { ProgressPanel } from "../components/progress-panel.js";
import { RestorePanel } from "../components/restore-panel.js";
import { ResultPane } from "../components/result-pane.js";
import { joinSegments, segmentText } from "../components/segments.js";
import { SourcePane } from "../components/source-pane.js";
import { TabsideError } from "../protocol.js";
import { DEFAULT_MODEL } from "../tabside.js";
import { RedactControls, layOut } from "./redact-layout.js";

/**
 * @typedef {import("../app.js").ViewContext} ViewContext
 * @typedef {import("../protocol.js").EngineEvent} EngineEvent
 * @typedef {import("../protocol.js").Finding} Finding
 * @typedef {import("../protocol.js").Redaction} Redaction
 *
 * @typedef {object} Scan   a text that was scanned, and what was found in it
 * @property {string} text
 * @property {readonly Finding[]} findings
 * @property {string[] | null} entities   that were looked for
 */

/** Up to this length a change of the kinds to look for scans the text again by itself. */
const QUICK_LENGTH = 20_000;

/** A scan of less is over before anyone wonders how far it is. */
const SHORT_LENGTH = 3000;

/** Where the result stands below the text, as in redact.css. */
const ONE_COLUMN = matchMedia("(max-width: 60rem)");

/** @param {HTMLElement} container @param {ViewContext} context */
export function mount(container, context) {
  const view = new RedactView(container, context);
  return { show: () => view.onShow(), hide: () => view.onHide() };
}

class RedactView {
  /** @type {Scan | null} */
  #scan = null;
  /** Findings that the reader keeps, by `findingKey`. @type {Set<string>} */
  #kept = new Set();
  /** @type {import("../protocol.js").Plan | null} */
  #plan = null;
  /** @type {AbortController | null} */
  #running = null;
  /** @type {number | null} */
  #jobId = null;
  /** Counts applications of operators: an answer that a later one has overtaken is dropped. */
  #applied = 0;
  #shown = false;

  /** @param {HTMLElement} container @param {ViewContext} context */
  constructor(container, { engine, announce, subscribe }) {
    this.engine = engine;
    this.announce = announce;
    this.alert = new ErrorAlert();
    this.progress = new ProgressPanel();
    this.source = new SourcePane({
      onChange: () => this.#markStale(),
      onNote: announce,
      onProblem: (title, message) => this.alert.showNotice(title, message),
    });
    this.dialog = new EntityDialog({ onChange: () => this.#onOptions() });
    this.controls = new RedactControls({
      kinds: this.dialog.button,
      onRun: () => void this.run(),
      onCancel: () => this.cancel(),
      onOperator: () => this.#onOptions(),
    });
    this.source.foot.append(this.controls.node);
    const onToggle = (/** @type {number} */ finding) => this.toggle(finding);
    this.result = new ResultPane({
      onToggle,
      onPoint: (finding) => this.#point(finding),
      onBack: () => this.#render(),
      onNote: announce,
      fileName: () => this.source.fileName,
    });
    this.table = new FindingsTable({
      onToggle,
      onPoint: (finding, scroll) => {
        this.#point(finding);
        if (scroll && finding !== -1) this.result.marked.reveal(finding);
      },
    });
    this.restorePanel = new RestorePanel({ onRestore: (pasted) => void this.restore(pasted) });
    this.page = layOut(container, this);
    /** @type {readonly (string | null)[]} */
    this.replacements = [];
    subscribe((event) => this.#onEvent(event));
    document.addEventListener("keydown", (event) => this.#onKey(event));
    this.controls.setBusy("checking");
  }

  onShow() {
    this.#shown = true;
    void this.#refreshPlan();
  }

  onHide() {
    this.#shown = false;
  }

  /** Downloads what is missing, starts the engine, and redacts the text. */
  async run() {
    if (this.#running) return;
    const { text } = this.source;
    this.alert.clear();
    if (text === "") {
      this.announce("There is no text yet. Paste or type one, or try the example.");
      this.source.area.focus();
      return;
    }
    const running = new AbortController();
    this.#running = running;
    const { signal } = running;
    try {
      if (!this.engine.isLoaded()) await this.#load(signal);
      this.controls.setBusy("scanning");
      this.announce("Looking for personal data…");
      if (text.length > SHORT_LENGTH) this.progress.showScan(0, text.length);
      const began = performance.now();
      const { entities } = this.dialog;
      const call = this.engine.redact(text, { ...this.#operatorOptions(), entities, signal });
      this.#jobId = call.id;
      const redaction = await call;
      if (this.#scan?.text !== text) this.#kept.clear();
      this.#scan = { text, findings: redaction.findings, entities };
      this.restorePanel.enable(true);
      if (this.#kept.size > 0) await this.#apply();
      else this.#accept(redaction);
      if (ONE_COLUMN.matches) this.result.node.scrollIntoView({ block: "start" });
      this.announce(`${this.#count()} in ${formatDuration(performance.now() - began)}.`);
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
    this.#running?.abort();
  }

  /** Keeps a finding, or redacts it again; the text is not scanned again. @param {number} index */
  toggle(index) {
    const finding = this.#scan?.findings[index];
    if (!finding || this.#running) return;
    const key = findingKey(finding);
    if (!this.#kept.has(key) && this.#isKeptByRule(finding)) {
      this.announce("The chosen operator keeps this kind. Choose another one to redact it.");
      return;
    }
    if (!this.#kept.delete(key)) this.#kept.add(key);
    void this.#applyAndTell();
  }

  /** @param {string} pasted  empty: the result as it stands */
  async restore(pasted) {
    if (!this.#scan) return;
    this.alert.clear();
    try {
      const redacted = pasted === "" ? joinSegments(this.#segments()) : pasted;
      const text = await this.engine.restore(redacted);
      if (text === this.#scan.text) this.result.showRestored(text, "This is the exact original.");
      else if (text === redacted) this.result.showRestored(text, "No placeholder of this result is in it, so nothing changed.");
      else this.result.showRestored(text, "What was redacted is back in its place.");
      this.announce("Restored, and shown in the result.");
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
    this.announce(missing > 0 ? "Downloading the model. This happens once." : "Starting the engine…");
    await this.engine.load({ signal });
    this.progress.hide();
  }

  /** Puts the chosen operators on the findings that are not kept. */
  async #apply() {
    const scan = this.#scan;
    if (!scan) return;
    const turn = ++this.#applied;
    const findings = scan.findings.filter((finding) => !this.#kept.has(findingKey(finding)));
    const redaction = await this.engine.anonymize(scan.text, findings, this.#operatorOptions());
    if (turn === this.#applied) this.#accept(redaction);
  }

  async #applyAndTell() {
    try {
      await this.#apply();
      this.announce(`${this.#count()}.`);
    } catch (error) {
      this.#onFailure(error, () => void this.#applyAndTell());
    }
  }

  /** @param {Redaction} redaction */
  #accept(redaction) {
    const scan = /** @type {Scan} */ (this.#scan);
    const replacements = new Map(redaction.findings.map((finding) => [finding.start, finding.replacement]));
    this.replacements = scan.findings.map((finding) => replacements.get(finding.start) ?? null);
    if (joinSegments(this.#segments()) !== redaction.text) {
      throw new TabsideError("redaction.unscanned", "The findings and the redacted text do not fit together.");
    }
    this.#render();
  }

  #render() {
    const scan = this.#scan;
    if (!scan) return;
    const segments = this.#segments();
    this.result.showRedacted(segments, scan.findings);
    const kept = new Set(segments.filter((segment) => segment.kept).map((segment) => segment.finding));
    const rows = scan.findings.map((finding, index) => ({
      finding: index,
      entity: finding.entity,
      text: scan.text.slice(finding.start, finding.end),
      score: finding.score,
      source: finding.source,
      kept: kept.has(index),
    }));
    this.table.show(rows, { keepPage: this.page.findings === scan.findings });
    this.page.showFindings(scan.findings);
    this.#markStale();
  }

  #segments() {
    const { text, findings } = /** @type {Scan} */ (this.#scan);
    return segmentText(text, findings, this.replacements);
  }

  /** @param {number} finding */
  #point(finding) {
    this.result.marked.point(finding);
    this.table.point(finding);
  }

  #count() {
    const findings = this.#scan?.findings ?? [];
    const kept = this.#segments().filter((segment) => segment.kept).length;
    if (findings.length === 0) return "Nothing was found";
    return `${formatPlural(findings.length, "finding")}${kept > 0 ? `, ${kept} kept` : ""}`;
  }

  #operatorOptions() {
    return { operator: this.controls.operator, operators: this.dialog.operators };
  }

  /** @param {Finding} finding */
  #isKeptByRule({ entity }) {
    const { operator, operators } = this.#operatorOptions();
    return (operators[entity] ?? operator) === "keep";
  }

  #onOptions() {
    const scan = this.#scan;
    if (!scan || this.#running) return;
    if (String(scan.entities) === String(this.dialog.entities)) void this.#applyAndTell();
    else if (this.source.text === scan.text && scan.text.length <= QUICK_LENGTH) void this.run();
    else this.#markStale();
  }

  #markStale() {
    const scan = this.#scan;
    if (!scan || this.result.showing !== "redacted") return;
    if (this.source.text !== scan.text) this.result.notify("Your text has changed since. Redact again to take that in.");
    else if (String(scan.entities) !== String(this.dialog.entities)) this.result.notify("Other kinds are chosen now. Redact again to take that in.");
    else this.result.notify(scan.findings.length === 0 ? "Nothing was found." : "");
  }

  async #refreshPlan() {
    try {
      this.#plan = await this.engine.plan();
      this.page.showModel(this.#plan.manifest);
      // All is here already, and consent was given when it came: what the reader types meanwhile waits for nothing.
      if (this.#plan.bytes_missing === 0 && this.engine.state === "idle") this.engine.load().catch(() => {});
    } catch {
      // The size cannot be told now; the run itself will say why, with what to do.
      this.#plan = null;
    }
    if (!this.#running) this.controls.setIdle({ ready: this.engine.isLoaded(), plan: this.#plan });
  }

  /** @param {unknown} error @param {() => void} retry */
  #onFailure(error, retry) {
    const plain = TabsideError.toPlain(error);
    if (plain.code === "cancelled") {
      this.announce("Cancelled. Your text is still here.");
      return;
    }
    this.alert.show(plain, retry);
    this.announce("");
  }

  /** @param {EngineEvent} event */
  #onEvent({ event, data }) {
    if (event === "stage" && data.note) this.page.showNote(data.note);
    else if (event === "stage") this.progress.onStage(data);
    else if (event === "progress" && data.name === DEFAULT_MODEL) this.progress.onProgress(data);
    else if (event === "job" && data.id === this.#jobId && data.done < data.total) this.progress.showScan(data.done, data.total);
  }

  /** @param {KeyboardEvent} event */
  #onKey(event) {
    if (!this.#shown || this.dialog.node.open || event.isComposing) return;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      void this.run();
    } else if (event.key === "Escape" && this.#running) {
      event.preventDefault();
      this.cancel();
    }
  }
}

/** @param {Finding} finding */
function findingKey({ start, end, entity }) {
  return `${start}:${end}:${entity}`;
}
