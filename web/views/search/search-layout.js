import { element, icon } from "../../components/element.js";
import { externalLink } from "../../components/model-credit.js";

/** @typedef {{id: string, title: string}} Model */

export const OWN = "own";
const BUNDLED = "jargon";

/** @type {readonly string[]} */
export const EXAMPLE_QUERIES = [
  "a bug that disappears when you try to find it",
  "a person who hides in a forum and only reads",
  "code so tangled that nobody can follow it",
  "the blinking lights on a computer",
  "why do programmers count from zero?",
  "too many features",
];

/** The search form: the query, and the corpus. */
export class SearchForm {
  /** @param {{onChoice: () => void, button: {button: HTMLElement, cancel: HTMLElement}}} options */
  constructor({ onChoice, button }) {
    this.query = element("input", {
      id: "search-query",
      class: "query",
      type: "search",
      "data-testid": "search-query",
      placeholder: "Say what you mean, in your own words…",
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
      placeholder: "Paste passages here, with an empty line between them.",
    });
    this.embedder = element("select", { id: "search-embedder", "data-testid": "search-embedder", onchange: onChoice });
    this.reranker = element("select", { id: "search-reranker", "data-testid": "search-reranker", onchange: onChoice });
    this.embedderField = element("div", { class: "control", hidden: true }, element("label", { for: "search-embedder" }, "Embed with"), this.embedder);
    this.rerankerField = element("div", { class: "control", hidden: true }, element("label", { for: "search-reranker" }, "Rerank with"), this.reranker);
    this.ownField = element(
      "div",
      { class: "own", hidden: true },
      element("label", { for: "own-passages" }, "Your passages"),
      this.own,
      element("p", { class: "own-hint" }, "They are read only in this tab. Of a passage over about 200 words, only the beginning is used."),
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
      element("option", { value: BUNDLED }, "The Jargon File"),
      element("option", { value: OWN }, "My own passages"),
    );
    this.rerank = element("input", { type: "checkbox", id: "search-rerank", "data-testid": "search-rerank", checked: true, onchange: onChoice });
    this.rerankSize = element("span", { class: "rerank-size" });
    this.node = element(
      "section",
      { class: "panel search-form", "aria-label": "Search" },
      element("label", { class: "query-label", for: "search-query" }, "What are you looking for?"),
      element("div", { class: "query-row" }, this.query, button.cancel, button.button),
      element(
        "div",
        { class: "search-choices" },
        element("div", { class: "control" }, element("label", { for: "search-source" }, "Search in"), this.select),
        this.embedderField,
        this.rerankerField,
        element("label", { class: "check", for: "search-rerank" }, this.rerank, element("span", {}, "Rerank the best 20 ", this.rerankSize)),
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
      element("h1", {}, "Search by meaning"),
      element("p", {}, "The words need not match. One model finds passages with a similar meaning; a second one reranks the best. Both run in this tab."),
    ),
    form.node,
    element("div", { class: "examples search-examples", role: "group", "aria-label": "Examples" }, element("span", { class: "examples-title", "aria-hidden": "true" }, "Try"), ...examples),
    element("div", { class: "messages" }, alert.node, progress.node, note),
    results.node,
    element(
      "div",
      { class: "notes" },
      element(
        "section",
        { class: "note", "aria-labelledby": "search-note-corpus" },
        element("h2", { id: "search-note-corpus" }, icon("file"), "The corpus"),
        element(
          "p",
          {},
          "Entries of the Jargon File, version 4.4.7 of 29 December 2003, a dictionary of hacker slang kept by many hands and last by Eric S. Raymond. It is in the public domain. Some coarse entries are left out, and long ones are cut. ",
          externalLink("http://catb.org/jargon/", "About the Jargon File"),
        ),
        element(
          "p",
          { class: "note-summary" },
          "Similarity is the cosine of two vectors that are computed separately. The logit is the second model's raw output for question and passage together: higher is better, and only the order matters, not the value.",
        ),
      ),
      element("section", { class: "note", "aria-labelledby": "search-note-models" }, element("h2", { id: "search-note-models" }, "The models"), credit),
    ),
  );
}
