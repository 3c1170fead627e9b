// Opens the folded blocks for printing where CSS cannot (print.css does it in newer browsers:
// Chromium 131, Safari 18.4, Firefox 143 and later), and closes them again.
(() => {
  if (CSS.supports("selector(details::details-content)")) return;
  let opened = [];
  addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll("details:not([open])")];
    for (const block of opened) block.open = true;
  });
  addEventListener("afterprint", () => {
    for (const block of opened) block.open = false;
    opened = [];
  });
})();
