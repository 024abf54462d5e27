import { TabsideError } from "../../shared/protocol.js";
import { SITE_ROOT } from "../../shared/site-root.js";
import { nearest } from "./nearest.js";

/** @typedef {import("../../shared/tasks.js").Vectors} Vectors */
/** @typedef {{title: string, text: string}} Passage */

/** Passages with their vectors, for search with a query's vector. */
export class Corpus {
  /** @param {readonly Passage[]} passages @param {Vectors} vectors one row a passage, of unit length @param {number} [scale] of int8 rows */
  constructor(passages, vectors, scale = 1) {
    this.passages = passages;
    this.vectors = vectors;
    this.scale = scale;
  }

  /** @param {Vectors} query @param {number} count */
  search(query, count) {
    return nearest(this.vectors, query, count, this.scale);
  }
}

/** The text of a passage for a model. @param {Passage} passage */
export function passageText({ title, text }) {
  return title === "" ? text : `${title}: ${text}`;
}

/**
 * The site's corpus, built by scripts/generate/search_corpus.py in the format of tabside.corpus. Its vectors are valid for one model only:
 * any other is refused.
 * @param {import("../../shared/protocol.js").Manifest} manifest of the model that will embed the queries
 * @returns {Promise<Corpus>}
 */
export async function loadBundledCorpus(manifest) {
  const [meta, passages, vectors] = await Promise.all([
    fetchPart("embeddings.meta.json", (response) => response.json()),
    fetchPart("documents.jsonl", readPassages),
    fetchPart("embeddings.bin", (response) => response.arrayBuffer()),
  ]);
  const weights = manifest.files.find((file) => file.sha256 === meta.sha256);
  if (meta.model !== manifest.id || weights?.role !== "model") {
    throw new TabsideError("input.invalid", `The vectors of this corpus were not made by the weights of ${manifest.title}.`, { model: manifest.id });
  }
  if (vectors.byteLength !== meta.count * meta.dim || passages.length !== meta.count) {
    throw new TabsideError("download.integrity", "The corpus is incomplete. Reload the page; if that does not help, the site must be rebuilt.");
  }
  return new Corpus(passages, new Int8Array(vectors), meta.scale);
}

/**
 * One passage per line, as `{id, text}`; here the text begins with its id.
 * @param {Response} response @returns {Promise<Passage[]>}
 */
async function readPassages(response) {
  const lines = (await response.text()).trimEnd().split("\n");
  return lines.map((line) => JSON.parse(line)).map(({ id, text }) => ({ title: id, text: text.slice(id.length + 2) }));
}

/** @template T @param {string} name @param {(response: Response) => Promise<T>} read */
async function fetchPart(name, read) {
  const response = await fetch(new URL(`corpus/${name}`, SITE_ROOT)).catch(() => null);
  if (!response?.ok) throw new TabsideError("download.failed", "The corpus could not be fetched. Check the connection and try again.", { file: name });
  return read(response);
}

/** The user's passages: paragraphs separated by blank lines. @param {string} text @returns {Passage[]} */
export function splitPassages(text) {
  return text
    .split(/\n\s*\n/)
    .map((paragraph) => paragraph.replace(/\s+/g, " ").trim())
    .filter(Boolean)
    .map((paragraph) => ({ title: "", text: paragraph }));
}
