/**
 * Encode texts with the tokenizer library of Transformers.js: `node tokenizers_js.mjs PACKAGE < {"tokenizers": {…}, "texts": […]}`.
 * Prints the ids of each text by tokenizer, null where it fails. Used by tokenizers_js.py.
 */

import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const { Tokenizer } = await import(pathToFileURL(process.argv[2]).href);
const { tokenizers, texts } = JSON.parse(readFileSync(0, "utf8"));
const found = {};
for (const [name, json] of Object.entries(tokenizers)) {
  try {
    const tokenizer = new Tokenizer(JSON.parse(json), {});
    found[name] = texts.map((text) => {
      try {
        return tokenizer.encode(text).ids;
      } catch {
        return null;
      }
    });
  } catch (error) {
    found[name] = String(error.message ?? error);
  }
}
process.stdout.write(JSON.stringify(found));
