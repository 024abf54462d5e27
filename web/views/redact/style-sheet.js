/** Style sheets of parts that come late, so that the page's first load does without them. */

import { element } from "../../components/element.js";

/** @type {Map<string, Promise<void>>} */
const loading = new Map();

/** Resolves when the sheet applies, or cannot be had: what it styles works all the same. @param {URL} url */
export function loadStyleSheet({ href }) {
  let loaded = loading.get(href);
  if (!loaded) {
    loaded = new Promise((resolve) => {
      document.head.append(element("link", { rel: "stylesheet", href, onload: () => resolve(), onerror: () => resolve() }));
    });
    loading.set(href, loaded);
  }
  return loaded;
}
