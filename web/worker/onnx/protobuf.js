/** A minimal protocol buffers codec for ONNX files: https://protobuf.dev/programming-guides/encoding/ */

import { TabsideError } from "../../shared/protocol.js";

/**
 * A varint's value is a number, any other's is bytes; `raw` is the encoded field.
 * @typedef {{number: number, value: number | Uint8Array, raw: Uint8Array}} Field
 */

const VARINT = 0;
const FIXED64 = 1;
const LEN = 2;
const FIXED32 = 5;

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** A message's fields; their bytes are views of `data`. @param {Uint8Array} data @returns {Field[]} */
export function fieldsOf(data) {
  const fields = [];
  for (let at = 0, end = 0; at < data.length; at = end) {
    const [key, begin] = varint(data, at);
    const wire = key % 8;
    /** @type {number | Uint8Array} */
    let value;
    if (wire === VARINT) [value, end] = varint(data, begin);
    else {
      const [size, start] = wire === LEN ? varint(data, begin) : [wire === FIXED64 ? 8 : 4, begin];
      end = start + size;
      if (![FIXED64, LEN, FIXED32].includes(wire) || end > data.length) throw broken();
      value = data.subarray(start, end);
    }
    fields.push({ number: Math.floor(key / 8), value, raw: data.subarray(at, end) });
  }
  return fields;
}

/** A field in pieces, so that large bytes are copied once. @param {number} number @param {number | string | Uint8Array} value @returns {Uint8Array[]} */
export function field(number, value) {
  if (typeof value === "number") return [encoded(number * 8 + VARINT), encoded(value)];
  const bytes = typeof value === "string" ? encoder.encode(value) : value;
  return [encoded(number * 8 + LEN), encoded(bytes.length), bytes];
}

/** @param {Uint8Array[]} pieces @returns {Uint8Array<ArrayBuffer>} */
export function joined(pieces) {
  const whole = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

/** @param {Field[]} fields @param {number} number */
export function textOf(fields, number) {
  const value = fields.find((each) => each.number === number)?.value;
  return value instanceof Uint8Array ? decoder.decode(value) : "";
}

/** @param {Field[]} fields @param {number} number */
export function numberOf(fields, number) {
  const value = fields.find((each) => each.number === number)?.value;
  return typeof value === "number" ? value : 0;
}

/** A repeated number, packed or not. @param {Field[]} fields @param {number} number */
export function varintsOf(fields, number) {
  const values = [];
  for (const each of fields) {
    if (each.number !== number) continue;
    if (typeof each.value === "number") values.push(each.value);
    else for (let at = 0, value; at < each.value.length; values.push(value)) [value, at] = varint(each.value, at);
  }
  return values;
}

/** @param {Uint8Array} data @param {number} at @returns {[value: number, end: number]} */
function varint(data, at) {
  let value = 0;
  // Multiplied, not shifted: lengths may exceed 31 bits. Only negative numbers exceed 53 bits, and none is read here.
  for (let factor = 1; at < data.length && factor < 2 ** 64; factor *= 128) {
    const byte = data[at++];
    value += (byte & 127) * factor;
    if (byte < 128) return [value, at];
  }
  throw broken();
}

/** @param {number} value */
function encoded(value) {
  const bytes = [];
  for (; value > 127; value = Math.floor(value / 128)) bytes.push((value % 128) | 128);
  return Uint8Array.from([...bytes, value]);
}

function broken() {
  return new TabsideError("manifest.invalid", "This model's file is not ONNX. The site has to be built again.");
}
