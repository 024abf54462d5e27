/** The layout of web/ (docs/architecture.md), held by rules: `npm test -- modules`. */

/** @type {import("dependency-cruiser").IConfiguration} */
export default {
  forbidden: [
    { name: "no-cycles", comment: "A cycle has no layers.", severity: "error", from: {}, to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } } },
    {
      name: "components-import-no-view",
      comment: "components/ holds what several views use.",
      severity: "error",
      from: { path: "^web/components/" },
      to: { path: "^web/views/" },
    },
    {
      name: "page-imports-no-worker",
      comment: "A module of worker/ runs in a worker. What both sides need is in shared/.",
      severity: "error",
      from: { path: "^web/", pathNot: "^web/worker/" },
      to: { path: "^web/worker/" },
    },
    {
      name: "worker-imports-no-page",
      comment: "A worker has no document.",
      severity: "error",
      from: { path: "^web/worker/" },
      to: { path: "^web/(views|components|frame|engine)/" },
    },
    {
      name: "shared-imports-neither-side",
      comment: "shared/ is used on both sides of the worker.",
      severity: "error",
      from: { path: "^web/shared/" },
      to: { path: "^web/", pathNot: "^web/shared/" },
    },
    { name: "language-imports-nothing", comment: "language/ holds texts and their choice; everything in the page may use it.", severity: "error", from: { path: "^web/language/" }, to: { path: "^web/", pathNot: "^web/language/" } },
    { name: "no-unresolved", comment: "An import that leads nowhere.", severity: "error", from: {}, to: { couldNotResolve: true } },
  ],
  options: { detectJSDocImports: true, tsPreCompilationDeps: true, doNotFollow: { path: "node_modules" }, moduleSystems: ["es6"], enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["import", "default"] } },
};
