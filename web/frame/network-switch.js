/** The 'No network' switch in the page's header: disconnects the whole site, shows it, counts refused requests, and asks before a model is loaded. */

import { element } from "../components/element.js";
import { watchNetwork } from "../shared/network-guard.js";
import { t } from "../language/language.js";

/** @typedef {import("./offline.js").Offline} Offline */

export class NetworkSwitch {
  /** @type {Offline | null} */
  #offline = null;
  /** Built when it is needed, in the language of that time. @type {HTMLDialogElement | null} */
  #dialog = null;

  /**
   * @param {HTMLElement} button @param {HTMLElement} label
   * @param {{prepare: (offline: Offline) => Promise<unknown>, announce: (message: string) => void}} page `prepare`: stores what is needed before
   */
  constructor(button, label, { prepare, announce }) {
    this.button = button;
    this.label = label;
    this.prepare = prepare;
    this.announce = announce;
    button.addEventListener("click", () => void this.#turn(!this.isOn));
    watchNetwork((state) => this.#show(state));
  }

  get isOn() {
    return this.button.getAttribute("aria-checked") === "true";
  }

  /** Offer the switch. Without a service worker its promise could not be kept. @param {Offline} offline */
  offer(offline) {
    this.#offline = offline;
    this.button.hidden = false;
  }

  /** A model that is not stored was requested. */
  ask() {
    if (!this.isOn || this.#dialog?.open) return;
    this.#dialog?.remove();
    this.#dialog = this.#buildDialog();
    document.body.append(this.#dialog);
    this.#dialog.showModal();
  }

  /** @param {boolean} on */
  async #turn(on) {
    const offline = this.#offline;
    if (!offline) return;
    this.button.setAttribute("aria-busy", "true");
    if (on) await this.prepare(offline);
    const done = await offline.cutOff(on);
    this.button.removeAttribute("aria-busy");
    if (!done) this.announce(t("network.theSwitchDidNotWork"));
    else this.announce(on ? t("network.thisPageIsDisconnectedFrom") : t("network.thisPageIsConnectedTo"));
  }

  /** @param {import("../shared/network-guard.js").NetworkState} state */
  #show({ cut_off, refused }) {
    this.button.setAttribute("aria-checked", String(cut_off));
    this.label.hidden = !cut_off;
    this.label.textContent = cut_off ? t("network.refused", { count: refused }) : "";
  }

  #buildDialog() {
    /** @type {HTMLDialogElement} */
    const dialog = element(
      "dialog",
      { class: "ask-dialog", "aria-labelledby": "network-ask-title", "data-testid": "no-network-ask" },
      element("h2", { id: "network-ask-title" }, t("network.thisModelNeedsTheNetwork")),
      element("p", {}, t("network.itIsNotStoredHere")),
      element(
        "p",
        { class: "ask-buttons" },
        element("button", { class: "button", type: "button", onclick: () => dialog.close() }, t("network.stayCutOff")),
        element(
          "button",
          {
            class: "button primary",
            type: "button",
            onclick: () => {
              dialog.close();
              void this.#turn(false);
            },
          },
          t("network.useTheNetwork"),
        ),
      ),
    );
    return dialog;
  }
}
