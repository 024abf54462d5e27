import { element, icon } from "../../components/element.js";
import { externalLink } from "../../components/model-credit.js";
import { t } from "../../language/language.js";

/** @typedef {{id: string, title: string}} Model */

export const OWN = "own";
const BUNDLED = "jargon";

/** The search form: the query, and the corpus. */
export class SearchForm {
  /** @param {{onChoice: () => void, button: {button: HTMLElement, cancel: HTMLElement}}} options */
  constructor({ onChoice, button }) {
    this.query = element("input", {
      id: "search-query",
      class: "query",
      type: "search",
      "data-testid": "search-query",
      placeholder: t("search.sayWhatYouMeanIn"),
      dir: "auto",
      autocomplete: "off",
      spellcheck: "false",
      enterkeyhint: "search",
    });
    this.own = element("textarea", {
      id: "own-passages",
      class: "restore-text",
      rows: 8,
      "data-testid": "search-own",
      dir: "auto",
      spellcheck: "false",
      autocomplete: "off",
      placeholder: t("search.pastePassagesHereWithAn"),
    });
    this.embedder = element("select", { id: "search-embedder", "data-testid": "search-embedder", onchange: onChoice });
    this.reranker = element("select", { id: "search-reranker", "data-testid": "search-reranker", onchange: onChoice });
    this.embedderField = element("div", { class: "control", hidden: true }, element("label", { for: "search-embedder" }, t("search.embedWith")), this.embedder);
    this.rerankerField = element("div", { class: "control", hidden: true }, element("label", { for: "search-reranker" }, t("search.rerankWith")), this.reranker);
    this.ownField = element(
      "div",
      { class: "own", hidden: true },
      element("label", { for: "own-passages" }, t("search.yourPassages")),
      this.own,
      element("p", { class: "own-hint" }, t("search.theyAreReadOnlyIn")),
    );
    this.select = element(
      "select",
      {
        id: "search-source",
        "data-testid": "search-source",
        onchange: () => {
          this.ownField.hidden = this.source !== OWN;
          this.#showModels();
          onChoice();
        },
      },
      element("option", { value: BUNDLED }, t("search.theJargonFile")),
      element("option", { value: OWN }, t("search.myOwnPassages")),
    );
    this.rerank = element("input", { type: "checkbox", id: "search-rerank", "data-testid": "search-rerank", checked: true, onchange: onChoice });
    this.rerankSize = element("span", { class: "rerank-size" });
    this.node = element(
      "section",
      { class: "panel search-form", "aria-label": t("common.search") },
      element("label", { class: "query-label", for: "search-query" }, t("search.whatAreYouLookingFor")),
      element("div", { class: "query-row" }, this.query, button.cancel, button.button),
      element(
        "div",
        { class: "search-choices" },
        element("div", { class: "control" }, element("label", { for: "search-source" }, t("search.searchIn")), this.select),
        this.embedderField,
        this.rerankerField,
        element("label", { class: "check", for: "search-rerank" }, this.rerank, element("span", {}, t("search.rerankTheBest20"), " ", this.rerankSize)),
      ),
      this.ownField,
    );
  }

  /** Offer models, the first of each by default. @param {readonly Model[]} embedders @param {readonly Model[]} rerankers */
  offerModels(embedders, rerankers) {
    for (const [select, models] of /** @type {const} */ ([[this.embedder, embedders], [this.reranker, rerankers]])) {
      const chosen = select.value;
      select.replaceChildren(...models.map(({ id, title }) => element("option", { value: id, selected: id === chosen }, title)));
    }
    this.#showModels();
  }

  /** A choice of one is none; the site's corpus has vectors of the site's own embedder. */
  #showModels() {
    this.embedderField.hidden = this.source !== OWN || this.embedder.options.length < 2;
    this.rerankerField.hidden = this.reranker.options.length < 2;
  }

  get source() {
    return this.select.value;
  }

  get reranks() {
    return this.rerank.checked;
  }

  /** @param {string} words */
  showRerankSize(words) {
    this.rerankSize.textContent = `(${words})`;
  }
}

/**
 * Arrange the parts of the view.
 * @param {HTMLElement} container
 * @param {{form: SearchForm, examples: HTMLElement[], results: {node: HTMLElement}, credit: HTMLElement, note: HTMLElement,
 *   alert: {node: HTMLElement}, progress: {node: HTMLElement}}} parts
 */
export function layOutSearch(container, { form, examples, results, credit, note, alert, progress }) {
  container.append(
    element(
      "header",
      { class: "view-head" },
      element("h1", {}, t("common.searchByMeaning")),
      element("p", {}, t("search.theWordsNeedNotMatch")),
    ),
    form.node,
    element("div", { class: "examples search-examples", role: "group", "aria-label": t("common.examples") }, element("span", { class: "examples-title", "aria-hidden": "true" }, t("common.try")), ...examples),
    element("div", { class: "messages" }, alert.node, progress.node, note),
    results.node,
    element(
      "div",
      { class: "notes" },
      element(
        "section",
        { class: "note", "aria-labelledby": "search-note-corpus" },
        element("h2", { id: "search-note-corpus" }, icon("file"), t("search.theCorpus")),
        element(
          "p",
          {},
          `${t("search.entriesOfTheJargonFile")} `,
          externalLink("http://catb.org/jargon/", t("credit.about", { title: t("search.theJargonFile") })),
        ),
        element(
          "p",
          { class: "note-summary" },
          t("search.similarityIsTheCosineOf"),
        ),
      ),
      element("section", { class: "note", "aria-labelledby": "search-note-models" }, element("h2", { id: "search-note-models" }, t("search.theModels")), credit),
    ),
  );
}
