import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";

import { checkManifest, checkModelId, filesOf, publishedFileOf } from "../../web/worker/models/manifest.js";

const FOLDER = new URL("../../models/manifests/", import.meta.url);
const RAMPART = JSON.parse(readFileSync(new URL("nationaldesignstudio--rampart.json", FOLDER), "utf8"));

/** A copy of the real manifest with one change. @param {(manifest: any) => void} change */
function broken(change) {
  const copy = structuredClone(RAMPART);
  change(copy);
  return copy;
}

test("every manifest of the repository is accepted", () => {
  for (const name of readdirSync(FOLDER)) {
    const manifest = JSON.parse(readFileSync(new URL(name, FOLDER), "utf8"));
    assert.equal(checkManifest(manifest.id, manifest), manifest);
  }
});

const BROKEN = {
  "null": () => null,
  "a list": () => [],
  "a text": () => "manifest",
  "another schema version": () => broken((m) => (m.schema_version = 2)),
  "another model's": () => broken((m) => (m.id = "other/model")),
  "no revision": () => broken((m) => delete m.revision),
  "a revision that climbs": () => broken((m) => (m.revision = "main/../../x")),
  "no task": () => broken((m) => delete m.task),
  "no title": () => broken((m) => (m.title = null)),
  "no license": () => broken((m) => delete m.license),
  "a license without attribution": () => broken((m) => delete m.license.attribution),
  "no max_length": () => broken((m) => delete m.max_length),
  "a max_length that is a text": () => broken((m) => (m.max_length = "512")),
  "labels that are a text": () => broken((m) => (m.labels = "O")),
  "labels that are numbers": () => broken((m) => (m.labels = [1, 2])),
  "no default_dtype": () => broken((m) => delete m.default_dtype),
  "a default_dtype that is a list": () => broken((m) => (m.default_dtype = ["q4"])),
  "no files": () => broken((m) => (m.files = [])),
  "files that are no list": () => broken((m) => (m.files = {})),
  "a file that is null": () => broken((m) => (m.files[0] = null)),
  "a file without path": () => broken((m) => delete m.files[0].path),
  "an absolute path": () => broken((m) => (m.files[0].path = "/etc/passwd")),
  "a path that climbs": () => broken((m) => (m.files[0].path = "onnx/../../x")),
  "a path with a scheme": () => broken((m) => (m.files[0].path = "https://example.org/x")),
  "a path with a query": () => broken((m) => (m.files[0].path = "config.json?x=1")),
  "a path with a backslash": () => broken((m) => (m.files[0].path = "..\\x")),
  "a hidden file": () => broken((m) => (m.files[0].path = ".env")),
  "a path twice": () => broken((m) => (m.files[1].path = m.files[0].path)),
  "further files of a config": () => broken((m) => (m.files[0].external = [m.files[1].path])),
  "further files that are no weights": () => broken((m) => (m.files.find((file) => file.role === "model").external = [m.files[0].path])),
  "further files elsewhere": () =>
    broken((m) => {
      m.files.push({ path: "data/model.onnx_data", bytes: 8, sha256: "a".repeat(64), role: "weights" });
      m.files.find((file) => file.role === "model").external = ["data/model.onnx_data"];
    }),
  "no size": () => broken((m) => delete m.files[0].bytes),
  "size 0": () => broken((m) => (m.files[0].bytes = 0)),
  "a negative size": () => broken((m) => (m.files[0].bytes = -1)),
  "a fractional size": () => broken((m) => (m.files[0].bytes = 1.5)),
  "an absurd size": () => broken((m) => (m.files[0].bytes = 2 ** 40)),
  "a size that is a text": () => broken((m) => (m.files[0].bytes = "12")),
  "no hash": () => broken((m) => delete m.files[0].sha256),
  "a short hash": () => broken((m) => (m.files[0].sha256 = "abc")),
  "an upper-case hash": () => broken((m) => (m.files[0].sha256 = m.files[0].sha256.toUpperCase())),
  "a hash inside a list": () => broken((m) => (m.files[0].sha256 = [m.files[0].sha256])),
  "an unknown role": () => broken((m) => (m.files[0].role = "script")),
  "weights without dtype": () => broken((m) => delete m.files[2].dtype),
  "a config with dtype": () => broken((m) => (m.files[0].dtype = "q4")),
  "no weights": () => broken((m) => m.files.splice(2, 2)),
  "a derivation that is a text": () => broken((m) => (m.files[3].derived = "q4")),
  "a derivation without recipe": () => broken((m) => delete m.files[3].derived.recipe),
  "a derivation from nothing": () => broken((m) => (m.files[3].derived.from = "onnx/model.onnx")),
  "a derivation that divides nothing": () => broken((m) => (m.files[3].derived.divided = { x: {} })),
  "a derivation that divides what is no channel": () => broken((m) => (m.files[3].derived.divided = { x: { "-1": 2 } })),
  "a derivation from itself": () => broken((m) => (m.files[3].derived.from = m.files[3].path)),
  "no tokenizer": () => broken((m) => m.files.splice(1, 1)),
  "no tokenizer": () => broken((m) => m.files.splice(1, 1)),
};

for (const [what, make] of Object.entries(BROKEN)) {
  test(`refused: ${what}`, () => {
    assert.throws(() => checkManifest(RAMPART.id, make()), { code: "manifest.invalid" });
  });
}

for (const id of ["", "rampart", "../x/y", "a/b/c", "a/..", "a b/c", "a/b?x", "https://x/y", ".a/b", null, 7, {}]) {
  test(`no model's name: ${JSON.stringify(id)}`, () => {
    assert.throws(() => checkModelId(id), { code: "manifest.unknown-model" });
  });
}

test("a load takes config, tokenizer and the weights asked for, not the licence", () => {
  assert.deepEqual(filesOf(RAMPART, "q4").map(({ path }) => path), ["config.json", "tokenizer.json", "onnx/model_q4.onnx"]);
  assert.throws(() => filesOf(RAMPART, "fp64"), { code: "input.invalid", details: { dtype: "fp64" } });
});

test("a derived file is fetched as the file that it is made from", () => {
  assert.deepEqual(filesOf(RAMPART, "q8").map((file) => publishedFileOf(RAMPART, file).path), ["config.json", "tokenizer.json", "onnx/model_q4.onnx"]);
});

test("a load needs a model's further files, and no other's", () => {
  const manifest = broken((m) => {
    const model = m.files.find((file) => file.role === "model");
    const folder = model.path.slice(0, model.path.lastIndexOf("/"));
    m.files.push({ path: `${folder}/a.onnx_data`, bytes: 8, sha256: "a".repeat(64), role: "weights" });
    m.files.push({ path: `${folder}/b.onnx_data`, bytes: 8, sha256: "b".repeat(64), role: "weights" });
    model.external = [`${folder}/b.onnx_data`];
    m.default_dtype.wasm = model.dtype;
  });
  const weights = filesOf(checkManifest(manifest.id, manifest), manifest.default_dtype.wasm).filter(({ role }) => role === "weights");
  assert.deepEqual(weights.map(({ sha256 }) => sha256[0]), ["b"]);
});
