/** redactingFetch: what goes out and what comes back, whole and in streams cut anywhere. The engine's part is written down here. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { redactingFetch } from "../../web/shared/answers/redacting-fetch.js";
import { AutoRestorer } from "../../web/shared/restoring/auto-restorer.js";
import { Known } from "../../web/shared/restoring/known.js";

const MAPPING = { originals: { "[GIVEN_NAME_1]": "Annabel", "[EMAIL_1]": 'a"b@example.org' } };
const URLS = { chat: "https://api.example/v1/chat/completions", messages: "https://api.example/v1/messages", responses: "https://api.example/v1/responses" };
const SAID = "Dear given_name_1, \\[EMAIL\\_1\\] 📎 [CITY_9]";
const SHOWN = 'Dear Annabel, a"b@example.org 📎 [CITY_9]';

/** @param {string} endpoint */
const engineFor = (endpoint) => ({ redactRequest: async (/** @type {string} */ _path, /** @type {string} */ body) => ({ body: body.replace("Annabel", "[GIVEN_NAME_1]"), mapping: MAPPING, endpoint }) });

/** @param {any[]} events @param {boolean} named */
const asEvents = (events, named) => events.map((data) => `${named && data.type ? `event: ${data.type}\n` : ""}data: ${typeof data === "string" ? data : JSON.stringify(data)}\n\n`).join("");

/** @param {string} text @param {number} size */
function answerInPieces(text, size) {
  const bytes = new TextEncoder().encode(text);
  const body = new ReadableStream({
    start(controller) {
      for (let at = 0; at < bytes.length; at += size) controller.enqueue(bytes.slice(at, at + size));
      controller.close();
    },
  });
  return new Response(body, { headers: { "content-type": "text/event-stream" } });
}

/** @param {string} text */
const dataOf = (text) => text.split("\n").filter((line) => line.startsWith("data: {")).map((line) => JSON.parse(line.slice(6)));

/** @param {string} text @param {number} size */
const pieces = (text, size) => text.match(new RegExp(`[^]{1,${size}}`, "g")) ?? [];

/** @type {Record<string, {events: (text: string, letters: number) => any[], text: (events: any[]) => string}>} */
const APIS = {
  chat: {
    events: (text, letters) => [
      ...pieces(text, letters).map((content) => ({ id: "c", choices: [{ index: 0, delta: { content }, finish_reason: null }] })),
      { id: "c", choices: [{ index: 0, delta: {}, finish_reason: "stop" }] },
      "[DONE]",
    ],
    text: (events) => events.map(({ choices: [{ delta }] }) => delta.content ?? "").join(""),
  },
  messages: {
    events: (text, letters) => [
      { type: "message_start", message: { id: "m", content: [] } },
      { type: "content_block_start", index: 0, content_block: { type: "text", text: "" } },
      ...pieces(text, letters).map((piece) => ({ type: "content_block_delta", index: 0, delta: { type: "text_delta", text: piece } })),
      { type: "content_block_stop", index: 0 },
      { type: "message_stop" },
    ],
    text: (events) => events.map(({ delta }) => delta?.text ?? "").join(""),
  },
  responses: {
    events: (text, letters) => [
      ...pieces(text, letters).map((delta) => ({ type: "response.output_text.delta", item_id: "i", output_index: 0, content_index: 0, delta })),
      { type: "response.output_text.done", item_id: "i", output_index: 0, content_index: 0, text },
      { type: "response.completed", response: { id: "r", output: [{ type: "message", content: [{ type: "output_text", text }] }] } },
    ].map((event, number) => ({ ...event, sequence_number: number })),
    text: (events) => events.filter(({ type }) => type.endsWith(".delta")).map(({ delta }) => delta).join(""),
  },
};

