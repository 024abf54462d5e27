/** Where the site lies: the one place that asks a module for its own address, since in a bundle that is the bundle's. */

/** The way from a bundle to the site's root; scripts/bundle.mjs puts it in. @type {string | undefined} */
const from_bundle = /** @type {any} */ (globalThis).SITE_FROM_BUNDLE;

export const SITE_ROOT = new URL(from_bundle ?? "../", import.meta.url);
