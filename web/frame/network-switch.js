/** The 'No network' switch in the page's header: disconnects the whole site, shows it, counts refused requests, and asks before a model is loaded. */

import { element } from "../components/element.js";
import { watchNetwork } from "../shared/network-guard.js";

/** @typedef {import("./offline.js").Offline} Offline */

export class NetworkSwitch {
  /** @type {Offline | null} */
  #offline = null;
  #dialog = this.#buildDialog();

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
    if (!this.#dialog.isConnected) document.body.append(this.#dialog);
    if (this.isOn && !this.#dialog.open) this.#dialog.showModal();
  }

  /** @param {boolean} on */
  async #turn(on) {
    const offline = this.#offline;
    if (!offline) return;
    this.button.setAttribute("aria-busy", "true");
    if (on) await this.prepare(offline);
    const done = await offline.cutOff(on);
    this.button.removeAttribute("aria-busy");
    if (!done) this.announce("The switch did not work: this browser's storage did not take it.");
    else this.announce(on ? "This page is disconnected from the network." : "This page is connected to the network again.");
  }

  /** @param {import("../shared/network-guard.js").NetworkState} state */
  #show({ cut_off, refused }) {
    this.button.setAttribute("aria-checked", String(cut_off));
    this.label.hidden = !cut_off;
    this.label.textContent = cut_off ? `Cut off: ${refused} ${refused === 1 ? "request" : "requests"} refused` : "";
  }

  #buildDialog() {
    /** @type {HTMLDialogElement} */
    const dialog = element(
      "dialog",
      { class: "ask-dialog", "aria-labelledby": "network-ask-title", "data-testid": "no-network-ask" },
      element("h2", { id: "network-ask-title" }, "This model needs the network once"),
      element("p", {}, "It is not stored here, and you have cut this page off. Nothing that you typed is sent when a model is fetched."),
      element(
        "p",
        { class: "ask-buttons" },
        element("button", { class: "button", type: "button", onclick: () => dialog.close() }, "Stay cut off"),
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
          "Use the network",
        ),
      ),
    );
    return dialog;
  }
}
