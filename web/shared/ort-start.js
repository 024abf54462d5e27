/**
 * Start a worker for onnxruntime.
 *
 * The page starts the first one, together with the engine's worker, and passes the engine a port to it. The engine would
 * start it too late: restoring Python keeps its thread busy for half a second, and a browser needs the starting thread
 * before the worker can begin.
 */

import { startWorker } from "./build.js";
import { SITE_ROOT } from "./site-root.js";

/** @typedef {import("./start-types.js").StartedWorker} StartedWorker */
/**
 * What the page passes on; `device`: the device it is prepared for.
 * @typedef {{port: MessagePort, life_line: string, device: string | null}} Handed
 */

/** @param {URL} root @returns {{worker: Worker, life_line: string}} */
function start(root) {
  const life_line = `tabside-ort-${crypto.randomUUID()}`;
  return { worker: startWorker("worker/ort/ort-worker.js", { root, name: life_line }), life_line };
}

/**
 * In the page: start the worker, which ends with the page. Returns it and what the engine needs to use it.
 * @param {URL} root where the site lies
 * @param {import("./start-types.js").Preparation | null} preparation null: only the engine knows how
 * @returns {{worker: Worker, handed: Handed}}
 */
export function startForEngine(root, preparation) {
  const { worker, life_line } = start(root);
  const { port1, port2 } = new MessageChannel();
  worker.postMessage({ port: port1, preparation }, [port1]);
  return { worker, handed: { port: port2, life_line, device: preparation?.device ?? null } };
}

/** In the engine: adopt a worker started by the page. @param {Handed} handed @returns {StartedWorker} */
export function takeOver({ port, life_line }) {
  return { endpoint: port, life_line, end: () => port.postMessage({ method: "end" }) };
}

/** In the engine: start its own worker. @returns {StartedWorker} */
export function startOwn() {
  const { worker, life_line } = start(SITE_ROOT);
  return { endpoint: worker, life_line, end: () => worker.terminate() };
}
