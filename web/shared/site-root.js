/** The site's address. Only this module reads its own address: in a bundle, that is the address of the bundle. */

/** Whether this is the npm package, which lies apart from the site's files: there web/package/site-root.js replaces this module. */
export const IN_PACKAGE = /** @type {boolean} */ (false);

// scripts/bundle.mjs replaces SITE_FROM_BUNDLE with the relative path from a bundle to the site's root.
export const SITE_ROOT = new URL(/** @type {any} */ (globalThis).SITE_FROM_BUNDLE ?? "../", import.meta.url);
