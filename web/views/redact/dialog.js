import { element, icon } from "../../components/element.js";
import { t } from "../../language/language.js";

/**
 * A dialog with its title and a button that closes it. A click outside closes it as well.
 * @param {{id: string, title: string, class: string, close?: string, [attribute: string]: string | ((event: any) => void) | undefined}} options
 *   id: of the title; close: the button's name; other attributes go to the element
 * @param {...import("../../components/element.js").Child} content
 * @returns {HTMLDialogElement}
 */
export function buildDialog({ id, title, close = t("common.close"), ...attributes }, ...content) {
  const dialog = element(
    "dialog",
    {
      ...attributes,
      "aria-labelledby": id,
      onclick: (/** @type {Event} */ event) => {
        if (event.target === dialog) dialog.close();
      },
    },
    element(
      "div",
      { class: "dialog-frame" },
      element(
        "header",
        { class: "dialog-head" },
        element("h2", { id }, title),
        element("button", { class: "button-icon", type: "button", "aria-label": close, onclick: () => dialog.close() }, icon("clear")),
      ),
      ...content,
    ),
  );
  return dialog;
}
