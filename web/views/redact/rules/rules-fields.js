import { element, icon } from "../../../components/element.js";
import { ENTITIES } from "../entities.js";
import { newEntry, newPattern, newRecognizer } from "./rules-form.js";
import { t } from "../../../language/language.js";

/**
 * @typedef {import("./rules-form.js").RulesForm} RulesForm
 * @typedef {{onEdit: () => void, onShape: (focus?: string) => void}} Changes   onShape: rows were added or removed; focus: the field to focus
 */

const KINDS_LIST = "rules-kinds";
const LISTS = /** @type {const} */ ({
  deny: { title: "rules.alwaysPrivate", hint: "rules.alwaysHint", add: "rules.addAlways" },
  allow: { title: "rules.neverPrivate", hint: "rules.neverHint", add: "rules.addNever" },
});
const HOWS = /** @type {const} */ ({ exact: "rules.exactly", wildcard: "rules.wildcard", regex: "rules.pattern" });

/** The whole form, rebuilt when rows are added or removed. @param {RulesForm} form @param {Changes} changes */
export function buildRules(form, changes) {
  return [
    element("datalist", { id: KINDS_LIST }, ...ENTITIES.map((entity) => element("option", { value: entity }))),
    section(
      t("rules.recognizers"),
      t("rules.recognizersHint"),
      form.recognizers.map((one, index) => recognizer(one, index, changes, () => remove(form.recognizers, index, changes, "recognizers.add"))),
      { label: t("rules.addARecognizer"), field: "recognizers.add", onAdd: () => changes.onShape(add(form.recognizers, newRecognizer(), "recognizers", "name")) },
    ),
    ...(/** @type {const} */ (["deny", "allow"])).map((list) =>
      section(
        t(LISTS[list].title),
        t(LISTS[list].hint),
        form[list].map((entry, index) => entryRow(list, entry, index, changes, () => remove(form[list], index, changes, `${list}.add`))),
        { label: t(LISTS[list].add), field: `${list}.add`, onAdd: () => changes.onShape(add(form[list], newEntry(list), list, "text")) },
      ),
    ),
    section(
      t("rules.thresholds"),
      t("rules.thresholdsHint"),
      form.thresholds.map((threshold, index) => thresholdRow(threshold, index, changes, () => remove(form.thresholds, index, changes, "thresholds.add"))),
      { label: t("rules.addAThreshold"), field: "thresholds.add", onAdd: () => changes.onShape(add(form.thresholds, { entity: "", value: "0.5" }, "thresholds", "entity")) },
    ),
  ];
}

/** @template T @param {T[]} rows @param {T} row @param {string} name @param {string} field @returns {string} */
function add(rows, row, name, field) {
  rows.push(row);
  return `${name}.${rows.length - 1}.${field}`;
}

/** @param {unknown[]} rows @param {number} index @param {Changes} changes @param {string} focus */
function remove(rows, index, changes, focus) {
  rows.splice(index, 1);
  changes.onShape(focus);
}

/** @param {string} title @param {string} hint @param {HTMLElement[]} rows @param {{label: string, field: string, onAdd: () => void}} adding */
function section(title, hint, rows, { label, field, onAdd }) {
  return element(
    "section",
    { class: "rules-section", "aria-label": title },
    element("h3", {}, title),
    element("p", { class: "rules-hint" }, hint),
    ...rows,
    element("button", { class: "button small", type: "button", "data-field": field, onclick: onAdd }, label),
  );
}

