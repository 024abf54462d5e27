import { element } from "./element.js";
import { t } from "../language/language.js";

/**
 * The attribution that the licence requires, with its links.
 * @param {import("../shared/protocol.js").Manifest} manifest @returns {(Node | string)[]}
 */
export function modelCredit({ id, title, license, summary }) {
  if (id.startsWith("local/")) return [element("span", {}, t("credit.titleAttributionItsLicenceIs", { title, attribution: license.attribution }))];
  const source = license.attribution.match(/https:\/\/[^\s;,]+/)?.[0];
  const words = license.attribution.replace(/,?\s*https:\/\/[^\s;,]+/, "");
  return [
    element("span", {}, `${words}. `),
    externalLink(license.url, t("credit.licence", { name: license.spdx })),
    ...(source ? [" · ", externalLink(source, t("credit.about", { title }))] : []),
    element("span", { class: "note-summary", lang: "en" }, summary),
  ];
}

/** @param {string} href @param {string} text */
export function externalLink(href, text) {
  return element("a", { href, rel: "noopener noreferrer", target: "_blank" }, text);
}
