import { element, icon } from "../../../components/element.js";
import { entityLabel } from "../entities.js";
import { FindingsTable } from "./findings-table.js";
import { warningText } from "../notices.js";
import { ResultPane } from "./result-pane.js";
import { History, NO_EDITS, addFindings, alikeFindings, decide, findingKey, isUnedited, moveEdge, reshape, reviewedFindings, trimmed } from "./review.js";
import { joinSegments, segmentText } from "./segments.js";
import { SelectionCard } from "./selection-card.js";
import { selectedStretch } from "./selection.js";
import { Sensitivity } from "./sensitivity.js";
import { TabsideError } from "../../../shared/protocol.js";
import { inSentence, t } from "../../../language/language.js";

/**
 * @typedef {import("./review.js").Edits} Edits
 * @typedef {import("./review.js").Decision} Decision
 * @typedef {import("../source-pane.js").SourcePane} SourcePane
 * @typedef {import("../../../shared/protocol.js").Finding} Finding
 * @typedef {import("../../../shared/protocol.js").Redaction} Redaction
 *
 * @typedef {object} Scan   a scanned text and its findings
 * @property {string} text
 * @property {readonly Finding[]} findings
 * @property {number | null} threshold
 * @property {string} format   what the text was read as
 * @property {string} asked   the same and the policy, for comparison
 *
 * @typedef {object} DeskOptions
 * @property {import("../../../tabside.js").Engine} engine
 * @property {SourcePane} source
 * @property {() => import("../../../tabside.js").RedactOptions} options   how to redact: operators, kinds
 * @property {() => boolean} isBusy                                  a scan is running
 * @property {(message: string) => void} announce
 * @property {(error: unknown, retry: () => void) => void} onFailure
 * @property {() => void} onRender
 * @property {AbortSignal} signal   ends the listeners outside of the view
 */

const DONE = /** @type {const} */ ({ accepted: "common.accepted", rejected: "common.kept", none: "common.redacted" });

/** The review of a scan's findings: marks, table, manual findings, and undo for each decision. */
export class ReviewDesk {
  /** @type {Scan | null} */
  scan = null;
  /** @type {History<Edits>} */
  #history = new History(NO_EDITS);
  /** The scan's findings and the manual ones. @type {readonly Finding[]} */
  findings = [];
  /** The mapping of the current result. @type {any} */
  mapping = null;
  /** Notices about the result. @type {string[]} */
  warnings = [];
  /** @type {readonly (string | null)[]} */
  #replacements = [];
  /** Number of operator applications: a result overtaken by a later one is dropped. */
  #applied = 0;
  /** Whether the slider has moved since the engine was last called. */
  #moved = false;
  #following = false;

