/** The site's own description, site.json: what lies where. */

import { TabsideError } from "../shared/protocol.js";
import { PATIENCE } from "./models/retry.js";

/** @typedef {{name: string, version: string, url: string, bytes: number, sha256: string}} Wheel */
/**
 * The site's own description, made when it is built.
 * @typedef {object} Site
 * @property {string} version
 * @property {{version: string, url: string}} pyodide
 * @property {{version: string, url: string}} ort
 * @property {{version: string, url: string}} hashes   noble-hashes
 * @property {{version: string, url: string, bytes: number, sha256: string}} pdfium   the PDF engine, fetched when the first PDF comes
 * @property {Wheel[]} wheels
 * @property {string} wheel_index
 * @property {{url: string, bytes: number, empty_zip_url: string} | null} snapshot
 * @property {string[]} models
 * @property {number} runtime_bytes
 * @property {Record<string, number>} package_bytes   by package of Pyodide's own: what its first use fetches
 * @property {{any: number, pdf: number}} file_bytes   what the first file fetches, and the first PDF beside that
 */

/**
 * @param {URL} baseUrl @param {number} [stall_ms] the description is small: one that takes longer does not come
 * @returns {Promise<Site>}
 */
export async function fetchSite(baseUrl, stall_ms = PATIENCE.stall_ms) {
  const response = await fetch(new URL("site.json", baseUrl), { signal: AbortSignal.timeout(stall_ms) }).catch(() => null);
  const site = response?.ok ? await response.json().catch(() => null) : null;
  if (!site?.pyodide) throw new TabsideError("runtime.unavailable", "The site's description (site.json) could not be fetched. Check the connection and try again.");
  return site;
}
