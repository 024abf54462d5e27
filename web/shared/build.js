/** Which build of the site a script is of. Scripts of two builds never work together: an update may come while a page is open. */

import { TabsideError } from "./protocol.js";
import { SITE_ROOT } from "./site-root.js";

/** scripts/bundle.mjs replaces SITE_BUILD. @type {string} */
export const BUILD = /** @type {any} */ (globalThis).SITE_BUILD ?? "";

/** A worker's address; it names the build, so that the service worker answers with that one's script: web/sw.js. @param {string} path */
export function workerUrl(path) {
  const url = new URL(path, SITE_ROOT);
  if (BUILD) url.searchParams.set("build", BUILD);
  return url;
}

/** In a worker: refuse to work for a page of another build. @param {string} build */
export function checkBuild(build) {
  if (build === BUILD) return;
  throw new TabsideError("runtime.unavailable", "The site has been updated since this tab was opened, and the new version does not work with the old one. Save what you need, then reload the page.", { cause: "updated" });
}
