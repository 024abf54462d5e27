/**
 * The kinds of personal data, by family. A family has a color; the name of the kind is always shown beside it.
 *
 * @typedef {{name: string, title: string, entities: string[]}} Family
 */

/** @type {readonly Family[]} */
export const FAMILIES = [
  { name: "people", title: "People", entities: ["GIVEN_NAME", "SURNAME", "DATE_OF_BIRTH", "AGE", "NATIONALITY", "DATE", "ORGANIZATION"] },
  { name: "contact", title: "Contact", entities: ["EMAIL", "PHONE", "URL", "USERNAME"] },
  {
    name: "places",
    title: "Addresses",
    entities: ["BUILDING_NUMBER", "STREET_NAME", "SECONDARY_ADDRESS", "CITY", "STATE", "ZIP_CODE", "COUNTRY", "COORDINATES"],
  },
  {
    name: "identity",
    title: "Identity documents",
    entities: ["SSN", "TAX_ID", "GOVERNMENT_ID", "PASSPORT", "DRIVERS_LICENSE", "HEALTH_ID"],
  },
  {
    name: "money",
    title: "Money",
    entities: ["CREDIT_CARD", "CARD_EXPIRY", "CVV", "IBAN", "BANK_ACCOUNT", "ROUTING_NUMBER", "CRYPTO_ADDRESS"],
  },
  { name: "devices", title: "Devices and secrets", entities: ["IP_ADDRESS", "MAC_ADDRESS", "DEVICE_ID", "VEHICLE_ID", "API_KEY", "JWT"] },
];

export const ENTITIES = FAMILIES.flatMap((family) => family.entities);

/** Searched only if ticked or named by a policy: they identify nobody by themselves. @type {readonly string[]} */
export const ON_REQUEST = ["AGE", "DATE", "ORGANIZATION"];

/** @type {Record<string, string>} */
const LABELS = {
  URL: "Web address",
  SSN: "Social security number",
  TAX_ID: "Tax number",
  GOVERNMENT_ID: "Government ID",
  DRIVERS_LICENSE: "Driving licence",
  PASSPORT: "Passport number",
  SECONDARY_ADDRESS: "Flat or suite",
  ZIP_CODE: "Postcode",
  IBAN: "IBAN",
  DATE: "Other date",
  CARD_EXPIRY: "Card expiry date",
  CVV: "Card security code",
  IP_ADDRESS: "IP address",
  MAC_ADDRESS: "MAC address",
  API_KEY: "API key",
  JWT: "Web token (JWT)",
  PHONE: "Phone number",
  HEALTH_ID: "Health number",
  DEVICE_ID: "Device number",
  VEHICLE_ID: "Vehicle number",
};

const SHORT_LABELS = /** @type {Record<string, string>} */ ({
  SSN: "SSN",
  JWT: "JWT",
  PHONE: "Phone",
  PASSPORT: "Passport",
});

/**
 * GIVEN_NAME -> "Given name". An unknown kind still gets a readable name.
 * @param {string} entity
 */
export function entityLabel(entity) {
  const words = entity.toLowerCase().replaceAll("_", " ");
  return LABELS[entity] ?? words.charAt(0).toUpperCase() + words.slice(1);
}

/**
 * The label of a finding in running text.
 * @param {string} entity
 */
export function entityShortLabel(entity) {
  return SHORT_LABELS[entity] ?? entityLabel(entity);
}

/** @param {string} entity */
export function entityFamily(entity) {
  return FAMILIES.find((family) => family.entities.includes(entity))?.name ?? "other";
}

/** @typedef {"placeholder" | "surrogate" | "replace" | "mask" | "generalize" | "hash" | "encrypt" | "remove" | "keep"} Operator */

/** @type {readonly {name: Operator, label: string}[]} */
export const OPERATORS = [
  { name: "placeholder", label: "Placeholder" },
  { name: "surrogate", label: "Surrogate" },
  { name: "replace", label: "Label" },
  { name: "mask", label: "Mask" },
  { name: "generalize", label: "Generalise" },
  { name: "hash", label: "Hash" },
  { name: "encrypt", label: "Encrypt" },
  { name: "remove", label: "Remove" },
  { name: "keep", label: "Keep" },
];

/**
 * "model" -> "Model"; a recognizer's name, `us_ssn` -> "Rule: US SSN".
 * @param {string} source
 */
export function sourceLabel(source) {
  if (source === "model") return "Model";
  if (source === "reader") return "You";
  if (source === "propagation") return "Other mention";
  return `Rule: ${source.split("_").map((word) => ACRONYMS[word] ?? word).join(" ")}`;
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
