/** Images for Python, decoded to RGBA and encoded by the browser, so that no decoder has to be downloaded. */

import { TabsideError } from "../../shared/protocol.js";

/**
 * Decode an image, rotated according to EXIF and in sRGB.
 * @param {Uint8Array} bytes @param {string} type media type @param {number} mostPixels a larger image is only measured, not decoded
 * @returns {Promise<[string, Uint8ClampedArray]>} facts as JSON, and RGBA
 */
export async function decodePicture(bytes, type, mostPixels) {
  checkSign(bytes, type);
  const blob = new Blob([/** @type {Uint8Array<ArrayBuffer>} */ (bytes)], { type });
  refuseMoving(bytes, type);
  /** @type {ImageBitmap} */
  let bitmap;
  try {
    bitmap = await createImageBitmap(blob, { imageOrientation: "from-image", premultiplyAlpha: "none", colorSpaceConversion: "default" });
  } catch {
    throw new TabsideError("file.invalid", "This picture is broken: it cannot be decoded.");
  }
  const { width, height } = bitmap;
  const facts = JSON.stringify({ width, height, is_too_large: width * height > mostPixels });
  if (width * height > mostPixels) {
    bitmap.close();
    return [facts, new Uint8ClampedArray()];
  }
  const context = contextOf(width, height);
  context.drawImage(bitmap, 0, 0);
  bitmap.close();
  return [facts, context.getImageData(0, 0, width, height, { colorSpace: "srgb" }).data];
}

/**
 * Encode RGBA pixels.
 * @param {string} facts `{width, height, type, quality}` as JSON @param {Uint8Array} pixels
 */
export async function encodePicture(facts, pixels) {
  const { width, height, type, quality } = JSON.parse(facts);
  const context = contextOf(width, height);
  context.putImageData(new ImageData(new Uint8ClampedArray(/** @type {Uint8Array<ArrayBuffer>} */ (pixels)), width, height), 0, 0);
  const blob = await context.canvas.convertToBlob({ type, quality });
  if (blob.type !== type) throw new TabsideError("file.unsupported", `This browser cannot write pictures of this kind (${type}). Save it as .png.`);
  return new Uint8Array(await blob.arrayBuffer());
}

/**
 * Check the file's signature. A browser decodes an image whatever its declared type, and it would be written in another format.
 * @param {Uint8Array} bytes @param {string} type
 */
function checkSign(bytes, type) {
  const head = String.fromCharCode(...bytes.subarray(0, 12));
  const signs = { "image/png": /^\x89PNG/, "image/jpeg": /^\xff\xd8\xff/, "image/webp": /^RIFF[^]{4}WEBP/ };
  if (!signs[/** @type {keyof typeof signs} */ (type)]?.test(head)) throw new TabsideError("file.unsupported", "This is no picture of the kind that its name says.");
}

/** Only the first frame would be read. @param {Uint8Array} bytes @param {string} type */
function refuseMoving(bytes, type) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  // PNG: a chunk acTL before the pixels (https://wiki.mozilla.org/APNG_Specification). WebP: a flag of the chunk VP8X (RFC 9649, 2.7.1).
  let moves = type === "image/webp" && textAt(bytes, 12) === "VP8X" && (bytes[20] & 2) !== 0;
  for (let at = 8; type === "image/png" && at + 8 <= bytes.length && textAt(bytes, at + 4) !== "IDAT"; at += view.getUint32(at) + 12) moves ||= textAt(bytes, at + 4) === "acTL";
  if (moves) throw new TabsideError("file.unsupported", "Pictures that move are not read. Save single pictures of it.");
}

/** @param {Uint8Array} bytes @param {number} at */
function textAt(bytes, at) {
  return String.fromCharCode(...bytes.subarray(at, at + 4));
}

/** @param {number} width @param {number} height */
function contextOf(width, height) {
  const context = new OffscreenCanvas(width, height).getContext("2d", { willReadFrequently: true });
  if (!context) throw new TabsideError("runtime.unavailable", "This browser gives no canvas to decode pictures with.");
  return context;
}
