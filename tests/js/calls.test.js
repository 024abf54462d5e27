import assert from "node:assert/strict";
import { test } from "node:test";

import { TabsideError } from "../../web/shared/protocol.js";
import { Calls } from "../../web/shared/calls.js";

test("every call has its own id and its own answer", async () => {
  const calls = new Calls();
  const first = calls.open();
  const second = calls.open();
  assert.notEqual(first.id, second.id);
  calls.resolve(second.id, "b");
  calls.resolve(first.id, "a");
  assert.deepEqual(await Promise.all([first.promise, second.promise]), ["a", "b"]);
  assert.equal(calls.size, 0);
});

test("an answer that nobody waits for changes nothing", async () => {
  const calls = new Calls();
  const { id, promise } = calls.open();
  calls.resolve(id, 1);
  calls.reject(id, new Error("too late"));
  calls.resolve(999, 2);
  assert.equal(await promise, 1);
});

test("when the worker is lost, nobody is left waiting", async () => {
  const calls = new Calls();
  const pending = [calls.open(), calls.open()];
  const lost = new TabsideError("session.worker-lost", "gone");
  calls.rejectAll(lost);
  for (const { promise } of pending) await assert.rejects(promise, lost);
  assert.equal(calls.size, 0);
});
