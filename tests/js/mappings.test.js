import assert from "node:assert/strict";
import { test } from "node:test";

import { Mappings } from "../../web/engine/mappings.js";

/** @param {Record<string, string>} originals @param {Record<string, string>} [lossy] */
const mapping = (originals, lossy = {}) => ({ version: 1, originals, lossy });
const ANN = mapping({ "[GIVEN_NAME_1]": "Ann", "[SURNAME_1]": "Smith", "[CITY_1]": "Oslo" });
const BOB = mapping({ "[GIVEN_NAME_1]": "Bob", "[SURNAME_1]": "Miller", "[EMAIL_1]": "bob@example.com" });
const isAmbiguous = { code: "input.restore" };

test("before the first redaction there is no mapping", () => {
  assert.equal(new Mappings().of("[GIVEN_NAME_1]"), null);
  assert.equal(new Mappings().all(), null);
});

test("an earlier text keeps its own mapping", () => {
  const mappings = new Mappings();
  mappings.add(ANN, "[GIVEN_NAME_1] is ill");
  mappings.add(BOB, "[GIVEN_NAME_1] ordered a lamp");
  assert.equal(mappings.of("[GIVEN_NAME_1] is ill"), ANN);
  assert.equal(mappings.of("\r\n[GIVEN_NAME_1] ordered a lamp\n"), BOB);
});

test("an edited text is refused where its placeholders have two meanings", () => {
  const mappings = new Mappings();
  mappings.add(ANN, "[GIVEN_NAME_1] is ill");
  assert.equal(mappings.of("Dear [GIVEN_NAME_1]")?.originals["[GIVEN_NAME_1]"], "Ann");
  mappings.add(BOB, "[GIVEN_NAME_1] ordered a lamp");
  for (const text of ["Dear [GIVEN_NAME_1]", "Dear given_name_1", "[CITY_1], [SURNAME_1]"]) assert.throws(() => mappings.of(text), isAmbiguous);
  assert.equal(mappings.of("To [CITY_1] and [EMAIL_1]")?.originals["[CITY_1]"], "Oslo");
  assert.throws(() => mappings.all(), isAmbiguous);
});

test("texts of one wording that stand for different people are refused", () => {
  const mappings = new Mappings();
  mappings.add(ANN, "[GIVEN_NAME_1] is ill");
  mappings.add(BOB, "[GIVEN_NAME_1] is ill");
  assert.throws(() => mappings.of("[GIVEN_NAME_1] is ill"), isAmbiguous);
});

test("files under one mapping go together", () => {
  const mappings = new Mappings();
  mappings.add(ANN);
  mappings.add(mapping({ ...ANN.originals, "[GIVEN_NAME_2]": "Bob" }));
  assert.deepEqual(mappings.all()?.originals, { ...ANN.originals, "[GIVEN_NAME_2]": "Bob" });
});

test("what was forgotten is never taken for something else", () => {
  const mappings = new Mappings();
  mappings.add(ANN, "[GIVEN_NAME_1]");
  for (let number = 0; number < 300; number++) mappings.add(BOB, `[GIVEN_NAME_1] ${number}`);
  assert.throws(() => mappings.of("[GIVEN_NAME_1]"), isAmbiguous);
  assert.throws(() => mappings.of("[GIVEN_NAME_1] 299"), isAmbiguous);
});
