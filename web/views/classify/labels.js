import { formatList } from "../../components/format.js";
import { t } from "../../language/language.js";

/** @typedef {import("../../language/language.js").Key} Key */

/** Texts for labels. A model's own label names are used unless there is an entry here. */

/** `threshold`: if the manifest has none. @type {Record<string, Record<string, {title: Key, meaning: Key, threshold?: number}>>} */
const KNOWN = {
  "stackone/minilm-multihead-v5": {
    INJECTION: { title: "classify.injection", meaning: "classify.injectionMeaning" },
    // As in its authors' presets (auxThreshold): from here on this head overrules the first.
    DISCUSSION: { title: "classify.discussion", meaning: "classify.discussionMeaning", threshold: 0.325 },
  },
};

/**
 * `reached`: the score is at the threshold or above; null if the label has none.
 * @typedef {{label: string, title: string, meaning: string, score: number, threshold: number | null, reached: boolean | null}} Reading
 */

/**
 * A text's labels in the manifest's order, so that the same label is in the same place for every text.
 * @param {import("../../shared/protocol.js").Manifest} manifest
 * @param {readonly {label: string, score: number}[]} labels
 * @returns {Reading[]}
 */
export function readLabels(manifest, labels) {
  const order = manifest.labels ?? [];
  const place = (/** @type {string} */ label) => (order.includes(label) ? order.indexOf(label) : order.length);
  return [...labels]
    .sort((a, b) => place(a.label) - place(b.label))
    .map(({ label, score }) => {
      const known = KNOWN[manifest.id]?.[label];
      const threshold = manifest.options?.thresholds?.[label] ?? known?.threshold ?? null;
      return { label, title: known ? t(known.title) : readable(label), meaning: known ? t(known.meaning) : "", score, threshold, reached: threshold === null ? null : score >= threshold };
    });
}

/** Bars of one's own labels that are shown; more are in exports. */
const MOST_BARS = 6;

/**
 * The labels of a classifier of one's own, best first.
 * @param {readonly {label: string, score: number}[]} labels @returns {Reading[]}
 */
export function readOwnLabels(labels) {
  return labels.slice(0, MOST_BARS).map(({ label, score }, place) => ({ label, title: label, meaning: "", score, threshold: null, reached: place === 0 }));
}

/**
 * The verdict on a text. The prompt-injection model's second head vetoes its first: a text about injections is not one.
 * @param {import("../../shared/protocol.js").Manifest} manifest @param {readonly Reading[]} readings
 * @returns {{text: string, tone: "alarm" | "calm"}}
 */
export function verdictOf(manifest, readings) {
  const reached = (/** @type {string} */ label) => readings.find((reading) => reading.label === label)?.reached;
  if (manifest.id in KNOWN) {
    if (!reached("INJECTION")) return { text: t("classify.noInjection"), tone: "calm" };
    return reached("DISCUSSION") ? { text: t("classify.speaksOfInjection"), tone: "calm" } : { text: t("classify.promptInjection"), tone: "alarm" };
  }
  const over = readings.filter((reading) => reading.reached).map((reading) => reading.title);
  if (over.length > 0) return { text: formatList(over), tone: "calm" };
  const best = readings.reduce((a, b) => (b.score > a.score ? b : a));
  return { text: best.threshold === null ? best.title : t("classify.noLabel"), tone: "calm" };
}

/** @param {string} label */
function readable(label) {
  const words = label.replace(/[_-]+/g, " ").toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
