/** The extension interfaces of Chromium that are used here, typed: https://developer.chrome.com/docs/extensions/reference/api */

/** @typedef {{id?: string, origin?: string, url?: string, tab?: {id?: number, windowId: number}}} Sender */
/** @typedef {(message: any, sender: Sender, answer: (value: any) => void) => boolean | void} Listener return true to answer later */
/** @typedef {{id: string, matches: string[], js: string[], runAt: "document_start", allFrames: boolean, matchOriginAsFallback: boolean}} ContentScript */
/** @template T @typedef {{addListener(listener: T): void}} Event */

/**
 * @typedef {object} ChromeApi
 * @property {{id: string, getURL(path: string): string, sendMessage(message: any): Promise<any>, onMessage: Event<Listener>}} runtime
 * @property {{onClicked: Event<(tab: {windowId: number}) => void>}} action
 * @property {{open(options: {windowId: number}): Promise<void>}} sidePanel
 * @property {{registerContentScripts(scripts: ContentScript[]): Promise<void>, getRegisteredContentScripts(): Promise<ContentScript[]>, unregisterContentScripts(filter: {ids: string[]}): Promise<void>}} scripting
 * @property {{request(wanted: {origins: string[]}): Promise<boolean>, remove(given: {origins: string[]}): Promise<boolean>, contains(wanted: {origins: string[]}): Promise<boolean>, onRemoved: Event<() => void>}} permissions
 * @property {{query(filter: {active: boolean, currentWindow: boolean}): Promise<{id?: number, url?: string}[]>, sendMessage(tab: number, message: any): Promise<any>, onRemoved: Event<(tab: number) => void>}} tabs
 * @property {{getCurrent(): Promise<{id: number}>}} windows
 */

export const chrome = /** @type {ChromeApi} */ (/** @type {any} */ (globalThis).chrome);
