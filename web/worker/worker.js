/** The message loop of the engine's worker: receives calls, sends answers and events. */

import { checkBuild } from "../shared/build.js";
import { guardFetches } from "./pinned.js";
import { guardNetwork } from "../shared/network-guard.js";
import { TabsideError } from "../shared/protocol.js";
import { allowLibraryScripts } from "../shared/trusted-types.js";
import { Engine } from "./engine.js";
import { holdLifeLine } from "../shared/life-line.js";

/** @typedef {import("../shared/protocol.js").ToWorker} ToWorker */

allowLibraryScripts();
guardNetwork();
const held = holdLifeLine(self.name);

/** @param {import("../shared/protocol.js").FromWorker} message @param {Transferable[]} [transfer] */
const post = (message, transfer = []) => self.postMessage(message, { transfer });

/** @type {Engine} */
let engine;
/** @type {Map<number, AbortController>} */
const running = new Map();

self.onmessage = async (/** @type {MessageEvent<ToWorker>} */ { data: message }) => {
  if ("cancel" in message) {
    running.get(message.cancel)?.abort();
    return;
  }
  if ("ort" in message) {
    engine?.takeWorker(message.ort); // none where it refused to start
    return;
  }
  const { id, method, params } = message;
  const controller = new AbortController();
  running.set(id, controller);
  try {
    if (method === "configure") {
      configure(params);
      await held;
      post({ id, ok: true, result: null });
      return;
    }
    const result = await engine.call(id, method, params, controller.signal);
    post({ id, ok: true, result }, result?.arrays?.map((/** @type {ArrayBufferView} */ array) => array.buffer));
  } catch (error) {
    const plain = controller.signal.aborted ? { code: "cancelled", message: "The call was cancelled.", details: {} } : TabsideError.toPlain(error);
    post({ id, ok: false, error: plain });
  } finally {
    running.delete(id);
  }
};

/** @param {import("./engine.js").EngineConfig & {build: string}} config */
function configure({ build, ...config }) {
  checkBuild(build);
  guardFetches(config.base_url);
  engine = new Engine(config, post);
}
