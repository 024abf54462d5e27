import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { after, before, beforeEach, test } from "node:test";

import { sha256 } from "@noble/hashes/sha2.js";
import { streamingDigest } from "../../web/worker/models/digest.js";
import { download } from "../../web/worker/models/download.js";
import { PATIENCE } from "../../web/worker/models/retry.js";
import { Shelf } from "../../web/worker/models/shelf.js";
import { FileServer } from "./file-server.js";

const BYTES = 300_000;
const KEY = "http://site/models/a/b/file.bin?sha256=x";
const QUICK = { ...PATIENCE, fruitless_tries: 4, first_ms: 4, longest_ms: 20, longest_asked_ms: 3000, stall_ms: 300 };

/** @type {FileServer} */
let server;
/** @type {Shelf} */
let shelf;
const createDigest = streamingDigest(sha256);

before(async () => void (server = await FileServer.start(BYTES)));
after(() => server.stop());
beforeEach(() => {
  server.requests = [];
  server.steps = [];
  server.always = {};
  server.bytes_sent = 0;
  server.etag = '"one"';
  shelf = new Shelf(null, 16_384);
});

/** @param {{steps?: import("./file-server.js").Step[], sources?: string[], signal?: AbortSignal, patience?: typeof QUICK, onLoaded?: (bytes: number) => void}} [options] */
async function fetched({ steps = [], sources = [server.url], signal = new AbortController().signal, patience = QUICK, onLoaded = () => {} } = {}) {
  server.steps = steps;
  await download(server.file, sources, await shelf.part(KEY), { createDigest, signal, patience, onLoaded });
  return shelf.get(KEY);
}

/** @param {ArrayBuffer | null} bytes */
function isRight(bytes) {
  assert.ok(bytes);
  assert.equal(createHash("sha256").update(new Uint8Array(bytes)).digest("hex"), server.file.sha256);
}

/**
 * Faults that a download survives, and the ranges it then requests.
 * @type {Record<string, {steps: import("./file-server.js").Step[], ranges: (string | undefined)[]}>}
 */
const SURVIVED = {
  "no fault at all": { steps: [], ranges: [undefined] },
  "chunked, without a length": { steps: [{ no_length: true }], ranges: [undefined] },
  "a cut": { steps: [{ cut: 100_000 }], ranges: [undefined, "bytes=100000-"] },
  "three cuts": { steps: [{ cut: 100_000 }, { cut: 50_000 }, { cut: 100_000 }], ranges: [undefined, "bytes=100000-", "bytes=150000-", "bytes=250000-"] },
  "a stall": { steps: [{ stall: 80_000 }], ranges: [undefined, "bytes=80000-"] },
  "a stall before the first byte": { steps: [{ stall: 0 }], ranges: [undefined, undefined] },
  "status 500 twice": { steps: [{ status: 500 }, { status: 500 }], ranges: [undefined, undefined, undefined] },
  "status 503 with Retry-After": { steps: [{ cut: 100_000 }, { status: 503, headers: { "retry-after": "0" } }], ranges: [undefined, "bytes=100000-", "bytes=100000-"] },
  "a server that cannot do ranges": { steps: [{ cut: 100_000 }, { no_ranges: true }], ranges: [undefined, "bytes=100000-"] },
  "an empty body": { steps: [{ body: Buffer.alloc(0) }], ranges: [undefined, undefined] },
  "a range that begins elsewhere": { steps: [{ cut: 100_000 }, { shift: 7 }], ranges: [undefined, "bytes=100000-", "bytes=100000-"] },
  "ranges that begin elsewhere": { steps: [{ cut: 100_000 }, { shift: 7 }, { shift: 7 }], ranges: [undefined, "bytes=100000-", "bytes=100000-", undefined] },
  "a range reply to a plain request": { steps: [{ cut: 0, headers: { "content-range": "bytes 5-9/10" } }], ranges: [undefined, undefined] },
  "a wrong 416": { steps: [{ cut: 100_000 }, { status: 416 }], ranges: [undefined, "bytes=100000-", "bytes=100000-"] },
};
for (const [fault, { steps, ranges }] of Object.entries(SURVIVED)) {
  test(`right in the end: ${fault}`, async () => {
    isRight(await fetched({ steps }));
    assert.deepEqual(server.requests.map(({ range }) => range), ranges);
  });
}

/**
 * Faults that end a download: the error, its cause, and the number of bytes kept for the next attempt.
 * @type {[string, {always: import("./file-server.js").Step, first?: import("./file-server.js").Step, code: string, cause: string, kept: number, requests: number}][]}
 */
