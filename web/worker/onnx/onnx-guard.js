/**
 * Check an ONNX file before onnxruntime opens it, and refuse dangerous or malformed content: weights outside the verified files, operators of
 * unknown domains, tensors that declare more than they contain, absurd sizes, onnxruntime's own format. The rules and their reasons are
 * in py/tabside/onnx_file/guard.py; tests compare the two. Only the structure is read, never the weights.
 */

import { TabsideError } from "../../shared/protocol.js";
import { fieldsOf, varintsOf } from "./protobuf.js";

/** @typedef {import("./protobuf.js").Field} Field */

const LARGEST_BYTES = 2 ** 31 - 1;
const LARGEST_ELEMENTS = 2 ** 31;
const LARGEST_SPARSE_ELEMENTS = 2 ** 28;
const LARGEST_RANK = 64;
const LARGEST_NODES = 200_000;
const DEEPEST = 32;

/** Domains of onnxruntime's own operators. */
const DOMAINS = ["", "ai.onnx", "ai.onnx.ml", "com.microsoft", "com.microsoft.nchwc", "com.ms.internal.nhwc"];

/** Bits per element, by TensorProto.DataType; 8 is string. @type {Record<number, number>} */
const BITS = {
  1: 32, 2: 8, 3: 8, 4: 16, 5: 16, 6: 32, 7: 64, 9: 8, 10: 16, 11: 64, 12: 32, 13: 64, 14: 64, 15: 128, 16: 16,
  17: 8, 18: 8, 19: 8, 20: 8, 21: 4, 22: 4, 23: 4, 24: 8, 25: 2, 26: 2,
};
const STRING = 8;
/** TensorProto.DataLocation.EXTERNAL. */
const OUTSIDE = 1;

// Field numbers of onnx.proto (https://github.com/onnx/onnx/blob/main/onnx/onnx.proto).
const MODEL = { graph: 7, training: 20, function: 25 };
const TRAINING_GRAPHS = [1, 2];
const FUNCTION = { node: 7, domain: 10, default: 11 };
const GRAPH = { node: 1, initializer: 5, input: 11, output: 12, sparse: 15 };
const NODE = { attribute: 5, domain: 7 };
const ATTRIBUTE = { tensor: 5, graph: 6, tensors: 10, graphs: 11, sparse: 22, sparses: 23 };
const SPARSE = { values: 1, indices: 2, dims: 3 };
const TENSOR = { dims: 1, dataType: 2, texts: 6, raw: 9, external: 13, location: 14 };
const TYPED = new Set([4, 5, 7, 10, 11]);
/** Path from a value's description to the sizes of its dimensions. */
const VALUE_TO_DIM = [2, 1, 2, 1];
const DIM_VALUE = 1;

/** The file identifier of onnxruntime's own format (https://flatbuffers.dev): onnxruntime trusts these four bytes. */
const ORT_FORMAT = "ORTM";

/**
 * @param {Uint8Array} data @param {ReadonlyMap<string, number>} [external] names and sizes of the files beside it that may hold its weights
 * @throws {TabsideError} session.refused; `details.reason` is stable
 */
export function checkOnnx(data, external = new Map()) {
  if (data.length > LARGEST_BYTES) throw refusal("size", "it is larger than 2 GiB");
  if (textOf(data.subarray(4, 8)) === ORT_FORMAT) throw refusal("format", "it is in onnxruntime's own format, not ONNX");
  try {
    new Check(external).model(data);
  } catch (error) {
    // The parser's error for bytes that are not a message.
    if (error instanceof TabsideError && error.code === "manifest.invalid") throw refusal("format", "it is not ONNX");
    throw error;
  }
}

class Check {
  nodes = 0;
  domains = new Set(DOMAINS);

  /** @param {ReadonlyMap<string, number>} external */
  constructor(external) {
    this.external = external;
  }

