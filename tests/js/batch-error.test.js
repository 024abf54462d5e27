import assert from "node:assert/strict";
import { test } from "node:test";

import { LoadState } from "../../web/engine/load-state.js";
import { BatchError, TabsideError } from "../../web/shared/protocol.js";
import { Embeddings, TASKS, checkServes, modelOf, unpacked } from "../../web/shared/tasks.js";

const plain = {
  code: "batch.failed",
  message: "1 of 2 inputs failed.",
  details: {},
  batch: { results: [1, null], errors: { 1: { code: "input.invalid", message: "Input 1 is no good.", details: { file: "x" } } } },
};

test("an error crosses with the results of the others, and back", () => {
  const error = TabsideError.fromPlain(plain);
  assert.ok(error instanceof BatchError);
  assert.deepEqual(error.results, [1, null]);
  assert.ok(error.errors[1] instanceof TabsideError);
  assert.deepEqual(TabsideError.toPlain(error), plain);
  assert.ok(!(TabsideError.fromPlain({ code: "batch.failed", message: "", details: {} }) instanceof BatchError));
});

test("the results in an error have the shape that the call would have given", async () => {
  const vectors = new Float32Array([1, 0, NaN, NaN]);
  const failed = new BatchError("", { dims: [2, 2], truncated: [], arrays: [vectors] }, {});
  const error = await unpacked("feature-extraction", Promise.reject(failed)).catch((each) => each);
  assert.ok(error.results instanceof Embeddings);
  assert.deepEqual([...error.results.row(0)], [1, 0]);
});

test("a model with which some inputs failed is loaded all the same", () => {
  const state = new LoadState();
  state.fail(state.begin("a/b"), new BatchError("", [], {}));
  assert.ok(state.isLoaded("a/b"));
  assert.equal(state.state, "ready");
});

const QUESTIONS = [
  ["two texts", ["who?", "Ada."], { inputs: { question: "who?", context: "Ada." }, texts: ["who?", "Ada."], options: {} }],
  ["two texts and options", ["who?", "Ada.", { top_k: 2 }], { inputs: { question: "who?", context: "Ada." }, texts: ["who?", "Ada."], options: { top_k: 2 } }],
  ["one object", [{ question: "who?", context: "Ada." }, { top_k: 2 }], { inputs: { question: "who?", context: "Ada." }, texts: ["who?", "Ada."], options: { top_k: 2 } }],
  ["a list", [[{ question: "who?", context: "Ada." }]], { inputs: [{ question: "who?", context: "Ada." }], texts: ["who?", "Ada."], options: {} }],
  ["half an object", [{ question: "who?" }], { inputs: { question: "who?" }, texts: ["who?", undefined], options: {} }],
];

for (const [name, args, expected] of QUESTIONS) {
  test(`a question comes as ${name}`, () => assert.deepEqual(TASKS["question-answering"].pack(...args), expected));
}

test("each task runs the models of its head", () => {
  checkServes("zero-shot-classification", { id: "a/b", task: "text-classification" });
  checkServes("sentence-similarity", { id: "a/b", task: "feature-extraction" });
  assert.throws(() => checkServes("fill-mask", { id: "a/b", task: "text-classification" }), { code: "input.invalid", message: /a model for text-classification, not for fill-mask/ });
});

test("a task without a default model asks for one", () => {
  assert.equal(modelOf("fill-mask", "a/b"), "a/b");
  assert.throws(() => modelOf("fill-mask", null), { code: "input.invalid", message: /no default model/ });
});
