/** Ends what has had nothing to do for a while. */

export class IdleRest {
  /** @type {any} */
  #timer = null;
  #busy = 0;

  /** @param {number | null} seconds null: never @param {() => void} rest */
  constructor(seconds, rest) {
    this.seconds = seconds;
    this.rest = rest;
  }

  get busy() {
    return this.#busy > 0;
  }

  /** Not while this runs; the time begins anew when nothing runs any more. @param {Promise<unknown>} work */
  during(work) {
    this.#busy++;
    this.stop();
    const done = () => {
      if (--this.#busy === 0) this.#begin();
    };
    work.then(done, done);
  }

  /** Until something has run again. */
  stop() {
    clearTimeout(this.#timer);
  }

  #begin() {
    this.stop();
    if (this.seconds !== null) this.#timer = setTimeout(this.rest, this.seconds * 1000);
  }
}
