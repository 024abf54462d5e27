/**
 * Trusted Types: if the page's policy requires them, a script address must pass through here and belong to the site that it is asked for.
 * https://www.w3.org/TR/trusted-types/
 */

import { SITE_ROOT } from "./site-root.js";

/** @typedef {{createScriptURL: (url: string, root: string) => any}} Policy */

/** @type {{createPolicy: (name: string, rules: {createScriptURL: (url: string, root: string) => string}) => Policy} | undefined} */
const types = /** @type {any} */ (globalThis).trustedTypes;

/** @param {string} url @param {string} root where the site lies: all its addresses are below @returns {string} */
function ownUrl(url, root) {
  const { href } = new URL(url, root);
  if (!href.startsWith(root)) throw new TypeError("Scripts come from this site alone.");
  return href;
}

const policy = types?.createPolicy("tabside", {
  createScriptURL: (url, root) => sameOriginUrl(ownUrl(url, root)),
});

/** Return the address of a script of this site for `register`. @param {URL} url @returns {URL} */
export function scriptUrl(url) {
  return policy ? policy.createScriptURL(url.href, SITE_ROOT.href) : url;
}

/**
 * Start a worker of the site at `root`, which may have another origin.
 * @param {URL} url @param {URL} root @param {string} [name] @returns {Worker}
 */
export function createWorker(url, root, name) {
  const address = policy ? policy.createScriptURL(url.href, root.href) : sameOriginUrl(ownUrl(url.href, root.href));
  return new Worker(address, { type: "module", name });
}

/**
 * Browsers start workers only from the page's own origin. A script of another one is imported by a script of ours; its own address stays that of
 * its site, so all that it asks for comes from there.
 * @param {string} href
 */
function sameOriginUrl(href) {
  if (new URL(href).origin === globalThis.location.origin) return href;
  return URL.createObjectURL(new Blob([`import ${JSON.stringify(href)};`], { type: "text/javascript" }));
}

/**
 * In a worker: let its libraries start scripts of this site too. They do not know policies, so this is the default policy; it creates no
 * scripts and no HTML from text.
 */
export function allowLibraryScripts() {
  types?.createPolicy("default", { createScriptURL: (url) => ownUrl(url, SITE_ROOT.href) });
}
