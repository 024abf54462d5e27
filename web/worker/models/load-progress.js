/** Convert byte counts into progress events: at most ten per second, and always one at the end. */

/** @typedef {import("../../shared/protocol.js").ManifestFile} ManifestFile */
/** @typedef {import("../../shared/protocol.js").ProgressEvent} ProgressEvent */

const INTERVAL_MS = 100;
/** Speed is measured over this period, so that it neither jumps nor lags. */
const SPEED_WINDOW_MS = 3000;

export class LoadProgress {
  #last_ms = -Infinity;
  #total_bytes;
  /** Received bytes by file. @type {Map<ManifestFile, number>} */
  #loaded = new Map();
  /** @type {{at_ms: number, loaded: number}[]} */
  #samples = [];

  /**
   * @param {string} name model id
   * @param {ManifestFile[]} files all files of the load, which may arrive concurrently
   * @param {(event: ProgressEvent) => void} post
   * @param {() => number} [now] milliseconds
   */
  constructor(name, files, post, now = () => performance.now()) {
    this.name = name;
    this.post = post;
    this.now = now;
    this.#total_bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  }

  /** Record a file that was stored before. @param {ManifestFile} file */
  cached(file) {
    this.#loaded.set(file, file.bytes);
    this.post({ status: "done", ...this.#facts(file), cached: true });
  }

  /** Record the start of a download, complete or resumed. @param {ManifestFile} file @param {number} stored bytes of it that are stored */
  begin(file, stored) {
    this.#loaded.set(file, stored);
    this.post({ status: "initiate", ...this.#facts(file) });
    this.post({ status: "download", ...this.#facts(file) });
  }

  /** @param {ManifestFile} file @param {number} loaded bytes of this file */
  advance(file, loaded) {
    this.#loaded.set(file, loaded);
    const now = this.now();
    if (now - this.#last_ms < INTERVAL_MS && loaded < file.bytes) return;
    this.#last_ms = now;
    this.#samples.push({ at_ms: now, loaded: this.loaded_all });
    while (this.#samples.length > 2 && now - this.#samples[0].at_ms > SPEED_WINDOW_MS) this.#samples.shift();
    this.post({ status: "progress", ...this.#facts(file), ...this.#speed() });
  }

  /** @param {ManifestFile} file */
  finish(file) {
    this.#loaded.set(file, file.bytes);
    this.post({ status: "done", ...this.#facts(file), cached: false });
  }

  ready() {
    this.post({ status: "ready", name: this.name, loaded_all: this.#total_bytes, total_all: this.#total_bytes });
  }

  get loaded_all() {
    return [...this.#loaded.values()].reduce((sum, bytes) => sum + bytes, 0);
  }

  /** @param {ManifestFile} file */
  #facts(file) {
    const loaded = this.#loaded.get(file) ?? 0;
    return {
      name: this.name,
      file: file.path,
      loaded,
      total: file.bytes,
      progress: (100 * loaded) / file.bytes,
      loaded_all: this.loaded_all,
      total_all: this.#total_bytes,
    };
  }

  #speed() {
    const first = this.#samples[0];
    const last = this.#samples[this.#samples.length - 1];
    const bytes = last.loaded - first.loaded;
    // Nothing to report yet, or a file had to start again.
    if (last.at_ms === first.at_ms || bytes <= 0) return {};
    const bytes_per_second = (1000 * bytes) / (last.at_ms - first.at_ms);
    return { bytes_per_second, seconds_left: (this.#total_bytes - last.loaded) / bytes_per_second };
  }
}