for (const [endpoint, { events, text }] of Object.entries(APIS)) {
  for (const letters of [1, 4, 99]) {
    for (const size of [1, 9, 100_000]) {
      test(`${endpoint}: a stream of ${letters} letters a piece, ${size} bytes at a time`, async () => {
        const sent = asEvents(events(SAID, letters), endpoint !== "chat");
        const ask = redactingFetch(engineFor(endpoint), async () => answerInPieces(sent, size));
        const answer = await ask(URLS[/** @type {keyof typeof URLS} */ (endpoint)], { method: "POST", body: "{}" });
        const got = dataOf(await answer.text());

        assert.equal(text(got), SHOWN);
        if (endpoint === "responses") {
          assert.deepEqual(got.map(({ sequence_number: number }) => number), got.map((_, number) => number));
          assert.equal(got.at(-1).response.output[0].content[0].text, SHOWN);
        }
      });
    }
  }

  test(`${endpoint}: an answer that ends early is an error`, async () => {
    const sent = asEvents(events(SAID, 4).slice(0, 3), endpoint !== "chat");
    const ask = redactingFetch(engineFor(endpoint), async () => answerInPieces(sent, 50));
    const answer = await ask(URLS[/** @type {keyof typeof URLS} */ (endpoint)], { method: "POST", body: "{}" });

    await assert.rejects(answer.text(), { code: "server.upstream" });
  });
}

test("the redacted body goes out, and a whole answer comes back restored", async () => {
  /** @type {any[]} */
  const sent = [];
  const call = { id: "call_1", type: "function", function: { name: "send", arguments: '{"to": "[EMAIL_1]"}' } };
  const data = { id: "c", choices: [{ index: 0, message: { role: "assistant", content: SAID, tool_calls: [call] } }] };
  const ask = redactingFetch(engineFor("chat"), async (url, init) => {
    sent.push([url, init?.body, new Headers(init?.headers).get("authorization")]);
    return new Response(JSON.stringify(data), { headers: { "content-type": "application/json" } });
  });
  const answer = await (await ask(URLS.chat, { method: "POST", headers: { authorization: "Bearer k" }, body: '{"x": "Annabel"}' })).json();

  assert.deepEqual(sent, [[URLS.chat, '{"x": "[GIVEN_NAME_1]"}', "Bearer k"]]);
  assert.equal(answer.choices[0].message.content, SHOWN);
  assert.deepEqual(JSON.parse(answer.choices[0].message.tool_calls[0].function.arguments), { to: 'a"b@example.org' });
});

test("what the engine refuses is not sent", async () => {
  let isSent = false;
  const engine = { redactRequest: async () => { throw Object.assign(new Error("no"), { code: "server.unsupported" }); } };
  const ask = redactingFetch(engine, async () => ((isSent = true), new Response("")));

  await assert.rejects(ask(URLS.chat, { method: "POST", body: "{}" }), { code: "server.unsupported" });
  await assert.rejects(ask(`${URLS.chat}?q=Annabel`, { method: "POST", body: "{}" }), { code: "server.unsupported" });
  assert.equal(isSent, false);
});

const AUTO = [
  ['{"a": ["[EMAIL_1]"], "[GIVEN_NAME_1]": {}}', '{"a": ["a\\"b@example.org"], "Annabel": {}}'],
  ['Hi:\n```json\n{"a": "[EMAIL_1]"}\n```\n[EMAIL_1]', 'Hi:\n```json\n{"a": "a\\"b@example.org"}\n```\na"b@example.org'],
  ['````json\n{"a": "[EMAIL_1]"}', '````json\n{"a": "a"b@example.org"}'],
  ['{"a": "[GIVEN_NAME_1', '{"a": "[GIVEN_NAME_1'],
];
for (const [text, expected] of AUTO) {
  test(`an answer is restored as what it is: ${text}`, () => {
    for (let at = 0; at <= text.length; at += 1) {
      const restorer = new AutoRestorer(Known.of(MAPPING));
      assert.equal(restorer.feed(text.slice(0, at)) + restorer.feed(text.slice(at)) + restorer.finish(), expected);
    }
  });
}
