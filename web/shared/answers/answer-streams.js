/**
 * Answers that arrive as events, restored as they come: OpenAI's Chat Completions and Responses, Anthropic's Messages.
 * py/tabside/server/protocols/ does the same for the proxy.
 */

import { AutoRestorer, restoreAnswer } from "../restoring/auto-restorer.js";

/** @typedef {import("../restoring/known.js").Known} Known */
/** @typedef {Record<string, any>} Data */

// What is no text, or must stay as upstream wrote it.
const OPAQUE = new Set(["id", "type", "role", "model", "object", "logprobs", "usage", "signature", "thinking", "encrypted_content", "obfuscation", "tools", "embedding"]);

/** Put originals back into all texts of JSON data. @param {any} value @param {Known} known @param {string} [name] @returns {any} */
export function restorePlain(value, known, name = "") {
  if (OPAQUE.has(name) || (name === "data" && typeof value === "string")) return value;
  if (typeof value === "string") return restoreAnswer(value, known);
  if (Array.isArray(value)) return value.map((one) => restorePlain(one, known));
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, restorePlain(one, known, key)]));
}

/** A restorer for each text of an answer that arrives in pieces. */
class Channels {
  /** @type {Map<string, AutoRestorer>} */ #open = new Map();

  /** @param {Known} known */
  constructor(known) {
    this.known = known;
  }

  /** @param {string} key @param {string} piece */
  feed(key, piece) {
    const restorer = this.#open.get(key) ?? new AutoRestorer(this.known);
    this.#open.set(key, restorer);
    return restorer.feed(piece);
  }

  /** @param {string} key */
  finish(key) {
    const rest = this.#open.get(key)?.finish() ?? "";
    this.#open.delete(key);
    return rest;
  }

  /** @param {string} prefix */
  keys(prefix) {
    return [...this.#open.keys()].filter((key) => key.startsWith(prefix));
  }
}

/** `chat.completion.chunk` objects, then `[DONE]`. */
class ChatEvents {
  isComplete = false;
  #channels;
  /** @type {Data} */ #last = {};

  /** @param {Known} known */
  constructor(known) {
    this.#channels = new Channels(known);
  }

  /** @param {Data} data @returns {Generator<Data>} */
  *restored(data) {
    if (!Array.isArray(data.choices) || data.choices.length === 0) {
      yield restorePlain(data, this.#channels.known);
      return;
    }
    const { choices, usage, ...head } = data;
    this.#last = head;
    const changed = [];
    for (const choice of choices) {
      const index = choice.index ?? 0;
      let delta = this.#delta(index, choice.delta ?? {});
      if (choice.finish_reason !== null && choice.finish_reason !== undefined) {
        const rests = this.rests(index);
        if (rests.length > 0) {
          yield this.#chunk(index, delta);
          yield* rests;
          delta = {};
        }
      }
      changed.push({ ...choice, delta });
    }
    yield { ...data, choices: changed };
  }

  /** What was held back of a choice. @param {number} index @returns {Data[]} */
  rests(index) {
    return this.#channels.keys(`${index} `).flatMap((key) => {
      const [, field, number] = key.split(" ");
      const rest = this.#channels.finish(key);
      if (rest === "") return [];
      const call = (/** @type {Data} */ part) => ({ tool_calls: [{ index: Number(number), ...part }] });
      const delta = field === "tool" ? call({ function: { arguments: rest } }) : field === "custom" ? call({ custom: { input: rest } }) : { [field]: rest };
      return [this.#chunk(index, delta)];
    });
  }

