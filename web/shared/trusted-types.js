/**
 * Trusted Types: where a page's policy demands them, an address becomes a script only through here, and only one of this site's own.
 * https://www.w3.org/TR/trusted-types/
 */

import { SITE_ROOT } from "./site-root.js";

/** @typedef {{createScriptURL: (url: string) => any}} Policy */

/** @type {{createPolicy: (name: string, rules: {createScriptURL: (url: string) => string}) => Policy} | undefined} */
const types = /** @type {any} */ (globalThis).trustedTypes;

/** Everything of the site lies there or below. */
const SITE = SITE_ROOT.href;

/** @param {string} url @returns {string} */
function ownUrl(url) {
  const { href } = new URL(url, SITE);
  if (!href.startsWith(SITE)) throw new TypeError("Scripts come from this site alone.");
  return href;
}

const policy = types?.createPolicy("tabside", { createScriptURL: ownUrl });

/** An address of a script of this site's, as `new Worker` and `register` take it. @param {URL} url @returns {URL} */
export function scriptUrl(url) {
  return policy ? policy.createScriptURL(url.href) : url;
}

/**
 * In a worker: let the libraries that run there start scripts of this site's too. They know nothing of policies, so this is the default one;
 * it makes no scripts and no HTML out of text.
 */
export function allowLibraryScripts() {
  types?.createPolicy("default", { createScriptURL: ownUrl });
}