/** @param {import("./rules-form.js").RecognizerForm} one @param {number} index @param {Changes} changes @param {() => void} onRemove */
function recognizer(one, index, changes, onRemove) {
  const at = `recognizers.${index}`;
  const patterns = one.patterns.map((pattern, number) => {
    const place = `${at}.patterns.${number}`;
    return element(
      "div",
      { class: "rules-row" },
      field(pattern, "regex", `${place}.regex`, changes, { label: t("rules.pattern"), class: "rules-code", placeholder: "E[0-9]{6}", spellcheck: "false" }),
      field(pattern, "score", `${place}.score`, changes, { label: t("common.score"), type: "number", min: 0, max: 1, step: 0.05, class: "rules-number" }),
      one.patterns.length > 1 && removeButton(t("rules.removePattern", { pattern: number + 1, recognizer: index + 1 }), () => remove(one.patterns, number, changes, `${at}.patterns.0.regex`)),
    );
  });
  return element(
    "fieldset",
    { class: "rules-card", "data-field": at },
    element("legend", { class: "visually-hidden" }, t("rules.recognizerIndex", { index: index + 1 })),
    element(
      "div",
      { class: "rules-row" },
      field(one, "name", `${at}.name`, changes, { label: t("rules.name"), placeholder: "employee" }),
      field(one, "entity", `${at}.entity`, changes, { label: t("common.kind"), placeholder: "EMPLOYEE_ID", list: KINDS_LIST, class: "rules-kind" }),
      removeButton(t("rules.removeRecognizer", { recognizer: index + 1 }), onRemove),
    ),
    ...patterns,
    element("button", { class: "button ghost small", type: "button", onclick: () => changes.onShape(add(one.patterns, newPattern(), `${at}.patterns`, "regex")) }, t("rules.anotherPattern")),
    element("div", { class: "rules-row" }, field(one, "context", `${at}.context`, changes, { label: t("rules.wordsNearItSeparatedBy"), placeholder: "employee, staff" })),
    element("div", { class: "rules-checks" }, check(one, "needs_context", t("rules.needsContext"), changes), check(one, "ignore_case", t("rules.ignoreCase"), changes)),
    element(
      "div",
      { class: "rules-row" },
      field(one, "hits", `${at}.hits`, changes, { label: t("rules.examplesWithTheExpectedFinding"), placeholder: "staff «E123456»", rows: 2 }),
      field(one, "misses", `${at}.misses`, changes, { label: t("rules.examplesWithout"), placeholder: "E12", rows: 2 }),
    ),
    element("p", { class: "rules-failures", "data-failures": String(index), hidden: true }),
  );
}

/** @param {"deny" | "allow"} list @param {import("./rules-form.js").EntryForm} entry @param {number} index @param {Changes} changes @param {() => void} onRemove */
function entryRow(list, entry, index, changes, onRemove) {
  const at = `${list}.${index}`;
  const how = element(
    "select",
    { "aria-label": t("rules.howToMatchIt"), onchange: () => edit(entry, "how", how.value, changes) },
    ...Object.entries(HOWS).map(([value, words]) => element("option", { value, selected: value === entry.how }, t(words))),
  );
  return element(
    "div",
    { class: "rules-row" },
    field(entry, "text", `${at}.text`, changes, { label: t("common.text"), class: "rules-code", spellcheck: "false" }),
    element("label", { class: "rules-field rules-how" }, element("span", {}, t("rules.match")), how),
    field(entry, "entity", `${at}.entity`, changes, { label: list === "deny" ? t("common.kind") : t("rules.ofKind"), placeholder: list === "deny" ? "CUSTOM" : t("rules.any"), list: KINDS_LIST, class: "rules-kind" }),
    removeButton(t("rules.removeEntry", { number: index + 1 }), onRemove),
  );
}

/** @param {import("./rules-form.js").ThresholdForm} threshold @param {number} index @param {Changes} changes @param {() => void} onRemove */
function thresholdRow(threshold, index, changes, onRemove) {
  const at = `thresholds.${index}`;
  return element(
    "div",
    { class: "rules-row" },
    field(threshold, "entity", `${at}.entity`, changes, { label: t("common.kind"), placeholder: "CITY", list: KINDS_LIST, class: "rules-kind" }),
    field(threshold, "value", `${at}.value`, changes, { label: t("rules.atLeast"), type: "number", min: 0, max: 1, step: 0.05, class: "rules-number" }),
    removeButton(t("rules.removeThreshold", { number: index + 1 }), onRemove),
  );
}

/**
 * @template {Record<string, any>} T
 * @param {T} row @param {keyof T & string} name @param {string} place @param {Changes} changes
 * @param {{label: string, rows?: number} & Record<string, string | number>} options
 */
function field(row, name, place, changes, { label, rows, class: kind = "", ...attributes }) {
  const common = { "data-field": place, autocomplete: "off", dir: "auto", ...attributes, oninput: () => edit(row, name, input.value, changes) };
  const input = rows ? element("textarea", { rows, ...common }) : element("input", { type: "text", ...common });
  input.value = row[name];
  return element("label", { class: `rules-field ${kind}` }, element("span", {}, label), input);
}

/** @template {Record<string, any>} T @param {T} row @param {keyof T & string} name @param {string} label @param {Changes} changes */
function check(row, name, label, changes) {
  const box = element("input", { type: "checkbox", checked: row[name] === true, onchange: () => edit(row, name, box.checked, changes) });
  return element("label", {}, box, label);
}

/** @template {Record<string, any>} T @param {T} row @param {keyof T} name @param {any} value @param {Changes} changes */
function edit(row, name, value, changes) {
  row[name] = value;
  changes.onEdit();
}

/** @param {string} label @param {() => void} onClick */
function removeButton(label, onClick) {
  return element("button", { class: "button-icon", type: "button", "aria-label": label, title: t("common.remove"), onclick: onClick }, icon("trash"));
}
