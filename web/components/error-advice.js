import { EN } from "../language/messages/en.js";
import { t } from "../language/language.js";

/**
 * Advice for users when a call fails, by error code: `adviceTitle.CODE` and `advice.CODE` of the catalogues. The
 * engine's message states what happened; the advice states what to do.
 *
 * `isOwn`: the code itself has advice, not only its family.
 * @typedef {{title: string, advice: string, retry: string | null, isOwn: boolean}} Advice
 * @typedef {import("../language/language.js").Key} Key
 */

const PREFIX = "advice.";
export const ADVISED_CODES = Object.keys(EN).filter((key) => key.startsWith(PREFIX)).map((key) => key.slice(PREFIX.length));

/** Errors that come back if the same is tried again. */
const LASTING = new Set([
  "input.restore",
  "input.decrypt",
  "input.too-large",
  "classifier.invalid",
  "policy.invalid",
  "file.invalid",
  "file.protected",
  "file.too-large",
  "file.unsupported",
  "manifest.unknown-model",
  "download.gated",
  "runtime.no-simd",
  "session.refused",
]);

/**
 * @param {string} code
 * @returns {Advice}
 */
export function adviceFor(code) {
  const family = code.split(".")[0] ?? "";
  const known = [code, family].find((each) => ADVISED_CODES.includes(each)) ?? "error";
  return {
    title: t(/** @type {Key} */ (`adviceTitle.${known}`)),
    advice: t(/** @type {Key} */ (`advice.${known}`)),
    retry: LASTING.has(known) ? null : t("error.tryAgain"),
    isOwn: known === code,
  };
}
