import { element } from "./element.js";

/** Gives a text to the browser's downloads. @param {string} name @param {string} text @param {string} [type] */
export function saveText(name, text, type = "text/plain") {
  const url = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }));
  element("a", { href: url, download: name }).click();
  // The click only queues the download; the address must outlive it.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
