/** The sites that the user enabled: each has a permission and a registered content script, and nothing else is stored about it. */

import { chrome } from "./chrome-api.js";

/** The origin of an address that can be enabled, or null. @param {string} address `https://chat.example/c/1`, `chat.example` @returns {string | null} */
export function originOf(address) {
  const whole = /^[a-z][a-z0-9+.-]*:\/\//i.test(address.trim()) ? address.trim() : `https://${address.trim()}`;
  if (!URL.canParse(whole)) return null;
  const { protocol, origin, hostname } = new URL(whole);
  return /^https?:$/.test(protocol) && hostname !== "" && !hostname.includes("*") ? origin : null;
}

const patternOf = (/** @type {string} */ origin) => `${origin}/*`;

/** The origins that are enabled. @returns {Promise<string[]>} */
export async function enabledSites() {
  return (await chrome.scripting.getRegisteredContentScripts()).map(({ id }) => id).sort();
}

/**
 * Ask the user for permission, then register the content script. Called from a click, without anything awaited before: browsers ask only then.
 * @param {string} origin @returns {Promise<boolean>} whether it is enabled
 */
export async function enableSite(origin) {
  if (!(await chrome.permissions.request({ origins: [patternOf(origin)] }))) return false;
  if ((await enabledSites()).includes(origin)) return true;
  await chrome.scripting.registerContentScripts([
    { id: origin, matches: [patternOf(origin)], js: ["content.js"], runAt: "document_start", allFrames: true, matchOriginAsFallback: true },
  ]);
  return true;
}

/** @param {string} origin */
export async function disableSite(origin) {
  await chrome.scripting.unregisterContentScripts({ ids: [origin] });
  // A permission of the manifest itself stays.
  await chrome.permissions.remove({ origins: [patternOf(origin)] }).catch(() => false);
}

/** Disable the sites whose permission the user took back in the browser's own settings. */
export async function dropRevoked() {
  for (const origin of await enabledSites()) {
    if (!(await chrome.permissions.contains({ origins: [patternOf(origin)] }))) await chrome.scripting.unregisterContentScripts({ ids: [origin] });
  }
}