  /** @param {Uint8Array} data */
  model(data) {
    const model = fieldsOf(data);
    once(model, MODEL.graph);
    const functions = messages(model, MODEL.function).map(fieldsOf);
    // Functions are defined in the file, from operators that are checked as well.
    for (const each of functions) for (const domain of messages(each, FUNCTION.domain)) this.domains.add(textOf(domain));
    for (const each of functions) for (const node of messages(each, FUNCTION.node)) this.node(node, 1);
    // onnxruntime inserts the default into each call of the function, and opens the files that it names.
    for (const each of functions) for (const attribute of messages(each, FUNCTION.default)) this.attribute(attribute, 1);
    for (const each of messages(model, MODEL.training).map(fieldsOf)) {
      for (const number of TRAINING_GRAPHS) for (const graph of messages(each, number)) this.graph(graph, 1);
    }
    const [graph] = messages(model, MODEL.graph);
    if (!graph) throw refusal("format", "it is not ONNX");
    this.graph(graph, 1);
  }

  /** @param {Uint8Array} data @param {number} depth */
  graph(data, depth) {
    if (depth > DEEPEST) throw refusal("depth", `its graphs are nested more than ${DEEPEST} deep`);
    for (const field of fieldsOf(data)) {
      if (field.number === GRAPH.node) this.node(message(field), depth);
      else if (field.number === GRAPH.initializer) checkTensor(message(field), this.external);
      else if (field.number === GRAPH.sparse) checkSparse(message(field));
      else if (field.number === GRAPH.input || field.number === GRAPH.output) checkValue(message(field));
    }
  }

  /** @param {Uint8Array} data @param {number} depth */
  node(data, depth) {
    if (++this.nodes > LARGEST_NODES) throw refusal("nodes", `it has more than ${LARGEST_NODES} nodes`);
    for (const field of fieldsOf(data)) {
      if (field.number === NODE.attribute) this.attribute(message(field), depth);
      else if (field.number === NODE.domain && !this.domains.has(textOf(message(field)))) {
        throw refusal("domain", "it uses operators of a domain that onnxruntime does not have");
      }
    }
  }

  /** @param {Uint8Array} data @param {number} depth */
  attribute(data, depth) {
    const attribute = fieldsOf(data);
    for (const number of [ATTRIBUTE.tensor, ATTRIBUTE.graph, ATTRIBUTE.sparse]) once(attribute, number);
    for (const field of attribute) {
      if (field.number === ATTRIBUTE.tensor || field.number === ATTRIBUTE.tensors) checkTensor(message(field), this.external);
      else if (field.number === ATTRIBUTE.graph || field.number === ATTRIBUTE.graphs) this.graph(message(field), depth + 1);
      else if (field.number === ATTRIBUTE.sparse || field.number === ATTRIBUTE.sparses) checkSparse(message(field));
    }
  }
}

/** @param {Uint8Array} data @param {ReadonlyMap<string, number>} external */
function checkTensor(data, external) {
  const tensor = fieldsOf(data);
  // One parser takes the last of two values, another one perhaps the first.
  once(tensor, TENSOR.dataType);
  once(tensor, TENSOR.raw);
  const elements = elementsOf(varintsOf(tensor, TENSOR.dims));
  const dataType = tensor.find(({ number }) => number === TENSOR.dataType)?.value ?? 0;
  if (typeof dataType !== "number") throw refusal("format", "it is not ONNX");
  const [raw] = messages(tensor, TENSOR.raw);
  let typedBytes = 0;
  let texts = 0;
  let location = 0;
  /** @type {Uint8Array[]} */
  const entries = [];
  for (const { number, value } of tensor) {
    if (TYPED.has(number)) typedBytes += typeof value === "number" ? 1 : value.length;
    else if (number === TENSOR.texts) texts++;
    else if (number === TENSOR.external && typeof value !== "number") entries.push(value);
    else if (number === TENSOR.external || (number === TENSOR.location && typeof value !== "number")) throw refusal("format", "it is not ONNX");
    else if (number === TENSOR.location) location = /** @type {number} */ (value);
  }
  if (entries.length > 0 || location !== 0) {
    const heldHere = raw !== undefined || typedBytes > 0 || texts > 0;
    const bits = BITS[dataType];
    if (location !== OUTSIDE || heldHere || !bits) throw refusal("external-data", "its weights lie outside the file");
    checkExternal(entries, Math.ceil((elements * bits) / 8), external);
    return;
  }
  let held;
  if (dataType === STRING) held = elements <= texts;
  else if (!BITS[dataType]) throw refusal("type", "a tensor is of an unknown type");
  else if (raw) held = raw.length === Math.ceil((elements * BITS[dataType]) / 8);
  else held = elements <= typedBytes * Math.floor(8 / Math.min(8, BITS[dataType]));
  if (!held) throw refusal("size", "a tensor does not hold what its shape says");
}

