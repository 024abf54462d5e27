/** tabside's Python without its worker and without a model, to time the work around one. */

/** @type {Promise<any> | null} */
let booting = null;

/** @param {string} model */
export async function python(model) {
  booting ??= boot(model);
  return booting;
}

/** @param {string} model */
async function boot(model) {
  const read = async (/** @type {string} */ url) => {
    const response = await fetch(url);
    if (!response.ok) throw new Error(`${url} answered ${response.status}`);
    return response;
  };
  const site = await (await read("site.json")).json();
  const indexURL = new URL(site.pyodide.url, location.href).href;
  const { loadPyodide } = await import(`${indexURL}pyodide.mjs`);
  const pyodide = await loadPyodide({ indexURL });
  for (const wheel of site.wheels) pyodide.unpackArchive(await (await read(wheel.url)).arrayBuffer(), "wheel");
  pyodide.FS.writeFile("bench_python.py", await (await read("bench_python.py")).text());
  const bench = pyodide.pyimport("bench_python");
  const files = await Promise.all(["manifest.json", "config.json", "tokenizer.json"].map(async (name) => (await read(`models/${model}/${name}`)).text()));
  return bench.prepare(...files);
}
