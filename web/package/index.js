/** The npm package's entry: the JavaScript API. */

export * from "../tabside.js";

/** For `sources`: the hub's address of a model file. A page that uses it asks a host of others, and its policy has to allow that host. */
export const HUB = "https://huggingface.co/{model}/resolve/{revision}/{path}";