/**
 * Check that a tensor of `size` bytes lies within one of the files that were named beforehand.
 * @param {Uint8Array[]} entries @param {number} size @param {ReadonlyMap<string, number>} external
 */
function checkExternal(entries, size, external) {
  /** @type {Map<string, string>} */
  const said = new Map();
  for (const entry of entries) {
    const both = new Map(fieldsOf(entry).map((field) => [field.number, textOf(message(field))]));
    const [key, value] = [both.get(1), both.get(2)];
    if (both.size !== 2 || key === undefined || value === undefined || said.has(key)) throw refusal("format", "it is not ONNX");
    said.set(key, value);
  }
  // Exactly as the file is called: no folder, no link, no other spelling.
  const there = external.get(said.get("location") ?? "");
  if (there === undefined) throw refusal("external-data", "its weights lie outside the file");
  const numbers = ["offset", "length"].map((name) => said.get(name) ?? "0");
  if (!numbers.every((text) => /^[0-9]{1,15}$/.test(text))) throw refusal("external-data", "a place in its further files is no number");
  const [offset = 0, length = 0] = numbers.map(Number);
  if ((length || size) !== size || offset + size > there) throw refusal("size", "a tensor does not hold what its shape says");
}

/** @param {Uint8Array} data */
function checkSparse(data) {
  const sparse = fieldsOf(data);
  for (const number of [SPARSE.values, SPARSE.indices]) {
    once(sparse, number);
    // Those of a sparse tensor are in the file itself.
    messages(sparse, number).forEach((each) => checkTensor(each, new Map()));
  }
  if (elementsOf(varintsOf(sparse, SPARSE.dims)) > LARGEST_SPARSE_ELEMENTS) throw refusal("size", "a sparse tensor would be too large");
}

/** @param {Uint8Array} data */
function checkValue(data) {
  const dims = VALUE_TO_DIM.reduce((level, number) => level.flatMap((each) => messages(fieldsOf(each), number)), [data]);
  const sizes = dims.flatMap((dim) => fieldsOf(dim).filter(({ number }) => number === DIM_VALUE).map(({ value }) => Number(value)));
  // Some exporters write a free dimension as a negative number.
  elementsOf(sizes.filter((size) => size < 2 ** 63));
}

/** @param {number[]} sizes */
function elementsOf(sizes) {
  if (sizes.length > LARGEST_RANK) throw refusal("size", `a tensor has more than ${LARGEST_RANK} dimensions`);
  if (sizes.reduce((product, size) => product * Math.max(size, 1), 1) > LARGEST_ELEMENTS) throw refusal("size", `a tensor has more than ${LARGEST_ELEMENTS} elements`);
  return sizes.reduce((product, size) => product * size, 1);
}

/** @param {Field[]} fields @param {number} number */
function messages(fields, number) {
  return fields.filter((each) => each.number === number).map(message);
}

/** @param {Field} field */
function message({ value }) {
  if (typeof value === "number") throw refusal("format", "it is not ONNX");
  return value;
}

/** @param {Field[]} fields @param {number} number */
function once(fields, number) {
  if (fields.filter((each) => each.number === number).length > 1) throw refusal("format", "it is not ONNX");
}

const decoder = new TextDecoder();

/** @param {Uint8Array} bytes */
function textOf(bytes) {
  return decoder.decode(bytes);
}

/** @param {string} reason @param {string} what */
function refusal(reason, what) {
  return new TabsideError("session.refused", `This model's file is refused: ${what}. Get the model from whoever made it.`, { reason });
}
