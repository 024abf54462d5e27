/**
 * A `fetch` for pages that call a language model's API themselves: placeholders go out, names come back, in a stream too.
 *
 *   const ask = redactingFetch(engine, fetch);
 *   const answer = await ask("https://api.example/v1/chat/completions", { method: "POST", headers, body: JSON.stringify(request) });
 *
 * What cannot be read is an error, and nothing is sent.
 */

import { TabsideError } from "../protocol.js";
import { Known } from "../restoring/known.js";
import { EVENTS, restorePlain } from "./answer-streams.js";
import { SseReader, packed } from "./events.js";

/** @typedef {import("../restoring/known.js").Mapping} Mapping */
/** @typedef {{redactRequest(path: string, body: string, options?: any): PromiseLike<{body: string, mapping: Mapping, endpoint: string}>}} RequestRedactor */

/**
 * @param {RequestRedactor} engine what `createEngine` gives @param {typeof fetch} [fetcher] what sends requests
 * @param {{model?: string, policy?: any, entities?: string[], threshold?: number}} [options] of the redaction
 * @returns {typeof fetch}
 */
export function redactingFetch(engine, fetcher = globalThis.fetch, options = {}) {
  return async (input, init) => {
    const request = new Request(input, init);
    if (request.method === "GET" || request.method === "HEAD") return fetcher(request);
    const { pathname, search } = new URL(request.url);
    if (search !== "" && search !== "?beta=true") throw unsupported("The query of the address cannot be read. Nothing was sent.");
    const text = await request.text();
    const { body, mapping, endpoint } = await engine.redactRequest(pathname, text, { ...options, signal: request.signal });
    const { method, headers, signal, credentials, mode, referrerPolicy } = request;
    const answer = await fetcher(request.url, { method, headers, signal, credentials, mode, referrerPolicy, redirect: "error", body });
    return restored(answer, Known.of(mapping), endpoint);
  };
}

/** @param {Response} answer @param {Known} known @param {string} endpoint */
async function restored(answer, known, endpoint) {
  const { status, statusText } = answer;
  const headers = new Headers(answer.headers);
  for (const name of ["content-length", "content-encoding"]) headers.delete(name);
  const init = { status, statusText, headers };
  if (!answer.ok || !(endpoint in EVENTS) || answer.body === null) return answer;
  if (headers.get("content-type")?.startsWith("text/event-stream")) {
    const events = answer.body.pipeThrough(/** @type {any} */ (new TextDecoderStream("utf-8", { fatal: true }))).pipeThrough(restoringEvents(known, endpoint));
    return new Response(events.pipeThrough(new TextEncoderStream()), init);
  }
  let data;
  try {
    data = JSON.parse(await answer.text());
  } catch {
    throw new TabsideError("server.upstream", "The answer is no JSON, so it was not restored.");
  }
  return new Response(JSON.stringify(restorePlain(data, known)), init);
}

/** @param {Known} known @param {string} endpoint @returns {TransformStream<string, string>} */
function restoringEvents(known, endpoint) {
  const reader = new SseReader();
  const events = new EVENTS[endpoint](known);
  let isDone = false;
  return new TransformStream({
    transform(chunk, controller) {
      for (const event of reader.feed(chunk)) {
        if (event.data === "[DONE]") {
          isDone = true;
          for (const data of events.done()) controller.enqueue(packed({ name: event.name, data: JSON.stringify(data) }));
          controller.enqueue(packed(event));
          continue;
        }
        const given = JSON.parse(event.data);
        for (const data of events.restored(given)) {
          controller.enqueue(packed({ name: event.name && String(data.type ?? event.name), data: JSON.stringify(data) }));
        }
      }
    },
    flush(controller) {
      if (!(isDone || events.isComplete) || !reader.isBetween) {
        // Half an answer may end in half a placeholder: it is an error, never text.
        controller.error(new TabsideError("server.upstream", "The answer ended early."));
      }
    },
  });
}

/** @param {string} message */
function unsupported(message) {
  return new TabsideError("server.unsupported", message);
}
