/**
 * Download one file from any of its sources: resumed, retried with growing pauses, verified while streaming.
 * Received bytes stay stored when the download is cancelled or fails; wrong bytes are discarded.
 */

import { cutOffError, isCutOff } from "../../shared/cut-off.js";
import { TabsideError } from "../../shared/protocol.js";
import { sha256 } from "./digest.js";
import { FetchProblem, isRedirected, requestBytes } from "./fetch-bytes.js";
import { PieceCheck } from "./pieces.js";
import { PATIENCE, backoffMs, pause, pauseUntilOnline } from "./retry.js";

/** @typedef {import("../../shared/protocol.js").ManifestFile} ManifestFile */
/** @typedef {import("./shelf.js").Part} Part */

/** After this many replies with a wrong range, a source is asked for whole files. */
const WRONG_RANGES = 2;

/**
 * @typedef {object} DownloadOptions
 * @property {() => import("./digest.js").Digest} createDigest
 * @property {AbortSignal} signal
 * @property {(bytes: number) => void} onLoaded       received bytes of the file; decreases when some are discarded
 * @property {import("./retry.js").Patience} [patience]
 * @property {Record<string, string>} [headers]       sent with each request, such as an access token
 * @property {string} [remedy]                        what to do when the source has another file, or none
 */

/**
 * Fetch the missing part of a file and commit it. Sources are tried in order, each until it cannot provide correct bytes.
 * @param {ManifestFile} file @param {string[]} sources addresses @param {Part} part @param {DownloadOptions} options
 * @returns {Promise<void>}
 */
export async function download(file, sources, part, options) {
  const running = new Download(file, part, options);
  /** @type {TabsideError[]} */
  const failures = [];
  for (const source of sources) {
    try {
      return await running.from(source);
    } catch (error) {
      await part.flush();
      if (options.signal.aborted) throw new TabsideError("cancelled", "The download was cancelled.", { file: file.path });
      if (!(error instanceof TabsideError) || error.code === "download.offline") throw error;
      failures.push(error);
    }
  }
  throw mostTelling(failures);
}

class Download {
  /**
   * Digest of the whole file. If there are hashes of pieces, those are updated instead, and the browser's digest checks the whole at the
   * end.
   */
  #digest;
  /** Bytes processed by the digest, or by the pieces. */
  #digested = 0;
  #pieces;

  /** @param {ManifestFile} file @param {Part} part @param {DownloadOptions} options */
  constructor(file, part, { createDigest, signal, onLoaded, patience = PATIENCE, headers = {}, remedy = "The site has to be built again." }) {
    this.file = file;
    this.part = part;
    this.createDigest = createDigest;
    this.signal = signal;
    this.onLoaded = onLoaded;
    this.patience = patience;
    this.headers = headers;
    this.remedy = remedy;
    this.#digest = createDigest();
    this.#pieces = new PieceCheck(file);
  }

  /** @param {string} source */
  async from(source) {
    const { patience, part, file, signal } = this;
    let wrong_ranges = 0;
    /** Starts of the pieces that this source has sent wrong. @type {Set<number>} */
    const wrong_pieces = new Set();
    let fruitless = 0;
    for (let tries = 1; ; tries++) {
      const before = part.bytes;
      try {
        await this.#digestStored();
        if (part.bytes < file.bytes) await this.#attempt(source, wrong_ranges < WRONG_RANGES, wrong_pieces);
        return await this.#finish();
      } catch (error) {
        if (signal.aborted || !(error instanceof FetchProblem)) throw error;
        if (error.problem === "range") wrong_ranges++;
        fruitless = part.bytes > before ? 0 : fruitless + 1;
        const over = !error.again || fruitless >= patience.fruitless_tries || tries >= patience.tries;
        if (over || (error.retry_after_ms ?? 0) > patience.longest_asked_ms) throw await this.#explain(error, source, tries);
        await this.#wait(error, Math.max(fruitless, 1), source);
      }
    }
  }

