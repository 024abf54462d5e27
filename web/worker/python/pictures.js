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
  await refuseMoving(blob, type);
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

/**
 * Refuse animations, if the browser reports them: a bitmap only has the first frame, and the others would not be scanned.
 * @param {Blob} blob @param {string} type
 */
async function refuseMoving(blob, type) {
  /** @type {any} */
  const Decoder = /** @type {any} */ (globalThis).ImageDecoder;
  if (!Decoder || type === "image/jpeg") return;
  const decoder = new Decoder({ data: await blob.arrayBuffer(), type });
  try {
    await decoder.tracks.ready;
    await decoder.completed.catch(() => {});
    if ((decoder.tracks.selectedTrack?.frameCount ?? 1) > 1) throw new TabsideError("file.unsupported", "Pictures that move are not read. Save single pictures of it.");
  } catch (error) {
    if (error instanceof TabsideError) throw error; // other errors are reported by the decoder
  } finally {
    decoder.close();
  }
}

/** @param {number} width @param {number} height */
function contextOf(width, height) {
  const context = new OffscreenCanvas(width, height).getContext("2d", { willReadFrequently: true });
  if (!context) throw new TabsideError("runtime.unavailable", "This browser gives no canvas to decode pictures with.");
  return context;
}
