import assert from "node:assert/strict";
import { test } from "node:test";

import { readLabels, verdictOf } from "../../web/views/classify/labels.js";

const DEFENDER = /** @type {any} */ ({ id: "stackone/minilm-multihead-v5", labels: ["INJECTION", "DISCUSSION"], options: { thresholds: { INJECTION: 0.52 } } });
const TOPICS = /** @type {any} */ ({ id: "a/b", labels: ["sport_news", "POLITICS"], options: {} });

/** The results of the defender's two heads. */
const CASES = [
  { injection: 0.98, discussion: 0.2, verdict: "Prompt injection", tone: "alarm" },
  { injection: 0.52, discussion: 0.32, verdict: "Prompt injection", tone: "alarm" },
  { injection: 0.94, discussion: 0.41, verdict: "Speaks of an injection", tone: "calm" },
  { injection: 0.51, discussion: 0.1, verdict: "No injection", tone: "calm" },
  { injection: 0.02, discussion: 0.5, verdict: "No injection", tone: "calm" },
];

for (const { injection, discussion, verdict, tone } of CASES) {
  test(`injection ${injection}, discussion ${discussion}: ${verdict}`, () => {
    const readings = readLabels(DEFENDER, [{ label: "DISCUSSION", score: discussion }, { label: "INJECTION", score: injection }]);
    assert.deepEqual(readings.map(({ title }) => title), ["Injection", "Discussion"]);
    assert.deepEqual(verdictOf(DEFENDER, readings), { text: verdict, tone });
  });
}

test("a model that is not known has readable labels, no thresholds, and its best label for a verdict", () => {
  const readings = readLabels(TOPICS, [{ label: "POLITICS", score: 0.7 }, { label: "sport_news", score: 0.3 }]);
  assert.deepEqual(readings.map(({ title, threshold, reached }) => [title, threshold, reached]), [["Sport news", null, null], ["Politics", null, null]]);
  assert.equal(verdictOf(TOPICS, readings).text, "Politics");
});

test("the manifest's thresholds decide", () => {
  const manifest = { ...TOPICS, options: { thresholds: { POLITICS: 0.8, sport_news: 0.2 } } };
  const labels = [{ label: "POLITICS", score: 0.7 }, { label: "sport_news", score: 0.3 }];
  assert.equal(verdictOf(manifest, readLabels(manifest, labels)).text, "Sport news");
  manifest.options.thresholds.sport_news = 0.9;
  assert.equal(verdictOf(manifest, readLabels(manifest, labels)).text, "No label");
});
