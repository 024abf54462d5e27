/**
 * Set the chosen theme before the first paint, so that a dark page never flashes white. Deliberately a classic script:
 * modules run after the first paint.
 */
(() => {
  try {
    const theme = localStorage.getItem("tabside-theme");
    if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
  } catch {
    // Storage is refused: the system's theme applies.
  }
})();
