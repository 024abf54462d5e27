/**
 * Start Python, step by step. From a memory snapshot, if the site has one, Python is ready in half a second with
 * tabside imported; the files of its packages follow on the first import missing from the snapshot. Otherwise Pyodide
 * and the wheels are fetched concurrently, then the packages are installed, then the bridge is started.
 */

import { TabsideError } from "../../shared/protocol.js";
import { sha256 } from "../models/digest.js";
import { PATIENCE } from "../models/retry.js";
import { keepSnapshot, readSnapshot } from "./snapshot.js";

/** @typedef {import("../site.js").Site} Site */
/** @typedef {{dispatch: (id: number, method: string, params: string) => void, cancel: (id: number) => void, pyodide: any}} Python */

/**
 * @param {Site} site @param {URL} baseUrl @param {object} host what Python may call
 * @param {ReturnType<import("../stages.js").createStages>} runStage
 * @returns {Promise<Python>}
 */
export async function bootPython(site, baseUrl, host, runStage) {
  const restored = site.snapshot && (await runStage("runtime", () => restoreRuntime(site, baseUrl)));
  if (restored) {
    return runStage("packages", async () => initBridge(restored, host, () => placeFiles(restored, site, baseUrl)));
  }
  const fetching = fetchWheels(site, baseUrl);
  fetching.catch(() => {}); // reported by the stage that awaits it
  const pyodide = await runStage("runtime", () => initRuntime(site, baseUrl));
  return runStage("packages", async () => {
    installWheels(pyodide, await fetching);
    return initBridge(pyodide, host, null);
  });
}

/**
 * A snapshot that is missing, truncated or of another build is not an error: Python then starts without it.
 * @param {Site} site @param {URL} baseUrl
 */
async function restoreRuntime(site, baseUrl) {
  const { url, bytes, empty_zip_url } = /** @type {NonNullable<Site["snapshot"]>} */ (site.snapshot);
  const snapshot = readSnapshot(new URL(url, baseUrl), bytes);
  const memory = snapshot.then((read) => read.bytes);
  memory.catch(() => {}); // reported by loadRuntime, which may fail before it awaits this
  try {
    const pyodide = await loadRuntime(site, baseUrl, {
      _loadSnapshot: memory,
      stdLibURL: new URL(empty_zip_url, baseUrl).href,
    });
    void keepSnapshot(await snapshot);
    return pyodide;
  } catch {
    return null;
  }
}

/** @param {Site} site @param {URL} baseUrl */
async function initRuntime(site, baseUrl) {
  try {
    return await loadRuntime(site, baseUrl, {});
  } catch (error) {
    throw new TabsideError("runtime.unavailable", "Python could not be started in this tab. Check the connection and try again.", {
      reason: error instanceof Error ? error.message : String(error),
    });
  }
}

/** @param {Site} site @param {URL} baseUrl @param {object} options */
async function loadRuntime(site, baseUrl, options) {
  const indexURL = new URL(site.pyodide.url, baseUrl).href;
  const { loadPyodide } = await import(`${indexURL}pyodide.mjs`);
  return whileFetchesSucceed(indexURL, () => loadPyodide({ indexURL, ...options }));
}

/**
 * Fail as soon as one of Pyodide's own requests fails: if its WebAssembly cannot be fetched, Pyodide 0.27 only logs
 * that and then waits forever.
 * @param {string} indexURL @param {() => Promise<any>} work @returns {Promise<any>}
 */
async function whileFetchesSucceed(indexURL, work) {
  const { fetch } = self;
  try {
    return await new Promise((resolve, reject) => {
      self.fetch = async (input, init) => {
        const watched = String(input).startsWith(indexURL);
        try {
          const response = await fetch(input, init);
          if (watched && !response.ok) reject(new Error(`status ${response.status}`));
          return response;
        } catch (error) {
          if (watched) reject(error);
          throw error;
        }
      };
      work().then(resolve, reject);
    });
  } finally {
    self.fetch = fetch;
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

/** Load a package, which Pyodide checks against its lock file. It only logs a failure. @param {any} pyodide @param {string} name */
export async function loadPackage(pyodide, name) {
  await pyodide.loadPackage(name, { messageCallback: () => {}, errorCallback: () => {} });
  if (!(name in pyodide.loadedPackages)) {
    throw new TabsideError("download.failed", `The package ${name} could not be fetched. Check the connection and try again.`, { file: name });
  }
}

/**
 * Unpack pure-Python wheels, which are zipped folders: without an installer, micropip's load time is saved.
 * @param {any} pyodide @param {ArrayBuffer[]} wheels
 */
function installWheels(pyodide, wheels) {
  for (const bytes of wheels) pyodide.unpackArchive(bytes, "wheel");
}

/**
 * Install the files missing from a snapshot. Python calls this during an import, which cannot await a promise; in a
 * worker a synchronous request is allowed and blocks nothing else.
 * @param {any} pyodide @param {Site} site @param {URL} baseUrl
 */
function placeFiles(pyodide, site, baseUrl) {
  const version = pyodide.runPython("import sys; '%d%d' % sys.version_info[:2]");
  pyodide.FS.writeFile(`/lib/python${version}.zip`, fetchSync(new URL(`${site.pyodide.url}python_stdlib.zip`, baseUrl)));
  for (const wheel of site.wheels) pyodide.unpackArchive(fetchSync(new URL(wheel.url, baseUrl)), "wheel");
}

/** @param {URL} url @returns {Uint8Array} */
function fetchSync(url) {
  const request = new XMLHttpRequest();
  request.open("GET", url, false);
  request.responseType = "arraybuffer";
  request.send();
  if (request.status !== 200) throw new TabsideError("runtime.unavailable", "A part of Python could not be fetched. Check the connection and try again.", { status: request.status });
  return new Uint8Array(request.response);
}

/** @param {any} pyodide @param {object} host @param {(() => void) | null} placeFiles @returns {Python} */
function initBridge(pyodide, host, placeFiles) {
  const bridge = pyodide.pyimport("tabside.bridge");
  const turn = new MessageChannel();
  const runReady = bridge.start(host, placeFiles, () => turn.port2.postMessage(null));
  turn.port1.onmessage = () => runReady();
  // Both live as long as the worker; objects borrowed from `bridge` would be destroyed with it.
  return { dispatch: bridge.dispatch.copy(), cancel: bridge.cancel.copy(), pyodide };
}
