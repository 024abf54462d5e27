import assert from "node:assert/strict";
import { test } from "node:test";

import { Shelf } from "../../web/worker/models/shelf.js";

const KEY = "http://site/models/a/b/file.bin?sha256=x";
const bytes = (/** @type {number} */ length, fill = 7) => new Uint8Array(length).fill(fill);

test("a file without its record is no file", async () => {
  const shelf = new Shelf(null, 10);
  const part = await shelf.part(KEY);
  await part.append(bytes(25));
  await part.flush();
  assert.equal(await shelf.get(KEY), null);
  assert.equal(await shelf.record(KEY), null);
  assert.deepEqual(await shelf.list(), [{ key: KEY, bytes: 25, finished: false }]);
});

test("parts join on to what is stored", async () => {
  const shelf = new Shelf(null, 10);
  const first = await shelf.part(KEY);
  await first.append(bytes(12, 1));
  await first.append(bytes(5, 2));
  await first.flush();
  const second = await shelf.part(KEY);
  assert.equal(second.bytes, 17);
  await second.append(bytes(3, 3));
  await second.commit("x");
  const whole = new Uint8Array(/** @type {ArrayBuffer} */ (await shelf.get(KEY)));
  assert.deepEqual([...whole], [...bytes(12, 1), ...bytes(5, 2), ...bytes(3, 3)]);
});

test("parts that do not join on are dropped", async () => {
  const shelf = new Shelf(null, 10);
  const none = { source: null, validator: null };
  await shelf.putPart(KEY, 0, bytes(10), none);
  await shelf.putPart(KEY, 20, bytes(10), none);
  await shelf.putPart(KEY, 5, bytes(10), none);
  assert.equal((await shelf.part(KEY)).bytes, 10);
  assert.deepEqual(await shelf.list(), [{ key: KEY, bytes: 10, finished: false }]);
});

test("a deleted file leaves nothing", async () => {
  const shelf = new Shelf(null, 10);
  const part = await shelf.part(KEY);
  await part.append(bytes(10));
  await part.append(bytes(10));
  await part.commit("x");
  assert.equal((await shelf.get(KEY))?.byteLength, 20);
  await shelf.delete(KEY);
  assert.equal(await shelf.get(KEY), null);
  assert.deepEqual(await shelf.list(), []);
});

test("what is given out may be transferred: the shelf keeps its own", async () => {
  const shelf = new Shelf(null, 10);
  const part = await shelf.part(KEY);
  await part.append(bytes(10));
  await part.commit("x");
  const given = /** @type {ArrayBuffer} */ (await shelf.get(KEY));
  structuredClone(given, { transfer: [given] });
  assert.equal((await shelf.get(KEY))?.byteLength, 10);
});

test("storage that refuses a part leaves the file in memory, whole", async () => {
  /** @type {any} */
  const full = {
    stored: new Map(),
    put: async (/** @type {string} */ name, /** @type {Response} */ response) => {
      if (full.stored.size >= 1) throw new DOMException("full", "QuotaExceededError");
      full.stored.set(name, response);
    },
    match: async (/** @type {string} */ name) => full.stored.get(name)?.clone(),
    keys: async () => [...full.stored.keys()].map((url) => ({ url })),
    delete: async (/** @type {string} */ name) => full.stored.delete(name),
  };
  const shelf = new Shelf(full, 10);
  const part = await shelf.part(KEY);
  await part.append(bytes(10, 1));
  await part.append(bytes(10, 2));
  await part.commit("x");
  assert.equal(shelf.memoryOnly, true);
  assert.deepEqual([...new Uint8Array(/** @type {ArrayBuffer} */ (await shelf.get(KEY)))], [...bytes(10, 1), ...bytes(10, 2)]);
  // No record in storage: on the next visit this is an unfinished file, never a damaged one.
  assert.deepEqual([...full.stored.keys()], [`${KEY}&start=0&bytes=10`]);
});
