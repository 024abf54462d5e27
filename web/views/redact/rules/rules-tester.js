import { element, icon } from "../../../components/element.js";
import { entityLabel } from "../entities.js";
import { formatBytes, formatDecimals } from "../../../components/format.js";
import { placeOf } from "./rules-form.js";
import { TabsideError } from "../../../shared/protocol.js";
import { t } from "../../../language/language.js";

/**
 * @typedef {import("../../../engine/options.js").PolicyTest} PolicyTest
 * @typedef {{field: string, message: string}} Refusal   an invalid part of the policy
 *
 * @typedef {object} TesterOptions
 * @property {import("../../../tabside.js").Engine} engine
 * @property {() => string} text                                  the text to redact
 * @property {() => import("../../../shared/protocol.js").Plan | null} plan
 */

/** Length of the text tried: a pattern may use its maximum number of steps per character, and the user waits. */
const TRIED_LENGTH = 20_000;
const SHOWN_MATCHES = 100;
const AROUND = 24;
const PAUSE_MS = 250;

/** Test the rules on a text while typing: matches with reasons, errors, failing examples. No model runs. */
export class RulesTester {
  #timer = 0;
  /** Number of tests: a result overtaken by a later one is dropped. */
  #turn = 0;
  /** Whether Python may be started for it. */
  #allowed = false;

  /** @param {TesterOptions & {policy: () => any, onRefusal: (refusal: Refusal | null) => void, onFailures: (failures: Record<string, string[]>) => void}} options */
  constructor(options) {
    this.options = options;
    this.area = element("textarea", { id: "rules-text", rows: 7, dir: "auto", spellcheck: "false", autocomplete: "off", placeholder: t("rules.typeOrPasteAText"), "data-testid": "rules-text", oninput: () => this.soon() });
    this.summary = element("p", { class: "rules-summary", role: "status", "data-testid": "rules-summary" });
    this.list = element("ol", { class: "rules-matches", "data-testid": "rules-matches" });
    this.start = element("button", { class: "button small", type: "button", hidden: true, "data-testid": "rules-start", onclick: () => this.#begin() });
    this.node = element(
      "section",
      { class: "rules-tester", "aria-labelledby": "rules-try" },
      element("h3", { id: "rules-try" }, t("rules.tryIt")),
      element("label", { for: "rules-text", class: "rules-hint" }, t("rules.usesYourTextOrAnother")),
      this.area,
      this.start,
      this.summary,
      this.list,
    );
  }

  /** Start with the text to redact. */
  open() {
    this.area.value = this.options.text().slice(0, TRIED_LENGTH);
    const { engine, plan } = this.options;
    this.#allowed ||= engine.state === "ready" || engine.state === "loading";
    const facts = plan();
    const bytes = facts ? facts.runtime_bytes + facts.file_bytes.any : 0;
    this.start.textContent = bytes > 0 ? t("rules.downloadSizeAndTryThe", { size: formatBytes(bytes) }) : t("rules.tryTheRules");
    this.start.hidden = this.#allowed;
    this.soon(0);
  }

  /** Test again after a short pause in typing. */
  soon(pause_ms = PAUSE_MS) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#run(), pause_ms);
  }

  #begin() {
    this.#allowed = true;
    this.start.hidden = true;
    this.area.focus();
    this.summary.textContent = t("rules.startingPython");
    this.soon(0);
  }

  async #run() {
    if (!this.#allowed) return;
    const turn = ++this.#turn;
    const { engine, policy, onRefusal, onFailures } = this.options;
    const text = this.area.value.slice(0, TRIED_LENGTH);
    try {
      const tried = await engine.testPolicy(policy() ?? {}, text);
      if (turn !== this.#turn) return;
      onRefusal(null);
      onFailures(tried.failures);
      this.#show(text, tried);
    } catch (error) {
      if (turn !== this.#turn) return;
      const { code, message, details } = TabsideError.toPlain(error);
      const field = code === "policy.invalid" ? String(details.field ?? "") : "";
      onFailures({});
      onRefusal(field === "" ? null : { field, message: withoutPlace(message) });
      this.list.replaceChildren();
      this.summary.textContent = field === "" ? message : `${t("rules.notUsable")} ${withoutPlace(message)}`;
    }
  }

  /** @param {string} text @param {PolicyTest} tried */
  #show(text, { count, matches, failures }) {
    const wrong = Object.values(failures).reduce((sum, examples) => sum + examples.length, 0);
    const said = [count === 0 ? t("rules.nothingMatches") : t("rules.matches", { count }), ...(wrong > 0 ? [t("rules.notAsSaid", { count: wrong })] : [])];
    this.summary.textContent = `${said.join("; ")}.`;
    const shown = matches.slice(0, SHOWN_MATCHES).map(({ start, end, entity, source, score, why }) => {
      const kind = source === "allow_list" ? t("rules.neverPrivate") : entity === null ? "" : entityLabel(entity);
      const facts = [source === "allow_list" || source === "deny_list" ? "" : source, source === "allow_list" ? "" : t("rules.scoreOf", { score: formatDecimals(score) })].filter(Boolean);
      return element(
        "li",
        { "data-source": source },
        element("p", { class: "rules-quote" }, before(text, start), element("mark", {}, text.slice(start, end)), after(text, end)),
        element("p", { class: "rules-why" }, element("b", {}, kind), ` · ${[facts.join(", "), ...why].filter(Boolean).join(" · ")}`),
      );
    });
    if (count > shown.length) shown.push(element("li", { class: "rules-more" }, t("rules.andCountMore", { count: count - shown.length })));
    this.list.replaceChildren(...shown);
  }
}

/**
 * Mark the invalid input, and show the reason beside it.
 * @param {HTMLElement} form @param {Map<string, string>} places @param {Refusal | null} refusal
 */
export function showRefusal(form, places, refusal) {
  for (const input of form.querySelectorAll("[aria-invalid]")) {
    input.removeAttribute("aria-invalid");
    input.removeAttribute("aria-describedby");
  }
  form.querySelector("#rules-refusal")?.remove();
  if (!refusal) return;
  const place = placeOf(places, refusal.field);
  const input = place === null ? null : form.querySelector(`[data-field="${place}"]`);
  const said = element("p", { id: "rules-refusal", class: "rules-refusal", role: "alert" }, icon("warning"), element("span", {}, refusal.message));
  if (!input) {
    form.prepend(said);
    return;
  }
  if (input.matches("input, textarea, select")) {
    input.setAttribute("aria-invalid", "true");
    input.setAttribute("aria-describedby", "rules-refusal");
  }
  (input.closest(".rules-row") ?? input).after(said);
}

/** Remove the field name from a message's end: its place shows it. @param {string} message */
function withoutPlace(message) {
  return message.replace(/ \(\$[^()]*\)\.$/, ".");
}

/** @param {string} text @param {number} start */
function before(text, start) {
  const from = Math.max(0, start - AROUND);
  return `${from > 0 ? "…" : ""}${text.slice(from, start)}`;
}

/** @param {string} text @param {number} end */
function after(text, end) {
  return `${text.slice(end, end + AROUND)}${end + AROUND < text.length ? "…" : ""}`;
}
