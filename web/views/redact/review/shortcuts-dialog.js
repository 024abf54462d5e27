import { buildDialog } from "../dialog.js";
import { element } from "../../../components/element.js";
import { t } from "../../../language/language.js";

/** @typedef {import("../../../language/language.js").Key} Key */

const CONTROL = "Ctrl";
/** Keys that have another name in other languages; the rest have the same everywhere. @type {Record<string, Key>} */
const KEY_NAMES = { Ctrl: "source.ctrl", Shift: "shortcuts.shift" };
const isApple = /Mac|iPhone|iPad/.test(navigator.userAgent);

/** The keys of each action. @type {readonly {title: Key, keys: readonly [string, Key][]}[]} */
const GROUPS = [
  {
    title: "shortcuts.anywhereInThisView",
    keys: [
      [`${CONTROL} Enter`, "shortcuts.redactText"],
      ["Esc", "shortcuts.cancel"],
      ["Alt Enter", "shortcuts.selected"],
      [`${CONTROL} Z`, "shortcuts.undo"],
      [`${CONTROL} Shift Z`, "shortcuts.redo"],
      ["?", "shortcuts.help"],
    ],
  },
  {
    title: "shortcuts.onAFindingInThe",
    keys: [
      ["← ↑ ↓ →", "shortcuts.marks"],
      ["Enter", "shortcuts.keep"],
      ["A", "shortcuts.accept"],
      ["S", "shortcuts.alike"],
      ["W", "shortcuts.why"],
      ["T", "shortcuts.kind"],
      ["Shift → ←", "shortcuts.moveEnd"],
      ["Alt Shift → ←", "shortcuts.moveBeginning"],
    ],
  },
];

/** The list of keyboard shortcuts. Letters act on a focused finding only, never while typing. */
export class ShortcutsDialog {
  constructor() {
    this.node = buildDialog(
      { id: "shortcuts-title", title: t("shortcuts.keyboardShortcuts"), class: "shortcuts-dialog" },
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
    element("div", { class: "shortcut-row" }, element("dt", {}, ...combination.split(" ").flatMap((key) => [element("kbd", {}, keyName(key)), " "])), element("dd", {}, t(words))),
  );
  return element("section", {}, element("h3", {}, t(title)), element("dl", {}, ...rows));
}

/** @param {string} key */
function keyName(key) {
  const name = KEY_NAMES[key];
  if (key === CONTROL && isApple) return "⌘";
  return name ? t(name) : key;
}
