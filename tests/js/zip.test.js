import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { test } from "node:test";
import { readZip } from "../../web/worker/models/zip.js";

/** A zip that Python writes. @param {string} body with `z`, the archive */
function written(body) {
  const script = `import io, sys, zipfile\nmade = io.BytesIO()\nwith zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as z:\n    ${body}\nsys.stdout.buffer.write(made.getvalue())`;
  return new Uint8Array(execFileSync("python3", ["-c", script]));
}

const text = async (entry) => new TextDecoder().decode(await entry.read());

test("files are listed with their sizes, and unpacked", async () => {
  const data = written('z.writestr("a/é.txt", "x" * 5000); z.writestr("b.txt", "stored", zipfile.ZIP_STORED); z.writestr("dir/", ""); z.comment = b"PK\\x05\\x06 no end"');
  const entries = await readZip(new Blob([data]));
  assert.deepEqual(entries.map(({ path, bytes }) => [path, bytes]), [["a/é.txt", 5000], ["b.txt", 6]]);
  assert.equal(await text(entries[0]), "x".repeat(5000));
  assert.equal(await text(entries[1]), "stored");
});

test("a broken archive is refused, whatever is broken", async () => {
  const data = written('z.writestr("a.txt", "x" * 5000)');
  for (const wrong of [new Uint8Array(), data.slice(0, 60), data.slice(0, -10), new TextEncoder().encode("no zip at all, only a long text of some length")]) {
    await assert.rejects(readZip(new Blob([wrong])), { code: "file.invalid" });
  }
  const short = data.slice();
  new DataView(short.buffer).setUint32(short.length - 22 - 46 - 5 + 24, 4999, true);
  const [entry] = await readZip(new Blob([short]));
  await assert.rejects(entry.read(), { code: "file.invalid" });
});

test("a damaged byte of a file is noticed", async () => {
  const data = written('z.writestr("b.txt", "stored", zipfile.ZIP_STORED)');
  const at = new TextDecoder("latin1").decode(data).indexOf("stored");
  data[at] ^= 1;
  const [entry] = await readZip(new Blob([data]));
  await assert.rejects(entry.read(), { code: "file.invalid" });
});

test("every byte may be wrong without anything but a refusal or the file itself", async () => {
  const data = written('z.writestr("a.txt", "some text " * 20)');
  for (let at = 0; at < data.length; at++) {
    const changed = data.slice();
    changed[at] ^= 0xff;
    try {
      for (const entry of await readZip(new Blob([changed]))) await entry.read();
    } catch (error) {
      assert.equal(error.code, "file.invalid", `at ${at}: ${error}`);
    }
  }
});

test("names that lead out, control characters and equal names are refused; others are the file's own", async () => {
  for (const name of ["../a.txt", "a/../../b.txt", "a/..", "/etc/passwd", "\\\\\\\\host\\\\a", "..\\\\a", "C:a.txt", "c:/a", "a\\n.txt", "a\\x1b[2J.txt"]) {
    const data = written(`z.writestr("${name}", "x")`);
    await assert.rejects(readZip(new Blob([data])), { code: "file.invalid" }, name);
  }
  const twice = written('import warnings; warnings.simplefilter("ignore"); z.writestr("a.json", "1"); z.writestr("a.json", "2")');
  await assert.rejects(readZip(new Blob([twice])), { code: "file.invalid" });
  const plain = written('z.writestr("a.json", "1"); z.writestr("A.json", "2"); z.writestr("..a/b..c", "3"); z.writestr("x" * 60000, "4")');
  assert.deepEqual((await readZip(new Blob([plain]))).map(({ path }) => path.slice(0, 9)), ["a.json", "A.json", "..a/b..c", "xxxxxxxxx"]);
});

test("a size that no memory holds is refused", async () => {
  const data = written('z.writestr("a.txt", "x" * 5000)');
  new DataView(data.buffer).setUint32(data.length - 22 - 46 - 5 + 24, 0xfffffffe, true);
  const [entry] = await readZip(new Blob([data]));
  await assert.rejects(entry.read(), { code: "file.invalid" });
});
