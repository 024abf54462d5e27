/**
 * Derive model files from a published one: the same weights, in a form that runs faster in WASM.
 *
 * The recipe and its reasons are in py/tabside/onnx_file/derivation.py, and both produce the same bytes: the manifest's sha256
 * applies to either. Every product and quotient is therefore computed in double precision, in the order written there.
 */

import { TabsideError } from "../../shared/protocol.js";
import { field, fieldsOf, joined, numberOf, textOf, varintsOf } from "./protobuf.js";

/** @typedef {import("./protobuf.js").Field} Field */
/** @typedef {{inputs: string[], output: string, opType: string, fields: Field[]}} Node */
/** @typedef {Map<string, Field[]>} Tensors */
/**
 * Maps part of a product's name to channels of its input and their divisors, applied before rounding.
 * @typedef {Record<string, Record<string, number>>} Divided
 */

// Field numbers of onnx.proto (https://github.com/onnx/onnx/blob/main/onnx/onnx.proto).
const MODEL = { graph: 7 };
const GRAPH = { node: 1, initializer: 5 };
const NODE = { input: 1, output: 2, name: 3, opType: 4, attribute: 5, domain: 7 };
const ATTRIBUTE = { name: 1, i: 3 };
const TENSOR = { dims: 1, dataType: 2, name: 8, rawData: 9 };
const FLOAT = 1;
const INT8 = 3;

/** The largest magnitude of a byte's two weights and of their sum, in steps from zero, which is 8. */
const MAGNITUDES = Uint8Array.from({ length: 256 }, (_, byte) => magnitude((byte & 15) - 8, (byte >> 4) - 8));

/** @type {Record<string, (source: Uint8Array, divided: Divided) => Uint8Array<ArrayBuffer>>} */
const RECIPES = { "int8-per-channel": int8PerChannel };

/** @param {{recipe: string, divided?: Divided}} how @param {Uint8Array} source the published file @returns {Uint8Array<ArrayBuffer>} the derived file */
export function derive({ recipe, divided = {} }, source) {
  if (!Object.hasOwn(RECIPES, recipe)) throw refusal(`there is no recipe ${recipe}`);
  return RECIPES[recipe](source, divided);
}

/** @param {Uint8Array} source @param {Divided} divided */
function int8PerChannel(source, divided) {
  return joined(
    fieldsOf(source).flatMap(({ number, value, raw }) =>
      number === MODEL.graph ? field(number, joined(requantizeGraph(/** @type {Uint8Array} */ (value), divided))) : [raw],
    ),
  );
}

/** @param {Uint8Array} graph @param {Divided} divided @returns {Uint8Array[]} pieces */
function requantizeGraph(graph, divided) {
  const fields = fieldsOf(graph);
  /** @type {Map<number, Node>} */
  const nodes = new Map();
  /** @type {Tensors} */
  const tensors = new Map();
  /** @type {Map<string, number[]>} */
  const uses = new Map();
  fields.forEach(({ number, value }, index) => {
    if (number === GRAPH.node) {
      const node = toNode(/** @type {Uint8Array} */ (value));
      nodes.set(index, node);
      for (const name of node.inputs) uses.set(name, [...(uses.get(name) ?? []), index]);
    } else if (number === GRAPH.initializer) {
      const tensor = fieldsOf(/** @type {Uint8Array} */ (value));
      tensors.set(textOf(tensor, TENSOR.name), tensor);
    }
  });

  /** @type {Map<number, Uint8Array[]>} */
  const replaced = new Map();
  /** @type {Uint8Array[]} */
  const added = [];
  const unused = new Set(Object.keys(divided));
  /** By the name of the tensor that they replace. @type {Map<string, Uint8Array>} */
  const weights = new Map();
  const absorbed = new Set();
  for (const [index, node] of nodes) {
    if (node.opType !== "MatMulNBits") continue;
    const [activations, packed, scales] = operandsOf(node);
    const name = textOf(node.fields, NODE.name);
    /** @type {Map<number, number>} */
    const channels = new Map();
    for (const [part, each] of Object.entries(divided).filter(([part]) => name.includes(part))) {
      unused.delete(part);
      for (const [channel, by] of Object.entries(each)) channels.set(Number(channel), by);
    }
    if (!weights.has(packed)) requantize(node, packed, scales, tensors, weights, channels);
    const inputs = [activations, packed, scales];
    const addition = biasAddition(node.output, nodes, uses, tensors);
    if (addition) {
      absorbed.add(addition.index);
      inputs.push("", addition.bias);
    }
    const output = addition ? /** @type {Node} */ (nodes.get(addition.index)).output : node.output;
    const before = [];
    if (channels.size) {
      inputs[0] = `${packed}_input`;
      before.push(scaling(activations, `${packed}_factors`, inputs[0]));
      added.push(factors(`${packed}_factors`, attributesOf(node).get("K") ?? 0, channels));
    }
    replaced.set(index, [...before, product(inputs, output, name)]);
  }
  if (unused.size) throw refusal("what is to be divided is in no product of the model");
  if (!replaced.size) throw refusal("the recipe int8-per-channel needs a model with MatMulNBits");

  const pieces = fields.flatMap(({ number, value, raw }, index) => {
    if (absorbed.has(index)) return [];
    const tensor = number === GRAPH.initializer && weights.get(textOf(fieldsOf(/** @type {Uint8Array} */ (value)), TENSOR.name));
    const changed = replaced.get(index) ?? (tensor ? [tensor] : null);
    return changed ? changed.flatMap((each) => field(number, each)) : [raw];
  });
  return [...pieces, ...added.flatMap((each) => field(GRAPH.initializer, each))];
}

