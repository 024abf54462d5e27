#!/usr/bin/env node
// The npm package's command: copies what a page loads at run time into a folder that the page's server serves. Every byte is compared with
// its SHA-256, also those of models, which come from a mirror or from the hub.

import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { copyFile, mkdir, open, readFile, readdir, rename, rm, rmdir, stat, writeFile } from "node:fs/promises";
import { dirname, join, resolve, sep } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { parseArgs } from "node:util";

const HELP = `Usage: tabside assets FOLDER [--model ID]… [--no-models] [--from SOURCE]
       tabside verify FOLDER
       tabside models

assets   copy workers, Python and onnxruntime to FOLDER, and models; what is there already is kept
verify   compare every file in FOLDER with its SHA-256
models   list the models that have a manifest

--model ID      a model to add; default: nationaldesignstudio/rampart, which redaction needs
--no-models     no model: the page names its own \`sources\`
--from SOURCE   where models are: a site that tabside built, a folder of models, or an address with {model},
                {revision} and {path}; default: the hub
`;
const PACKAGE = fileURLToPath(new URL("../", import.meta.url));
const HUB = "https://huggingface.co/{model}/resolve/{revision}/{path}";
const DEFAULT_MODEL = "nationaldesignstudio/rampart";
/** What a copy holds of ours: later copies drop what is no longer needed, and nothing else. */
const RECORD = "tabside-assets.json";
const TRIES = 3;

class Failure extends Error {}

/** @param {string} file */
async function sha256(file) {
  const digest = createHash("sha256");
  for await (const chunk of createReadStream(file)) digest.update(chunk);
  return digest.digest("hex");
}

/** Whether a file has these bytes. @param {string} file @param {{bytes: number, sha256: string}} facts */
async function isRight(file, { bytes, sha256: expected }) {
  const status = await stat(file).catch(() => null);
  return status?.size === bytes && (await sha256(file)) === expected;
}

/** Put a file in place once its bytes are right. @param {string} target @param {{bytes: number, sha256: string}} facts @param {(part: string) => Promise<void>} write */
async function place(target, facts, write) {
  await mkdir(dirname(target), { recursive: true });
  const part = `${target}.${process.pid}.part`;
  try {
    await write(part);
    if (!(await isRight(part, facts))) throw new Failure(`${target} is not the file that it should be, so it was not kept`);
    await rename(part, target);
  } finally {
    await rm(part, { force: true });
  }
}

/** @param {string} file @returns {Promise<any>} */
const readJson = async (file) => JSON.parse(await readFile(file, "utf8"));

/** @returns {Promise<{version: string, build: string, files: Record<string, {bytes: number, sha256: string}>}>} */
const listOfAssets = () => readJson(join(PACKAGE, "assets.json"));

/** @param {string} id */
async function manifestOf(id) {
  const file = join(PACKAGE, "assets", "models", ...id.split("/"), "manifest.json");
  if (!/^[\w.-]+\/[\w.-]+$/.test(id) || id.includes("..")) throw new Failure(`${id} is no model's id`);
  return readJson(file).catch(() => {
    throw new Failure(`there is no manifest of ${id}; \`tabside models\` lists the models`);
  });
}

/** Addresses of a model's file, best first. @param {string} source @param {{id: string, revision: string}} manifest @param {string} path */
function addressesOf(source, { id, revision }, path) {
  const isAddress = /^https?:\/\//.test(source);
  const base = isAddress ? source : pathToFileURL(resolve(source)).href;
  const values = { model: id, revision, path };
  if (source.includes("{path}")) return [source.replace(/\{(model|revision|path)\}/g, (_, name) => values[/** @type {keyof typeof values} */ (name)])];
  return ["models/", ""].map((folder) => `${base.replace(/\/?$/, "/")}${folder}${id}/${path}`);
}

/** @param {string} address @param {string} part */
async function fetchTo(address, part) {
  if (address.startsWith("file:")) return copyFile(fileURLToPath(address), part);
  const response = await fetch(address);
  if (!response.ok || !response.body) throw new Error(`${address} answered with status ${response.status}`);
  const file = await open(part, "w");
  try {
    for await (const chunk of response.body) await file.write(chunk);
  } finally {
    await file.close();
  }
}

