import assert from "node:assert/strict";
import { test } from "node:test";
import {
  formatBytes,
  formatBytesOf,
  formatCount,
  formatDecimals,
  formatDuration,
  formatList,
  formatShare,
  formatSigned,
  formatSpeed,
  formatTimeLeft,
} from "../../web/components/format.js";
import { setLanguage } from "../../web/language/language.js";

/** @type {[(...values: any[]) => string, any[], string][]} */
const TABLE = [
  [formatBytes, [0], "0 bytes"],
  [formatBytes, [1], "1 byte"],
  [formatBytes, [999], "999 bytes"],
  [formatBytes, [1000], "1 kB"],
  [formatBytes, [2320], "2.3 kB"],
  [formatBytes, [441_875], "442 kB"],
  [formatBytes, [999_600], "1 MB"],
  [formatBytes, [1_460_000], "1.5 MB"],
  [formatBytes, [9_960_000], "10 MB"],
  [formatBytes, [14_693_379], "15 MB"],
  [formatBytes, [1_200_000_000], "1.2 GB"],
  [formatBytesOf, [0, 15_137_574], "0.0 of 15.1 MB"],
  [formatBytesOf, [6_210_000, 14_693_379], "6.2 of 14.7 MB"],
  [formatBytesOf, [100, 2320], "0.1 of 2.3 kB"],
  [formatBytesOf, [5e8, 2e9], "0.5 of 2.0 GB"],
  [formatCount, [1_000_000], "1,000,000"],
  [formatDecimals, [0.5], "0.50"],
  [formatSigned, [1.5], "+1.50"],
  [formatShare, [0.254], "25%"],
  [formatList, [["a", "b", "c"]], "a, b, and c"],
  [formatSpeed, [4_234_567.8], "4.2 MB/s"],
  [formatDuration, [12], "under 0.1 s"],
  [formatDuration, [380], "0.4 s"],
  [formatDuration, [9_990], "10 s"],
  [formatDuration, [59_400], "59 s"],
  [formatDuration, [72_000], "1 min 12 s"],
  [formatTimeLeft, [0.4], "almost done"],
  [formatTimeLeft, [12.3], "12 s left"],
  [formatTimeLeft, [59.6], "1 minute left"],
  [formatTimeLeft, [200], "3 minutes left"],
  [formatTimeLeft, [7_200], "2 hours left"],
  [formatTimeLeft, [Infinity], ""],
  [formatTimeLeft, [NaN], ""],
];

for (const [format, values, expected] of TABLE) {
  test(`${format.name}(${values.join(", ")}) is "${expected}"`, () => assert.equal(format(...values), expected));
}

test("sizes, numbers and lists follow the language", async () => {
  await setLanguage("de");
  assert.equal(formatBytes(1_460_000), "1,5 MB");
  assert.equal(formatDecimals(0.5), "0,50");
  assert.equal(formatList(["a", "b", "c"]), "a, b und c");
  await setLanguage("fr");
  assert.equal(formatBytes(1_460_000).replace(/\s/u, " "), "1,5 Mo");
  await setLanguage("en");
});
