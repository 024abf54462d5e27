// Bundles the page's modules and style sheets: node scripts/bundle.mjs WEB OUT PINNED BUILD
//
// A browser requests each module again at every visit, and its imports only after parsing it. One file per worker and a few for the page
// start sooner and compress better. A bundle has the address of the module that it replaces, so web/ also runs without bundles.

import { createHash } from "node:crypto";
import { readFileSync, readdirSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { basename, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

process.on("uncaughtException", ({ message }) => {
  console.error(message); // file and position
  process.exit(1);
});

const [web, out, pinned, build_id] = process.argv.slice(2);
const common = {
  absWorkingDir: web,
  bundle: true,
  minify: true,
  sourcemap: "linked", // the source map shows auditors the original source
  target: "es2023",
  outdir: out,
  logLevel: "silent",
  // For the copies of web/ that tests bundle elsewhere.
  nodePaths: [fileURLToPath(new URL("../node_modules", import.meta.url))],
};

const siteFromBundle = (/** @type {string} */ way) => ({ "globalThis.SITE_FROM_BUNDLE": JSON.stringify(way), "globalThis.SITE_BUILD": JSON.stringify(build_id) });
// What workers may load and run, with length and SHA-256: scripts/pinned.py.
const inWorker = (/** @type {string} */ way) => ({ ...siteFromBundle(way), "globalThis.SITE_PINNED": readFileSync(pinned, "utf8") });

// A worker is one file, and starts with it alone.
await build({ ...common, format: "esm", outbase: ".", entryPoints: ["worker/worker.js"], define: inWorker("../") });
await build({ ...common, format: "esm", outbase: ".", entryPoints: ["worker/ort/ort-worker.js"], define: inWorker("../../") });
await build({ ...common, format: "esm", outbase: ".", entryPoints: ["worker/pdf/pdf-worker.js"], define: inWorker("../../") });
await build({ ...common, outbase: ".", entryPoints: ["theme.js", "style.css", "views/redact/rules.css", "views/redact/redact-files.css", "views/redact/page-review.css"] });
// Catalogues keep their addresses, so that a list of files can name them: only the one that is used is stored.
const catalogues = readdirSync(join(web, "language", "messages")).filter((name) => name !== "en.js");
const { metafile } = await build({
  ...common,
  format: "esm",
  splitting: true,
  metafile: true,
  define: siteFromBundle("./"),
  entryPoints: ["app.js", "tabside.js", "frame/offline.js", ...catalogues.map((name) => `language/messages/${name}`)],
  outbase: ".",
  chunkNames: "chunk-[hash]",
});

/** The imports of a script, recursively. @param {string} path @param {Set<string>} [found] */
function importsOf(path, found = new Set()) {
  for (const { path: imported, kind, external } of metafile.outputs[path].imports) {
    if (kind !== "import-statement" || external || found.has(imported)) continue;
    found.add(imported);
    importsOf(imported, found);
  }
  return found;
}

const outputOf = (/** @type {string} */ source) => Object.keys(metafile.outputs).find((path) => metafile.outputs[path].entryPoint === source) ?? "";
const first_view = outputOf("views/redact/redact.js");
const preloaded = new Set([...importsOf(outputOf("app.js")), first_view, ...importsOf(first_view)]);
// The page compares what it names with its hash; a module that is preloaded so is the one that an import then gets.
const integrityOf = (/** @type {string} */ path) => `integrity="sha256-${createHash("sha256").update(readFileSync(join(out, path))).digest("base64")}"`;
const links = [...preloaded].map((path) => `    <link rel="modulepreload" href="${basename(path)}" ${integrityOf(basename(path))} />\n`).join("");
const page = await readFile(join(web, "index.html"), "utf8");
const place = /^ *<!-- modulepreload:.*-->\n/m;
if (!place.test(page)) throw new Error(`${relative(process.cwd(), web)}/index.html has no place for modulepreload`);
const named = /(?:src|href)="((?:app|theme|style)\.(?:js|css))"/g;
await writeFile(join(out, "index.html"), page.replace(place, links).replace(named, (attribute, path) => `${attribute} ${integrityOf(path)}`));
