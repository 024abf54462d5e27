// Prints, as JSON, which recognizers take how many milliseconds for which hostile text in Pyodide.
// node recognizers_pyodide.mjs LENGTH PIECES_JSON SITE_PACKAGES
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { loadPyodide } from "pyodide";

const [length, pieces, packages] = process.argv.slice(2);
const here = dirname(fileURLToPath(import.meta.url));
const pyodide = await loadPyodide();
pyodide.mountNodeFS("/py", join(here, "..", "..", "py"));
pyodide.mountNodeFS("/packages", packages);
// What other processes do meanwhile does not count.
pyodide.globals.set("processor_ms", () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
});
pyodide.globals.set("length", Number(length));
pyodide.globals.set("pieces", pieces);
console.log(
  await pyodide.runPythonAsync(`
import json, sys
sys.path[:0] = ["/py", "/packages"]
sys.dont_write_bytecode = True
from tabside.redaction.recognizers import Registry

def took_ms(recognizer, text):
    begin = processor_ms()
    for _found in recognizer.find(text):
        pass
    return processor_ms() - begin

slowest = {}
for recognizer in Registry.default().recognizers:
    list(recognizer.find("tel +1 415 555 2671, card 4111 1111 1111 1111, one two three four five"))
    for piece in json.loads(pieces):
        text = (piece * (length // len(piece) + 1))[:length]
        elapsed = took_ms(recognizer, text)
        if elapsed > length / 1000:
            elapsed = min(elapsed, took_ms(recognizer, text))
        if elapsed > slowest.get(recognizer.name, (0, ""))[0]:
            slowest[recognizer.name] = (round(elapsed), piece)
json.dumps(slowest)
`),
);
