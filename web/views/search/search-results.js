import { element } from "../../components/element.js";
import { formatCount, formatDecimals, formatSigned } from "../../components/format.js";
import { t } from "../../language/language.js";

/** @typedef {import("./corpus.js").Passage} Passage */
/**
 * `logit`, `rose` and `before` are present once the passages are reranked.
 * @typedef {{index: number, score: number, logit?: number, rose?: number, before?: number}} Hit
 */

/** Characters that fit into the lines shown at first. */
const LONG = 440;

/** The results, best first; once reranked, with the previous order beside them. */
export class SearchResults {
  constructor() {
    this.heading = element("h2", {}, t("search.results"));
    this.facts = element("p", {});
    this.list = element("ol", { class: "hits", "data-testid": "search-results", "aria-label": t("search.resultsBestFirst") });
    this.before = element("ol", { class: "before-list" });
    this.beside = element(
      "section",
      { class: "panel before", "aria-labelledby": "before-heading", "data-testid": "search-before", hidden: true },
      element("h2", { id: "before-heading" }, t("search.beforeReranking")),
      element("p", {}, t("search.byTheSimilarityOfVectors")),
      this.before,
    );
    this.node = element(
      "div",
      { class: "found", hidden: true },
      element("section", { class: "panel results-panel" }, element("header", { class: "panel-head" }, this.heading, this.facts), this.list),
      this.beside,
    );
  }

  /** @param {readonly Hit[]} hits @param {readonly Passage[]} passages @param {string} facts */
  showFound(hits, passages, facts) {
    this.#show(hits, passages, facts);
    this.beside.hidden = true;
    this.node.dataset.stage = "found";
  }

  /** @param {readonly Hit[]} hits reranked @param {readonly Hit[]} found as they were before @param {readonly Passage[]} passages @param {string} facts */
  showReranked(hits, found, passages, facts) {
    this.#show(hits, passages, facts);
    this.before.replaceChildren(...found.map(({ index, score }) => buildBefore(passages[index], score)));
    this.beside.hidden = false;
    this.node.dataset.stage = "reranked";
  }

  /** @param {readonly Hit[]} hits @param {readonly Passage[]} passages @param {string} facts */
  #show(hits, passages, facts) {
    this.heading.textContent = t("count.passages", { count: hits.length });
    this.facts.textContent = facts;
    this.list.replaceChildren(...hits.map((hit, place) => buildHit(hit, place + 1, /** @type {Passage} */ (passages[hit.index]))));
    this.node.hidden = false;
  }
}

/** @param {Hit} hit @param {number} place @param {Passage} passage */
function buildHit({ index, score, logit, rose = 0, before }, place, { title, text }) {
  return element(
    "li",
    { class: "hit", "data-passage": index },
    element("span", { class: "hit-place", "aria-hidden": "true" }, formatCount(place)),
    element(
      "div",
      { class: "hit-body" },
      title === "" ? null : element("h3", {}, title),
      ...buildText(text),
      element(
        "p",
        { class: "hit-scores" },
        logit === undefined ? null : element("span", { class: "hit-logit" }, t("search.logit"), " ", element("b", {}, formatSigned(logit))),
        element("span", { class: "hit-score" }, t("search.similarity"), " ", element("b", {}, formatDecimals(score, 3))),
        before === undefined ? null : element("span", { class: "hit-move", "data-move": rose > 0 ? "up" : rose < 0 ? "down" : "none" }, moveWords(rose, before)),
      ),
    ),
  );
}

/** A long text is shortened, with a button for the rest. @param {string} text */
function buildText(text) {
  const shown = element("p", { class: "hit-text", dir: "auto", "data-cut": text.length > LONG }, text);
  if (text.length <= LONG) return [shown];
  const more = element("button", { class: "button ghost small", type: "button", "aria-expanded": "false", onclick: () => toggle() }, t("search.showAll"));
  const toggle = () => {
    const cut = shown.toggleAttribute("data-cut");
    more.setAttribute("aria-expanded", String(!cut));
    more.textContent = cut ? t("search.showAll") : t("search.showLess");
  };
  return [shown, more];
}

/** @param {number} rose @param {number} before */
function moveWords(rose, before) {
  if (rose === 0) return t("search.stayed");
  return t(rose > 0 ? "search.wentUp" : "search.wentDown", { places: Math.abs(rose), before });
}

/** @param {Passage | undefined} passage @param {number} score */
function buildBefore(passage, score) {
  const { title, text } = /** @type {Passage} */ (passage);
  return element("li", {}, element("span", { class: "before-title" }, title || text), element("span", { class: "before-score" }, formatDecimals(score, 3)));
}
