/** A worker that downloads models into storage like the engine, and nothing else, for the download tests. */

import { sha256 as noble } from "./noble/sha2.js";
import { sha256, streamingDigest } from "./worker/models/digest.js";
import { ModelStore } from "./worker/models/model-store.js";
import { PATIENCE } from "./worker/models/retry.js";
import { openShelf } from "./worker/models/shelf.js";

const baseUrl = new URL("./", import.meta.url);
const createDigest = streamingDigest(noble);
let controller = new AbortController();

const methods = {
  /** Ensure a model; optionally cancel after a while. */
  async ensure({ model, patience, part_bytes, cancel_ms, sources, quiet }) {
    const timer = cancel_ms === undefined ? 0 : setTimeout(() => controller.abort(), cancel_ms);
    const events = [];
    const notes = [];
    try {
      const store = open({ patience, part_bytes, sources }, events, notes);
      const files = await store.ensure(model, "q4", controller.signal);
      if (quiet) return null; // `clear` reports what is stored
      const hashes = {};
      for (const file of files) hashes[file.path] = await sha256(await store.read(model, file));
      return { hashes, events, notes };
    } finally {
      clearTimeout(timer);
    }
  },

  async plan({ model }) {
    const { bytes_total, bytes_missing } = await open({}).plan(model, "q4");
    return { bytes_total, bytes_missing };
  },

  async remove({ model }) {
    await open({}).delete(model);
  },

  /** Return what is stored of a model and delete it: full storage would slow down each lookup. */
  async clear({ model }) {
    const stored = await methods.stored({ model: `/${model}/` });
    await methods.remove({ model });
    return stored;
  },

  /** Every finished file in storage, or those of one model: its key, and the hash of the stored bytes. */
  async stored({ model = "" }) {
    const shelf = await openShelf(() => {});
    const finished = {};
    for (const entry of await shelf.list()) {
      if (!entry.finished || !entry.key.includes(model)) continue;
      const bytes = await shelf.get(entry.key);
      finished[entry.key] = bytes && (await sha256(bytes));
    }
    return finished;
  },
};

function open({ patience, part_bytes, sources }, events = [], notes = []) {
  return new ModelStore({
    baseUrl,
    sources,
    partBytes: part_bytes,
    patience: { ...PATIENCE, ...patience },
    createDigest,
    onProgress: (event) => events.push(event),
    onNote: (note) => notes.push(note),
  });
}

onmessage = async ({ data: { method, params, cancel } }) => {
  if (cancel) return controller.abort();
  controller = new AbortController();
  try {
    postMessage({ ok: true, result: await methods[method](params) });
  } catch (error) {
    postMessage({ ok: false, error: { code: error.code ?? "untyped", message: error.message, details: error.details ?? {} } });
  }
};
