/** The browser extension's parts that need no browser. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { piecesOf } from "../../web/extension/pieces.js";
import { originOf } from "../../web/extension/sites.js";

for (const [address, origin] of [
  ["https://chat.example/c/1?x#y", "https://chat.example"],
  [" chat.example ", "https://chat.example"],
  ["http://127.0.0.1:8000/", "http://127.0.0.1:8000"],
  ["https://chat.example:444", "https://chat.example:444"],
  ["chrome://extensions", null],
  ["file:///etc", null],
  ["https://*.example", null],
  ["", null],
]) {
  test(`the site of ${JSON.stringify(address)}`, () => assert.equal(originOf(/** @type {string} */ (address)), origin));
}

test("a redacted text is divided at the placeholders that stand for something", () => {
  const originals = { "[CITY_1]": "Lund" };
  const city = { placeholder: "[CITY_1]", original: "Lund" };
  for (const [text, pieces] of /** @type {[string, unknown[]][]} */ ([
    ["", []],
    ["[CITY_1]", [city]],
    ["In [CITY_1][CITY_1]. [CITY_2] [constructor] [[CITY_1]]", ["In ", city, city, ". [CITY_2] [constructor] [", city, "]"]],
  ])) assert.deepEqual(piecesOf(text, originals), pieces);
});
