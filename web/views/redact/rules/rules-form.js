/**
 * Convert a policy's own rules between the form, including incomplete input, and the policy (docs/redaction-policy.md). No DOM.
 *
 * @typedef {"exact" | "wildcard" | "regex"} How
 * @typedef {{text: string, how: How, entity: string, ignore_case: boolean}} EntryForm
 * @typedef {{regex: string, score: string}} PatternForm
 * @typedef {{name: string, entity: string, patterns: PatternForm[], context: string, ignore_case: boolean, needs_context: boolean,
 *   hits: string, misses: string}} RecognizerForm
 * @typedef {{entity: string, value: string}} ThresholdForm
 * @typedef {{recognizers: RecognizerForm[], deny: EntryForm[], allow: EntryForm[], thresholds: ThresholdForm[]}} RulesForm
 * @typedef {import("./own-rules.js").Rules} Rules
 */

const HOWS = /** @type {const} */ (["exact", "wildcard", "regex"]);
const SCORE = "0.5";

/** @returns {RecognizerForm} */
export function newRecognizer() {
  return { name: "", entity: "", patterns: [newPattern()], context: "", ignore_case: false, needs_context: false, hits: "", misses: "" };
}

/** @returns {PatternForm} */
export function newPattern() {
  return { regex: "", score: SCORE };
}

/** Prefer masking in doubt: deny entries match in any case. @param {"deny" | "allow"} list @returns {EntryForm} */
export function newEntry(list) {
  return { text: "", how: "exact", entity: "", ignore_case: list === "deny" };
}

/** @param {Rules} rules @returns {RulesForm} */
export function formOf({ recognizers = [], deny = [], allow = [], thresholds = {} }) {
  return {
    recognizers: recognizers.map(recognizerForm),
    deny: deny.map((entry) => entryForm("deny", entry)),
    allow: allow.map((entry) => entryForm("allow", entry)),
    thresholds: Object.entries(thresholds).map(([entity, value]) => ({ entity, value: String(value) })),
  };
}

/**
 * The rules in a form without empty rows, and the position of each part in the form, so that an error about
 * `$.recognizers[0].patterns[1].regex` can be shown there.
 * @param {RulesForm} form @returns {{rules: Rules, places: Map<string, string>}}
 */
export function rulesOf(form) {
  /** @type {Map<string, string>} */
  const places = new Map();
  /** @type {Rules} */
  const rules = {};
  const recognizers = form.recognizers.flatMap((one, index) => {
    const patterns = one.patterns.flatMap((pattern, at) => (pattern.regex === "" ? [] : [{ at, regex: pattern.regex, score: number(pattern.score) }]));
    if (patterns.length === 0 && one.name === "" && one.entity === "") return [];
    return [{ index, one, patterns }];
  });
  if (recognizers.length > 0) {
    rules.recognizers = recognizers.map(({ index, one, patterns }, number_of) => {
      const path = `$.recognizers[${number_of}]`;
      places.set(path, `recognizers.${index}`);
      places.set(`${path}.patterns`, `recognizers.${index}.patterns.0.regex`);
      patterns.forEach(({ at }, pattern) => places.set(`${path}.patterns[${pattern}]`, `recognizers.${index}.patterns.${at}.regex`));
      patterns.forEach(({ at }, pattern) => places.set(`${path}.patterns[${pattern}].score`, `recognizers.${index}.patterns.${at}.score`));
      for (const field of ["name", "entity"]) places.set(`${path}.${field}`, `recognizers.${index}.${field}`);
      for (const field of ["hits", "misses"]) places.set(`${path}.examples.${field}`, `recognizers.${index}.${field}`);
      places.set(`${path}.context`, `recognizers.${index}.context`);
      return plainRecognizer(one, patterns.map(({ regex, score }) => ({ regex, score })), number_of);
    });
  }
  for (const list of /** @type {const} */ (["deny", "allow"])) {
    const entries = form[list].flatMap((entry, index) => (entry.text.trim() === "" ? [] : [{ entry, index }]));
    if (entries.length === 0) continue;
    entries.forEach(({ index }, number_of) => places.set(`$.${list}[${number_of}]`, `${list}.${index}.text`));
    entries.forEach(({ index }, number_of) => places.set(`$.${list}[${number_of}].entity`, `${list}.${index}.entity`));
    rules[list] = entries.map(({ entry }) => plainEntry(list, entry));
  }
  const thresholds = form.thresholds.filter(({ entity }) => entity.trim() !== "");
  if (thresholds.length > 0) {
    rules.thresholds = Object.fromEntries(thresholds.map(({ entity, value }) => [entityName(entity), number(value)]));
    for (const { entity } of thresholds) places.set(`$.thresholds.${entityName(entity)}`, `thresholds.${form.thresholds.findIndex((each) => each.entity === entity)}.value`);
  }
  return { rules, places };
}

