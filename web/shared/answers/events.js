/** Server-sent events of a language model's API, read from a stream cut anywhere. */

/** @typedef {{name: string, data: string}} SseEvent */

/** Turns text into events. */
export class SseReader {
  #text = "";
  #name = "";
  /** @type {string[]} */ #data = [];

  /** Whether the last event that began has ended. */
  get isBetween() {
    return this.#text === "" && this.#data.length === 0;
  }

  /** The events that a chunk ends. @param {string} chunk @returns {Generator<SseEvent>} */
  *feed(chunk) {
    this.#text += chunk;
    for (let match; (match = /\r\n|\n|\r/.exec(this.#text)) !== null; ) {
      // A \r at the end may be half of \r\n.
      if (match[0] === "\r" && match.index === this.#text.length - 1) return;
      const line = this.#text.slice(0, match.index);
      this.#text = this.#text.slice(match.index + match[0].length);
      if (line !== "") this.#line(line);
      else {
        if (this.#data.length > 0) yield { name: this.#name, data: this.#data.join("\n") };
        this.#data = [];
        this.#name = "";
      }
    }
  }

  /** @param {string} line */
  #line(line) {
    const colon = line.indexOf(":");
    if (colon === 0) return;
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? "" : line.slice(colon + 1).replace(/^ /, "");
    if (field === "data") this.#data.push(value);
    else if (field === "event") this.#name = value;
  }
}

/** @param {SseEvent} event */
export function packed({ name, data }) {
  return `${name && `event: ${name}\n`}${data.split("\n").map((line) => `data: ${line}\n`).join("")}\n`;
}
