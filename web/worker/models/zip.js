/** Read a zip archive (APPNOTE.TXT 6.3.10): what a repository downloaded as one file needs. Nothing is unpacked before it is read. */

import { TabsideError } from "../../shared/protocol.js";

/** A file to read: in an archive, or in a folder that was chosen. @typedef {{path: string, bytes: number, read: () => Promise<ArrayBuffer>}} Entry */

const END = 0x06054b50;
const CENTRAL = 0x02014b50;
const LOCAL = 0x04034b50;
const END_BYTES = 22;
const LONGEST_COMMENT = 0xffff;
const ENCRYPTED = 1;
const STORED = 0;
const DEFLATED = 8;
/** Where a value stands in the ZIP64 extra fields instead, for archives of over 4 GB. */
const ELSEWHERE = 0xffffffff;
const MOST_ENTRIES = 10_000;
/** As in py/tabside/files/archive.py: such names lead out of the folder that an archive is unpacked in. */
const OUTSIDE = /(?:^|[/\\])\.\.(?:[/\\]|$)|^[/\\]|^[A-Za-z]:|[\u0000-\u001f]/;
/** More than a WASM heap holds. */
const LARGEST_FILE = 4 * 1024 ** 3 - 1;

/** @param {Blob} archive @returns {Promise<Entry[]>} */
export async function readZip(archive) {
  const tail = new DataView(await archive.slice(Math.max(0, archive.size - END_BYTES - LONGEST_COMMENT)).arrayBuffer());
  let at = tail.byteLength - END_BYTES;
  while (at >= 0 && tail.getUint32(at, true) !== END) at--;
  if (at < 0) throw broken("it is no zip archive");
  const [count, size, start] = [tail.getUint16(at + 10, true), tail.getUint32(at + 12, true), tail.getUint32(at + 16, true)];
  if (count > MOST_ENTRIES || size === ELSEWHERE || start === ELSEWHERE) throw broken("it has too many files, or is over 4 GB");
  const central = new DataView(await archive.slice(start, start + size).arrayBuffer());
  const entries = [];
  for (let from = 0, number = 0; number < count; number++) {
    if (from + 46 > central.byteLength || central.getUint32(from, true) !== CENTRAL) throw broken("its list of files is damaged");
    const [name, extra, comment] = [28, 30, 32].map((place) => central.getUint16(from + place, true));
    const path = new TextDecoder().decode(new Uint8Array(central.buffer, from + 46, Math.min(name, central.byteLength - from - 46)));
    const entry = {
      path,
      flags: central.getUint16(from + 8, true),
      method: central.getUint16(from + 10, true),
      crc: central.getUint32(from + 16, true),
      packed: central.getUint32(from + 20, true),
      bytes: central.getUint32(from + 24, true),
      start: central.getUint32(from + 42, true),
    };
    if (!path.endsWith("/")) entries.push({ path, bytes: entry.bytes, read: () => unpack(archive, entry) });
    from += 46 + name + extra + comment;
  }
  if (new Set(entries.map(({ path }) => path)).size !== entries.length) throw broken("it has two files of one name");
  if (entries.some(({ path }) => OUTSIDE.test(path))) throw broken("the name of a file leads out of it");
  return entries;
}

/** @param {Blob} archive @param {{path: string, flags: number, method: number, crc: number, packed: number, bytes: number, start: number}} entry */
async function unpack(archive, { path, flags, method, crc, packed, bytes, start }) {
  if (flags & ENCRYPTED) throw broken("it is locked by a password");
  if (![STORED, DEFLATED].includes(method) || bytes > LARGEST_FILE || packed > LARGEST_FILE) throw broken(`${nameOf(path)} is packed in a way that is not read`);
  const head = new DataView(await archive.slice(start, start + 30).arrayBuffer());
  if (head.byteLength < 30 || head.getUint32(0, true) !== LOCAL) throw broken(`${nameOf(path)} is damaged`);
  const from = start + 30 + head.getUint16(26, true) + head.getUint16(28, true);
  const content = archive.slice(from, from + packed);
  let whole = new Uint8Array();
  let filled = 0;
  try {
    whole = new Uint8Array(bytes); // as much as was declared, which may be more than there is memory
    const stream = method === STORED ? content.stream() : content.stream().pipeThrough(new DecompressionStream("deflate-raw"));
    for (const reader = stream.getReader(); ; ) {
      const { done, value } = await reader.read();
      if (done) break;
      whole.set(value, filled); // more than was declared is an error
      filled += value.byteLength;
    }
  } catch {
    throw broken(`${nameOf(path)} is damaged`);
  }
  if (filled !== bytes || crc32(whole) !== crc) throw broken(`${nameOf(path)} is damaged`);
  return whole.buffer;
}

/** By byte: the remainder of CRC-32 (ISO 3309), reflected. */
const REMAINDERS = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});

/** @param {Uint8Array} bytes */
function crc32(bytes) {
  let crc = 0xffffffff;
  for (let at = 0; at < bytes.length; at++) crc = (crc >>> 8) ^ /** @type {number} */ (REMAINDERS[(crc ^ /** @type {number} */ (bytes[at])) & 0xff]);
  return (crc ^ 0xffffffff) >>> 0;
}

/** @param {string} path */
function nameOf(path) {
  return path.slice(path.lastIndexOf("/") + 1);
}

/** @param {string} what */
function broken(what) {
  return new TabsideError("file.invalid", `This archive cannot be read: ${what}.`);
}
