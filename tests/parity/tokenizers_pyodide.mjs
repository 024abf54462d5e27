// Print the results of tokenizers_exhaustive.py in Pyodide, and the speed of WordPiece there.
// node tokenizers_pyodide.mjs (everything|usual|speed) TOKENIZER_JSON PROSE
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { loadPyodide } from "pyodide";

const [extent, tokenizer, prose] = process.argv.slice(2);
const here = dirname(fileURLToPath(import.meta.url));
const pyodide = await loadPyodide();
pyodide.mountNodeFS("/py", join(here, "..", "..", "py"));
pyodide.mountNodeFS("/parity", here);
pyodide.mountNodeFS("/model", dirname(tokenizer));
pyodide.mountNodeFS("/prose", dirname(prose));
pyodide.globals.set("prose_name", prose.slice(dirname(prose).length + 1));
pyodide.globals.set("extent", extent);
console.log(
  await pyodide.runPythonAsync(`
import json, sys, time
sys.path[:0] = ["/py", "/parity"]
sys.dont_write_bytecode = True
start = time.perf_counter()
from tabside.tokenizers import Tokenizer
import_s = time.perf_counter() - start
from pathlib import Path
start = time.perf_counter()
tokenizer = Tokenizer.from_file("/model/tokenizer.json")
load_s = time.perf_counter() - start
text = Path("/prose", prose_name).read_text(encoding="utf-8")
start = time.perf_counter()
first = len(tokenizer.encode(text))
cold_s = time.perf_counter() - start
start = time.perf_counter()
tokenizer.encode(text)
warm_s = time.perf_counter() - start
from tokenizers_exhaustive import digests
json.dumps({"digests": {} if extent == "speed" else digests(everything=extent == "everything"), "import_s": import_s, "load_s": load_s, "tokens": first,
            "cold_tokens_s": first / cold_s, "warm_tokens_s": first / warm_s, "python": sys.version.split()[0]})
`),
);