/**
 * The position in the form of a policy's field, or of the part that contains it; null if it is not in the form.
 * @param {Map<string, string>} places @param {string} field
 */
export function placeOf(places, field) {
  for (let path = field; path !== ""; path = path.replace(/(\.[^.[]+|\[[^\]]*\]|\$)$/, "")) {
    const place = places.get(path);
    if (place !== undefined) return place;
  }
  return null;
}

/** `employee id` -> `EMPLOYEE_ID`. @param {string} text */
export function entityName(text) {
  return text.trim().toUpperCase().replace(/[\s-]+/g, "_");
}

/** @param {any} plain @returns {RecognizerForm} */
function recognizerForm(plain) {
  const { name, entity, score, patterns, context, examples, ignore_case, needs_context } = record(plain);
  const { hits, misses } = record(examples);
  return {
    name: text(name),
    entity: text(entity),
    patterns: list(patterns).map((pattern) => {
      const fields = typeof pattern === "string" ? { regex: pattern } : record(pattern);
      return { regex: text(fields.regex), score: String(fields.score ?? score ?? SCORE) };
    }),
    context: list(context).map(text).join(", "),
    ignore_case: ignore_case === true,
    needs_context: needs_context === true,
    hits: list(hits).map(text).join("\n"),
    misses: list(misses).map(text).join("\n"),
  };
}

/** @param {RecognizerForm} one @param {{regex: string, score: number}[]} patterns @param {number} index */
function plainRecognizer(one, patterns, index) {
  const context = one.context.split(",").map((word) => word.trim()).filter(Boolean);
  const [hits, misses] = [lines(one.hits), lines(one.misses)];
  const entity = entityName(one.entity) || "CUSTOM";
  return {
    name: one.name.trim() || `${entity.toLowerCase()}_${index + 1}`,
    entity,
    patterns,
    ...(context.length > 0 && { context }),
    ...(one.ignore_case && { ignore_case: true }),
    ...(one.needs_context && { needs_context: true }),
    ...(hits.length + misses.length > 0 && { examples: { hits, misses } }),
  };
}

/** @param {"deny" | "allow"} name @param {any} plain @returns {EntryForm} */
function entryForm(name, plain) {
  const entry = typeof plain === "string" ? { exact: plain } : record(plain);
  const how = HOWS.find((each) => each in entry) ?? "exact";
  return { text: text(entry[how]), how, entity: text(entry.entity), ignore_case: entry.ignore_case ?? name === "deny" };
}

/** @param {"deny" | "allow"} name @param {EntryForm} entry */
function plainEntry(name, { text: value, how, entity, ignore_case }) {
  const kind = entityName(entity);
  const extra = { ...(kind && { entity: kind }), ...(ignore_case !== (name === "deny") && { ignore_case }) };
  return how === "exact" && Object.keys(extra).length === 0 ? value : { [how]: value, ...extra };
}

/** Parse a number. Other input stays, so that the error is shown at its place. @param {string} value @returns {any} */
function number(value) {
  return value.trim() === "" || Number.isNaN(Number(value)) ? value : Number(value);
}

/** @param {string} value */
function lines(value) {
  return value.split("\n").filter((line) => line.trim() !== "");
}

/** @param {unknown} value @returns {Record<string, any>} */
function record(value) {
  return value !== null && typeof value === "object" && !Array.isArray(value) ? value : {};
}

/** @param {unknown} value @returns {unknown[]} */
function list(value) {
  return Array.isArray(value) ? value : [];
}

/** @param {unknown} value */
function text(value) {
  return typeof value === "string" ? value : "";
}
