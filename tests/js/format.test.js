import assert from "node:assert/strict";
import { test } from "node:test";
import {
  formatBytes,
  formatBytesOf,
  formatCount,
  formatDuration,
  formatPlural,
  formatSpeed,
  formatTimeLeft,
} from "../../web/components/format.js";

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
  [formatPlural, [0, "finding"], "0 findings"],
  [formatPlural, [1, "finding"], "1 finding"],
  [formatPlural, [1200, "finding"], "1,200 findings"],
  [formatPlural, [2, "entity", "entities"], "2 entities"],
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
