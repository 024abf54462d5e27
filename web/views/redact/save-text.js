import { element } from "../../components/element.js";

/** Save a text as a download. @param {string} name @param {string} text @param {string} [type] */
export function saveText(name, text, type = "text/plain") {
  saveFile(name, new Blob([text], { type: `${type};charset=utf-8` }));
}

/** Save a file as a download. @param {string} name @param {Blob} content */
export function saveFile(name, content) {
  const url = URL.createObjectURL(content);
  element("a", { href: url, download: name }).click();
  // The click only queues the download; the address must stay valid.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
