/** The rules for web/ in .dependency-cruiser.mjs: each is broken on purpose, in a tree of its own, and noticed. */

import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { cruise } from "dependency-cruiser";
import rules from "../../.dependency-cruiser.mjs";

/** Files, and which of them import what. @type {[rule: string, files: Record<string, string>][]} */
const BROKEN = [
  ["no-cycles", { "web/shared/a.js": "./b.js", "web/shared/b.js": "./a.js" }],
  ["components-import-no-view", { "web/components/a.js": "../views/b.js", "web/views/b.js": "" }],
  ["page-imports-no-worker", { "web/engine/a.js": "../worker/b.js", "web/worker/b.js": "" }],
  ["page-imports-no-worker", { "web/tabside.js": "./worker/b.js", "web/worker/b.js": "" }],
  ["language-imports-nothing", { "web/language/a.js": "../components/b.js", "web/components/b.js": "" }],
  ["worker-imports-no-page", { "web/worker/ort/a.js": "../../views/b.js", "web/views/b.js": "" }],
  ["worker-imports-no-page", { "web/worker/a.js": "../components/b.js", "web/components/b.js": "" }],
  ["shared-imports-neither-side", { "web/shared/a.js": "../engine/b.js", "web/engine/b.js": "" }],
  ["no-unresolved", { "web/shared/a.js": "./missing.js" }],
];

for (const [rule, files] of BROKEN) {
  test(`${rule} is noticed in ${Object.keys(files)[0]}`, async () => assert.deepEqual([...(await violations(files))], [rule]));
}

test("what the rules allow is no violation", async () => {
  const files = { "web/views/a.js": "../components/b.js", "web/components/b.js": "../shared/c.js", "web/worker/d.js": "../shared/c.js", "web/shared/c.js": "" };
  assert.deepEqual([...(await violations(files))], []);
});

/** @param {Record<string, string>} files each with the one address that it imports @returns {Promise<Set<string>>} names of the rules broken */
async function violations(files) {
  const folder = mkdtempSync(join(tmpdir(), "rules-"));
  try {
    for (const [path, imported] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), imported && `import ${JSON.stringify(imported)};\n`);
    }
    const { output } = await cruise(["web"], { ...rules.options, ruleSet: { forbidden: rules.forbidden }, validate: true, baseDir: folder });
    return new Set(/** @type {import("dependency-cruiser").ICruiseResult} */ (output).summary.violations.map(({ rule }) => rule.name));
  } finally {
    rmSync(folder, { recursive: true });
  }
}
