import { Corpus, loadBundledCorpus, passageText, splitPassages } from "./corpus.js";
import { element } from "../../components/element.js";
import { ErrorAlert } from "../../components/error-alert.js";
import { formatBytes, formatCount, formatDuration } from "../../components/format.js";
import { modelCredit } from "../../components/model-credit.js";
import { ModelRun } from "../../components/model-run.js";
import { modelsForTask } from "../../components/models-of-site.js";
import { mergeRanking } from "./nearest.js";
import { ProgressPanel } from "../../components/progress-panel.js";
import { RunButton } from "../../components/run-button.js";
import { SearchResults } from "./search-results.js";
import { DEFAULT_MODELS } from "../../tabside.js";
import { EXAMPLE_QUERIES } from "./example-queries.js";
import { OWN, SearchForm, layOutSearch } from "./search-layout.js";
import { t } from "../../language/language.js";

/** @typedef {import("../../shared/protocol.js").Manifest} Manifest */
/** @typedef {import("../../shared/protocol.js").Plan} Plan */

const EMBEDDER = DEFAULT_MODELS["feature-extraction"];
const RERANKER = DEFAULT_MODELS["text-ranking"];
/** Number of passages found by similarity and then reranked: each costs the reranker some tens of milliseconds. */
const FOUND = 20;
/** Names of prompts in sentence-transformers, tried in this order. */
const QUERY_PROMPTS = ["query"];
const PASSAGE_PROMPTS = ["document", "passage"];
const RANKED_AT_ONCE = 4;
/** User passages embedded per call: between calls the progress bar moves and a cancellation takes effect. */
const CHUNK = 8;

/** @param {HTMLElement} container @param {import("../../app.js").ViewContext} context */
export function mount(container, context) {
  const view = new SearchView(container, context);
  return { show: () => view.onShow(), hide: () => view.onHide(), holds: () => !view.results.node.hidden };
}

class SearchView {
  /** @type {Corpus | null} */
  #bundled = null;
  /** The user's passages, the text they came from, and the model that embedded them. @type {{text: string, model: string, corpus: Corpus} | null} */
  #own = null;
  /** @type {Map<string, Manifest>} */
  #manifests = new Map();
  #shown = false;

