import { TabsideError } from "../shared/protocol.js";
import { SITE_ROOT } from "../shared/site-root.js";

/** @typedef {import("../shared/protocol.js").Plan} Plan */

/** The ids of the models that this site offers. @returns {Promise<string[]>} */
export async function modelsOfSite() {
  const response = await fetch(new URL("site.json", SITE_ROOT)).catch(() => null);
  if (!response?.ok) throw new TabsideError("download.failed", "The list of models could not be fetched");
  return (await response.json()).models;
}

/** Plans of all models of this site for a task. @param {import("../tabside.js").Engine} engine @param {string} task @returns {Promise<Plan[]>} */
export async function modelsForTask(engine, task) {
  const plans = await Promise.all((await modelsOfSite()).map((model) => engine.plan({ model })));
  return plans.filter(({ manifest }) => manifest.task === task);
}
