/** The service worker: opens the side panel, and disables sites whose permission is gone. It sees no text. */

import { chrome } from "./chrome-api.js";
import { dropRevoked } from "./sites.js";

// A click on the icon also lets the panel see this tab's address, so that it can offer to enable the site (activeTab).
chrome.action.onClicked.addListener(({ windowId }) => void chrome.sidePanel.open({ windowId }));
chrome.permissions.onRemoved.addListener(() => void dropRevoked());
chrome.runtime.onMessage.addListener((message, sender, answer) => {
  if (message?.to !== "background" || message.kind !== "open" || !sender.tab) return false;
  // Not awaited before: browsers open it only in answer to a click.
  chrome.sidePanel.open({ windowId: sender.tab.windowId }).then(() => answer({ ok: true }), () => answer({ ok: false }));
  return true;
});
