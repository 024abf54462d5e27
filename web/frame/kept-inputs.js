/** What was typed and chosen in a view that is built anew, as in another language. */

const FIELDS = "textarea:is([id], [name]), select:is([id], [name]), input:is([id], [name]):not([type=file])";

/** @typedef {HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement} Field */

/** Values by id or name. @param {ParentNode} section @returns {Map<string, string | boolean>} */
export function inputsOf(section) {
  return new Map(fieldsIn(section).map((field) => [field.id || field.name, valueOf(field)]));
}

/** Put the values back, as if they were typed. @param {ParentNode} section @param {ReadonlyMap<string, string | boolean>} values */
export function putBack(section, values) {
  for (const field of fieldsIn(section)) {
    const value = values.get(field.id || field.name);
    if (value === undefined || value === valueOf(field) || !offers(field, value)) continue;
    if (typeof value === "boolean") /** @type {HTMLInputElement} */ (field).checked = value;
    else field.value = value;
    for (const name of ["input", "change"]) field.dispatchEvent(new Event(name, { bubbles: true }));
  }
}

/** Whether a value can be chosen: an imported policy, for one, is gone. @param {Field} field @param {string | boolean} value */
function offers(field, value) {
  return !(field instanceof HTMLSelectElement) || [...field.options].some((option) => option.value === value && !option.hidden);
}

/** @param {ParentNode} section @returns {Field[]} */
function fieldsIn(section) {
  return [...section.querySelectorAll(FIELDS)].map((field) => /** @type {Field} */ (field));
}

/** @param {Field} field */
function valueOf(field) {
  return field instanceof HTMLInputElement && /^(checkbox|radio)$/.test(field.type) ? field.checked : field.value;
}
