import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";

import { packTar, readTar } from "../../web/worker/models/tar.js";

const FILES = [
  { path: "org/name/onnx/model.onnx", bytes: new Uint8Array(1500).fill(7).buffer },
  { path: "org/name/empty", bytes: new ArrayBuffer(0) },
  { path: `org/${"long".repeat(20)}/${"name".repeat(10)}.json`, bytes: new TextEncoder().encode("{}").buffer },
];
const pack = async () => new Blob(packTar(FILES)).arrayBuffer();

test("what was packed is read back", async () => {
  assert.deepEqual(readTar(await pack()), FILES);
});

test("tar itself unpacks it", async () => {
  const folder = mkdtempSync(join(tmpdir(), "tar-"));
  writeFileSync(join(folder, "a.tar"), new Uint8Array(await pack()));
  execFileSync("tar", ["-xf", "a.tar"], { cwd: folder });
  for (const { path, bytes } of FILES) assert.deepEqual(new Uint8Array(readFileSync(join(folder, path))), new Uint8Array(bytes));
});

test("an archive that tar made is read", async () => {
  const folder = mkdtempSync(join(tmpdir(), "tar-"));
  writeFileSync(join(folder, "b.txt"), "hello");
  execFileSync("tar", ["--format=ustar", "-cf", "a.tar", "b.txt"], { cwd: folder });
  const made = readFileSync(join(folder, "a.tar"));
  const [{ path, bytes }] = readTar(made.buffer.slice(made.byteOffset, made.byteOffset + made.byteLength));
  assert.equal(path, "b.txt");
  assert.equal(new TextDecoder().decode(bytes), "hello");
});

test("one that is cut off gives what is whole, and what is none gives nothing", async () => {
  assert.deepEqual(readTar((await pack()).slice(0, 2600)), [FILES[0], FILES[1]]);
  assert.deepEqual(readTar(new TextEncoder().encode("not an archive".repeat(100)).buffer), []);
  assert.deepEqual(readTar(new ArrayBuffer(3)), []);
});
