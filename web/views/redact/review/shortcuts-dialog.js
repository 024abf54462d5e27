import { buildDialog } from "../dialog.js";
import { element } from "../../../components/element.js";

const CONTROL = /Mac|iPhone|iPad/.test(navigator.userAgent) ? "⌘" : "Ctrl";

/** @type {readonly {title: string, keys: readonly [string, string][]}[]} */
const GROUPS = [
  {
    title: "Anywhere in this view",
    keys: [
      [`${CONTROL} Enter`, "Redact the text"],
      ["Esc", "Cancel, or close what is open"],
      ["Alt Enter", "Redact the selected text, or ask why it was not found"],
      [`${CONTROL} Z`, "Undo the last decision"],
      [`${CONTROL} Shift Z`, "Do it again"],
      ["?", "Show this help"],
    ],
  },
  {
    title: "On a finding, in the result or the table",
    keys: [
      ["← ↑ ↓ →", "Go from mark to mark"],
      ["Enter", "Keep the original, or redact it again"],
      ["A", "Accept it, and go to the next one"],
      ["S", "Do the same with all equal findings"],
      ["W", "Show why it was found, and what can be changed"],
      ["T", "Choose another kind"],
      ["Shift → ←", "Move its end by a word"],
      ["Alt Shift → ←", "Move its beginning by a word"],
    ],
  },
];

/** The list of keyboard shortcuts. Letters act on a focused finding only, never while typing. */
export class ShortcutsDialog {
  constructor() {
    this.node = buildDialog(
      { id: "shortcuts-title", title: "Keyboard shortcuts", class: "shortcuts-dialog" },
      element("div", { class: "dialog-body", tabindex: 0, role: "group", "aria-labelledby": "shortcuts-title" }, ...GROUPS.map(buildGroup)),
    );
  }

  open() {
    this.node.showModal();
  }
}

/** @param {typeof GROUPS[number]} group */
function buildGroup({ title, keys }) {
  const rows = keys.map(([combination, words]) =>
    element("div", { class: "shortcut-row" }, element("dt", {}, ...combination.split(" ").flatMap((key) => [element("kbd", {}, key), " "])), element("dd", {}, words)),
  );
  return element("section", {}, element("h3", {}, title), element("dl", {}, ...rows));
}
