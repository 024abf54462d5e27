import { element } from "../../../components/element.js";
import { formatBytes } from "../../../components/format.js";
import { endingOf, isPicture } from "./file-jobs.js";
import { t } from "../../../language/language.js";

/**
 * @typedef {import("./file-jobs.js").FileJob} FileJob
 * @typedef {import("../../../shared/protocol.js").Plan} Plan
 */

/**
 * Return the plan with the readers of these files, which are fetched with the first one.
 * @param {Plan} plan @param {readonly FileJob[]} jobs
 */
export function withReaders(plan, jobs) {
  return plan.bytes_missing === 0 ? plan : { ...plan, runtime_bytes: plan.runtime_bytes + readerBytes(plan, jobs) };
}

/**
 * Return a sentence about the download for the first file.
 * @param {Plan | null} plan @param {readonly FileJob[]} jobs
 */
export function fetched(plan, jobs) {
  if (!plan) return [];
  return [element("span", { class: "files-fetched" }, t("files.theFirstFileFetchesSize", { size: formatBytes(readerBytes(plan, jobs)) }))];
}

/** @param {Plan} plan @param {readonly FileJob[]} jobs */
function readerBytes({ file_bytes }, jobs) {
  const has = (/** @type {(name: string) => boolean} */ of) => jobs.some(({ file }) => of(file.name));
  const [pdf, yaml] = [["pdf"], ["yaml", "yml"]].map((endings) => has((name) => endings.includes(endingOf(name))));
  return file_bytes.any + (pdf ? file_bytes.pdf : 0) + (yaml ? file_bytes.yaml : 0) + (has(isPicture) ? file_bytes.picture : 0);
}
