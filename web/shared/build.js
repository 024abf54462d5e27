/** Which build of the site a script is of. Scripts of two builds never work together: an update may come while a page is open. */

import { TabsideError } from "./protocol.js";
import { SITE_ROOT } from "./site-root.js";
import { createWorker } from "./trusted-types.js";

/** scripts/bundle.mjs replaces SITE_BUILD. @type {string} */
export const BUILD = /** @type {any} */ (globalThis).SITE_BUILD ?? "";

/**
 * Start a worker of the site. Its address names the build, so that the service worker answers with that one's script: web/sw.js.
 * @param {string} path @param {{root?: URL, name?: string}} [options] root: where the site lies, on another origin too
 */
export function startWorker(path, { root = SITE_ROOT, name } = {}) {
  const url = new URL(path, root);
  if (BUILD) url.searchParams.set("build", BUILD);
  return createWorker(url, root, name);
}

/** In a worker: refuse to work for a page of another build. @param {string} build */
export function checkBuild(build) {
  if (build === BUILD) return;
  throw new TabsideError("runtime.unavailable", "The site has been updated since this tab was opened, and the new version does not work with the old one. Save what you need, then reload the page.", { cause: "updated" });
}
