import { element } from "../../../components/element.js";
import { formatBytes } from "../../../components/format.js";
import { endingOf } from "./file-jobs.js";
import { t } from "../../../language/language.js";

/** Kinds of files that pictures lie in. PDFs have their own pages. */
const HOLDERS = /^(?:do[ct]x|xl[st]x|p[po][tps]x|o[dt][tsp]|epub|eml|mhtml?|html?|xhtml|svg)$/;

/** The wish to have the pictures in files read: off at first, since it takes a download and time. */
export class InnerPictures {
  /** @param {() => void} onChange */
  constructor(onChange) {
    this.box = element("input", { type: "checkbox", "data-testid": "files-ocr", onchange: onChange });
    this.words = element("span");
    this.node = element("label", { class: "files-ocr", hidden: true }, this.box, this.words);
  }

  /** The options for files that pictures may lie in. @returns {{ocr?: boolean}} */
  get options() {
    return !this.node.hidden && this.box.checked ? { ocr: true } : {};
  }

  /**
   * Offer it where one of these files may hold pictures.
   * @param {readonly import("./file-jobs.js").FileJob[]} jobs @param {import("../../../shared/protocol.js").Plan | null} plan
   */
  show(jobs, plan) {
    this.node.hidden = !jobs.some(({ file }) => HOLDERS.test(endingOf(file.name)));
    this.words.textContent = plan ? t("files.readPicturesDownload", { size: formatBytes(plan.file_bytes.picture) }) : t("files.readPictures");
  }
}
