// Loaded before the page is drawn, so that it never flashes in the other theme.
(() => {
  const stored = localStorage.getItem("theme");
  const system = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  document.documentElement.dataset.bsTheme = stored === "dark" || stored === "light" ? stored : system;
})();
