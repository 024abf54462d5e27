/** Notices about a result and notes on a start, in the page's language by their codes. Others are shown as they come. */

import { t } from "../../language/language.js";

/** @typedef {import("../../language/language.js").Key} Key */

/** The codes of py/tabside/redaction/view/unread_scripts.py. @type {Record<string, Key>} */
const WARNINGS = {
  "redaction.other-script": "notice.otherScript",
  "redaction.other-language": "notice.otherLanguage",
  "redaction.long-word": "notice.longWord",
};

/** @type {Record<import("../../shared/protocol.js").NoteCode, Key>} */
const NOTES = {
  "model.elsewhere": "notice.modelElsewhere",
  "storage.damaged": "notice.storageDamaged",
  "storage.full": "notice.storageFull",
  "storage.refused": "notice.storageRefused",
  "storage.none": "notice.storageNone",
  "webgpu.missing": "notice.webgpuMissing",
  "webgpu.wrong": "notice.webgpuWrong",
  "webgpu.failed": "notice.webgpuFailed",
};

/** @param {{code: string, message: string}} warning */
export function warningText({ code, message }) {
  const key = WARNINGS[code];
  return key ? t(key) : message;
}

/** @param {import("../../shared/protocol.js").StageEvent} stage */
export function noteText({ note = "", note_code }) {
  const key = note_code && NOTES[note_code];
  return key ? t(key) : note;
}
