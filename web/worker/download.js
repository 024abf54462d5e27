/**
 * One file, from wherever it can be had: continued where it stopped, tried again with growing pauses, verified as it streams.
 * What has come stays stored when the download is cancelled or fails; what turns out wrong is thrown away.
 */

import { TabsideError } from "../protocol.js";
import { FetchProblem, isRedirected, requestBytes } from "./fetch-bytes.js";
import { PATIENCE, backoffMs, pause, pauseUntilOnline } from "./retry.js";

/** @typedef {import("../protocol.js").ManifestFile} ManifestFile */
/** @typedef {import("./shelf.js").Part} Part */

/**
 * @typedef {object} DownloadOptions
 * @property {() => import("./digest.js").Digest} createDigest
 * @property {AbortSignal} signal
 * @property {(bytes: number) => void} onLoaded       bytes of the file that are here; falls when some had to be thrown away
 * @property {import("./retry.js").Patience} [patience]
 */

/**
 * Fetch what is missing of a file and commit it. Sources are tried in order; each is left when it has nothing right to give.
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
  #digest;
  /** Bytes that the digest has seen. */
  #digested = 0;

  /** @param {ManifestFile} file @param {Part} part @param {DownloadOptions} options */
  constructor(file, part, { createDigest, signal, onLoaded, patience = PATIENCE }) {
    this.file = file;
    this.part = part;
    this.createDigest = createDigest;
    this.signal = signal;
    this.onLoaded = onLoaded;
    this.patience = patience;
    this.#digest = createDigest();
  }

  /** @param {string} source */
  async from(source) {
    const { patience, part, file, signal } = this;
    let ranges = true; // until this source shows that it cannot do them
    let fruitless = 0;
    for (let tries = 1; ; tries++) {
      const before = part.bytes;
      try {
        await this.#digestStored();
        if (part.bytes < file.bytes) await this.#attempt(source, ranges);
        return await this.#finish();
      } catch (error) {
        if (signal.aborted || !(error instanceof FetchProblem)) throw error;
        if (error.problem === "range") ranges = false;
        fruitless = part.bytes > before ? 0 : fruitless + 1;
        const over = !error.again || fruitless >= patience.fruitless_tries || tries >= patience.tries;
        if (over || (error.retry_after_ms ?? 0) > patience.longest_asked_ms) throw await this.#explain(error, source, tries);
        await this.#wait(error, Math.max(fruitless, 1), source);
      }
    }
  }

  /** Feed the digest with what an earlier visit stored. */
  async #digestStored() {
    if (this.#digested === this.part.bytes) return;
    this.#restartDigest();
    for await (const bytes of this.part.read()) this.#update(bytes);
    if (this.#digested !== this.part.bytes) this.#restartDigest();
    this.onLoaded(this.part.bytes);
  }

  /** @param {string} source @param {boolean} ranges */
  async #attempt(source, ranges) {
    const { part, file, signal } = this;
    const validator = part.origin.source === source ? part.origin.validator : null;
    const reply = await requestBytes(source, { offset: ranges ? part.bytes : 0, validator, total: file.bytes, signal, stall_ms: this.patience.stall_ms });
    if (reply.start !== part.bytes) await this.#startOver();
    part.origin = { source, validator: reply.validator };
    for await (const bytes of reply.chunks()) {
      if (part.bytes + bytes.byteLength > file.bytes) {
        await this.#startOver();
        throw new FetchProblem("long");
      }
      this.#update(bytes);
      await part.append(bytes);
      this.onLoaded(part.bytes);
    }
    if (part.bytes < file.bytes) throw new FetchProblem("short", { again: true });
  }

  async #finish() {
    if (this.#digest.hex() !== this.file.sha256) {
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

  /** @param {Uint8Array} bytes */
  #update(bytes) {
    this.#digest.update(bytes);
    this.#digested += bytes.byteLength;
  }

  #restartDigest() {
    this.#digest = this.createDigest();
    this.#digested = 0;
  }

  /** @param {FetchProblem} problem @param {number} failures @param {string} source */
  async #wait(problem, failures, source) {
    const { patience, signal } = this;
    if (globalThis.navigator?.onLine === false) {
      // A download that runs sits out a tunnel; one that has not begun says at once what is the matter.
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
        return error("download.not-found", `The server has no ${where}. The site has to be built again.`);
      case "hash":
        return error("download.integrity", `${where} is not the file that its manifest names; it was thrown away. Try again.`);
      case "long":
        return error("download.integrity", `${where} is longer than its manifest says; it was thrown away. The site has to be built again.`);
      case "wrong-size":
        return error("download.integrity", `${where} has ${problem.bytes} bytes instead of ${file.bytes}; it was thrown away. The site has to be built again.`);
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

/** A wrong file says more than a missing one, and that more than a server that is down. @param {TabsideError[]} failures */
function mostTelling(failures) {
  const order = ["download.integrity", "download.stalled", "download.failed", "download.not-found"];
  return [...failures].sort((a, b) => order.indexOf(a.code) - order.indexOf(b.code))[0];
}
