/**
 * Take a memory snapshot of a Python process with tabside imported, from which tabs start.
 *
 *   node scripts/snapshot.mjs PYODIDE_FOLDER OUT WHEEL…
 *
 * It contains memory, not files: the tab installs the wheels on the first import of a module missing from it.
 *
 * Modules in it have no docstrings, no assertions and no columns of source positions, which nobody reads in a tab and which would be a
 * fourteenth of its compressed size. Modules that are imported later keep their assertions: some of PDF's readers rely on them.
 */

import { readFile, writeFile } from "node:fs/promises";
import { pathToFileURL } from "node:url";

const COMPACT = `
import importlib._bootstrap_external as files
import zipimport as zips

def compile_compact(source, path):
    return compile(source, path, "exec", dont_inherit=True, optimize=2)

kept = files.SourceLoader.source_to_code, zips._compile_source
files.SourceLoader.source_to_code = lambda self, data, path, *, _optimization=-1: compile_compact(data, path)
zips._compile_source = lambda path, source: compile_compact(zips._normalize_line_endings(source), path)
try:
    import tabside.bridge.preload
    tabside.bridge.preload.preload()
finally:
    files.SourceLoader.source_to_code, zips._compile_source = kept
    del files, zips, kept, compile_compact
`;

const [pyodide_folder, out, ...wheels] = process.argv.slice(2);

try {
  const { loadPyodide } = await import(pathToFileURL(`${pyodide_folder}/pyodide.mjs`).href);
  const pyodide = await loadPyodide({ indexURL: `${pyodide_folder}/`, _makeSnapshot: true, env: { HOME: "/home/pyodide", PYTHONNODEBUGRANGES: "1" } });
  for (const wheel of wheels) pyodide.unpackArchive(new Uint8Array(await readFile(wheel)), "wheel");
  pyodide.runPython(COMPACT);
  await writeFile(out, pyodide.makeMemorySnapshot());
} catch (error) {
  // Node would print the source line of the error, and Pyodide's lines are a megabyte long. Python's message is at its
  // end.
  console.error(`Error: ${error.message.trim().split("\n").at(-1)}`);
  process.exitCode = 1;
}
