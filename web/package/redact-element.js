/**
 * `<tabside-redact>`: a text in, the same text redacted out. Import this module once, then use the element in any framework.
 *
 *   <tabside-redact base-url="/tabside/" policy="gdpr"></tabside-redact>
 *
 * Attributes: `base-url`, `policy`, `operator`, `threshold`. Properties: `value`, `engine`, `options`, `redaction`. Events: `tabside-redacted` (detail:
 * the redaction), `tabside-progress` (detail: an event of the engine), `tabside-error` (detail: a TabsideError). None of them leaves the page, and none
 * is sent anywhere. Slots: `label`, `button`, `stop`, `result`, `copy`, for other words or
 * languages; `words` for the status line.
 */

import { createEngine } from "../tabside.js";
import { TabsideError } from "../shared/protocol.js";
import { STYLE } from "./redact-style.js";

/** @typedef {import("../tabside.js").Engine} Engine */
/** @typedef {import("../tabside.js").Redaction} Redaction */
/** @typedef {import("../tabside.js").RedactOptions} RedactOptions */

const WORDS = { label: "Text", button: "Redact", stop: "Stop", result: "Redacted", copy: "Copy" };

/** A server that renders the page has no elements, but may import this module. @type {typeof HTMLElement} */
const Base = globalThis.HTMLElement ?? /** @type {any} */ (class {});

export class TabsideRedact extends Base {
  /** One engine for all elements with the same files. @type {Map<string, Engine>} */
  static #engines = new Map();

  #input = made("textarea", { part: "input", id: "input", spellcheck: false, autocomplete: "off", translate: false });
  #run = made("button", { part: "button", type: "button" }, slot("button"));
  #stop = made("button", { part: "stop", type: "button", hidden: true }, slot("stop"));
  #status = made("span", { part: "status", role: "status" });
  #alert = made("span", { part: "error", role: "alert" });
  #output = made("pre", { part: "output", id: "output", tabIndex: 0, translate: false });
  #copy = made("button", { part: "copy", type: "button" }, slot("copy"));
  #result = made("section", { part: "result", hidden: true });
  /** @type {Engine | null} */ #engine = null;
  /** @type {Redaction | null} */ #redaction = null;
  /** @type {AbortController | null} */ #running = null;

  /** Further options of `engine.redact`. @type {RedactOptions} */
  options = {};
  /** What the status line says. */
  words = { found: (/** @type {number} */ count) => `${count} found`, copied: "Copied" };

