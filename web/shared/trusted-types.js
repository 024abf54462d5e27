/**
 * Trusted Types: if the page's policy requires them, a script address must pass through here and belong to this site.
 * https://www.w3.org/TR/trusted-types/
 */

import { SITE_ROOT } from "./site-root.js";

/** @typedef {{createScriptURL: (url: string) => any}} Policy */

/** @type {{createPolicy: (name: string, rules: {createScriptURL: (url: string) => string}) => Policy} | undefined} */
const types = /** @type {any} */ (globalThis).trustedTypes;

/** Every address of the site is this one or below it. */
const SITE = SITE_ROOT.href;

/** @param {string} url @returns {string} */
function ownUrl(url) {
  const { href } = new URL(url, SITE);
  if (!href.startsWith(SITE)) throw new TypeError("Scripts come from this site alone.");
  return href;
}

const policy = types?.createPolicy("tabside", { createScriptURL: ownUrl });

/** Return the address of a script of this site for `new Worker` and `register`. @param {URL} url @returns {URL} */
export function scriptUrl(url) {
  return policy ? policy.createScriptURL(url.href) : url;
}

/**
 * In a worker: let its libraries start scripts of this site too. They do not know policies, so this is the default policy; it creates no
 * scripts and no HTML from text.
 */
export function allowLibraryScripts() {
  types?.createPolicy("default", { createScriptURL: ownUrl });
}
