/** Whether the 'no network' switch is on in this page or worker: network-guard.js sets it, downloads ask. */

import { TabsideError } from "./protocol.js";

let cut_off = false;

export function isCutOff() {
  return cut_off;
}

/** For the guard alone. @param {boolean} on */
export function setCutOff(on) {
  cut_off = on;
}

/** The error of a download forbidden by the switch. @param {string} what */
export function cutOffError(what) {
  return new TabsideError("download.offline", `${what} is not stored here, and you have cut this page off from the network. Let it use the network again to load it.`, { cause: "cut-off" });
}