  constructor() {
    super();
    const root = this.attachShadow({ mode: "open", delegatesFocus: true });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLE);
    root.adoptedStyleSheets = [sheet];
    const heading = made("h2", { part: "result-label", id: "heading" }, slot("result"));
    this.#output.setAttribute("role", "region");
    this.#output.setAttribute("aria-labelledby", "heading");
    this.#result.append(heading, this.#output, made("div", { part: "result-actions" }, this.#copy));
    const label = made("label", { part: "label", htmlFor: "input" }, slot("label"));
    root.append(label, this.#input, made("div", { part: "actions" }, this.#run, this.#stop, this.#status, this.#alert), this.#result);
    this.#input.addEventListener("input", () => this.#edited());
    this.#input.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) void this.redact().catch(() => {});
    });
    // Ready when the visitor is: only if the model is stored here.
    for (const event of ["focus", "paste"]) this.#input.addEventListener(event, () => void this.engine.prepare().catch(() => {}));
    this.#run.addEventListener("click", () => void this.redact().catch(() => {}));
    this.#stop.addEventListener("click", () => this.#running?.abort());
    this.#copy.addEventListener("click", () => void this.#copyResult());
  }

  disconnectedCallback() {
    this.#running?.abort();
  }

  /** The text to redact. */
  get value() {
    return this.#input.value;
  }

  set value(text) {
    this.#input.value = text;
    this.#edited();
  }

  /** The last redaction of the text as it is now; null after an edit. Its mapping holds personal data. */
  get redaction() {
    return this.#redaction;
  }

  /** The engine that redacts; default: one for all elements with the same `base-url`. */
  get engine() {
    return (this.#engine ??= TabsideRedact.#engineAt(this.getAttribute("base-url") ?? ""));
  }

  set engine(engine) {
    this.#engine = engine;
  }

  /** Redact the text, as the button does. A failure is shown, told by an event, and thrown. @returns {Promise<Redaction>} */
  async redact() {
    this.#running?.abort();
    const running = (this.#running = new AbortController());
    this.#show(null);
    this.#busy(true);
    try {
      const redaction = await this.engine.redact(this.value, { ...this.#attributes(), ...this.options, signal: running.signal });
      if (running.signal.aborted) throw new TabsideError("cancelled", "The call was cancelled.");
      this.#show(redaction);
      this.#status.textContent = this.words.found(redaction.findings.length);
      this.#alert.textContent = redaction.warnings.map(({ message }) => message).join(" ");
      this.#tell("tabside-redacted", redaction);
      return redaction;
    } catch (error) {
      if (running === this.#running) this.#fail(TabsideError.fromPlain(TabsideError.toPlain(error)));
      throw error;
    } finally {
      if (running === this.#running) this.#busy(false);
    }
  }

  /** @param {string} base @returns {Engine} */
  static #engineAt(base) {
    let engine = TabsideRedact.#engines.get(base);
    if (!engine) {
      const baseUrl = base ? new URL(base, document.baseURI) : undefined;
      engine = createEngine({ baseUrl, onEvent: (event) => document.querySelectorAll("tabside-redact").forEach((each) => /** @type {TabsideRedact} */ (each).#follow(base, event)) });
      TabsideRedact.#engines.set(base, engine);
    }
    return engine;
  }

  /** @param {string} base @param {import("../tabside.js").EngineEvent} event */
  #follow(base, event) {
    if (!this.#running || this.#engine !== TabsideRedact.#engines.get(base)) return;
    if (event.event === "progress") this.#status.textContent = `${Math.floor((100 * event.data.loaded_all) / event.data.total_all)} %`;
    this.#tell("tabside-progress", event);
  }

  /** @returns {RedactOptions} */
  #attributes() {
    /** @type {RedactOptions} */
    const options = {};
    const [policy, operator, threshold] = ["policy", "operator", "threshold"].map((name) => this.getAttribute(name));
    if (policy) options.policy = policy;
    if (operator) options.operator = operator;
    if (threshold) options.threshold = Number(threshold);
    return options;
  }

  /** @param {boolean} busy */
  #busy(busy) {
    const focused = this.shadowRoot?.activeElement;
    this.#stop.hidden = !busy;
    this.#run.hidden = busy;
    if (busy) this.#alert.textContent = "";
    else this.#running = null;
    // A hidden button loses the focus.
    if (focused === this.#run && busy) this.#stop.focus();
    if (focused === this.#stop && !busy) this.#run.focus();
    this.setAttribute("aria-busy", String(busy));
  }

  /** A result never stands below a text that it is not of. */
  #edited() {
    this.#running?.abort();
    this.#show(null);
  }

  /** @param {Redaction | null} redaction */
  #show(redaction) {
    this.#redaction = redaction;
    this.#status.textContent = "";
    this.#output.replaceChildren(...(redaction ? pieces(this.value, redaction) : []));
    this.#result.hidden = redaction === null;
  }

  /** @param {TabsideError} error */
  #fail(error) {
    if (error.code !== "cancelled") this.#alert.textContent = error.message;
    this.#tell("tabside-error", error);
  }

  async #copyResult() {
    await navigator.clipboard.writeText(this.#redaction?.text ?? "");
    this.#status.textContent = this.words.copied;
  }

  /** @param {string} name @param {unknown} detail */
  #tell(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true }));
  }
}

/** The redacted text with its replacements marked; never as HTML. @param {string} text @param {Redaction} redaction @returns {(Node | string)[]} */
function pieces(text, redaction) {
  /** @type {(Node | string)[]} */
  const nodes = [];
  let at = 0;
  for (const { start, end, entity, replacement } of [...redaction.findings].sort((one, other) => one.start - other.start)) {
    nodes.push(text.slice(at, start), made("mark", { part: "mark", title: entity }, replacement ?? ""));
    at = end;
  }
  nodes.push(text.slice(at));
  const shown = nodes.map((node) => (typeof node === "string" ? node : node.textContent)).join("");
  return shown === redaction.text ? nodes : [redaction.text];
}

/** @param {keyof typeof WORDS} name */
function slot(name) {
  return made("slot", { name }, WORDS[name]);
}

/**
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} name @param {Record<string, unknown>} properties @param {(Node | string)[]} children @returns {HTMLElementTagNameMap[T]}
 */
function made(name, { part, role, ...properties }, ...children) {
  const node = document.createElement(name);
  if (part) node.setAttribute("part", String(part));
  if (role) node.setAttribute("role", String(role));
  Object.assign(node, properties);
  node.append(...children);
  return node;
}

if (globalThis.customElements && !customElements.get("tabside-redact")) customElements.define("tabside-redact", TabsideRedact);
