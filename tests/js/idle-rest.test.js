import assert from "node:assert/strict";
import { mock, test } from "node:test";

import { IdleRest } from "../../web/engine/idle-rest.js";

/** @param {number | null} seconds */
function resting(seconds) {
  mock.timers.reset();
  mock.timers.enable({ apis: ["setTimeout"] });
  const rest = mock.fn();
  return { rest, idle: new IdleRest(seconds, rest) };
}

/** @param {boolean} fails */
function work(fails = false) {
  const { promise, resolve, reject } = withResolvers();
  return { promise, end: () => (fails ? reject(new Error("gone")) : resolve(null)) };
}

function withResolvers() {
  /** @type {any} */
  const made = {};
  made.promise = new Promise((resolve, reject) => Object.assign(made, { resolve, reject }));
  return made;
}

const settle = () => new Promise((resolve) => setImmediate(resolve));

for (const fails of [false, true]) {
  test(`rests so long after the last call has ${fails ? "failed" : "ended"}, and not before`, async () => {
    const { rest, idle } = resting(10);
    const [one, other] = [work(fails), work(fails)];
    idle.during(one.promise);
    idle.during(other.promise);
    one.end();
    await settle();
    mock.timers.tick(60_000);
    assert.equal(rest.mock.callCount(), 0, "one call still runs");
    assert.equal(idle.busy, true);
    other.end();
    await settle();
    mock.timers.tick(9_999);
    assert.equal(rest.mock.callCount(), 0);
    mock.timers.tick(1);
    assert.equal(rest.mock.callCount(), 1);
    assert.equal(idle.busy, false);
  });
}

test("a call meanwhile begins the time anew", async () => {
  const { rest, idle } = resting(10);
  for (let i = 0; i < 3; i++) {
    const call = work();
    idle.during(call.promise);
    call.end();
    await settle();
    mock.timers.tick(9_000);
  }
  assert.equal(rest.mock.callCount(), 0);
});

test("never, when it is told so or stopped", async () => {
  for (const seconds of [null, 10]) {
    const { rest, idle } = resting(seconds);
    idle.during(Promise.resolve());
    await settle();
    if (seconds !== null) idle.stop();
    mock.timers.tick(1e9);
    assert.equal(rest.mock.callCount(), 0);
  }
});
