/** Files that the desktop opens with the installed page (`file_handlers` in app.webmanifest). */

/** @typedef {{getFile: () => Promise<File>}} FileHandle   https://developer.mozilla.org/docs/Web/API/LaunchParams; typed by hand, because TypeScript does not know it yet */

/** Hand over the files of each launch. @param {(files: File[]) => void} onFiles */
export function takeLaunchedFiles(onFiles) {
  const queue = /** @type {any} */ (globalThis).launchQueue;
  queue?.setConsumer(async (/** @type {{files?: readonly FileHandle[]}} */ { files = [] }) => {
    const read = await Promise.allSettled(files.map((handle) => handle.getFile()));
    const taken = read.flatMap((each) => (each.status === "fulfilled" ? [each.value] : []));
    if (taken.length > 0) onFiles(taken);
  });
}
