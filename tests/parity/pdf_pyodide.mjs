// Redacts PDFs in Pyodide with the tab's own host for PDFium, and prints the SHA-256 of each result as JSON.
// node pdf_pyodide.mjs FOLDER SITE_PACKAGES: each *.pdf of the folder.
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { loadPyodide } from "pyodide";
import { PdfInstance } from "../../web/worker/pdf/instance.js";

const [folder, packages] = process.argv.slice(2);
const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, "..", "..");
const module = await WebAssembly.compile(readFileSync(join(root, "node_modules/@embedpdf/pdfium/dist/pdfium.wasm")));
const instances = new Map();
const api = {
  startPdf: async (megabytes, _seconds, reader) => {
    instances.set(instances.size, new PdfInstance(module, await WebAssembly.compile(reader), megabytes * 1024 * 1024));
    return instances.size - 1;
  },
  runPdf: async (number, json, arrays) => instances.get(number).run(json, arrays),
  closePdf: (number) => instances.delete(number),
};
const pyodide = await loadPyodide();
pyodide.mountNodeFS("/py", join(root, "py"));
pyodide.mountNodeFS("/packages", packages);
pyodide.mountNodeFS("/tests", join(root, "tests", "unit", "redaction"));
pyodide.mountNodeFS("/pdfs", folder);
pyodide.globals.set("api", api);
console.log(
  await pyodide.runPythonAsync(`
import hashlib, json, sys
from pathlib import Path
sys.path[:0] = ["/py", "/packages", "/tests"]
sys.dont_write_bytecode = True
from tabside.tab.host import connect
connect(api)
from classifier_fake import WordClassifier
from tabside.errors import TabsideError
from tabside.files import redact_file
from tabside.redaction import Redactor

redactor = Redactor(WordClassifier({"Ann": "B-GIVEN_NAME", "Smith": "B-SURNAME", "Oslo": "B-CITY"}))
done = {}
for path in sorted(Path("/pdfs").glob("*.pdf")):
    try:
        result = await redact_file(path.read_bytes(), path.name, redactor)
        done[path.name] = [hashlib.sha256(result.data).hexdigest(), list(result.warnings)]
    except TabsideError as error:
        done[path.name] = [error.code, [str(error)]]
json.dumps(done)
`),
);