/** Zero points (a fourth input) or a group index would need another recipe. @param {Node} node */
function operandsOf(node) {
  if (node.inputs.length !== 3 || attributesOf(node).get("bits") !== 4) throw refusal("the recipe int8-per-channel needs 4-bit weights without zero points");
  return node.inputs;
}

/**
 * The Add that is the only consumer of a product, and the constant vector that it adds.
 * @param {string} output @param {Map<number, Node>} nodes @param {Map<string, number[]>} uses @param {Tensors} tensors
 */
function biasAddition(output, nodes, uses, tensors) {
  const users = uses.get(output) ?? [];
  const node = nodes.get(users[0]);
  const others = node?.inputs.filter((name) => name !== output) ?? [];
  if (users.length !== 1 || node?.opType !== "Add" || others.length !== 1) return null;
  const bias = tensors.get(others[0]);
  return bias && varintsOf(bias, TENSOR.dims).length === 1 ? { index: users[0], bias: others[0] } : null;
}

/** @param {string[]} inputs @param {string} output @param {string} name */
function product(inputs, output, name) {
  return joined([
    ...inputs.flatMap((text) => field(NODE.input, text)),
    ...field(NODE.output, output),
    ...field(NODE.name, name),
    ...field(NODE.opType, "DynamicQuantizeMatMul"),
    ...field(NODE.domain, "com.microsoft"),
  ]);
}

/** @param {string} activations @param {string} factors @param {string} output */
function scaling(activations, factors, output) {
  return joined([...[activations, factors].flatMap((text) => field(NODE.input, text)), ...field(NODE.output, output), ...field(NODE.name, output), ...field(NODE.opType, "Mul")]);
}

/** @param {string} name @param {number} rows @param {Map<number, number>} channels */
function factors(name, rows, channels) {
  const values = new Float32Array(rows).fill(1);
  for (const [channel, by] of channels) values[channel] = 1 / by;
  return tensor(name, [rows], FLOAT, values);
}

/**
 * Put two tensors into `weights`: the weights as int8 [K, N], and one float32 scale per column (N).
 * @param {Node} node @param {string} packedName @param {string} scalesName @param {Tensors} tensors @param {Map<string, Uint8Array>} weights @param {Map<number, number>} divided
 */
