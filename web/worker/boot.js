/** Starting Python, step by step: Pyodide and the wheels come at the same time, then the packages, then the bridge. */

import { TabsideError } from "../protocol.js";
import { sha256 } from "./digest.js";

/** @typedef {{name: string, version: string, url: string, bytes: number, sha256: string}} Wheel */
/**
 * The site's own description, made when it is built.
 * @typedef {object} Site
 * @property {string} version
 * @property {{version: string, url: string}} pyodide
 * @property {{version: string, url: string}} ort
 * @property {Wheel[]} wheels
 * @property {string} wheel_index
 * @property {string[]} models
 * @property {number} runtime_bytes
 */

/** @typedef {{dispatch: (id: number, method: string, params: string) => void, cancel: (id: number) => void, pyodide: any}} Python */

/** @param {URL} baseUrl @returns {Promise<Site>} */
export async function fetchSite(baseUrl) {
  const response = await fetch(new URL("site.json", baseUrl)).catch(() => null);
  if (!response?.ok) throw new TabsideError("runtime.unavailable", "The site's description (site.json) could not be fetched. Check the connection and try again.");
  return response.json();
}

/**
 * @param {Site} site @param {URL} baseUrl @param {object} host what Python may call
 * @param {ReturnType<import("./stages.js").createStages>} runStage
 * @returns {Promise<Python>}
 */
export async function bootPython(site, baseUrl, host, runStage) {
  const fetching = fetchWheels(site, baseUrl);
  fetching.catch(() => {}); // told by the stage that awaits it
  const pyodide = await runStage("runtime", () => initRuntime(site, baseUrl));
  return runStage("packages", async () => {
    installWheels(pyodide, await fetching);
    return initBridge(pyodide, host);
  });
}

/** @param {Site} site @param {URL} baseUrl */
async function initRuntime(site, baseUrl) {
  const indexURL = new URL(site.pyodide.url, baseUrl).href;
  try {
    const { loadPyodide } = await import(`${indexURL}pyodide.mjs`);
    return await loadPyodide({ indexURL });
  } catch (error) {
    throw new TabsideError("runtime.unavailable", "Python could not be started in this tab. Check the connection and try again.", {
      reason: error instanceof Error ? error.message : String(error),
    });
  }
}

/** @param {Site} site @param {URL} baseUrl @returns {Promise<ArrayBuffer[]>} */
async function fetchWheels(site, baseUrl) {
  return Promise.all(
    site.wheels.map(async (wheel) => {
      const response = await fetch(new URL(wheel.url, baseUrl)).catch(() => null);
      if (!response?.ok) throw new TabsideError("runtime.unavailable", `The package ${wheel.name} could not be fetched. Check the connection and try again.`, { file: wheel.url });
      const bytes = await response.arrayBuffer();
      if ((await sha256(bytes)) !== wheel.sha256) {
        throw new TabsideError("download.integrity", `The package ${wheel.name} is not the one that the site names. Reload the page; if that does not help, the site has to be built again.`, { file: wheel.url });
      }
      return bytes;
    }),
  );
}

/** Wheels of pure Python are folders in a zip: no installer is needed, and micropip's own load time is saved. @param {any} pyodide @param {ArrayBuffer[]} wheels */
function installWheels(pyodide, wheels) {
  for (const bytes of wheels) pyodide.unpackArchive(bytes, "wheel");
}

/** @param {any} pyodide @param {object} host @returns {Python} */
function initBridge(pyodide, host) {
  const bridge = pyodide.pyimport("tabside.bridge");
  bridge.start(host);
  const python = { dispatch: bridge.dispatch, cancel: bridge.cancel, pyodide };
  bridge.destroy();
  return python;
}