/** @param {string} source @param {any} manifest @param {any} facts @param {string} target */
async function fetchModelFile(source, manifest, facts, target) {
  const reasons = [];
  for (const address of addressesOf(source, manifest, facts.path)) {
    for (let left = TRIES; left > 0; left--) {
      try {
        return await place(target, facts, (part) => fetchTo(address, part));
      } catch (error) {
        const reason = /** @type {any} */ (error);
        reasons.push(reason.cause?.message ?? reason.message);
        if (reason.code === "ENOENT" || /status 4/.test(reason.message)) break;
      }
    }
  }
  throw new Failure(`${facts.path} of ${manifest.id} could not be had from ${source} (${reasons.at(-1)}). --from names another place`);
}

/** @param {string} id @param {string} source @param {string} folder @returns {Promise<Record<string, {bytes: number, sha256: string}>>} the files by their paths below `folder` */
async function copyModel(id, source, folder) {
  const manifest = await manifestOf(id);
  /** @type {Record<string, {bytes: number, sha256: string}>} */
  const files = {};
  for (const facts of manifest.files.filter((/** @type {any} */ file) => !file.derived)) {
    const path = `models/${id}/${facts.path}`;
    const target = join(folder, ...path.split("/"));
    if (!(await isRight(target, facts))) await fetchModelFile(source, manifest, facts, target);
    files[path] = { bytes: facts.bytes, sha256: facts.sha256 };
  }
  return files;
}

/** Remove what an earlier version put there and this one does not need. @param {string} folder @param {Record<string, unknown>} files */
async function dropOld(folder, files) {
  const before = await readJson(join(folder, RECORD)).catch(() => ({ files: {} }));
  for (const path of Object.keys(before.files).filter((each) => !(each in files))) {
    const target = resolve(folder, path);
    if (!target.startsWith(resolve(folder) + sep)) continue;
    await rm(target, { force: true });
    for (let parent = dirname(target); parent !== resolve(folder) && (await readdir(parent).catch(() => [""])).length === 0; parent = dirname(parent)) await rmdir(parent);
  }
}

/** @param {string} folder @param {{model?: string[], "no-models"?: boolean, from?: string}} options */
async function assets(folder, options) {
  const { version, build, files } = await listOfAssets();
  for (const [path, facts] of Object.entries(files)) {
    const target = join(folder, ...path.split("/"));
    if (!(await isRight(target, facts))) await place(target, facts, (part) => copyFile(join(PACKAGE, "assets", ...path.split("/")), part));
  }
  const models = options["no-models"] ? [] : (options.model ?? [DEFAULT_MODEL]);
  const all = { ...files };
  for (const id of models) Object.assign(all, await copyModel(id, options.from ?? HUB, folder));
  await dropOld(folder, all);
  await writeFile(join(folder, RECORD), `${JSON.stringify({ version, build, files: all }, null, 1)}\n`);
  const bytes = Object.values(all).reduce((sum, each) => sum + each.bytes, 0);
  console.log(`tabside ${version}: ${Object.keys(all).length} files, ${Math.round(bytes / 1e6)} MB in ${folder}; models: ${models.join(", ") || "none"}`);
}

/** @param {string} folder */
async function verify(folder) {
  const { files } = await readJson(join(folder, RECORD)).catch(() => {
    throw new Failure(`${folder} holds no copy that \`tabside assets\` made`);
  });
  const wrong = [];
  for (const [path, facts] of Object.entries(files)) if (!(await isRight(join(folder, ...path.split("/")), /** @type {any} */ (facts)))) wrong.push(path);
  if (wrong.length) throw new Failure(`missing or altered in ${folder}: ${wrong.join(", ")}`);
  console.log(`${Object.keys(files).length} files are right`);
}

async function models() {
  const { files } = await listOfAssets();
  for (const path of Object.keys(files)) if (/^models\/.*\/manifest\.json$/.test(path)) console.log(path.split("/").slice(1, -1).join("/"));
}

/** @param {string[]} words */
async function main(words) {
  const { values, positionals: [command, folder, ...rest] } = parseArgs({
    args: words,
    allowPositionals: true,
    options: { model: { type: "string", multiple: true }, "no-models": { type: "boolean" }, from: { type: "string" }, help: { type: "boolean", short: "h" } },
  });
  if (values.help) return console.log(HELP);
  if (command === "models" && !folder) return models();
  if (!folder || rest.length || !["assets", "verify"].includes(command)) throw new TypeError("which command, and which folder?");
  return command === "assets" ? assets(folder, values) : verify(folder);
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  const is_usage = error instanceof TypeError;
  const message = error instanceof Failure || is_usage ? error.message : String(/** @type {any} */ (error).message ?? error);
  console.error(`tabside: ${message}.${is_usage ? `\n\n${HELP}` : ""}`);
  process.exitCode = is_usage ? 2 : 1;
}
