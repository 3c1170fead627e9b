/* How many questions of a page are due: a link to practice. The page names them with its bars of progress. */
"use strict";
(() => {
  const site = window.sobesednik;
  const places = [...document.querySelectorAll("[data-due]")];
  const ids = [...new Set([...document.querySelectorAll("[data-questions]")].flatMap((one) => one.dataset.questions.split(" ")))];
  const root = new URL(window.__md_scope ?? "/", location);

  async function show() {
    // Who has marked nothing need not load what computes it.
    const asked = ids.map(site.grades).filter((log) => log.length);
    if (asked.length) await site.load("memory.js");
    const number = asked.filter((log) => site.memory.isDue(log)).length;
    for (const place of places) {
      const link = document.createElement("a");
      link.href = new URL("practice/?mark=due", root);
      link.textContent = `Пора повторить: ${number}`;
      place.replaceChildren(link);
      place.hidden = !number;
    }
  }
  const tell = () => show().catch(() => {}); // without a network: the page reads the same
  document.addEventListener("marks", tell);
  tell();
})();
