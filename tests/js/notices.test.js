import assert from "node:assert/strict";
import { after, test } from "node:test";
import { setLanguage } from "../../web/language/language.js";
import { noteText, warningText } from "../../web/views/redact/notices.js";

after(() => setLanguage("en"));

test("notices that Python gives by a code are shown in the page's language", async () => {
  await setLanguage("de");
  for (const code of ["redaction.other-script", "redaction.other-language", "redaction.long-word"]) {
    assert.match(warningText({ code, message: "English" }), /Bitte prüfen Sie/);
  }
  assert.equal(warningText({ code: "redaction.format", message: "A sheet is locked." }), "A sheet is locked.");
});

test("notes on a start are shown in the page's language", async () => {
  await setLanguage("fr");
  assert.equal(noteText({ stage: "session", state: "start", note: "WebGPU is not available here.", note_code: "webgpu.missing" }), "WebGPU n’est pas disponible ici. Le modèle s’exécute avec WebAssembly.");
  assert.equal(noteText({ stage: "model", state: "start", note: "Something else." }), "Something else.");
});
