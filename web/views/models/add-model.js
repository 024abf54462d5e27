import { element, icon } from "../../components/element.js";
import { t } from "../../language/language.js";

/** @typedef {{path: string, file: File}} Chosen */
/** @typedef {{model: string, files: string[], task: string}} Added */

/** Add a model of one's own: a folder, files or a zip, chosen or dropped. */
export class AddModel {
  #busy = false;

  /**
   * @param {object} options
   * @param {import("../../tabside.js").Engine} options.engine
   * @param {(added: Added) => void} options.onAdded
   * @param {(error: unknown) => void} options.onError
   * @param {() => void} options.onStart
   */
  constructor({ engine, onAdded, onError, onStart }) {
    this.engine = engine;
    this.onAdded = onAdded;
    this.onError = onError;
    this.onStart = onStart;
    this.folder = this.#picker(t("models.chooseFolder"), "models-add-folder", { webkitdirectory: true });
    this.files = this.#picker(t("models.chooseFiles"), "models-add-files", { multiple: true });
    this.status = element("p", { class: "model-hint", role: "status" });
    this.node = element(
      "section",
      { class: "panel add-model", "aria-labelledby": "add-model-heading", "data-testid": "models-add", ondragover: (/** @type {DragEvent} */ event) => this.#onDrag(event), ondragleave: () => this.#mark(false), ondrop: (/** @type {DragEvent} */ event) => void this.#onDrop(event) },
      element("h2", { id: "add-model-heading" }, t("models.addAModel")),
      element(
        "p",
        {},
        t("models.aModelOfYourOwn"),
      ),
      element(
        "div",
        { class: "model-actions" },
        element("button", { class: "button", type: "button", onclick: () => this.folder.click() }, icon("folder"), t("common.chooseAFolder")),
        element("button", { class: "button", type: "button", onclick: () => this.files.click() }, icon("file"), t("models.chooseFilesOrAZip")),
        this.folder,
        this.files,
      ),
      this.status,
    );
  }

  /** @param {string} label @param {string} testid @param {Record<string, boolean>} attributes */
  #picker(label, testid, attributes) {
    const input = element("input", {
      type: "file", hidden: true, "aria-label": label, "data-testid": testid, ...attributes,
      onchange: () => {
        const chosen = [...(input.files ?? [])].map((file) => ({ path: file.webkitRelativePath || file.name, file }));
        input.value = "";
        void this.#add(chosen);
      },
    });
    return input;
  }

  /** @param {readonly Chosen[]} chosen */
  async #add(chosen) {
    if (chosen.length === 0 || this.#busy) return;
    this.#busy = true;
    this.onStart();
    this.status.textContent = t("models.checkingTheFiles");
    try {
      this.onAdded(await this.engine.addModel([...chosen], { name: nameOf(chosen) }));
    } catch (error) {
      this.onError(error);
    } finally {
      this.#busy = false;
      this.status.textContent = "";
    }
  }

  /** @param {DragEvent} event */
  #onDrag(event) {
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    this.#mark(true);
  }

  /** @param {DragEvent} event */
  async #onDrop(event) {
    if (!event.dataTransfer) return;
    event.preventDefault();
    this.#mark(false);
    // The items are gone once the event is over, so all are taken first.
    const entries = [...event.dataTransfer.items].map((item) => item.webkitGetAsEntry()).filter((entry) => entry !== null);
    try {
      await this.#add((await Promise.all(entries.map(filesIn))).flat());
    } catch (error) {
      this.onError(error);
    }
  }

  /** @param {boolean} over */
  #mark(over) {
    this.node.toggleAttribute("data-over", over);
  }
}

/** What the model is called: its folder, its zip, or "model". @param {readonly Chosen[]} chosen */
function nameOf(chosen) {
  const [first] = chosen;
  if (!first) return "model";
  const [top, ...rest] = first.path.replace(/^\//, "").split("/");
  return rest.length > 0 || /\.zip$/i.test(first.path) ? (top ?? "model") : "model";
}

/** All files in what was dropped. @param {FileSystemEntry} entry @returns {Promise<Chosen[]>} */
async function filesIn(entry) {
  if (entry instanceof FileSystemFileEntry || entry.isFile) {
    const file = await new Promise((resolve, reject) => /** @type {FileSystemFileEntry} */ (entry).file(resolve, reject));
    return [{ path: entry.fullPath.replace(/^\//, ""), file: /** @type {File} */ (file) }];
  }
  const reader = /** @type {FileSystemDirectoryEntry} */ (entry).createReader();
  /** @type {FileSystemEntry[]} */
  const children = [];
  for (;;) {
    const some = /** @type {FileSystemEntry[]} */ (await new Promise((resolve, reject) => reader.readEntries(resolve, reject)));
    if (some.length === 0) break;
    children.push(...some);
  }
  return (await Promise.all(children.map(filesIn))).flat();
}
