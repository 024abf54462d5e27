import { element } from "../../../components/element.js";
import { entityLabel } from "../entities.js";
import { kindSelect } from "../kind-select.js";
import { reasonText } from "../reasons.js";

/**
 * @typedef {object} DetailActions
 * @property {(finding: number) => void} onAccept   accept it, or undo that
 * @property {(finding: number) => void} onAlike    treat all findings with the same text like this one
 * @property {(finding: number, entity: string) => void} onKind
 * @property {(finding: number, edge: "start" | "end", step: 1 | -1) => void} onEdge
 */

/**
 * The detail row of a finding: its reasons and further actions.
 * @param {import("./findings-table.js").Row} row @param {DetailActions} actions @param {number} columns
 */
export function buildDetail({ finding, entity, text, reasons, accepted, kept, alike }, actions, columns) {
  const why = reasons.length > 0 ? reasons.map((reason) => element("li", {}, reasonText(reason))) : [element("li", {}, "No reasons available")];
  const edge = (/** @type {"start" | "end"} */ name, /** @type {1 | -1} */ step) =>
    element(
      "button",
      {
        class: "button small",
        type: "button",
        "data-action": `${name}${step}`,
        "aria-label": `Move the ${name === "start" ? "beginning" : "end"} a word ${step === 1 ? "further" : "back"}`,
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
      element("ul", { class: "reasons", "aria-label": `Why ${entityLabel(entity)}: ${text.slice(0, 60)}` }, ...why),
      element(
        "div",
        { class: "detail-actions" },
        element(
          "button",
          { class: "button small", type: "button", "data-action": "accept", "aria-pressed": String(accepted), onclick: () => actions.onAccept(finding) },
          accepted ? "Accepted" : "Accept",
        ),
        alike > 1 &&
          element("button", { class: "button small", type: "button", "data-action": "alike", onclick: () => actions.onAlike(finding) }, `${kept ? "Keep" : accepted ? "Accept" : "Redact"} all ${alike} alike`),
        element("label", { class: "detail-control" }, "Kind", kindSelectOf(entity, (kind) => actions.onKind(finding, kind))),
        element("span", { class: "detail-control", role: "group", "aria-label": "Beginning" }, "Beginning", edge("start", -1), edge("start", 1)),
        element("span", { class: "detail-control", role: "group", "aria-label": "End" }, "End", edge("end", -1), edge("end", 1)),
      ),
    ),
  );
}

/** @param {string} entity @param {(kind: string) => void} onChange */
function kindSelectOf(entity, onChange) {
  const select = kindSelect({ label: "Kind", value: entity, onChange });
  select.dataset.action = "kind";
  return select;
}
