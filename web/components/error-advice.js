/**
 * Advice for users when a call fails, by error code. The engine's message states what happened; the advice states what
 * to do.
 *
 * @typedef {{title: string, advice: string, retry: string | null}} Advice
 */

const AGAIN = "Try again";

/** @type {Record<string, Advice>} */
const ADVICE = {
  error: { title: "Something went wrong", advice: "Your text is still here. Try again; if it fails again, reload the page.", retry: AGAIN },
  "input.invalid": { title: "This text cannot be used", advice: "Check the text and the chosen options, then try again.", retry: AGAIN },
  "input.restore": {
    title: "The original cannot be restored",
    advice: "To restore values later, choose 'Placeholder' under 'Replace with': the other operators keep no key.",
    retry: null,
  },
  "input.decrypt": {
    title: "The passphrase is wrong",
    advice: "Type the passphrase used for encryption. If it is right, the text or the key was altered since.",
    retry: null,
  },
  "input.too-large": { title: "This text is too large", advice: "Split it, then try again.", retry: null },
  "classifier.invalid": { title: "These labels cannot be used", advice: "Correct the labels or their examples, or choose another file, then try again.", retry: null },
  "policy.invalid": { title: "This policy cannot be used", advice: "Correct it under 'Own rules' or in its file, or choose another policy.", retry: null },
  "file.invalid": { title: "This file cannot be read", advice: "It is damaged, or its format does not match its name. Open it, save it again, then retry.", retry: null },
  "file.protected": { title: "This file is protected", advice: "Save it without a password, then try again.", retry: null },
  "file.too-large": { title: "This file is too large", advice: "Split it, or redact it with tabside on the command line.", retry: null },
  "file.unsupported": { title: "This kind of file is not supported", advice: "Save it in a supported format, such as plain text, and try again.", retry: null },
  "batch.failed": { title: "Some of the texts could not be read", advice: "Try again with fewer texts, or leave out the named one.", retry: AGAIN },
  cancelled: { title: "Cancelled", advice: "Nothing was changed.", retry: AGAIN },
  "manifest.invalid": { title: "The model's description is invalid", advice: "The site is not set up correctly. Tell its operator.", retry: AGAIN },
  "manifest.unknown-model": { title: "This model is not known here", advice: "The site does not offer it. Tell its operator.", retry: null },
  "download.failed": { title: "The download failed", advice: "Check your connection and try again. What was already stored is kept.", retry: AGAIN },
  "download.offline": { title: "You are offline", advice: "The model is needed once. Connect to the network and try again; afterwards it works offline.", retry: AGAIN },
  "download.not-found": { title: "A file is missing on the server", advice: "The site is not set up completely. Try again later, or tell its operator.", retry: AGAIN },
  "download.gated": { title: "Access to the model is restricted", advice: "Its authors require acceptance of their terms. Tell the site's operator.", retry: null },
  "download.stalled": { title: "The download stopped", advice: "No data came for too long. Check your connection and try again.", retry: AGAIN },
  "download.integrity": { title: "A file arrived damaged", advice: "It was deleted and not used. Try again to download it once more.", retry: AGAIN },
  "storage.failed": { title: "The browser's storage failed", advice: "Close other tabs of this site and try again.", retry: AGAIN },
  "storage.quota": { title: "Not enough room", advice: "Free some space on this device, or clear other sites' data, and try again.", retry: AGAIN },
  "storage.refused": { title: "This browser stores nothing", advice: "A private window or a setting forbids it. The model must be downloaded on each visit.", retry: AGAIN },
  "tokenizer.invalid": { title: "The model's tokenizer cannot be read", advice: "The site is not set up correctly. Tell its operator.", retry: AGAIN },
  "runtime.unavailable": { title: "The model cannot run here", advice: "A current Chrome, Edge, Firefox or Safari can run it. Update the browser and try again.", retry: AGAIN },
  "runtime.no-simd": { title: "This browser is too old", advice: "It lacks WebAssembly SIMD. Chrome 91, Firefox 89, Safari 16.4 or later have it.", retry: null },
  "runtime.stalled": { title: "Starting takes too long", advice: "A part of the start did not finish. Try again; if it stalls again, reload the page.", retry: AGAIN },
  "session.failed": { title: "The model failed", advice: "Your text is still here. Close other heavy tabs and try again.", retry: AGAIN },
  "session.refused": { title: "This model's file is not safe to run", advice: "It contains data that this page never runs. Tell the site's operator.", retry: null },
  "session.wrong-results": {
    title: "This device computes wrongly",
    advice: "A test with a known answer failed, so no result is shown: it could not be trusted. Update the browser, or use another one, and try again.",
    retry: AGAIN,
  },
  "session.device-lost": { title: "The graphics device was lost", advice: "Your text is still here. Try again: the engine restarts.", retry: AGAIN },
  "session.out-of-memory": { title: "Memory ran out", advice: "Your text is still here. Close other tabs and try again, or try a shorter text: the engine restarts.", retry: AGAIN },
  "session.worker-lost": { title: "The engine ended unexpectedly", advice: "Perhaps memory ran short. Your text is still here. Try again: the engine restarts.", retry: AGAIN },
  "redaction.unscanned": { title: "Part of the text was not scanned", advice: "No result is shown, because it might contain personal data. Try again, or try a shorter text.", retry: AGAIN },
  "redaction.left": { title: "Something is still in the file", advice: "A value that was to go was found in the result, so there is none. Take the text alone, or report the kind of file.", retry: AGAIN },
};

/**
 * @param {string} code
 * @returns {Advice}
 */
export function adviceFor(code) {
  return ADVICE[code] ?? ADVICE[code.split(".")[0] ?? ""] ?? /** @type {Advice} */ (ADVICE.error);
}

export const ADVISED_CODES = Object.keys(ADVICE);
