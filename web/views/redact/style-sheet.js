/** Style sheets loaded later, so that the page's first load does without them. */

import { element } from "../../components/element.js";

/** @type {Map<string, Promise<void>>} */
const loading = new Map();

/**
 * Load a style sheet. Resolves when it applies, or when it fails: the styled part works without it.
 * @param {URL} url
 */
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