  /** Feed the digests with the bytes stored earlier, which may end in a wrong piece. */
  async #digestStored() {
    while (this.#digested !== this.part.bytes) {
      this.#restartDigest();
      if (!(await this.#digestPart())) await this.#dropPiece();
      this.onLoaded(this.part.bytes);
    }
  }

  async #digestPart() {
    for await (const stored of this.part.read()) {
      for (const bytes of this.#pieces.split(stored, this.#digested)) if (!(await this.#update(bytes))) return false;
    }
    return true;
  }

  /** @param {string} source @param {boolean} ranges @param {Set<number>} wrong_pieces */
  async #attempt(source, ranges, wrong_pieces) {
    const { part, file, signal } = this;
    // Hashes of pieces show whether the file is still the same.
    const validator = part.origin.source === source && !file.pieces ? part.origin.validator : null;
    const reply = await requestBytes(source, { offset: ranges ? part.bytes : 0, validator, total: file.bytes, signal, stall_ms: this.patience.stall_ms, headers: this.headers });
    if (reply.start !== part.bytes && !file.pieces) await this.#startOver();
    let held = part.bytes - reply.start;
    part.origin = { source, validator: reply.validator };
    for await (const chunk of reply.chunks()) {
      const fresh = chunk.subarray(Math.min(held, chunk.byteLength));
      held -= chunk.byteLength - fresh.byteLength;
      if (part.bytes + fresh.byteLength > file.bytes) {
        await this.#startOver();
        throw new FetchProblem("long");
      }
      for (const bytes of this.#pieces.split(fresh, part.bytes)) await this.#take(bytes, wrong_pieces);
      this.onLoaded(part.bytes);
    }
    if (part.bytes < file.bytes) throw new FetchProblem("short", { again: true });
  }

  /**
   * Process bytes. A wrong piece is requested once more; a source that sends it wrong again is abandoned.
   * @param {Uint8Array} bytes @param {Set<number>} wrong_pieces
   */
  async #take(bytes, wrong_pieces) {
    const { part } = this;
    const start = this.#pieces.startOf(part.bytes);
    if (!(await this.#update(bytes))) {
      await this.#dropPiece();
      const again = !wrong_pieces.has(start);
      wrong_pieces.add(start);
      throw new FetchProblem("hash", { again });
    }
    await part.append(bytes);
    // Parts must not cross pieces, so that each piece can be dropped separately.
    if (this.#pieces.isEnd(part.bytes)) await part.end();
  }

  /** Drop the piece that just ended with a wrong hash. */
  async #dropPiece() {
    await this.part.truncate(this.#pieces.startOf(this.#digested - 1));
    this.#restartDigest();
    this.onLoaded(this.part.bytes);
  }

  async #finish() {
    if ((await this.#wholeHash()) !== this.file.sha256) {
      await this.#startOver();
      throw new FetchProblem("hash");
    }
    await this.part.commit(this.file.sha256);
  }

  async #startOver() {
    await this.part.clear();
    this.#restartDigest();
    this.onLoaded(0);
  }

  /** @param {Uint8Array} bytes of one piece @returns {Promise<boolean>} false when they end a piece and it is the wrong one */
  async #update(bytes) {
    this.#digested += bytes.byteLength;
    if (this.file.pieces) return this.#pieces.update(bytes);
    this.#digest.update(bytes);
    return true;
  }

  async #wholeHash() {
    const { part, file } = this;
    if (!file.pieces) return this.#digest.hex();
    await part.flush();
    const whole = new Uint8Array(file.bytes);
    let at = 0;
    for await (const bytes of part.read()) {
      whole.set(bytes, at);
      at += bytes.byteLength;
    }
    if (at !== file.bytes) throw new FetchProblem("short", { again: true }); // storage has lost a part: it is fetched again
    return sha256(whole.buffer);
  }

  #restartDigest() {
    this.#digest = this.createDigest();
    this.#pieces = new PieceCheck(this.file);
    this.#digested = 0;
  }

  /** @param {FetchProblem} problem @param {number} failures @param {string} source */
  async #wait(problem, failures, source) {
    const { patience, signal } = this;
    if (isCutOff()) throw cutOffError(this.file.path);
    if (globalThis.navigator?.onLine === false) {
      // A running download waits out a network failure; one that has not begun reports it at once.
      const worth_waiting = this.part.bytes > 0;
      if (!worth_waiting || !(await pauseUntilOnline(patience.offline_ms, signal))) throw await this.#explain(problem, source, failures);
      return;
    }
    await pause(Math.max(backoffMs(failures, patience), problem.retry_after_ms ?? 0), signal);
  }

  /** @param {FetchProblem} problem @param {string} source @param {number} tries */
  async #explain(problem, source, tries) {
    const { file, part, signal } = this;
    let { problem: cause } = problem;
    if (isCutOff()) return cutOffError(file.path);
    if (problem.problem === "wrong-size") await this.#startOver();
    if (cause === "network" && globalThis.navigator?.onLine !== false && (await isRedirected(source, signal))) cause = "redirect";
    const { origin, pathname } = new URL(source);
    const details = { file: file.path, source: origin + pathname, cause, status: problem.status ?? null, tries, loaded: part.bytes, bytes: file.bytes };
    const error = (/** @type {string} */ code, /** @type {string} */ message) => new TabsideError(code, message, details);
    const where = `${file.path} from ${origin}`;
    if (cause === "network" && globalThis.navigator?.onLine === false) {
      return error("download.offline", `There is no network, and ${file.path} is not stored here yet. Connect and try again; what has come so far is kept.`);
    }
    switch (cause) {
      case "not-found":
        return error("download.not-found", `The server has no ${where}. ${this.remedy}`);
      case "hash":
        return error("download.integrity", `${where} is not the file that its manifest names; it was thrown away. Try again.`);
      case "long":
        return error("download.integrity", `${where} is longer than its manifest says; it was thrown away. ${this.remedy}`);
      case "wrong-size":
        return error("download.integrity", `${where} has ${problem.bytes} bytes instead of ${file.bytes}; it was thrown away. ${this.remedy}`);
      case "stalled":
        return error("download.stalled", `No byte of ${where} came for ${this.patience.stall_ms / 1000} s, ${tries} times over. Try again; what has come so far is kept.`);
      case "short":
        return error("download.stalled", `${where} ends after ${part.bytes} of ${file.bytes} bytes. Try again later.`);
      case "status":
        return error("download.failed", `The server answered with status ${problem.status} for ${where}. Try again later; what has come so far is kept.`);
      case "redirect":
        return error("download.failed", `The server sends ${where} to a place that this page may not read from. The site's address has to be corrected.`);
      default:
        return error("download.failed", `The connection for ${where} broke ${tries} times. Try again; what has come so far is kept.`);
    }
  }
}

/**
 * Choose the most informative failure: a wrong file, then a missing one, then a server that is down.
 * @param {TabsideError[]} failures
 */
function mostTelling(failures) {
  const order = ["download.integrity", "download.stalled", "download.failed", "download.not-found"];
  return [...failures].sort((a, b) => order.indexOf(a.code) - order.indexOf(b.code))[0];
}
