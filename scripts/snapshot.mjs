/**
 * Take a memory snapshot of a Python process with tabside imported, from which tabs start.
 *
 *   node scripts/snapshot.mjs PYODIDE_FOLDER OUT WHEEL…
 *
 * It contains memory, not files: the tab installs the wheels on the first import of a module missing from it.
 */

import { readFile, writeFile } from "node:fs/promises";
import { pathToFileURL } from "node:url";

const [pyodide_folder, out, ...wheels] = process.argv.slice(2);

try {
  const { loadPyodide } = await import(pathToFileURL(`${pyodide_folder}/pyodide.mjs`).href);
  const pyodide = await loadPyodide({ indexURL: `${pyodide_folder}/`, _makeSnapshot: true });
  for (const wheel of wheels) pyodide.unpackArchive(new Uint8Array(await readFile(wheel)), "wheel");
  pyodide.runPython("import tabside.bridge.preload; tabside.bridge.preload.preload()");
  await writeFile(out, pyodide.makeMemorySnapshot());
} catch (error) {
  // Node would print the source line of the error, and Pyodide's lines are a megabyte long. Python's message is at its
  // end.
  console.error(`Error: ${error.message.trim().split("\n").at(-1)}`);
  process.exitCode = 1;
}
