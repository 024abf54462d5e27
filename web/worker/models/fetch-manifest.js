/** Fetch a model's manifest: the site's own, else the hub's where the page allows that. */

import { cutOffError, isCutOff } from "../../shared/cut-off.js";
import { TabsideError } from "../../shared/protocol.js";
import { checkManifest } from "./manifest.js";

/** A manifest is small; after this time it will not arrive. */
const MANIFEST_MS = 30_000;

/**
 * @param {string} url @param {string} id
 * @param {(() => Promise<import("../../shared/protocol.js").Manifest>) | null} elsewhere asked for a model that the site has not
 */
export async function fetchManifest(url, id, elsewhere) {
  const response = await fetch(url, { signal: AbortSignal.timeout(MANIFEST_MS) }).catch((error) => {
    if (error instanceof TabsideError) throw error; // not the manifest that the site was built with
    if (error.name === "TimeoutError") throw new TabsideError("download.stalled", `The manifest of ${id} does not come. Try again later.`, { model: id });
    if (isCutOff()) throw cutOffError(`The manifest of ${id}`);
    throw new TabsideError("download.offline", `The manifest of ${id} could not be fetched. Check the connection and try again.`, { model: id });
  });
  // Servers of single-page applications answer every address with their page.
  if (elsewhere && (response.status === 404 || (response.ok && /html/.test(response.headers.get("content-type") ?? "")))) return elsewhere();
  if (response.status === 404) throw new TabsideError("manifest.unknown-model", `This site has no model named ${id}.`, { model: id });
  if (!response.ok) throw new TabsideError("download.failed", `The manifest of ${id} answered with status ${response.status}. Try again later.`, { model: id, status: response.status });
  return checkManifest(id, await response.json().catch(() => null));
}
