/** Calls back after a period without work. */

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

  /** Pause while this runs; the period restarts when nothing runs any more. @param {Promise<unknown>} work */
  during(work) {
    this.#busy++;
    this.stop();
    const done = () => {
      if (--this.#busy === 0) this.#begin();
    };
    work.then(done, done);
  }

  /** Stop until the next work has ended. */
  stop() {
    clearTimeout(this.#timer);
  }

  #begin() {
    this.stop();
    if (this.seconds !== null) this.#timer = setTimeout(this.rest, this.seconds * 1000);
  }
}
