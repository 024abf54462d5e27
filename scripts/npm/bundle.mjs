// Bundles the npm package's modules: node scripts/npm/bundle.mjs WEB OUT BUILD
//
// The bundles are not minified, because their users bundle and minify them again. They contain no workers: workers are files of the
// site, copied by `npx tabside assets`, because bundlers disagree about workers.

import { join } from "node:path";
import { build } from "esbuild";

const [web, out, build_id] = process.argv.slice(2);
try {
  await build({
    absWorkingDir: web,
    bundle: true,
    format: "esm",
    splitting: true,
    target: "es2022",
    outdir: out,
    entryPoints: ["package/index.js", "package/redact-element.js"],
    entryNames: "[name]",
    chunkNames: "chunk-[hash]",
    logLevel: "silent",
    define: { "globalThis.SITE_BUILD": JSON.stringify(build_id) },
    plugins: [{
      name: "package-root",
      setup: (hooks) => hooks.onResolve({ filter: /\/site-root\.js$/ }, () => ({ path: join(web, "package", "site-root.js") })),
    }],
  });
} catch ({ message }) {
  console.error(message);
  process.exitCode = 1;
}
