"""Conversations and redactingFetch in the tab: real engine, real model; the API is a function of the page."""

from __future__ import annotations

from playwright.sync_api import Page

CONVERSATION = """async () => {
  const conversation = engine.conversation();
  const text = "I am Annabel Lindqvist, annabel@example.org.";
  const first = await conversation.redact(text);
  const [again, second] = await conversation.redactAll([text, "Ask Annabel and Torsten."]);
  const saved = await conversation.save("a passphrase");
  const later = engine.conversation({ mapping: await engine.importMapping(saved, "a passphrase") });
  const shown = conversation.restore("given_name_2, [CITY_9]");
  return { first, again, second, shown, third: await later.redact("Torsten called."), saved };
}"""

FETCH = """async () => {
  const { redactingFetch } = tabside;
  const sent = [];
  const api = async (url, init) => {
    sent.push(init.body);
    const said = JSON.parse(init.body).messages[0].content + " Bye given_name_1.";
    const chunks = [...said].map((content) => ({ choices: [{ index: 0, delta: { content }, finish_reason: null }] }));
    const text = [...chunks.map((chunk) => `data: ${JSON.stringify(chunk)}\\n\\n`), "data: [DONE]\\n\\n"].join("");
    return new Response(text, { headers: { "content-type": "text/event-stream" } });
  };
  const ask = redactingFetch(engine, api);
  const url = "https://api.example/v1/chat/completions";
  const message = { role: "user", content: "I am Annabel Lindqvist." };
  const post = (body) => ask(url, { method: "POST", body: JSON.stringify(body) });
  const answer = await post({ model: "m", stream: true, messages: [message] });
  const lines = (await answer.text()).split("\\n").filter((line) => line.startsWith("data: {"));
  const deltas = lines.map((line) => JSON.parse(line.slice(6)).choices[0].delta);
  const shown = deltas.map(({ content }) => content ?? "").join("");
  const picture = { type: "image_url", image_url: { url: "data:image/png;base64,AA" } };
  const refused = await post({ messages: [{ role: "user", content: [picture] }] }).catch(({ code }) => code);
  return { sent, shown, refused };
}"""


def test_a_conversation_has_one_mapping_over_its_turns(shared_engine: Page) -> None:
    done = shared_engine.evaluate(CONVERSATION)

    assert done["first"] == done["again"] == "I am [GIVEN_NAME_1] [SURNAME_1], [EMAIL_1]."
    assert done["second"] == "Ask [GIVEN_NAME_1] and [GIVEN_NAME_2]."
    assert done["shown"] == {"text": "Torsten, [CITY_9]", "restored": ["[GIVEN_NAME_2]"], "unknown": ["[CITY_9]"]}
    assert done["third"] == "[GIVEN_NAME_2] called."
    assert "Annabel" not in done["saved"]


def test_a_fetch_redacts_what_it_sends_and_restores_what_comes(shared_engine: Page) -> None:
    done = shared_engine.evaluate(FETCH)

    assert len(done["sent"]) == 1
    assert "Annabel" not in done["sent"][0]
    assert done["shown"] == "I am Annabel Lindqvist. Bye Annabel."
    assert done["refused"] == "server.unsupported"
