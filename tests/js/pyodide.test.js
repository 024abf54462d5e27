/**
 * Features that depend on the tab's Python, tested in Pyodide: encryption through WebCrypto, in the format that
 * CPython writes too, and the readers of files, which need its zip, XML and e-mail modules.
 */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { loadPyodide } from "pyodide";

const PACKAGE = fileURLToPath(new URL("../../py", import.meta.url));
/** Read by tests/unit/redaction/test_encryption.py too. */
const VECTOR = JSON.parse(readFileSync(new URL("../unit/redaction/encrypted.json", import.meta.url), "utf8"));

/** @type {import("pyodide").PyodideInterface} */
let pyodide;

before(async () => {
  pyodide = await loadPyodide();
  pyodide.FS.mkdir("/tabside");
  pyodide.FS.mount(pyodide.FS.filesystems.NODEFS, { root: PACKAGE }, "/tabside");
  pyodide.runPython("import sys; sys.path.insert(0, '/tabside'); sys.dont_write_bytecode = True");
});

test("what CPython encrypted is decrypted", async () => {
  const decrypted = await run("await decrypt_text(given, 'pass')", VECTOR.encrypted_by_webcrypto);
  assert.equal(decrypted, VECTOR.plain);
});

test("what is encrypted here comes back, and not with another passphrase", async () => {
  const redacted = await run("(await anonymize_document(given, FOUND, operator=ENCRYPT)).text", "Ann Lee");
  assert.match(redacted, /^\{GIVEN_NAME:enc1:[\w-]+\} Lee$/);
  assert.equal(await run("await decrypt_text(given, 'pass')", redacted), "Ann Lee");
  assert.equal(await run("await decrypt_text(given, 'other', partial=True)", redacted), redacted);
  await assert.rejects(run("await decrypt_text(given, 'other')", redacted), /DecryptError/);
});

test("a call that cannot wait says what to use instead", async () => {
  await assert.rejects(run("anonymize(given, FOUND, operator=ENCRYPT)", "Ann"), /InputError.*anonymize_document/s);
});

test("files are read and written without NumPy or any other package", async () => {
  const written = await run("files(given)", "Ann");
  assert.deepEqual(JSON.parse(written), { docx: "Bob", eml: true, numpy: false });
});

/** @param {string} expression @param {string | undefined} given */
async function run(expression, given) {
  pyodide.globals.set("given", given);
  return await pyodide.runPythonAsync(`
from tabside.redaction.operators.anonymizer import anonymize, anonymize_document
from tabside.redaction.operators.encryption import decrypt_text
from tabside.types import Finding
FOUND = [Finding("GIVEN_NAME", 0, 3, 1.0, "test")]

def files(name):
    import io, json, sys, zipfile
    from tabside.files.opening import open_document
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("[Content_Types].xml", "<Types/>")
        file.writestr("word/document.xml", f"<w:document xmlns:w='w'><w:p><w:t>{name}</w:t></w:p></w:document>")
    document = open_document(packed.getvalue(), "a.docx")
    again = open_document(document.rebuild([["Bob"]]), "a.docx")
    mail = open_document(b"Subject: x\\r\\n\\r\\nDear " + name.encode(), "a.eml")
    return json.dumps({
        "docx": again.segments[0].text,
        "eml": b"Bob" in mail.rebuild([["x"], ["Bob"]]),
        "numpy": "numpy" in sys.modules,
    })
ENCRYPT = {"operator": "encrypt", "passphrase": "pass", "iterations": 1000}
${expression}
`);
}
