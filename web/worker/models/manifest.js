/** Manifests: the files of a model, and those that a load needs. */

import { TabsideError } from "../../shared/protocol.js";

/** @typedef {import("../../shared/protocol.js").Manifest} Manifest */
/** @typedef {import("../../shared/protocol.js").ManifestFile} ManifestFile */

/** Roles that a load needs besides the weights; the licence text is read by people on the site. */
const NEEDED_ROLES = new Set(["config", "tokenizer", "other"]);

/** The files needed to run a model. @param {Manifest} manifest @param {string} dtype */
export function filesOf(manifest, dtype) {
  const model = manifest.files.find((file) => file.role === "model" && file.dtype === dtype);
  if (!model) {
    const offered = manifest.files.filter((file) => file.role === "model").map((file) => file.dtype);
    throw new TabsideError("input.invalid", `${manifest.id} has no ${dtype} weights; choose one of ${offered.join(", ")}.`, { dtype });
  }
  return [...manifest.files.filter((file) => NEEDED_ROLES.has(file.role)), ...externalOf(manifest, model), model];
}

/** The files beside a model's own that hold its weights (ONNX's external data). @param {Manifest} manifest @param {ManifestFile} model */
export function externalOf(manifest, model) {
  return manifest.files.filter(({ path }) => model.external?.includes(path));
}

/** Fields that only this side uses stay here. @param {Manifest} manifest */
export function forPython(manifest) {
  return { ...manifest, files: manifest.files.map(({ canary: _canary, pieces: _pieces, ...file }) => file) };
}

/** @param {string} path */
export function nameOf(path) {
  return path.slice(path.lastIndexOf("/") + 1);
}

/**
 * The file to fetch for a file: itself, or the file that it is derived from.
 * @param {Manifest} manifest @param {ManifestFile} file @returns {ManifestFile}
 */
export function publishedFileOf(manifest, file) {
  return (file.derived && manifest.files.find(({ path }) => path === file.derived?.from)) ?? file;
}

/** models/manifest.schema.json has the same patterns. */
/** With a branch, tag or commit for models of a hub. */
const MODEL_ID = /^[A-Za-z0-9][A-Za-z0-9._-]*\/[A-Za-z0-9][A-Za-z0-9._-]*(@(?!.*(\.\.|\/$))[A-Za-z0-9][A-Za-z0-9._/-]{0,199})?$/;
const REVISION = /^[A-Za-z0-9][A-Za-z0-9._/-]*$/;
const PATH = /^(?!.*(^|\/)\.)[A-Za-z0-9@._+-]+(\/[A-Za-z0-9@._+-]+)*$/;
const ROLES = new Set(["config", "tokenizer", "model", "weights", "license", "other"]);
/** Models that read images have no tokens. */
const PICTURE_TASKS = new Set(["text-detection", "text-recognition"]);
/** The maximum size of a WASM heap. */
const LARGEST_BYTES = 4 * 1024 ** 3;

/** Validate an id, which becomes part of addresses. @param {unknown} id */
export function checkModelId(id) {
  if (typeof id !== "string" || !MODEL_ID.test(id)) {
    throw new TabsideError("manifest.unknown-model", "A model is named as owner/name, with letters, digits, '.', '_' and '-'.");
  }
}

/** An id without its revision. @param {string} id */
export function withoutRevision(id) {
  return id.split("@", 1)[0] ?? id;
}

/**
 * Validate a manifest: the store fetches and trusts what it says.
 * @param {string} id @param {any} data @returns {Manifest}
 */