  /** @param {HTMLElement} container @param {import("../../app.js").ViewContext} context */
  constructor(container, { engine, announce, subscribe, signal }) {
    this.engine = engine;
    this.announce = announce;
    this.alert = new ErrorAlert();
    this.progress = new ProgressPanel();
    this.note = element("p", { class: "info", role: "status", hidden: true });
    this.credit = element("div", { class: "credits" });
    this.button = new RunButton({ testid: "search", label: t("common.search"), verb: t("search.verb"), onRun: () => void this.run(), onCancel: () => this.modelRun.cancel() });
    this.form = new SearchForm({ onChoice: () => void this.modelRun.refresh(), button: this.button });
    this.results = new SearchResults();
    this.examples = EXAMPLE_QUERIES.map((query) =>
      element("button", { class: "button small", type: "button", onclick: () => void this.#useExample(query) }, query),
    );
    layOutSearch(container, this);
    this.modelRun = new ModelRun({
      engine,
      announce,
      subscribe,
      button: this.button,
      progress: this.progress,
      alert: this.alert,
      note: this.note,
      models: () => (this.form.reranks ? [this.#embedder, this.#reranker] : [this.#embedder]),
      onPlans: (plans) => this.#showModels(plans),
    });
    document.addEventListener("keydown", (event) => this.#onKey(event), { signal });
  }

  onShow() {
    this.#shown = true;
    void this.#listModels();
    void this.modelRun.refresh();
  }

  onHide() {
    this.#shown = false;
  }

  /** Embed the query, find the nearest passages, and rerank them with the second model. */
  async run() {
    const query = this.form.query.value.trim();
    if (query === "") {
      this.announce(t("search.thereIsNoQuestionYet"));
      this.form.query.focus();
      return;
    }
    if (this.form.source === OWN && splitPassages(this.form.own.value).length === 0) {
      this.announce(t("search.thereAreNoPassagesYet"));
      this.form.own.focus();
      return;
    }
    await this.modelRun.start(async (signal) => {
      const model = this.#embedder;
      await this.modelRun.load(model, signal);
      this.button.setBusy(t("search.searching"));
      const began = performance.now();
      const corpus = await (this.form.source === OWN ? this.#ownCorpus(model, signal) : this.#bundledCorpus());
      const { vectors } = await this.engine.embed([query], { model, ...this.#prompt(model, QUERY_PROMPTS), signal });
      const found = corpus.search(vectors, FOUND);
      const facts = t("search.nearestOf", { total: corpus.passages.length, time: formatDuration(performance.now() - began) });
      this.results.showFound(found, corpus.passages, facts);
      if (this.form.reranks) await this.#rerank(query, corpus, found, signal);
      else this.announce(t("search.countPassagesFound", { count: found.length }));
    }, () => void this.run());
  }

  /** @param {string} query @param {Corpus} corpus @param {import("./search-results.js").Hit[]} found @param {AbortSignal} signal */
  async #rerank(query, corpus, found, signal) {
    const model = this.#reranker;
    await this.modelRun.load(model, signal);
    this.button.setBusy(t("search.reranking"));
    this.announce(t("search.foundNowRerankingTheBest", { count: found.length }));
    const began = performance.now();
    const texts = found.map(({ index }) => passageText(/** @type {import("./corpus.js").Passage} */ (corpus.passages[index])));
    // A passage's logit does not depend on the others, so a few are scored per call: the progress bar moves and a
    // cancellation takes effect.
    /** @type {import("../../shared/tasks.js").Ranked[]} */
    const ranked = [];
    for (let done = 0; done < texts.length; done += RANKED_AT_ONCE) {
      this.progress.showWork(t("search.rerankingTheBestPassages"), done, texts.length, "progress.ofPassages");
      const some = await this.engine.rank(query, texts.slice(done, done + RANKED_AT_ONCE), { model, signal });
      ranked.push(...some.map(({ corpus_id, score }) => ({ corpus_id: corpus_id + done, score })));
    }
    ranked.sort((a, b) => b.score - a.score || a.corpus_id - b.corpus_id);
    this.progress.hide();
    const took = formatDuration(performance.now() - began);
    this.results.showReranked(mergeRanking(found, ranked), found, corpus.passages, t("search.nearestReranked", { total: corpus.passages.length, time: took }));
    this.announce(t("search.countPassagesFoundAndReranked", { count: found.length, took }));
  }

  /** The model that embeds: a choice for one's own passages only. */
  get #embedder() {
    return (this.form.source === OWN && this.form.embedder.value) || EMBEDDER;
  }

  get #reranker() {
    return this.form.reranker.value || RERANKER;
  }

  /** The prompt that a model was trained with, by the first of these names that it has. @param {string} model @param {readonly string[]} names */
  #prompt(model, names) {
    const prompts = this.#manifests.get(model)?.options?.prompts;
    const prompt_name = names.find((name) => prompts !== null && typeof prompts === "object" && name in prompts);
    return prompt_name ? { prompt_name } : {};
  }

  async #listModels() {
    const [embedders, rerankers] = await Promise.all(["feature-extraction", "text-ranking"].map((task) => modelsForTask(this.engine, task).catch(() => [])));
    for (const { manifest } of [...(embedders ?? []), ...(rerankers ?? [])]) this.#manifests.set(manifest.id, manifest);
    this.form.offerModels((embedders ?? []).map(({ manifest }) => manifest), (rerankers ?? []).map(({ manifest }) => manifest));
  }

  async #bundledCorpus() {
    const manifest = this.#manifests.get(EMBEDDER) ?? (await this.engine.plan({ model: EMBEDDER })).manifest;
    this.#bundled ??= await loadBundledCorpus(manifest);
    return this.#bundled;
  }

  /** The user's corpus, embedded again only when the passages or the model change. @param {string} model @param {AbortSignal} signal */
  async #ownCorpus(model, signal) {
    const text = this.form.own.value;
    if (this.#own?.text === text && this.#own.model === model) return this.#own.corpus;
    const passages = splitPassages(text);
    /** @type {Float32Array | null} */
    let vectors = null;
    for (let done = 0; done < passages.length; done += CHUNK) {
      if (passages.length > CHUNK) this.progress.showWork(t("search.readingYourPassagesOnce"), done, passages.length, "progress.ofPassages");
      const chunk = await this.engine.embed(passages.slice(done, done + CHUNK).map(passageText), { model, ...this.#prompt(model, PASSAGE_PROMPTS), signal });
      vectors ??= new Float32Array(passages.length * chunk.dims[1]);
      vectors.set(chunk.vectors, done * chunk.dims[1]);
    }
    this.progress.hide();
    const corpus = new Corpus(passages, /** @type {Float32Array} */ (vectors));
    this.#own = { text, model, corpus };
    return corpus;
  }

  /** @param {string} query */
  async #useExample(query) {
    this.form.query.value = query;
    // If everything is stored, an example runs immediately; a download needs the button.
    if (this.modelRun.isReady) await this.run();
    else this.form.query.focus();
  }

  /** @param {Plan[]} plans */
  #showModels(plans) {
    for (const { manifest } of plans) this.#manifests.set(manifest.id, manifest);
    const reranker = plans.find(({ model }) => model === this.#reranker);
    if (reranker) this.form.showRerankSize(reranker.bytes_missing > 0 ? t("search.toDownload", { size: formatBytes(reranker.bytes_missing) }) : t("search.storedHere"));
    this.credit.replaceChildren(...plans.map(({ manifest }) => element("p", {}, ...modelCredit(manifest))));
  }

  /** @param {KeyboardEvent} event */
  #onKey(event) {
    if (!this.#shown || event.isComposing) return;
    const inQuery = event.target === this.form.query;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey || inQuery)) {
      event.preventDefault();
      void this.run();
    } else if (event.key === "Escape" && this.modelRun.busy) {
      event.preventDefault();
      this.modelRun.cancel();
    }
  }
}
