/** Turns counted bytes into progress events: at most ten a second, and always one at the end. */

/** @typedef {import("../protocol.js").ManifestFile} ManifestFile */
/** @typedef {import("../protocol.js").ProgressEvent} ProgressEvent */

const INTERVAL_MS = 100;
/** Speed is measured over this long, so that it neither jumps nor lags. */
const SPEED_WINDOW_MS = 3000;

export class LoadProgress {
  #last_ms = -Infinity;
  #done_bytes;
  #total_bytes;
  /** @type {{at_ms: number, loaded: number}[]} */
  #samples = [];

  /**
   * @param {string} name model id
   * @param {ManifestFile[]} files all files of the load
   * @param {ManifestFile[]} missing those that have to be fetched
   * @param {(event: ProgressEvent) => void} post
   * @param {() => number} [now] milliseconds
   */
  constructor(name, files, missing, post, now = () => performance.now()) {
    this.name = name;
    this.post = post;
    this.now = now;
    this.#total_bytes = sum(files);
    this.#done_bytes = sum(files) - sum(missing);
    for (const file of files) {
      if (!missing.includes(file)) this.post({ status: "done", ...this.#facts(file, file.bytes), cached: true });
    }
  }

  /** @param {ManifestFile} file */
  begin(file) {
    this.post({ status: "initiate", ...this.#facts(file, 0) });
    this.post({ status: "download", ...this.#facts(file, 0) });
  }

  /** @param {ManifestFile} file @param {number} loaded bytes of this file */
  advance(file, loaded) {
    const now = this.now();
    if (now - this.#last_ms < INTERVAL_MS && loaded < file.bytes) return;
    this.#last_ms = now;
    this.#samples.push({ at_ms: now, loaded: this.#done_bytes + loaded });
    while (this.#samples.length > 2 && now - this.#samples[0].at_ms > SPEED_WINDOW_MS) this.#samples.shift();
    this.post({ status: "progress", ...this.#facts(file, loaded, loaded), ...this.#speed() });
  }

  /** @param {ManifestFile} file */
  finish(file) {
    this.#done_bytes += file.bytes;
    this.post({ status: "done", ...this.#facts(file, file.bytes), cached: false });
  }

  ready() {
    this.post({ status: "ready", name: this.name, loaded_all: this.#total_bytes, total_all: this.#total_bytes });
  }

  /** @param {ManifestFile} file @param {number} loaded @param {number} [uncounted] bytes of it that `#done_bytes` lacks */
  #facts(file, loaded, uncounted = 0) {
    const loaded_all = this.#done_bytes + uncounted;
    return {
      name: this.name,
      file: file.path,
      loaded,
      total: file.bytes,
      progress: (100 * loaded) / file.bytes,
      loaded_all,
      total_all: this.#total_bytes,
    };
  }

  #speed() {
    const first = this.#samples[0];
    const last = this.#samples[this.#samples.length - 1];
    if (last.at_ms === first.at_ms) return {};
    const bytes_per_second = (1000 * (last.loaded - first.loaded)) / (last.at_ms - first.at_ms);
    return { bytes_per_second, seconds_left: bytes_per_second > 0 ? (this.#total_bytes - last.loaded) / bytes_per_second : undefined };
  }
}

/** @param {ManifestFile[]} files */
function sum(files) {
  return files.reduce((total, file) => total + file.bytes, 0);
}
