/* How many questions of a page are due: a link to practice. The page names them with its bars of progress. */
"use strict";
(() => {
  const site = window.sobesednik;
  const places = [...document.querySelectorAll("[data-due]")];
  const ids = [...new Set([...document.querySelectorAll("[data-questions]")].flatMap((one) => one.dataset.questions.split(" ")))];
  const root = new URL(window.__md_scope ?? "/", location);

  function show() {
    const number = ids.filter((id) => site.memory.isDue(site.grades(id))).length;
    for (const place of places) {
      const link = document.createElement("a");
      link.href = new URL("practice/?mark=due", root);
      link.textContent = `Пора повторить: ${number}`;
      place.replaceChildren(link);
      place.hidden = !number;
    }
  }
  document.addEventListener("marks", show);
  show();
})();