const FATAL = [
  ["missing", { always: { status: 404 }, code: "download.not-found", cause: "not-found", kept: 0, requests: 1 }],
  ["gone midway", { first: { cut: 100_000 }, always: { status: 404 }, code: "download.not-found", cause: "not-found", kept: 100_000, requests: 2 }],
  ["forbidden", { always: { status: 403 }, code: "download.failed", cause: "status", kept: 0, requests: 1 }],
  ["broken for good", { always: { status: 500 }, code: "download.failed", cause: "status", kept: 0, requests: 4 }],
  ["asked to wait too long", { always: { status: 429, headers: { "retry-after": "9999" } }, code: "download.failed", cause: "status", kept: 0, requests: 1 }],
  ["altered", { always: { flip: 123_456 }, code: "download.integrity", cause: "hash", kept: 0, requests: 1 }],
  ["too long", { always: { body: Buffer.alloc(BYTES + 1) }, code: "download.integrity", cause: "long", kept: 0, requests: 1 }],
  ["truncated on the server", { always: { body: Buffer.alloc(1000) }, code: "download.integrity", cause: "wrong-size", kept: 0, requests: 2 }],
  ["truncated, and no ranges", { always: { body: Buffer.alloc(1000), no_ranges: true }, code: "download.stalled", cause: "short", kept: 1000, requests: 5 }],
  ["silent", { always: { stall: 0 }, code: "download.stalled", cause: "stalled", kept: 0, requests: 4 }],
  ["cut at once, again and again", { always: { cut: 0 }, code: "download.failed", cause: "network", kept: 0, requests: 5 }],
];
for (const [fault, { always, first, code, cause, kept, requests }] of FATAL) {
  test(`a typed error: ${fault}`, async () => {
    server.always = always;
    await assert.rejects(fetched({ steps: first ? [first] : [] }), (/** @type {any} */ error) => {
      assert.equal(error.code, code);
      assert.equal(error.details.cause, cause);
      assert.equal(error.details.source, server.url);
      assert.equal(error.details.file, "file.bin");
      return true;
    });
    assert.equal(await shelf.get(KEY), null);
    assert.equal((await shelf.part(KEY)).bytes, kept);
    assert.equal(server.requests.length, requests);
  });
}

test("Retry-After is honoured", async (t) => {
  const setTimer = globalThis.setTimeout;
  /** @type {(number | undefined)[]} */
  const waits = [];
  t.mock.method(globalThis, "setTimeout", (/** @type {() => void} */ then, /** @type {number | undefined} */ ms) => {
    waits.push(ms);
    return setTimer(then, ms === 1000 ? 0 : ms);
  });
  isRight(await fetched({ steps: [{ status: 429, headers: { "retry-after": "1" } }] }));
  assert.ok(waits.includes(1000));
});

test("a file that changed midway is begun anew, by If-Range", async () => {
  isRight(await fetched({ steps: [{ cut: 100_000 }], onLoaded: (bytes) => void (bytes === 100_000 && (server.etag = '"two"')) }));
  assert.deepEqual(server.requests, [{ range: undefined, if_range: undefined }, { range: "bytes=100000-", if_range: '"one"' }]);
});

test("a weak tag is no ground for a range: RFC 9110, 13.1.5", async () => {
  server.etag = 'W/"one"';
  isRight(await fetched({ steps: [{ cut: 100_000 }] }));
  assert.deepEqual(server.requests[1], { range: "bytes=100000-", if_range: undefined });
});

test("cancel keeps the part, and the next download goes on from there", async () => {
  const controller = new AbortController();
  const stopped = fetched({ steps: [{ stall: 120_000 }], signal: controller.signal, onLoaded: (bytes) => bytes === 120_000 && controller.abort() });
  await assert.rejects(stopped, { code: "cancelled" });
  assert.equal((await shelf.part(KEY)).bytes, 120_000);
  isRight(await fetched());
  assert.equal(server.requests[1].range, "bytes=120000-");
  assert.equal(server.bytes_sent, BYTES);
});

test("a wrong file from one place is fetched from the next", async () => {
  const other = await FileServer.start(10);
  other.always = { body: Buffer.alloc(BYTES) };
  isRight(await fetched({ sources: [other.url, server.url] }));
  await other.stop();
});

test("when no place has it, the error is the most telling one and names the place", async () => {
  const other = await FileServer.start(10);
  other.always = { body: Buffer.alloc(BYTES) };
  server.always = { status: 404 };
  await assert.rejects(fetched({ sources: [server.url, other.url] }), (/** @type {any} */ error) => error.code === "download.integrity" && error.details.source === other.url);
  await other.stop();
});

test("a part that storage lost begins anew", async () => {
  server.always = { status: 404 };
  await assert.rejects(fetched({ steps: [{ cut: 100_000 }] }), { code: "download.not-found" });
  const part = await shelf.part(KEY);
  shelf.readPart = async () => null;
  server.always = {};
  await download(server.file, [server.url], part, { createDigest, signal: new AbortController().signal, patience: QUICK, onLoaded: () => {} });
  assert.equal(server.requests.at(-1)?.range, undefined);
});

test("a server that drips one byte a connection does not hold us for ever", async () => {
  server.always = { cut: 1 };
  await assert.rejects(fetched({ patience: { ...QUICK, tries: 10 } }), { code: "download.failed" });
  assert.equal(server.requests.length, 11); // ten, and a last check for a redirect
});

