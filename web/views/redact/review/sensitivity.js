import { element } from "../../../components/element.js";
import { formatDecimals } from "../../../components/format.js";
import { t } from "../../../language/language.js";

/** From fewer to more masked words. The values are those at which the evaluation measured. */
const STEPS = [0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1, 0.05];
const DEFAULT = 0.3;

/** @type {Record<number, import("../../../language/language.js").Key>} */
const NAMES = { 0.3: "sensitivity.balanced", 0.1: "sensitivity.strict" };

/** The sensitivity slider: the probability from which a word is masked. The result follows while it moves. */
export class Sensitivity {
  /** @param {{onChange: () => void}} options */
  constructor({ onChange }) {
    this.output = element("output", { for: "sensitivity" });
    this.input = element("input", {
      type: "range",
      id: "sensitivity",
      "data-testid": "redact-sensitivity",
      min: 0,
      max: STEPS.length - 1,
      step: 1,
      value: STEPS.indexOf(DEFAULT),
      oninput: () => {
        this.#describe();
        onChange();
      },
    });
    this.node = element("div", { class: "sensitivity" }, element("label", { for: "sensitivity" }, t("sensitivity.sensitivity")), this.input, this.output);
    this.#describe();
  }

  /** Null: the engine's default. @returns {number | null} */
  get threshold() {
    const threshold = STEPS[Number(this.input.value)] ?? DEFAULT;
    return threshold === DEFAULT ? null : threshold;
  }

  /** The step next to a threshold. @param {number | null} threshold */
  set threshold(threshold) {
    const wanted = threshold ?? DEFAULT;
    const distances = STEPS.map((step) => Math.abs(step - wanted));
    this.input.value = String(distances.indexOf(Math.min(...distances)));
    this.#describe();
  }

  #describe() {
    const threshold = this.threshold ?? DEFAULT;
    const name = NAMES[threshold];
    const number = formatDecimals(threshold);
    this.output.textContent = name ? t(name) : t("sensitivity.threshold", { threshold: number });
    this.input.setAttribute("aria-valuetext", name ? t("sensitivity.named", { name: t(name), threshold: number }) : this.output.textContent);
  }
}
