// Bundles the browser extension's scripts: node scripts/browser_extension/bundle.mjs WEB OUT BUILD
//
// The scripts are not minified, because extension stores require readable code. They contain no workers: those come from the site.

import { build } from "esbuild";

const [web, out, build_id] = process.argv.slice(2);
const common = { absWorkingDir: web, bundle: true, target: "es2023", outdir: out, outbase: "extension", logLevel: "silent" };
const define = { "globalThis.SITE_FROM_BUNDLE": JSON.stringify("./"), "globalThis.SITE_BUILD": JSON.stringify(build_id) };
try {
  await build({ ...common, format: "esm", define, entryPoints: ["extension/panel.js", "extension/background.js"] });
  // Content scripts are no modules.
  await build({ ...common, format: "iife", entryPoints: ["extension/content.js"] });
} catch ({ message }) {
  console.error(message);
  process.exitCode = 1;
}