/**
 * With hashes of pieces of 50,000 bytes: the requests, and how many bytes the server sends for 300,000.
 * @type {[string, {steps: import("./file-server.js").Step[], ranges: (string | undefined)[], sent: number}][]}
 */
const IN_PIECES = [
  ["no fault at all", { steps: [], ranges: [undefined], sent: 300_000 }],
  ["a wrong byte", { steps: [{ flip: 123_456 }], ranges: [undefined, "bytes=100000-"], sent: 500_000 }],
  ["a wrong byte before a cut", { steps: [{ flip: 123_456, cut: 160_000 }], ranges: [undefined, "bytes=100000-"], sent: 360_000 }],
  ["a wrong byte in the last piece", { steps: [{ flip: 299_999 }], ranges: [undefined, "bytes=250000-"], sent: 350_000 }],
  ["a wrong byte after a cut within a piece", { steps: [{ cut: 120_000 }, { flip: 130_000, cut: 50_000 }], ranges: [undefined, "bytes=120000-", "bytes=100000-"], sent: 370_000 }],
  ["a server that cannot do ranges, cut again", { steps: [{ cut: 120_000 }, { no_ranges: true, cut: 90_000 }], ranges: [undefined, "bytes=120000-", "bytes=120000-"], sent: 390_000 }],
];
for (const [fault, { steps, ranges, sent }] of IN_PIECES) {
  test(`in pieces: ${fault}`, async () => {
    server.steps = steps;
    await download(inPieces(), [server.url], await shelf.part(KEY), { createDigest, signal: new AbortController().signal, patience: QUICK, onLoaded: () => {} });
    isRight(await shelf.get(KEY));
    assert.deepEqual(server.requests.map(({ range }) => range), ranges);
    assert.ok(server.bytes_sent <= sent, `${server.bytes_sent} bytes were sent`);
  });
}

test("in pieces: a piece that comes wrong twice ends the source, keeps the rest, and the next source goes on from there", async () => {
  const wrong = await FileServer.start(10);
  wrong.content = server.content;
  wrong.always = { flip: 123_456 };
  const options = { createDigest, signal: new AbortController().signal, patience: QUICK, onLoaded: () => {} };
  await assert.rejects(download(inPieces(), [wrong.url], await shelf.part(KEY), options), { code: "download.integrity" });
  assert.deepEqual(wrong.requests.map(({ range }) => range), [undefined, "bytes=100000-"]);
  assert.equal((await shelf.part(KEY)).bytes, 100_000);
  await download(inPieces(), [wrong.url, server.url], await shelf.part(KEY), options);
  isRight(await shelf.get(KEY));
  assert.deepEqual(server.requests.map(({ range }) => range), ["bytes=100000-"]);
  await wrong.stop();
});

test("in pieces: a stored piece that storage damaged is found before anything is fetched", async () => {
  const options = { createDigest, signal: new AbortController().signal, patience: QUICK, onLoaded: () => {} };
  server.steps = [{ cut: 220_000 }, { status: 404 }];
  await assert.rejects(download(inPieces(), [server.url], await shelf.part(KEY), options), { code: "download.not-found" });
  const part = await shelf.part(KEY);
  const [start, bytes] = part.chain.find(([at]) => at >= 50_000) ?? assert.fail("nothing is stored");
  const damaged = await shelf.readPart(KEY, [start, bytes]);
  if (damaged) damaged[0] ^= 1;
  await download(inPieces(), [server.url], part, options);
  isRight(await shelf.get(KEY));
  assert.equal(server.requests.at(-1)?.range, `bytes=${start - (start % 50_000)}-`);
});

test("in pieces: those before a wrong one are kept, even where they fill no part", async () => {
  shelf = new Shelf(null, 1 << 20);
  server.steps = [{ flip: 123_456 }];
  await download(inPieces(), [server.url], await shelf.part(KEY), { createDigest, signal: new AbortController().signal, patience: QUICK, onLoaded: () => {} });
  isRight(await shelf.get(KEY));
  assert.deepEqual(server.requests.map(({ range }) => range), [undefined, "bytes=100000-"]);
});

test("in pieces: the hash of the whole file has the last word", async () => {
  const file = { ...inPieces(), sha256: "0".repeat(64) };
  const options = { createDigest, signal: new AbortController().signal, patience: QUICK, onLoaded: () => {} };
  await assert.rejects(download(file, [server.url], await shelf.part(KEY), options), { code: "download.integrity" });
  assert.equal(await shelf.get(KEY), null);
});

/** The manifest's entry with the hashes of pieces. */
function inPieces() {
  const bytes = 50_000;
  const hashes = Array.from({ length: Math.ceil(BYTES / bytes) }, (_, i) => createHash("sha256").update(server.content.subarray(i * bytes, (i + 1) * bytes)).digest("hex"));
  return { ...server.file, pieces: { bytes, sha256: hashes } };
}
