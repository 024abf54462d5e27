/**
 * What PDFium's module imports, in the tab: memory growth, longjmp, and a clock, environment and disk of nothing.
 *
 * The same as py/tabside/pdf/wasm_imports.py, so that one input has one output on both sides. No call reaches a clock or a random source.
 */

const PAGE = 65_536;
const ENOENT = -44;
const BADF = 8;
/** 1 January 2026: sec min hour mday mon year wday yday. */
const DATE = [0, 0, 0, 1, 0, 126, 4, 0];
const DATE_MS = 1_767_225_600_000;

/** The engine called abort or failed an assertion. */
export class EngineStop extends Error {}

/** A longjmp on its way to the `invoke_` call that catches it. */
class Longjmp extends Error {}

/** @typedef {Record<string, any> & {memory: WebAssembly.Memory, __indirect_function_table: WebAssembly.Table}} Exports */

/**
 * The functions for a module's imports. `exports` gives those of the instance, once there is one.
 * @param {WebAssembly.Module} module @param {number} most_bytes the heap may grow to @param {() => Exports} exports
 * @param {() => void} onFull memory was asked for beyond the limit
 * @returns {WebAssembly.Imports}
 */
export function importsOf(module, most_bytes, exports, onFull) {
  const view = () => new DataView(exports().memory.buffer);
  /** @param {number} address @param {number[]} numbers */
  const writeInts = (address, numbers) => numbers.forEach((number, i) => view().setInt32(address + 4 * i, number, true));
  const stop = () => {
    throw new EngineStop("the engine stopped itself");
  };
  /** @type {Record<string, (...args: number[]) => number | void>} */
  const special = {
    _emscripten_throw_longjmp() {
      throw new Longjmp();
    },
    emscripten_resize_heap(size) {
      const wanted = size >>> 0;
      const { memory } = exports();
      const held = memory.buffer.byteLength;
      if (wanted > most_bytes) {
        onFull();
        return 0;
      }
      // A fifth more than asked for, as Emscripten does, so that growth is seldom.
      const grown = Math.min(Math.max(wanted, held + Math.floor(held / 5)), most_bytes);
      try {
        memory.grow(Math.floor((grown - held + PAGE - 1) / PAGE));
      } catch {
        onFull();
        return 0;
      }
      return 1;
    },
    _emscripten_memcpy_js(target, source, length) {
      new Uint8Array(exports().memory.buffer).copyWithin(target, source, source + length);
    },
    emscripten_date_now: () => DATE_MS,
    _gmtime_js: (_low, _high, target) => writeInts(target, DATE),
    _localtime_js: (_low, _high, target) => writeInts(target, [...DATE, 0, 0]),
    _abort_js: stop,
    __assert_fail: stop,
    environ_sizes_get(count, size) {
      writeInts(count, [0]);
      writeInts(size, [0]);
      return 0;
    },
    environ_get: () => 0,
    /** What is written to standard output and error is shown to nobody: it may quote the file. */
    fd_write(_file, vectors, count, written) {
      let total = 0;
      for (let i = 0; i < count; i++) total += view().getUint32(vectors + 8 * i + 4, true);
      view().setUint32(written, total, true);
      return 0;
    },
  };
  /** @type {Record<string, Record<string, any>>} */
  const imports = {};
  for (const { module: group, name } of WebAssembly.Module.imports(module)) {
    const answer = name.startsWith("__syscall") ? ENOENT : BADF;
    imports[group] ??= {};
    imports[group][name] = name.startsWith("invoke_") ? invoke(exports) : (special[name] ?? (() => answer));
  }
  return imports;
}

/** @param {() => Exports} exports */
function invoke(exports) {
  return (/** @type {number} */ index, /** @type {number[]} */ ...args) => {
    const { emscripten_stack_get_current, _emscripten_stack_restore, setThrew, __indirect_function_table } = exports();
    const stack = emscripten_stack_get_current();
    try {
      return __indirect_function_table.get(index)(...args);
    } catch (error) {
      if (!(error instanceof Longjmp)) throw error;
      _emscripten_stack_restore(stack);
      setThrew(1, 0);
      return 0;
    }
  };
}
