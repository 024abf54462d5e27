/** What a call returns, and the helpers that keep its id. */

/** @typedef {import("./options.js").FileSource} FileSource */

/** @template T @typedef {Promise<T> & {id: number}} Call */

/** @param {{id: number, promise: Promise<any>}} opened @returns {Call<any>} */
export function asCall({ id, promise }) {
  return Object.assign(promise, { id });
}

/** @param {FileSource} file @returns {Blob} */
export function asBlob(file) {
  return file instanceof ArrayBuffer || ArrayBuffer.isView(file) ? new Blob([/** @type {any} */ (file)]) : file;
}

/** @param {FileSource} file */
export function nameOf(file) {
  return file instanceof File ? file.name : "";
}

/** Name the bytes of an answer. @param {Call<any>} call @returns {Call<any>} */
export function withData(call) {
  return withId(call, call.then(({ arrays: [data], ...facts }) => ({ ...facts, data })));
}

/** Keep a call's id on a derived promise. @template T @param {Call<any>} call @param {Promise<T>} promise @returns {Call<T>} */
export function withId({ id }, promise) {
  return Object.assign(promise, { id });
}