  /** What was held back of all choices: the answer ended. @returns {Data[]} */
  done() {
    return [...new Set(this.#channels.keys("").map((key) => Number(key.split(" ")[0])))].flatMap((index) => this.rests(index));
  }

  /** @param {number} index @param {Data} delta @returns {Data} */
  #delta(index, delta) {
    return Object.fromEntries(Object.entries(delta).map(([field, value]) => {
      if (field === "tool_calls" && Array.isArray(value)) return [field, value.map((call) => this.#call(index, call))];
      if (typeof value !== "string" || field === "role") return [field, restorePlain(value, this.#channels.known, field)];
      return [field, this.#channels.feed(`${index} ${field}`, value)];
    }));
  }

  /** @param {number} index @param {Data} call @returns {Data} */
  #call(index, call) {
    const made = { ...call };
    const number = call.index ?? 0;
    if (typeof call.function?.arguments === "string") {
      made.function = { ...call.function, arguments: this.#channels.feed(`${index} tool ${number}`, call.function.arguments) };
    }
    if (typeof call.custom?.input === "string") {
      made.custom = { ...call.custom, input: this.#channels.feed(`${index} custom ${number}`, call.custom.input) };
    }
    return made;
  }

  /** @param {number} index @param {Data} delta */
  #chunk(index, delta) {
    return { ...this.#last, choices: [{ index, delta, finish_reason: null }] };
  }
}

const PIECES = /** @type {const} */ ({ text_delta: "text", input_json_delta: "partial_json" });

/** `message_start`, blocks of deltas, `message_stop`. Thinking passes as it is: its signature covers it. */
class MessagesEvents {
  isComplete = false;
  #channels;

  /** @param {Known} known */
  constructor(known) {
    this.#channels = new Channels(known);
  }

  /** @param {Data} data @returns {Generator<Data>} */
  *restored(data) {
    const { type, index = 0, delta } = data;
    this.isComplete ||= type === "message_stop" || type === "error";
    if (type === "content_block_delta" && delta) {
      const field = /** @type {Record<string, string>} */ (PIECES)[delta.type];
      yield typeof delta[field] === "string" ? { ...data, delta: { ...delta, [field]: this.#channels.feed(`${index} ${delta.type}`, delta[field]) } } : data;
      return;
    }
    if (type === "content_block_stop") {
      for (const [kind, field] of Object.entries(PIECES)) {
        const rest = this.#channels.finish(`${index} ${kind}`);
        if (rest !== "") yield { type: "content_block_delta", index, delta: { type: kind, [field]: rest } };
      }
    }
    yield restorePlain(data, this.#channels.known);
  }

  /** @returns {Data[]} */
  done() {
    return [];
  }
}

const ENDS = new Set(["response.completed", "response.incomplete", "response.failed", "error"]);
const PLACES = ["item_id", "output_index", "content_index", "summary_index"];

/** `response.*` events. */
class ResponsesEvents {
  isComplete = false;
  #channels;
  #added = 0;

  /** @param {Known} known */
  constructor(known) {
    this.#channels = new Channels(known);
  }

  /** @param {Data} data @returns {Generator<Data>} */
  *restored(data) {
    const type = String(data.type);
    this.isComplete ||= ENDS.has(type);
    const stem = type.slice(0, type.lastIndexOf("."));
    const key = [stem, ...PLACES.map((place) => data[place])].join(" ");
    if (type.endsWith(".delta") && typeof data.delta === "string" && !/\.(?:output_)?audio\.|image_generation/.test(type)) {
      yield this.#numbered({ ...data, delta: this.#channels.feed(key, data.delta) });
      return;
    }
    if (type.endsWith(".done")) {
      const rest = this.#channels.finish(key);
      if (rest !== "") {
        const places = Object.fromEntries(PLACES.filter((place) => place in data).map((place) => [place, data[place]]));
        yield this.#numbered({ type: `${stem}.delta`, ...places, delta: rest, logprobs: [], sequence_number: data.sequence_number });
        this.#added += 1;
      }
    }
    yield this.#numbered(restorePlain(data, this.#channels.known));
  }

  /** @returns {Data[]} */
  done() {
    return [];
  }

  /** @param {Data} data */
  #numbered(data) {
    return typeof data.sequence_number === "number" ? { ...data, sequence_number: data.sequence_number + this.#added } : data;
  }
}

/** What restores the events of each endpoint. @type {Record<string, new (known: Known) => {isComplete: boolean, restored(data: Data): Generator<Data>, done(): Data[]}>} */
export const EVENTS = { chat: ChatEvents, messages: MessagesEvents, responses: ResponsesEvents };
