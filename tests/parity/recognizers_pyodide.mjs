// Print, as JSON, the milliseconds of each recognizer on each hostile text in Pyodide, and its findings in
// its own examples. node recognizers_pyodide.mjs LENGTH PIECES_JSON EVERY SITE_PACKAGES: of the pieces made of examples,
// one in EVERY is read.
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { loadPyodide } from "pyodide";

const [length, pieces, every, packages] = process.argv.slice(2);
const here = dirname(fileURLToPath(import.meta.url));
const pyodide = await loadPyodide();
pyodide.mountNodeFS("/py", join(here, "..", "..", "py"));
pyodide.mountNodeFS("/packages", packages);
pyodide.mountNodeFS("/tests", join(here, "..", "unit", "redaction", "recognizers"));
// Processor time, which excludes other processes.
pyodide.globals.set("processor_ms", () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
});
pyodide.globals.set("length", Number(length));
pyodide.globals.set("every", Number(every));
pyodide.globals.set("pieces", pieces);
console.log(
  await pyodide.runPythonAsync(`
import json, sys
sys.path[:0] = ["/py", "/packages", "/tests"]
sys.dont_write_bytecode = True
from hostile_texts import fill, own_pieces
from tabside.redaction.recognizers import Registry

def took_ms(recognizer, text):
    begin = processor_ms()
    for _found in recognizer.find(text):
        pass
    return processor_ms() - begin

slowest, found = {}, {}
for recognizer in Registry.default().recognizers:
    examples = (*getattr(recognizer, "hits", ()), *getattr(recognizer, "misses", ()))
    examples += tuple(number.example for number in getattr(recognizer, "numbers", ()))
    found[recognizer.name] = [[list(each) for each in recognizer.find(example)] for example in examples]
    list(recognizer.find("tel +1 415 555 2671, card 4111 1111 1111 1111, one two three four five"))
    for piece in (*json.loads(pieces), *own_pieces(recognizer)[::every]):
        text = fill(piece, length)
        elapsed = took_ms(recognizer, text)
        if elapsed > length / 1000:
            elapsed = min(elapsed, took_ms(recognizer, text), took_ms(recognizer, text))
        if elapsed > slowest.get(recognizer.name, (0, ""))[0]:
            slowest[recognizer.name] = (round(elapsed), piece)
json.dumps({"slowest": slowest, "found": found})
`),
);