function requantize(node, packedName, scalesName, tensors, weights, divided) {
  const attributes = attributesOf(node);
  const [columns, rows, block] = ["N", "K", "block_size"].map((name) => attributes.get(name) ?? 0);
  const blocks = rows / block;
  if (!Number.isInteger(blocks)) throw refusal("the recipe int8-per-channel needs whole blocks");
  if ([...divided.keys()].some((channel) => channel >= rows)) throw refusal("a channel that is to be divided is not there");
  const packed = rawData(tensors, packedName);
  // A copy, because the file does not align its numbers.
  const byBlock = new Float32Array(Uint8Array.from(rawData(tensors, scalesName)).buffer);
  const rounded = new Int8Array(rows * columns);
  const byColumn = new Float32Array(columns);
  const steps = new Int8Array(16);
  for (let column = 0; column < columns; column++) {
    const start = (column * rows) / 2;
    /** A weight of the column, as steps from zero. @param {number} row */
    const weight = (row) => (((packed[start + (row >> 1)] >> (row & 1 ? 4 : 0)) & 15) - 8) * (divided.get(row) ?? 1);
    let most = largest(packed.subarray(start, start + rows / 2), byBlock.subarray(column * blocks, (column + 1) * blocks));
    for (const row of divided.keys()) {
      most = Math.max(most, magnitude(weight(row & ~1), weight(row | 1)) * Math.abs(byBlock[column * blocks + Math.floor(row / block)]));
    }
    // Two neighboring weights reach at most 127 together. Rounding up may give 128, and 255 * 128 < 2 ** 15.
    byColumn[column] = most / 127 || 1;
    for (let each = 0; each < blocks; each++) {
      const scale = byBlock[column * blocks + each];
      for (let nibble = 0; nibble < 16; nibble++) steps[nibble] = Math.floor(((nibble - 8) * scale) / byColumn[column] + 0.5);
      let at = each * block * columns + column;
      for (let byte = start + (each * block) / 2, end = byte + block / 2; byte < end; byte++) {
        rounded[at] = steps[packed[byte] & 15];
        rounded[at + columns] = steps[packed[byte] >> 4];
        at += 2 * columns;
      }
    }
    for (const row of divided.keys()) {
      rounded[row * columns + column] = Math.floor((weight(row) * byBlock[column * blocks + Math.floor(row / block)]) / byColumn[column] + 0.5);
    }
  }
  weights.set(packedName, tensor(packedName, [rows, columns], INT8, rounded));
  weights.set(scalesName, tensor(scalesName, [columns], FLOAT, byColumn));
}

/** @param {number} even @param {number} odd */
function magnitude(even, odd) {
  return Math.max(Math.abs(even), Math.abs(odd), Math.abs(even + odd));
}

/** The largest magnitude in one column, of a weight or of two neighbors together. @param {Uint8Array} packed @param {Float32Array} scales one for each block */
function largest(packed, scales) {
  const bytes = packed.length / scales.length;
  let most = 0;
  for (let each = 0; each < scales.length; each++) {
    let steps = 0;
    for (let byte = each * bytes; byte < (each + 1) * bytes; byte++) {
      if (MAGNITUDES[packed[byte]] > steps) steps = MAGNITUDES[packed[byte]];
    }
    most = Math.max(most, steps * Math.abs(scales[each]));
  }
  return most;
}

/** @param {string} name @param {number[]} dims @param {number} dataType @param {ArrayBufferView<ArrayBuffer>} data little-endian, as every browser's numbers are */
function tensor(name, dims, dataType, data) {
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  return joined([...dims.flatMap((size) => field(TENSOR.dims, size)), ...field(TENSOR.dataType, dataType), ...field(TENSOR.name, name), ...field(TENSOR.rawData, bytes)]);
}

/** @param {Tensors} tensors @param {string} name */
function rawData(tensors, name) {
  const value = tensors.get(name)?.find(({ number }) => number === TENSOR.rawData)?.value;
  if (!(value instanceof Uint8Array)) throw refusal(`it has no weights named ${name}`);
  return value;
}

/** @param {Uint8Array} value @returns {Node} */
function toNode(value) {
  const fields = fieldsOf(value);
  const inputs = fields.filter(({ number }) => number === NODE.input).map((each) => textOf([each], NODE.input));
  return { inputs, output: textOf(fields, NODE.output), opType: textOf(fields, NODE.opType), fields };
}

/** The node's integer attributes. @param {Node} node @returns {Map<string, number>} */
function attributesOf(node) {
  const attributes = node.fields.filter(({ number }) => number === NODE.attribute).map(({ value }) => fieldsOf(/** @type {Uint8Array} */ (value)));
  return new Map(attributes.map((fields) => [textOf(fields, ATTRIBUTE.name), numberOf(fields, ATTRIBUTE.i)]));
}

/** @param {string} reason */
function refusal(reason) {
  return new TabsideError("manifest.invalid", `This model's file cannot be made here: ${reason}. The site has to be built again.`);
}
