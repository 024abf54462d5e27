/**
 * The messages between content scripts, the side panel and the service worker. Types only, and how a content script asks.
 *
 * content script -> side panel      {to: "panel", kind: "redact", text}      answered by a Redacted
 *                                   {to: "panel", kind: "restore", texts}    answered by a Restored
 * content script -> service worker  {to: "background", kind: "open"}         opens the side panel
 * side panel -> content script      {to: "page", kind: "forgotten"}          placeholders have lost their meaning
 */

import { chrome } from "./chrome-api.js";

/** A replaced stretch, or text that stays. @typedef {string | {placeholder: string, original: string}} Piece */
/** @typedef {{ok: true, text: string, pieces: Piece[]}} Redacted */
/** The texts as they are shown; null while nothing was replaced in this tab. @typedef {{ok: true, texts: string[] | null}} Restored */
/** @typedef {{ok: false, code: string, message: string}} Failed */

/** @typedef {{to: "panel", kind: "redact", text: string} | {to: "panel", kind: "restore", texts: string[]} | {to: "background", kind: "open"}} Question */

/** @type {Failed} */
export const NO_PANEL = { ok: false, code: "panel.closed", message: "The side panel of tabside is closed. Open it, then try again." };

/**
 * Ask the side panel. Whatever goes wrong on the way is an answer too: nobody may take silence for consent.
 * @template {Redacted | Restored} T
 * @param {Question} question @returns {Promise<T | Failed>}
 */
export async function ask(question) {
  // An extension that was updated or removed leaves its content scripts behind, without `runtime`.
  const answer = await Promise.resolve().then(() => chrome.runtime.sendMessage(question)).catch(() => null);
  return typeof answer?.ok === "boolean" ? answer : NO_PANEL;
}
