/**
 * Ways out of the page that no policy closes: WebRTC, realms without the guard (frames, windows that script opens), and navigations that
 * carry something along. The page uses none of them. What stays open is said in docs/privacy.md.
 */

import { isCutOff } from "../shared/cut-off.js";
import { refuse } from "../shared/network-guard.js";
import { SITE_ROOT } from "../shared/site-root.js";

/** No policy that browsers have refuses these. */
const PEER_TO_PEER = ["RTCPeerConnection", "webkitRTCPeerConnection", "RTCDataChannel"];
/** Elements that hold a realm of their own; a frame of about:blank has a fresh `fetch` and the page's rights. */
const FRAMES = new Set(["embed", "fencedframe", "frame", "iframe", "object", "portal"]);
const FRAME_SELECTOR = [...FRAMES].join(",");

/** Close them, before anything else runs in the page. */
export function closeWaysOut() {
  for (const name of PEER_TO_PEER) Reflect.deleteProperty(globalThis, name);
  refuseFrames();
  window.open = () => {
    refuse();
    return null;
  };
  guardLinks();
  /** https://developer.mozilla.org/docs/Web/API/Navigation_API; typed by hand, because TypeScript does not know it yet. @type {EventTarget | undefined} */
  const navigation = /** @type {any} */ (globalThis).navigation;
  navigation?.addEventListener("navigate", onNavigate);
  addEventListener("keydown", onReloadKey, true);
}

/** A hard reload passes the service worker by. While the site is cut off the page is loaded once more, through it. */
export async function reloadIfPassedBy() {
  const registration = await navigator.serviceWorker?.getRegistration().catch(() => undefined);
  if (!registration?.active || navigator.serviceWorker.controller || history.state?.reloaded) return;
  history.replaceState({ ...history.state, reloaded: true }, "");
  location.reload();
}

/** @returns {never} */
function refuseFrame() {
  refuse();
  throw new DOMException("This page has no frames.", "NotAllowedError");
}

function refuseFrames() {
  const { createElement, createElementNS } = Document.prototype;
  const local = (/** @type {unknown} */ name) => String(name).toLowerCase().replace(/^.*:/, "");
  Document.prototype.createElement = /** @type {any} */ (
    /** @this {Document} @param {any[]} args */ function (...args) {
      return FRAMES.has(local(args[0])) ? refuseFrame() : Reflect.apply(createElement, this, args);
    }
  );
  Document.prototype.createElementNS = /** @type {any} */ (
    /** @this {Document} @param {any[]} args */ function (...args) {
      return FRAMES.has(local(args[1])) ? refuseFrame() : Reflect.apply(createElementNS, this, args);
    }
  );
  // One that came otherwise, out of a parsed or transformed document, is taken out as it loads: for about:blank that is while it is put in.
  Element.prototype.attachShadow = refuseFrame; // Its events stay inside.
  addEventListener("load", ({ target }) => target instanceof Element && FRAMES.has(target.localName) && removeFrame(target), true);
  new MutationObserver(() => document.querySelectorAll(FRAME_SELECTOR).forEach(removeFrame)).observe(document, { childList: true, subtree: true });
}

/** @param {Element} frame */
function removeFrame(frame) {
  refuse();
  frame.remove();
}

/** A link that script clicks may open a new page, which the event below does not show. */
function guardLinks() {
  const { dispatchEvent } = EventTarget.prototype;
  const { click } = HTMLElement.prototype;
  HTMLElement.prototype.click = function () {
    if (leavesSite(this)) return refuse();
    click.call(this);
  };
  EventTarget.prototype.dispatchEvent = function (/** @type {Event} */ event) {
    if (leavesSite(this)) {
      refuse();
      return false;
    }
    return dispatchEvent.call(this, event);
  };
  addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest("a, area") : null;
    if (!isCutOff() || !link || !leavesSite(link)) return;
    event.preventDefault();
    refuse();
  }, true);
}

/** @param {EventTarget} target */
function leavesSite(target) {
  if (!(target instanceof HTMLAnchorElement || target instanceof HTMLAreaElement || target instanceof SVGAElement)) return false;
  const address = target instanceof SVGAElement ? target.href.baseVal : target.href;
  return address !== "" && !isInside(new URL(address, document.baseURI).href);
}

/** What is the site's own, or was made in the page. @param {string} url */
function isInside(url) {
  return url.startsWith(SITE_ROOT.href) || url.startsWith(`blob:${SITE_ROOT.origin}/`);
}

/** A page may be left by whoever reads it, not by a script; while the site is cut off, by neither. @param {any} event a NavigateEvent */
function onNavigate(event) {
  if (!event.cancelable || isInside(event.destination.url)) return;
  if (event.userInitiated && !isCutOff()) return;
  event.preventDefault();
  refuse();
}

/** A hard reload by its keys; while the site is cut off an ordinary one takes its place. @param {KeyboardEvent} event */
function onReloadKey(event) {
  const key = event.key.toLowerCase();
  const is_hard = (key === "r" && event.shiftKey && (event.ctrlKey || event.metaKey)) || (key === "f5" && (event.ctrlKey || event.shiftKey));
  if (!is_hard || !isCutOff()) return;
  event.preventDefault();
  location.reload();
}
