import { element } from "../../../components/element.js";
import { entityLabel } from "../entities.js";
import { kindSelect } from "../kind-select.js";
import { reasonText } from "../reasons.js";
import { t } from "../../../language/language.js";

/**
 * @typedef {object} DetailActions
 * @property {(finding: number) => void} onAccept   accept it, or undo that
 * @property {(finding: number) => void} onAlike    treat all findings with the same text like this one
 * @property {(finding: number, entity: string) => void} onKind
 * @property {(finding: number, edge: "start" | "end", step: 1 | -1) => void} onEdge
 */

const EDGES = /** @type {const} */ ({
  start: { further: "review.beginningFurther", back: "review.beginningBack" },
  end: { further: "review.endFurther", back: "review.endBack" },
});

/**
 * The detail row of a finding: its reasons and further actions.
 * @param {import("./findings-table.js").Row} row @param {DetailActions} actions @param {number} columns
 */
export function buildDetail({ finding, entity, text, reasons, accepted, kept, alike }, actions, columns) {
  const why = reasons.length > 0 ? reasons.map((reason) => element("li", {}, reasonText(reason))) : [element("li", {}, t("review.noReasonsAvailable"))];
  const edge = (/** @type {"start" | "end"} */ name, /** @type {1 | -1} */ step) =>
    element(
      "button",
      {
        class: "button small",
        type: "button",
        "data-action": `${name}${step}`,
        "aria-label": t(EDGES[name][step === 1 ? "further" : "back"]),
        onclick: () => actions.onEdge(finding, name, step),
      },
      step === 1 ? "→" : "←",
    );
  return element(
    "tr",
    { class: "finding-detail", "data-finding": finding, "data-testid": "finding-detail" },
    element(
      "td",
      { colspan: columns },
      element("ul", { class: "reasons", "aria-label": t("review.whyKindText", { kind: entityLabel(entity), text: text.slice(0, 60) }) }, ...why),
      element(
        "div",
        { class: "detail-actions" },
        element(
          "button",
          { class: "button small", type: "button", "data-action": "accept", "aria-pressed": String(accepted), onclick: () => actions.onAccept(finding) },
          accepted ? t("common.accepted") : t("review.accept"),
        ),
        alike > 1 &&
          element("button", { class: "button small", type: "button", "data-action": "alike", onclick: () => actions.onAlike(finding) }, t(kept ? "review.keepAll" : accepted ? "review.acceptAll" : "review.redactAll", { count: alike })),
        element("label", { class: "detail-control" }, t("common.kind"), kindSelectOf(entity, (kind) => actions.onKind(finding, kind))),
        element("span", { class: "detail-control", role: "group", "aria-label": t("review.beginning") }, t("review.beginning"), edge("start", -1), edge("start", 1)),
        element("span", { class: "detail-control", role: "group", "aria-label": t("review.end") }, t("review.end"), edge("end", -1), edge("end", 1)),
      ),
    ),
  );
}

/** @param {string} entity @param {(kind: string) => void} onChange */
function kindSelectOf(entity, onChange) {
  const select = kindSelect({ label: t("common.kind"), value: entity, onChange });
  select.dataset.action = "kind";
  return select;
}
