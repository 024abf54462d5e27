// Bundles the model store for pages without our workers: node scripts/generate/bare_store.mjs [--check]
//
// The bundle is one expression, which Python evaluates: a wheel has no address that JavaScript could import from. It is committed, so that
// a wheel can be made without Node; `npm test` compares it (--check).

import { readFile, writeFile } from "node:fs/promises";
import { relative } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = fileURLToPath(new URL("../../", import.meta.url));
const target = `${root}py/tabside/tab/bare/bare-store.js`;
const { outputFiles } = await build({
  absWorkingDir: root,
  entryPoints: ["web/worker/models/bare-store.js"],
  bundle: true,
  minify: true,
  write: false,
  format: "iife",
  globalName: "store",
  target: "es2023",
  banner: { js: "/* Made by scripts/generate/bare_store.mjs from web/worker/models/bare-store.js. */\n(() => {" },
  footer: { js: "return store})()" },
});
const made = outputFiles[0].text;
if (!process.argv.includes("--check")) await writeFile(target, made);
else if ((await readFile(target, "utf8").catch(() => "")) !== made) {
  console.error(`${relative(root, target)} is stale: run node scripts/generate/bare_store.mjs`);
  process.exit(1);
}