export function checkManifest(id, data) {
  const fail = (/** @type {string} */ what) => {
    throw new TabsideError("manifest.invalid", `The manifest of ${id} is broken: ${what}. The site has to be built again.`, { model: id });
  };
  if (!isRecord(data)) fail("it is not a JSON object");
  if (data.schema_version !== 1) fail("its schema_version is not 1");
  if (data.id !== id) fail("it names another model");
  if (typeof data.revision !== "string" || !REVISION.test(data.revision) || data.revision.includes("..")) fail("its revision is not one");
  for (const name of ["task", "title", "summary"]) if (typeof data[name] !== "string") fail(`${name} is missing`);
  if (!isRecord(data.license) || ["spdx", "url", "attribution"].some((name) => typeof data.license[name] !== "string")) fail("license is missing");
  if (!Number.isSafeInteger(data.max_length) || data.max_length < 8) fail("max_length is not a length");
  if (data.labels !== null && !(Array.isArray(data.labels) && data.labels.every((/** @type {unknown} */ label) => typeof label === "string"))) fail("labels are not a list");
  if (!isRecord(data.default_dtype) || Object.values(data.default_dtype).some((dtype) => typeof dtype !== "string")) fail("default_dtype is missing");
  if (!Array.isArray(data.files) || data.files.length === 0) fail("it names no files");
  const paths = new Set();
  for (const file of data.files) {
    if (!isRecord(file) || typeof file.path !== "string" || !PATH.test(file.path)) fail("a file's path is not a plain relative one");
    if (paths.has(file.path)) fail(`it names ${file.path} twice`);
    paths.add(file.path);
    if (!Number.isSafeInteger(file.bytes) || file.bytes <= 0 || file.bytes > LARGEST_BYTES) fail(`${file.path} has no usable size`);
    if (typeof file.sha256 !== "string" || !/^[0-9a-f]{64}$/.test(file.sha256)) fail(`${file.path} has no sha256`);
    if (file.pieces !== undefined && !arePieces(file)) fail(`${file.path} has pieces that do not make it up`);
    if (!ROLES.has(file.role)) fail(`${file.path} has no role`);
    if ((file.role === "model") !== (typeof file.dtype === "string")) fail(`${file.path} has a dtype where none belongs, or none where one does`);
  }
  for (const { path, role, external } of data.files) {
    if (external === undefined) continue;
    const beside = (/** @type {unknown} */ each) => data.files.some((/** @type {ManifestFile} */ file) => file.path === each && file.role === "weights" && folderOf(file.path) === folderOf(path));
    if (role !== "model" || !Array.isArray(external) || external.length === 0 || !external.every(beside)) fail(`${path} has weights in files that are not beside it`);
  }
  for (const { path, derived } of data.files) {
    if (derived === undefined) continue;
    if (!isRecord(derived) || typeof derived.recipe !== "string") fail(`${path} has no recipe to make it`);
    if (derived.divided !== undefined && !areChannels(derived.divided)) fail(`${path} is to be made with channels divided that are none`);
    const source = data.files.find((/** @type {ManifestFile} */ file) => file.path === derived.from);
    if (!source || source.derived) fail(`${path} is made from a file that is not there`);
  }
  for (const role of PICTURE_TASKS.has(data.task) ? ["model"] : ["tokenizer", "model"]) if (!data.files.some((/** @type {ManifestFile} */ file) => file.role === role)) fail(`it names no ${role} file`);
  return data;
}

/** @param {string} path */
function folderOf(path) {
  return path.slice(0, path.length - nameOf(path).length);
}

/** @param {any} file */
function arePieces({ bytes, pieces }) {
  if (!isRecord(pieces) || !Number.isSafeInteger(pieces.bytes) || pieces.bytes < 1024 || !Array.isArray(pieces.sha256)) return false;
  const hashes = pieces.sha256.filter((/** @type {unknown} */ hash) => typeof hash === "string" && /^[0-9a-f]{64}$/.test(hash));
  return hashes.length === pieces.sha256.length && hashes.length === Math.ceil(bytes / pieces.bytes);
}

/** @param {unknown} divided */
function areChannels(divided) {
  const good = (/** @type {any} */ channels) =>
    isRecord(channels) && Object.entries(channels).length > 0 && Object.entries(channels).every(([channel, by]) => /^(0|[1-9][0-9]{0,5})$/.test(channel) && [2, 4, 8, 16].includes(by));
  return isRecord(divided) && Object.values(/** @type {object} */ (divided)).every(good);
}

/** @param {unknown} value */
function isRecord(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
