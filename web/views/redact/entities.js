import { t } from "../../language/language.js";

/**
 * The kinds of personal data, by family. A family has a color; the name of the kind is always shown beside it.
 *
 * @typedef {import("../../language/language.js").Key} Key
 * @typedef {{name: string, title: Key, entities: string[]}} Family
 */

/** @type {readonly Family[]} */
export const FAMILIES = [
  { name: "people", title: "family.people", entities: ["GIVEN_NAME", "SURNAME", "DATE_OF_BIRTH", "AGE", "NATIONALITY", "DATE", "ORGANIZATION"] },
  { name: "contact", title: "family.contact", entities: ["EMAIL", "PHONE", "URL", "USERNAME"] },
  {
    name: "places",
    title: "family.places",
    entities: ["BUILDING_NUMBER", "STREET_NAME", "SECONDARY_ADDRESS", "CITY", "STATE", "ZIP_CODE", "COUNTRY", "COORDINATES"],
  },
  {
    name: "identity",
    title: "family.identity",
    entities: ["SSN", "TAX_ID", "GOVERNMENT_ID", "PASSPORT", "DRIVERS_LICENSE", "HEALTH_ID"],
  },
  {
    name: "money",
    title: "family.money",
    entities: ["CREDIT_CARD", "CARD_EXPIRY", "CVV", "IBAN", "BANK_ACCOUNT", "ROUTING_NUMBER", "CRYPTO_ADDRESS"],
  },
  { name: "devices", title: "family.devices", entities: ["IP_ADDRESS", "MAC_ADDRESS", "DEVICE_ID", "VEHICLE_ID", "API_KEY", "JWT"] },
];

/** A whole name, as other models and files give it. */
export const WHOLE_NAME = "PERSON";

export const ENTITIES = FAMILIES.flatMap((family) => family.entities);

/** Searched only if ticked or named by a policy: they identify nobody by themselves. @type {readonly string[]} */
export const ON_REQUEST = ["AGE", "DATE", "ORGANIZATION"];

/** Kinds whose names are shortened where there is little room. @type {Record<string, Key>} */
const SHORT_LABELS = { SSN: "entityShort.SSN", JWT: "entityShort.JWT", PHONE: "entityShort.PHONE", PASSPORT: "entityShort.PASSPORT" };

/**
 * GIVEN_NAME -> "Given name". An unknown kind still gets a readable name.
 * @param {string} entity
 */
export function entityLabel(entity) {
  if (ENTITIES.includes(entity) || entity === WHOLE_NAME) return t(/** @type {Key} */ (`entity.${entity}`));
  const words = entity.toLowerCase().replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/**
 * The label of a finding in running text.
 * @param {string} entity
 */
export function entityShortLabel(entity) {
  const short = SHORT_LABELS[entity];
  return short ? t(short) : entityLabel(entity);
}

/** @param {string} entity */
export function entityFamily(entity) {
  if (entity === WHOLE_NAME) return "people";
  return FAMILIES.find((family) => family.entities.includes(entity))?.name ?? "other";
}

/** @typedef {"placeholder" | "surrogate" | "replace" | "mask" | "generalize" | "hash" | "encrypt" | "remove" | "keep"} Operator */

/** @type {readonly {name: Operator, label: Key}[]} */
export const OPERATORS = [
  { name: "placeholder", label: "operatorName.placeholder" },
  { name: "surrogate", label: "operatorName.surrogate" },
  { name: "replace", label: "operatorName.replace" },
  { name: "mask", label: "operatorName.mask" },
  { name: "generalize", label: "operatorName.generalize" },
  { name: "hash", label: "operatorName.hash" },
  { name: "encrypt", label: "operatorName.encrypt" },
  { name: "remove", label: "operatorName.remove" },
  { name: "keep", label: "operatorName.keep" },
];

/**
 * "model" -> "Model"; a further model's id -> "Model local/pii"; a recognizer's name, `us_ssn` -> "Rule: US SSN".
 * @param {string} source
 */
export function sourceLabel(source) {
  if (source === "model") return t("common.model");
  if (source.includes("/")) return t("foundBy.model", { name: source });
  if (source === "reader") return t("foundBy.you");
  if (source === "propagation") return t("foundBy.mention");
  return t("foundBy.rule", { name: ruleName(source) });
}

/** A recognizer's name as words: `us_ssn` -> "US SSN". @param {string} source */
export function ruleName(source) {
  return source.split("_").map((word) => ACRONYMS[word] ?? word).join(" ");
}

/** @type {Record<string, string>} */
const ACRONYMS = {
  aws: "AWS",
  bic: "BIC",
  ein: "EIN",
  iban: "IBAN",
  ipv4: "IPv4",
  ipv6: "IPv6",
  itin: "ITIN",
  jwt: "JWT",
  mac: "MAC",
  nino: "NINO",
  po: "PO",
  ssn: "SSN",
  uk: "UK",
  url: "URL",
  us: "US",
  zip: "ZIP",
};
