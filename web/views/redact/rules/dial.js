/**
 * Convert between a policy and the dial of each kind: always masked, only where somebody is named, or never. No DOM.
 * The rules are those of py/tabside/redaction/policy/reader.py.
 *
 * @typedef {"always" | "identifying" | "never"} Mode
 * @typedef {{on?: string[], also?: string[], off?: string[], identifying?: string[]}} Kinds
 * @typedef {string | Record<string, any> | null} Base   a preset's name, plain data, or none
 */

import { IDENTIFIES, PRESET_KINDS } from "../../../shared/tables.js";
import { ENTITIES, ON_REQUEST } from "../entities.js";

/** The modes that a kind can have. One that tells who is meant has no middle. @param {string} entity @returns {Mode[]} */
export function modesFor(entity) {
  return IDENTIFIES.includes(entity) ? ["always", "never"] : ["always", "identifying", "never"];
}

/** The mode of every kind under a policy. @param {Base} base @returns {Map<string, Mode>} */
export function modesOf(base) {
  const data = typeof base === "string" ? { extends: base } : (base ?? {});
  const preset = record(PRESET_KINDS[data.extends]);
  const own = record(data.entities);
  const here = new Set([...list(own.on), ...list(own.also), ...list(own.identifying)]);
  const on = own.on ?? preset.on;
  const also = new Set([...here, ...("on" in own ? [] : [...list(preset.also), ...list(preset.identifying)])]);
  const off = new Set([...list(preset.off), ...list(own.off)].filter((entity) => !here.has(entity)));
  const near = new Set([...list(own.identifying), ...list(preset.identifying).filter((entity) => !here.has(entity))]);
  /** @param {string} entity @returns {Mode} */
  const mode = (entity) => {
    const usual = on === undefined ? !ON_REQUEST.includes(entity) : list(on).includes(entity);
    if (off.has(entity) || !(usual || also.has(entity))) return "never";
    return near.has(entity) ? "identifying" : "always";
  };
  return new Map(ENTITIES.map((entity) => [entity, mode(entity)]));
}

/** The policy with these modes; itself if it has them. @param {Base} base @param {Map<string, Mode>} modes @returns {Base} */
export function withModes(base, modes) {
  const before = modesOf(base);
  const changed = [...modes].filter(([entity, mode]) => before.get(entity) !== mode);
  if (changed.length === 0) return base;
  const data = typeof base === "string" ? { extends: base } : (base ?? {});
  const names = new Set(changed.map(([entity]) => entity));
  /** @type {Kinds} */
  const kinds = {};
  for (const [field, entities] of Object.entries(record(data.entities))) {
    kinds[/** @type {keyof Kinds} */ (field)] = list(entities).filter((entity) => !names.has(entity));
  }
  const fields = /** @type {const} */ ({ always: "also", identifying: "identifying", never: "off" });
  for (const [entity, mode] of changed) (kinds[fields[mode]] ??= []).push(entity);
  return { tabside_policy: 1, ...data, entities: kinds };
}

/** @param {unknown} value @returns {Record<string, any>} */
function record(value) {
  return value !== null && typeof value === "object" && !Array.isArray(value) ? value : {};
}

/** @param {unknown} value @returns {string[]} */
function list(value) {
  return Array.isArray(value) ? value : [];
}
