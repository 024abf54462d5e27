/** The ustar format (POSIX.1-1988), as needed for a folder of files: readable by `tar -t` and `tar -x` everywhere. */

const BLOCK = 512;
/** Offsets and lengths of the header's fields. @type {Record<string, [number, number]>} */
const FIELDS = { name: [0, 100], mode: [100, 8], size: [124, 12], time: [136, 12], checksum: [148, 8], type: [156, 1], magic: [257, 8], prefix: [345, 155] };

/** @param {readonly {path: string, bytes: ArrayBuffer}[]} files paths of ASCII @returns {BlobPart[]} */
export function packTar(files) {
  const parts = files.flatMap(({ path, bytes }) => [header(path, bytes.byteLength), bytes, new Uint8Array(-bytes.byteLength & (BLOCK - 1))]);
  return [...parts, new Uint8Array(2 * BLOCK)];
}

/**
 * @param {ArrayBuffer} archive
 * @returns {{path: string, bytes: ArrayBuffer}[]} regular files only; of a truncated or invalid archive, those that are complete
 */
export function readTar(archive) {
  const files = [];
  for (let at = 0; at + BLOCK <= archive.byteLength; ) {
    const block = new Uint8Array(archive, at, BLOCK);
    if (text(block, "magic").slice(0, 5) !== "ustar") break;
    const size = parseInt(text(block, "size"), 8);
    if (!(size >= 0) || at + BLOCK + size > archive.byteLength) break;
    const prefix = text(block, "prefix");
    const path = prefix === "" ? text(block, "name") : `${prefix}/${text(block, "name")}`;
    if (["0", ""].includes(text(block, "type"))) files.push({ path, bytes: archive.slice(at + BLOCK, at + BLOCK + size) });
    at += BLOCK + Math.ceil(size / BLOCK) * BLOCK;
  }
  return files;
}

/** @param {string} path @param {number} size */
function header(path, size) {
  const block = new Uint8Array(BLOCK);
  const cut = path.length > 100 ? path.indexOf("/", path.length - 101) : -1;
  const write = (/** @type {string} */ field, /** @type {string} */ value) => block.set(new TextEncoder().encode(value), FIELDS[field]?.[0]);
  write("name", path.slice(cut + 1));
  if (cut > 0) write("prefix", path.slice(0, cut));
  write("mode", "0000644\0");
  write("size", `${size.toString(8).padStart(11, "0")}\0`);
  write("time", "00000000000\0");
  write("checksum", "        ");
  write("type", "0");
  write("magic", "ustar\u000000");
  write("checksum", `${block.reduce((sum, byte) => sum + byte, 0).toString(8).padStart(6, "0")}\0 `);
  return block;
}

/** @param {Uint8Array} block @param {string} field */
function text(block, field) {
  const [start, length] = /** @type {[number, number]} */ (FIELDS[field]);
  return new TextDecoder().decode(block.subarray(start, start + length)).replace(/\0.*$/s, "").trim();
}
