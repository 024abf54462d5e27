/**
 * The page's language: one catalogue of messages each in messages/, of which English is always here and the others are
 * fetched when chosen. Numbers, dates and plurals follow `Intl`.
 */

import { EN } from "./messages/en.js";

/** @typedef {keyof typeof EN} Key */
/** A text with `{name}` for values, or one for each plural of `{count}`. @typedef {string | {one: string, other: string}} Message */
/** @typedef {Record<Key, Message>} Catalogue */
/** @typedef {Record<string, string | number>} Values */

/** Codes as in BCP 47, names in the language itself. @type {readonly {code: string, name: string, dir: "ltr" | "rtl", load: () => Promise<Catalogue>}[]} */
export const LANGUAGES = [
  { code: "en", name: "English", dir: "ltr", load: async () => EN },
  { code: "de", name: "Deutsch", dir: "ltr", load: async () => (await import("./messages/de.js")).DE },
  { code: "es", name: "Español", dir: "ltr", load: async () => (await import("./messages/es.js")).ES },
  { code: "fr", name: "Français", dir: "ltr", load: async () => (await import("./messages/fr.js")).FR },
  { code: "it", name: "Italiano", dir: "ltr", load: async () => (await import("./messages/it.js")).IT },
  { code: "nl", name: "Nederlands", dir: "ltr", load: async () => (await import("./messages/nl.js")).NL },
  { code: "pt", name: "Português", dir: "ltr", load: async () => (await import("./messages/pt.js")).PT },
];

const STORED = "tabside-language";

/** @type {{code: string, messages: Catalogue, plurals: Intl.PluralRules, numbers: Intl.NumberFormat}} */
let current = { code: "en", messages: EN, plurals: new Intl.PluralRules("en"), numbers: new Intl.NumberFormat("en") };

/** The code of the language that is shown, for `Intl`. */
export function language() {
  return current.code;
}

/**
 * A message in the chosen language. Numbers are formatted; `count` also chooses between singular and plural.
 * @param {Key} key
 * @param {Values} [values]
 */
export function t(key, values = {}) {
  const message = current.messages[key];
  const text = typeof message === "string" ? message : message[current.plurals.select(Number(values.count)) === "one" ? "one" : "other"];
  return text.replace(/\{(\w+)\}/g, (_, name) => shown(values[name]));
}

/** @param {string | number | undefined} value */
function shown(value) {
  return typeof value === "number" ? current.numbers.format(value) : (value ?? "");
}

/** Show this language from now on. What was built before keeps its own. @param {string} code one of LANGUAGES */
export async function setLanguage(code) {
  const chosen = LANGUAGES.find((each) => each.code === code);
  if (!chosen) throw new RangeError(`There is no catalogue for ${code}.`);
  const messages = await chosen.load();
  current = { code, messages, plurals: new Intl.PluralRules(code), numbers: new Intl.NumberFormat(code) };
}

/** A label inside of a sentence: without its capital, unless it is an acronym or German. @param {string} label */
export function inSentence(label) {
  if (current.code === "de" || /^\p{Lu}{2}/u.test(label)) return label;
  return label.charAt(0).toLowerCase() + label.slice(1);
}

/** The language that was chosen here, else the first of the browser's that there is a catalogue for. */
export function preferredLanguage(wanted = navigator.languages, remembered = rememberedLanguage()) {
  const codes = LANGUAGES.map(({ code }) => code);
  const found = [remembered, ...wanted.map((tag) => tag.toLowerCase().split("-")[0] ?? "")].find((code) => codes.includes(code));
  return found ?? "en";
}

/** @param {string} code */
export function rememberLanguage(code) {
  try {
    localStorage.setItem(STORED, code);
  } catch {
    // Storage is refused: the choice lasts until the page is left.
  }
}

function rememberedLanguage() {
  try {
    return localStorage.getItem(STORED) ?? "";
  } catch {
    return "";
  }
}
