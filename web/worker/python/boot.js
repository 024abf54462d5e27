/**
 * Start Python, step by step. From a memory snapshot, if the site has one, Python is ready in half a second with
 * tabside imported; the files of its packages follow on the first import missing from the snapshot. Otherwise Pyodide
 * and the wheels are fetched concurrently, then the packages are installed, then the bridge is started.
 */

import { TabsideError } from "../../shared/protocol.js";
import { compilePinned, fetchPinnedNow, importPinned, orRefused, takeFailure } from "../pinned.js";
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

/** A snapshot that is missing, cut off, altered or of another build is no error: Python then starts plainly. @param {Site} site @param {URL} baseUrl */
async function restoreRuntime(site, baseUrl) {
  const { url, empty_zip_url } = /** @type {NonNullable<Site["snapshot"]>} */ (site.snapshot);
  const snapshot = readSnapshot(new URL(url, baseUrl).href);
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
    takeFailure(); // The plain start asks for the same files, and says what is wrong with them.
    return null;
  }
}

/** @param {Site} site @param {URL} baseUrl */
async function initRuntime(site, baseUrl) {
  try {
    return await loadRuntime(site, baseUrl, {});
  } catch (error) {
    if (error instanceof TabsideError && error.code === "download.integrity") throw error;
    throw takeFailure() ?? new TabsideError("runtime.unavailable", "Python could not be started in this tab. Check the connection and try again.", {
      reason: error instanceof Error ? error.message : String(error),
    });
  }
}

/**
 * Pyodide's own files come first, compared: it finds its scripts loaded and the rest in the browser's cache then, and has no part in what goes
 * wrong with them.
 * @param {Site} site @param {URL} baseUrl @param {{stdLibURL?: string, _loadSnapshot?: Promise<Uint8Array>}} options
 */
async function loadRuntime(site, baseUrl, options) {
  const indexURL = new URL(site.pyodide.url, baseUrl).href;
  const [module, pyodide] = await Promise.all([
    compilePinned(`${indexURL}pyodide.asm.wasm`),
    importPinned(`${indexURL}pyodide.mjs`),
    importPinned(`${indexURL}pyodide.asm.js`),
    fetch(`${indexURL}pyodide-lock.json`),
    options.stdLibURL ?? fetch(`${indexURL}python_stdlib.zip`),
  ]);
  return withModule(module, `${indexURL}pyodide.asm.wasm`, () => whileFetchesSucceed(indexURL, () => pyodide.module.loadPyodide({ indexURL, ...options })));
}

/**
 * Pyodide fetches and compiles its WebAssembly itself, with no way to hand it a module: it gets the one that was compared.
 * @param {WebAssembly.Module} module @param {string} url @param {() => Promise<any>} work @returns {Promise<any>}
 */
async function withModule(module, url, work) {
  const { fetch } = self;
  const { instantiateStreaming } = WebAssembly;
  self.fetch = async (input, init) => (String(input) === url ? new Response() : fetch(input, init));
  WebAssembly.instantiateStreaming = async (source, imports) => {
    await source;
    return { module, instance: await WebAssembly.instantiate(module, imports) };
  };
  try {
    return await work();
  } finally {
    self.fetch = fetch;
    WebAssembly.instantiateStreaming = instantiateStreaming;
  }
}

/**
 * Fail as soon as one of Pyodide's own requests does: it may say so on the console and then wait for ever.
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
      const response = await fetch(new URL(wheel.url, baseUrl)).catch(orRefused);
      if (!response?.ok) throw new TabsideError("runtime.unavailable", `The package ${wheel.name} could not be fetched. Check the connection and try again.`, { file: wheel.url });
      return response.arrayBuffer();
    }),
  );
}

/** When Pyodide cannot have a package it only says so. @param {any} pyodide @param {string} name */
export async function loadPackage(pyodide, name) {
  await pyodide.loadPackage(name, { messageCallback: () => {}, errorCallback: () => {} });
  if (!(name in pyodide.loadedPackages)) {
    throw takeFailure() ?? new TabsideError("download.failed", `The package ${name} could not be fetched. Check the connection and try again.`, { file: name });
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
 * Put the files in place that a snapshot does not hold. Python calls this from within an import, which cannot wait for a promise.
 * @param {any} pyodide @param {Site} site @param {URL} baseUrl
 */
function placeFiles(pyodide, site, baseUrl) {
  const version = pyodide.runPython("import sys; '%d%d' % sys.version_info[:2]");
  const read = (/** @type {string} */ path) => fetchPinnedNow(new URL(path, baseUrl).href);
  pyodide.FS.writeFile(`/lib/python${version}.zip`, read(`${site.pyodide.url}python_stdlib.zip`));
  for (const wheel of site.wheels) pyodide.unpackArchive(read(wheel.url), "wheel");
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
