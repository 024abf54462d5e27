/**
 * Where the npm package expects the site's files unless `baseUrl` says otherwise: `npx tabside assets public/tabside` puts them there. A bundler moves
 * the package's own modules, so their address says nothing.
 */

export const IN_PACKAGE = /** @type {boolean} */ (true);

const FOLDER = "/tabside/";
const page = globalThis.document?.baseURI;

/** A server may import the package but has no page, and an empty frame has no address: there it only has to be one. */
export const SITE_ROOT = page && URL.canParse(FOLDER, page) ? new URL(FOLDER, page) : new URL(FOLDER, "http://localhost/");
