import { TabsideError } from "../shared/protocol.js";
import { SITE_ROOT } from "../shared/site-root.js";

/** @typedef {import("../shared/protocol.js").Plan} Plan */

/** The ids of the models that this site offers. @returns {Promise<string[]>} */
export async function modelsOfSite() {
  const response = await fetch(new URL("site.json", SITE_ROOT)).catch(() => null);
  if (!response?.ok) throw new TabsideError("download.failed", "The list of models could not be fetched");
  return (await response.json()).models;
}

/** The ids of the site's models, and of those that were added in this browser. @param {import("../tabside.js").Engine} engine */
export async function modelsHere(engine) {
  const [site, added] = await Promise.all([modelsOfSite(), engine.addedModels().catch(() => [])]);
  return [...site, ...added];
}

/** Plans of all models here for a task. @param {import("../tabside.js").Engine} engine @param {string} task @returns {Promise<Plan[]>} */
export async function modelsForTask(engine, task) {
  const plans = await Promise.all((await modelsHere(engine)).map((model) => engine.plan({ model })));
  return plans.filter(({ manifest }) => manifest.task === task);
}
