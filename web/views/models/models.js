import { element, icon } from "../../components/element.js";
import { ErrorAlert } from "../../components/error-alert.js";
import { formatBytes, formatList } from "../../components/format.js";
import { ModelCard } from "./model-card.js";
import { modelsHere } from "../../components/models-of-site.js";
import { AddModel } from "./add-model.js";
import { TabsideError } from "../../shared/protocol.js";
import { t } from "../../language/language.js";

/** @typedef {import("../../shared/protocol.js").Plan} Plan */
/** @typedef {import("./model-card.js").Action} Action */

/** The models of this site: their descriptions, how much of each is stored, and the actions on them. */

/** @param {HTMLElement} container @param {import("../../app.js").ViewContext} context */
export function mount(container, context) {
  const view = new ModelsView(container, context);
  return { show: () => void view.refresh() };
}

class ModelsView {
  /** @type {Map<string, ModelCard>} */
  #cards = new Map();
  /** Downloads in progress, which a second click cancels. @type {Map<string, AbortController>} */
  #downloads = new Map();

  /** @param {HTMLElement} container @param {import("../../app.js").ViewContext} context */
  constructor(container, { engine, announce, subscribe }) {
    this.engine = engine;
    this.announce = announce;
    this.alert = new ErrorAlert();
    this.list = element("div", { class: "model-list", "data-testid": "models-list" });
    this.usage = element("p", { class: "usage", "data-testid": "models-usage" });
    this.usageBar = element("progress", { max: 1, value: 0, "aria-label": t("models.storageInUse") });
    this.cancel = element("button", { class: "button small", type: "button", hidden: true, onclick: () => this.#downloads.forEach((each) => each.abort()) }, t("models.cancelTheDownload"));
    this.add = new AddModel({ engine, onAdded: (added) => void this.#onAdded(added), onError: (error) => this.alert.show(TabsideError.toPlain(error)), onStart: () => this.alert.clear() });
    this.picker = element("input", {
      type: "file",
      hidden: true,
      accept: ".tar,application/x-tar",
      "aria-label": t("models.chooseAnExportedModel"),
      "data-testid": "models-import",
      onchange: () => {
        const file = this.picker.files?.[0];
        if (file) void this.#import(file);
        this.picker.value = "";
      },
    });
    container.append(
      element(
        "header",
        { class: "view-head" },
        element("h1", {}, t("common.models")),
        element(
          "p",
          {},
          `${t("models.theModelsOfThisSite")} `,
          element("a", { href: "#/speed", "data-testid": "nav-speed" }, t("models.howFastIsItHere")),
        ),
      ),
      this.alert.node,
      element(
        "section",
        { class: "panel storage", "aria-labelledby": "storage-heading" },
        element("div", { class: "storage-words" }, element("h2", { id: "storage-heading" }, t("models.storage")), this.usage, this.usageBar),
        this.cancel,
        this.picker,
        element("button", { class: "button", type: "button", onclick: () => this.picker.click() }, icon("file"), t("models.importAModel")),
      ),
      this.add.node,
      this.list,
    );
    subscribe(({ event, data }) => {
      if (event === "progress" && this.#downloads.has(data.name)) this.#cards.get(data.name)?.showDownload(data);
    });
  }

  async refresh() {
    try {
      const models = (await modelsHere(this.engine)).sort((a, b) => Number(isAdded(b)) - Number(isAdded(a)));
      const facts = await Promise.all(models.map((model) => Promise.all([this.engine.plan({ model }), this.engine.storedModel(model)])));
      const cards = facts.map(([plan, stored]) => new ModelCard({ plan, stored, onAction: (action) => void this.#act(action, plan) }));
      this.#cards = new Map(cards.map((card, i) => [/** @type {string} */ (models[i]), card]));
      for (const model of this.#downloads.keys()) this.#cards.get(model)?.setBusy(true);
      this.list.replaceChildren(...cards.map((card) => card.node));
    } catch (error) {
      this.alert.show(TabsideError.toPlain(error), () => void this.#again());
    }
    await this.#showUsage();
  }

  async #again() {
    this.alert.clear();
    await this.refresh();
  }

  /** @param {Action} action @param {Plan} plan */
  async #act(action, plan) {
    const { model } = plan;
    this.alert.clear();
    this.#cards.get(model)?.setBusy(true);
    let words = "";
    try {
      words = await this.#do(action, plan);
    } catch (error) {
      const plain = TabsideError.toPlain(error);
      if (plain.code === "cancelled") words = t("models.cancelled");
      else this.alert.show(plain, () => void this.#act(action, plan));
    }
    await this.refresh();
    this.#cards.get(model)?.tell(words);
    this.announce(words);
  }

  /** @param {Action} action @param {Plan} plan @returns {Promise<string>} what to say of it */
  async #do(action, { model, manifest }) {
    switch (action) {
      case "download":
        await this.#download(model);
        return t("models.isStored", { title: manifest.title });
      case "verify": {
        const { files, damaged } = await this.engine.verifyModel(model);
        if (damaged.length === 0) return t("models.verified", { count: files });
        return t("models.damaged", { files: formatList(damaged) });
      }
      case "export":
        save(await this.engine.exportModel(model), `${model.replace("/", "--")}.tar`);
        return t("models.exported");
      case "delete":
        await this.engine.deleteModel(model);
        return t("models.deleted", { title: manifest.title });
    }
  }

  /** @param {string} model */
  async #download(model) {
    const running = new AbortController();
    this.#downloads.set(model, running);
    this.cancel.hidden = false;
    try {
      await this.engine.download({ model, signal: running.signal });
    } finally {
      this.#downloads.delete(model);
      this.cancel.hidden = this.#downloads.size === 0;
    }
  }

  /** @param {{model: string, files: string[]}} added */
  async #onAdded({ model, files }) {
    await this.refresh();
    const words = t("models.checked", { count: files.length, files: formatList(files) });
    const card = this.#cards.get(model);
    card?.tell(words);
    card?.node.scrollIntoView({ block: "nearest" });
    this.announce(t("models.modelWasAdded", { model }));
  }

  /** @param {File} file */
  async #import(file) {
    this.alert.clear();
    try {
      const { model, files } = await this.engine.importModel(file);
      await this.refresh();
      const words = t("models.imported", { count: files, model });
      this.#cards.get(model)?.tell(words);
      this.announce(words);
    } catch (error) {
      this.alert.show(TabsideError.toPlain(error));
    }
  }

  async #showUsage() {
    const { usage, quota } = (await navigator.storage?.estimate?.().catch(() => null)) ?? {};
    const kept = await navigator.storage?.persisted?.().catch(() => false);
    this.usageBar.hidden = usage === undefined || quota === undefined;
    if (usage === undefined || quota === undefined) {
      this.usage.textContent = t("models.thisBrowserDoesNotReport");
      return;
    }
    this.usageBar.max = Math.max(quota, 1);
    this.usageBar.value = usage;
    const words = t(kept ? "models.keptUntilDeleted" : "models.mayBeDeleted");
    this.usage.textContent = `${t("models.sizeOfTotalInUse", { size: formatBytes(usage), total: formatBytes(quota) })} ${words}`;
  }
}

/** @param {string} model */
function isAdded(model) {
  return model.startsWith("local/");
}

/** @param {Blob} blob @param {string} name */
function save(blob, name) {
  const url = URL.createObjectURL(blob);
  element("a", { href: url, download: name }).click();
  // The click only queues the download; the address must stay valid.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