  /** @param {DeskOptions} options */
  constructor({ engine, source, options, isBusy, announce, onFailure, onRender, signal }) {
    this.engine = engine;
    this.source = source;
    this.options = options;
    this.isBusy = isBusy;
    this.announce = announce;
    this.onFailure = onFailure;
    this.onRender = onRender;
    /** Created on first use. @type {import("./shortcuts-dialog.js").ShortcutsDialog | null} */
    this.help = null;
    const help = element("button", { class: "button ghost small", type: "button", "aria-haspopup": "dialog", onclick: () => void this.openHelp() }, element("kbd", { "aria-hidden": "true" }, "?"), t("review.shortcuts"));
    this.sensitivity = new Sensitivity({ onChange: () => void this.#follow() });
    this.undoButton = this.#stepButton("undo", t("common.undo"), () => this.undo());
    this.redoButton = this.#stepButton("redo", t("pages.redo"), () => this.redo());
    const tools = element("div", { class: "review-tools", role: "group", "aria-label": t("review.review") }, this.sensitivity.node, element("div", { class: "review-steps" }, this.undoButton, this.redoButton, help));
    const onToggle = (/** @type {number} */ finding) => this.toggle(finding);
    this.result = new ResultPane({
      onToggle,
      onPoint: (finding) => this.#point(finding),
      onBack: () => this.render(),
      onNote: announce,
      fileName: () => source.fileName,
      onReport: () => void this.#report(),
      tools,
    });
    this.table = new FindingsTable({
      onToggle,
      onPoint: (finding, scroll) => {
        this.#point(finding);
        if (scroll && finding !== -1) this.result.marked.reveal(finding);
      },
      actions: {
        onAccept: (finding) => this.accept(finding),
        onAlike: (finding) => this.alike(finding),
        onKind: (finding, entity) => this.reshape(finding, { entity }),
        onEdge: (finding, edge, step) => this.moveEdge(finding, edge, step),
      },
    });
    this.card = new SelectionCard({
      onAdd: (ranges, entity) => this.add(ranges, entity),
      onExplain: (selected) => this.#explain(selected),
      announce,
    });
    document.addEventListener("selectionchange", () => this.#onSelection(), { signal });
  }

  /** Show the result of a scan. @param {Scan} scan @param {Redaction} redaction */
  async take(scan, redaction) {
    if (this.scan?.text !== scan.text) this.#history = new History(NO_EDITS);
    this.scan = scan;
    this.#collect();
    if (isUnedited(this.#history.state)) this.#accept(redaction, ++this.#applied);
    else await this.apply();
  }

  /** Save a report on the result as a page to print: what was found in which line, and why. It holds none of the values. */
  async #report() {
    const { scan } = this;
    if (!scan) return;
    try {
      const { reportOnText, saveAudit } = await import("../files/file-audit.js");
      const redaction = { text: this.result.text, findings: this.findings, replacements: this.#replacements, warnings: this.warnings, mapping: this.mapping };
      await saveAudit(this.engine, [reportOnText(this.source.fileName || "text", scan.text, redaction)], this.options(), "html");
      this.announce(t("files.reportSaved"));
    } catch (error) {
      this.onFailure(error, () => void this.#report());
    }
  }

  /** Apply the chosen operators to the findings that are not kept. */
  async apply() {
    const { scan, findings } = this;
    if (!scan) return;
    const turn = ++this.#applied;
    const chosen = findings.filter((finding) => !this.#isRejected(finding));
    const redaction = await this.engine.anonymize(scan.text, [...chosen], { ...this.options(), format: /** @type {any} */ (scan.format) });
    this.#accept(redaction, turn);
  }

  /** @param {string} [said] the action, announced before the count */
  async applyAndTell(said = "") {
    try {
      await this.apply();
      this.announce(`${said === "" ? "" : `${said}. `}${this.count()}.`);
    } catch (error) {
      this.onFailure(error, () => void this.applyAndTell(said));
    }
  }

  /** Keep a finding, or redact it again, without another scan. @param {number} index */
  toggle(index) {
    const finding = this.findings[index];
    if (!finding || this.isBusy()) return;
    const isRejected = this.#isRejected(finding);
    if (!isRejected && this.#isKeptByRule(finding)) {
      this.announce(t("review.theChosenOperatorKeepsThis"));
      return;
    }
    void this.#do(decide(this.#history.state, [finding], isRejected ? null : "rejected"), t(isRejected ? "review.redactedAgain" : "common.kept"), false);
  }

  /** Accept a finding and go to the next one, or undo that. @param {number} index */
  accept(index) {
    const finding = this.findings[index];
    if (!finding || this.isBusy()) return;
    const isAccepted = this.#decision(finding) === "accepted";
    void this.#do(decide(this.#history.state, [finding], isAccepted ? null : "accepted"), t(isAccepted ? "review.noLongerAccepted" : "common.accepted"));
    if (!isAccepted && this.result.node.contains(document.activeElement)) this.result.marked.focus(Math.min(index + 1, this.findings.length - 1));
  }

  /** @param {number} index */
  alike(index) {
    const finding = this.findings[index];
    if (!finding || !this.scan || this.isBusy()) return;
    const all = alikeFindings(this.scan.text, this.findings, finding);
    const decision = this.#decision(finding);
    const done = t(DONE[decision ?? "none"]);
    void this.#do(decide(this.#history.state, all, decision), t("review.allAlike", { done, count: all.length }));
  }

  /** @param {number} index @param {{start?: number, end?: number, entity?: string}} change */
  reshape(index, change) {
    const finding = this.findings[index];
    if (!finding || this.isBusy()) return;
    const start = change.start ?? finding.start;
    void this.#do(reshape(this.#history.state, finding, change), change.entity ? t("review.nowOfKind", { kind: inSentence(entityLabel(change.entity)) }) : t("review.moved"), true, start);
  }

  /** @param {number} index @param {"start" | "end"} edge @param {1 | -1} step */
  moveEdge(index, edge, step) {
    const finding = this.findings[index];
    if (!finding || !this.scan) return;
    const moved = moveEdge(this.scan.text, finding, edge, step);
    if (moved.start !== finding.start || moved.end !== finding.end) this.reshape(index, moved);
  }

  /**
   * Add stretches selected by the reader as findings.
   * @param {readonly {start: number, end: number}[]} ranges @param {string} entity
   */
  add(ranges, entity) {
    if (!this.scan || this.isBusy()) return;
    // The selection is done: left selected, it would ask for attention again.
    getSelection()?.removeAllRanges();
    this.source.area.selectionStart = this.source.area.selectionEnd;
    void this.#do(addFindings(this.#history.state, ranges, entity), t("review.added", { count: ranges.length, kind: inSentence(entityLabel(entity)) }));
  }

  /** Focus the actions for the selected text; false if nothing is selected. */
  openCard() {
    this.card.dismissed = null;
    this.#onSelection();
    if (this.card.isOpen) this.card.focus();
    return this.card.isOpen;
  }

  async openHelp() {
    if (!this.help) {
      const { ShortcutsDialog } = await import("./shortcuts-dialog.js");
      this.help ??= new ShortcutsDialog();
      this.card.node.after(this.help.node);
    }
    if (!this.help.node.open) this.help.open();
  }

  undo() {
    this.#step(this.#history.undo(), "review.undone", "review.nothingToUndo");
  }

  redo() {
    this.#step(this.#history.redo(), "review.doneAgain", "review.nothingToRedo");
  }

  render() {
    const { scan, findings } = this;
    if (!scan) return;
    const segments = this.segments();
    const accepted = new Set(findings.flatMap((finding, index) => (this.#decision(finding) === "accepted" ? [index] : [])));
    this.result.showRedacted(segments, findings, accepted);
    const kept = new Set(segments.filter((segment) => segment.kept).map((segment) => segment.finding));
    const alike = countAlike(scan.text, findings);
    this.table.show(
      findings.map((finding, index) => ({
        finding: index,
        entity: finding.entity,
        text: scan.text.slice(finding.start, finding.end),
        score: finding.score,
        source: finding.source,
        kept: kept.has(index),
        accepted: accepted.has(index),
        alike: alike(finding),
        reasons: finding.reasons ?? [],
      })),
      { keepPage: this.shownText === scan.text },
    );
    this.shownText = scan.text;
    this.undoButton.disabled = this.#history.past.length === 0;
    this.redoButton.disabled = this.#history.future.length === 0;
    this.onRender();
  }

  segments() {
    return segmentText(this.scan?.text ?? "", this.findings, this.#replacements);
  }

  count() {
    const kept = this.segments().filter((segment) => segment.kept).length;
    if (this.findings.length === 0) return t("review.nothingFound");
    return [t("count.findings", { count: this.findings.length }), ...(kept > 0 ? [t("review.keptCount", { count: kept })] : [])].join(", ");
  }

  /** @param {string | null} label @param {import("../../../language/language.js").Key} done @param {import("../../../language/language.js").Key} nothing */
  #step(label, done, nothing) {
    if (label === null) {
      this.announce(`${t(nothing)}.`);
      return;
    }
    this.#collect();
    void this.applyAndTell(t(done, { label: inSentence(label) }));
  }

  /** @param {Edits} edits @param {string} label @param {boolean} [isTold] @param {number} [start] of the finding that keeps the focus */
  async #do(edits, label, isTold = true, start) {
    const wasMark = document.activeElement?.matches("mark") ?? false;
    this.#history.do(edits, label);
    this.#collect();
    await this.applyAndTell(isTold ? label : "");
    const index = start === undefined ? -1 : this.findings.findIndex((finding) => finding.start <= start && finding.end > start);
    if (wasMark && index !== -1) this.result.marked.focus(index);
  }

  #collect() {
    this.findings = reviewedFindings(this.scan?.text ?? "", this.scan?.findings ?? [], this.#history.state);
  }

  /** @param {Redaction} redaction @param {number} turn */
  #accept(redaction, turn) {
    const { scan, findings } = this;
    if (turn !== this.#applied || !scan) return;
    const replacements = new Map(redaction.findings.map((finding) => [finding.start, finding.replacement]));
    this.#replacements = findings.map((finding) => replacements.get(finding.start) ?? null);
    if (joinSegments(this.segments()) !== redaction.text) {
      throw new TabsideError("redaction.unscanned", "The findings and the redacted text do not match.");
    }
    this.mapping = redaction.mapping;
    this.warnings = redaction.warnings.map(warningText);
    this.render();
  }

  /** Update the result while the slider moves. The model is not run again, and only the last position counts. */
  async #follow() {
    this.#moved = true;
    if (this.#following || this.isBusy()) return;
    this.#following = true;
    try {
      while (this.#moved && this.scan) {
        this.#moved = false;
        const { text, asked } = this.scan;
        const threshold = this.sensitivity.threshold;
        const redaction = await this.engine.redact(text, { ...this.options(), threshold: threshold ?? undefined, reuse: true });
        if (this.isBusy() || this.scan.text !== text) return;
        await this.take({ text, findings: redaction.findings, threshold, format: redaction.format, asked }, redaction);
        this.announce(`${this.count()}.`);
      }
    } catch (error) {
      this.onFailure(error, () => void this.#follow());
    } finally {
      this.#following = false;
    }
  }

  /** @param {import("./selection-card.js").Selected} selected */
  async #explain({ text, start, end }) {
    try {
      const { threshold } = /** @type {Scan} */ (this.scan);
      return await this.engine.explain(text, { start, end }, { threshold: threshold ?? undefined, policy: this.options().policy, model: this.options().model, models: this.options().models });
    } catch (error) {
      this.onFailure(error, () => {});
      return null;
    }
  }

  #onSelection() {
    if (this.card.isBusy) return;
    this.card.show(this.#selected());
  }

  /** The selection in the scanned text, from the result or the source. */
  #selected() {
    const { scan, source } = this;
    if (!scan || this.result.showing !== "redacted" || !this.result.node.isConnected) return null;
    const isSource = document.activeElement === source.area;
    const range = isSource ? source.text === scan.text && source.selection : selectedStretch(this.result.marked.blocks, getSelection());
    const inner = range && trimmed(scan.text, range.start, range.end);
    return inner ? { text: scan.text, ...inner } : null;
  }

  /** @param {number} finding */
  #point(finding) {
    this.result.marked.point(finding);
    this.table.point(finding);
  }

  /** @param {Finding} finding */
  #decision(finding) {
    return this.#history.state.decisions.get(findingKey(finding)) ?? null;
  }

  /** @param {Finding} finding */
  #isRejected(finding) {
    return this.#decision(finding) === "rejected";
  }

  /** @param {Finding} finding */
  #isKeptByRule({ entity }) {
    const { operator, operators } = this.options();
    return (operators?.[entity] ?? operator) === "keep";
  }

  /** @param {string} name @param {string} label @param {() => void} onClick */
  #stepButton(name, label, onClick) {
    return element("button", { class: "button-icon", type: "button", disabled: true, title: label, "aria-label": label, "data-testid": `redact-${name}`, onclick: onClick }, icon(name));
  }
}

/** @param {string} text @param {readonly Finding[]} findings */
function countAlike(text, findings) {
  const keyOf = (/** @type {Finding} */ { entity, start, end }) => `${entity}:${text.slice(start, end).toLocaleLowerCase().split(/\s+/u).join(" ").trim()}`;
  /** @type {Map<string, number>} */
  const counts = new Map();
  for (const finding of findings) counts.set(keyOf(finding), (counts.get(keyOf(finding)) ?? 0) + 1);
  return (/** @type {Finding} */ finding) => counts.get(keyOf(finding)) ?? 1;
}
