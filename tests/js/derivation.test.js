import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { derive } from "../../web/worker/onnx/derivation.js";
import { fieldsOf, joined, numberOf, textOf, varintsOf } from "../../web/worker/onnx/protobuf.js";

const MODELS = new URL("../../models/", import.meta.url);

for (const name of ["nationaldesignstudio--rampart"]) {
  const manifest = JSON.parse(readFileSync(new URL(`manifests/${name}.json`, MODELS), "utf8"));
  for (const file of manifest.files.filter((/** @type {any} */ each) => each.derived)) {
    test(`${manifest.id}: ${file.path} is made as the manifest says`, () => {
      const source = readFileSync(new URL(`.cache/${manifest.id}/${file.derived.from}`, MODELS));
      const made = derive(file.derived, source);
      assert.equal(made.length, file.bytes);
      assert.equal(createHash("sha256").update(made).digest("hex"), file.sha256);
    });
  }
}

const REFUSED = {
  "an unknown recipe": ["constructor", []],
  "no graph": ["int8-per-channel", [0x3a, 0x00]],
  "a length past the end": ["int8-per-channel", [0x3a, 0x05, 0x00]],
  "a group, which ONNX does not use": ["int8-per-channel", [0x3b]],
  "a number without an end": ["int8-per-channel", [0xff, 0xff]],
};

for (const [name, [recipe, bytes]] of Object.entries(REFUSED)) {
  test(`refused: ${name}`, () => {
    const source = Uint8Array.from(/** @type {number[]} */ (bytes));
    assert.throws(() => derive({ recipe: /** @type {string} */ (recipe) }, source), { code: "manifest.invalid" });
  });
}

for (const divided of [{ "no such product": { 1: 2 } }, { "/intermediate/dense/": { 384: 2 } }]) {
  test(`refused: dividing ${JSON.stringify(divided)}`, () => {
    const source = readFileSync(new URL(".cache/nationaldesignstudio/rampart/onnx/model_q4.onnx", MODELS));
    assert.throws(() => derive({ recipe: "int8-per-channel", divided }, source), { code: "manifest.invalid" });
  });
}

test("fields are read and written back as they stand", () => {
  // {1: 300, 2: "hi", 3: fixed32, 4: fixed64, 5: packed [1, 300], 6: -1}
  const bytes = [8, 172, 2, 18, 2, 104, 105, 29, 1, 2, 3, 4, 33, 1, 2, 3, 4, 5, 6, 7, 8, 42, 3, 1, 172, 2, 48, 255, 255, 255, 255, 255, 255, 255, 255, 255, 1];
  const fields = fieldsOf(Uint8Array.from(bytes));
  assert.equal(numberOf(fields, 1), 300);
  assert.equal(textOf(fields, 2), "hi");
  assert.deepEqual(varintsOf(fields, 5), [1, 300]);
  assert.deepEqual([...joined(fields.map(({ raw }) => raw))], bytes);
});
