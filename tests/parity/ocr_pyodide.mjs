// Print, as JSON, what the OCR reader reads of pictures in Pyodide on onnxruntime-web.
// node ocr_pyodide.mjs NUMPY_WHEEL DETECTOR RECOGNIZER PICTURES: a folder of NAME.HEIGHTxWIDTH.grey files.
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import * as ort from "onnxruntime-web";
import { loadPyodide } from "pyodide";

const [wheel, detector, recognizer, pictures] = process.argv.slice(2);
const here = dirname(fileURLToPath(import.meta.url));
ort.env.wasm.numThreads = 1;
const sessions = {};
for (const [name, path] of Object.entries({ detector, recognizer })) sessions[name] = await ort.InferenceSession.create(new Uint8Array(readFileSync(path)));

const pyodide = await loadPyodide();
const log = console.log;
console.log = () => {}; // what loadPackage says
await pyodide.loadPackage(wheel);
console.log = log;
pyodide.mountNodeFS("/py", join(here, "..", "..", "py"));
pyodide.mountNodeFS("/pictures", pictures);
pyodide.globals.set("run_js", async (name, data, dims) => {
  const outputs = await sessions[name].run({ x: new ort.Tensor("float32", Float32Array.from(data), Array.from(dims)) });
  const [answer] = Object.values(outputs);
  return [answer.data, answer.dims];
});
pyodide.globals.set("manifests", join(here, "..", "..", "models", "manifests"));
pyodide.mountNodeFS("/manifests", join(here, "..", "..", "models", "manifests"));
log(
  await pyodide.runPythonAsync(`
import json, re, sys
from pathlib import Path
sys.path.insert(0, "/py")
sys.dont_write_bytecode = True
import numpy as np
from pyodide.ffi import to_js
from tabside.ocr.models import RECOGNIZER
from tabside.ocr.reader import Reader

class Session:
    def __init__(self, name):
        self.name = name

    async def run(self, names, feeds):
        x = feeds["x"]
        data, dims = await run_js(self.name, to_js(np.ascontiguousarray(x).ravel()), to_js(list(x.shape)))
        return [np.asarray(data.to_py(), np.float32).reshape(dims.to_py())]

manifest = json.loads(Path("/manifests", RECOGNIZER.replace("/", "--") + ".json").read_text("utf-8"))
reader = Reader(Session("detector"), Session("recognizer"), manifest["labels"])
read = {}
for path in sorted(Path("/pictures").iterdir()):
    name, size, _ = path.name.split(".")
    height, width = map(int, size.split("x"))
    page = await reader.read(np.frombuffer(path.read_bytes(), np.uint8).reshape(height, width))
    read[name] = {"text": page.text, "rotation": page.rotation, "quads": [word.quad for word in page.words]}
json.dumps(read)
`),
);
