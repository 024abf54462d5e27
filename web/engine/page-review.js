/**
 * A PDF or a picture that is open for a review: its pages, what was found on them, and a reader's decisions.
 *
 * Sizes and places are in units of the page (points of a PDF, pixels of a picture), from its top left corner. Stretches are Python's: their
 * numbers count code points, and are only handed back.
 *
 * @typedef {{page: number, layer: number, start: number, end: number, text: string, entity: string}} Stretch
 * @typedef {[number, number][]} Quad   four corners
 * @typedef {{page: number, left: number, top: number, right: number, bottom: number, entity: string}} Area   everything in it goes
 *
 * @typedef {object} PageFinding
 * @property {number} number
 * @property {string} place
 * @property {string} entity
 * @property {number} score
 * @property {string} source
 * @property {string} text
 * @property {string} before
 * @property {string} after
 * @property {Stretch | null} stretch   null: it stands beside the pages, in a title for example
 *
 * @typedef {{kept: number[], added: Stretch[], areas: Area[]}} Decisions   kept: numbers of findings that stay
 * @typedef {{review: string, pages: [number, number][], findings: PageFinding[], unsure: Stretch[], warnings: string[]}} Opened
 *
 * @typedef {object} Calls
 * @property {() => Promise<Opened>} open
 * @property {(method: string, params: object, signal?: AbortSignal) => Promise<any>} call
 */

import { TabsideError } from "../shared/protocol.js";

/** Made with `engine.openPages`. */
export class PageReview {
  #calls;
  /** @type {Promise<Opened>} */
  #opened;

  /** @param {Calls} calls @param {Opened} opened */
  constructor(calls, opened) {
    this.#calls = calls;
    this.#opened = Promise.resolve(opened);
    const { pages, findings, unsure, warnings } = opened;
    this.sizes = pages.map(([width, height]) => ({ width, height }));
    this.findings = findings;
    /** Words that OCR may have read wrongly. */
    this.unsure = unsure;
    this.warnings = warnings;
  }

  /**
   * Draw a page without boxes.
   * @param {number} page from 0 @param {number} scale pixels per unit @param {AbortSignal} [signal]
   * @returns {Promise<{width: number, height: number, arrays: [Uint8Array]}>} the array is RGBA
   */
  render(page, scale, signal) {
    return this.#ask("render", { page, scale }, signal);
  }

  /** The boxes over stretches of one page. @param {number} page @param {readonly Stretch[]} stretches @returns {Promise<Quad[][]>} */
  boxes(page, stretches) {
    return stretches.length === 0 ? Promise.resolve([]) : this.#ask("boxes", { page, stretches });
  }

  /** The places of a value, whatever its case and spaces. @param {string} value @returns {Promise<Stretch[]>} */
  search(value) {
    return this.#ask("search", { value });
  }

  /** The text in an area, a line each. @param {Area} area @returns {Promise<string>} */
  textUnder(area) {
    return this.#ask("under", { area });
  }

  /**
   * Write the redacted file. `mapping`: that of the files before, to go on from.
   * @param {Decisions} decisions @param {{mapping?: any, signal?: AbortSignal}} [options] @returns {Promise<import("./options.js").FileRedaction>}
   */
  async write(decisions, { mapping = null, signal } = {}) {
    const { arrays, ...facts } = await this.#ask("write", { ...decisions, mapping }, signal);
    return { ...facts, data: arrays[0] };
  }

  /** Free its memory. */
  async close() {
    const { review } = await this.#opened;
    await this.#calls.call("close_pages", { review }).catch(() => {});
  }

  /**
   * Ask, and open the file again if the engine has rested or started anew since.
   * @param {string} ask @param {object} params @param {AbortSignal} [signal]
   */
  async #ask(ask, params, signal) {
    const opened = this.#opened;
    const { review } = await opened;
    try {
      return await this.#calls.call("ask_pages", { review, ask, ...params }, signal);
    } catch (error) {
      if (!TabsideError.toPlain(error).details.is_closed) throw error;
    }
    if (this.#opened === opened) this.#opened = this.#calls.open();
    return this.#calls.call("ask_pages", { review: (await this.#opened).review, ask, ...params }, signal);
  }
}
