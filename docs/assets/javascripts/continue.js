/* Where the reader was last: kept in this browser only, offered on the home page and at the top of each section. */
"use strict";
(() => {
  const KEY = `sobesednik.last:${window.__md_scope?.pathname ?? "/"}`;

  /** What was read last of each page, newest first: [its path, id of the question, title]. */
  function read() {
    try {
      return JSON.parse(localStorage.getItem(KEY) ?? "[]").filter(([path, id, title]) => /^\/[^/\\\s]/.test(path) && id && title);
    } catch {
      // Refused, or not ours.
      return [];
    }
  }

  function remember(card) {
    const title = card?.querySelector("details[open]") && card.querySelector("h2").textContent.replace("¶", "").trim();
    if (!title) return;
    const { pathname } = location;
    try {
      const others = read().filter(([path]) => path !== pathname);
      localStorage.setItem(KEY, JSON.stringify([[pathname, card.dataset.question, title], ...others]));
    } catch {
      // Refused or full: nothing is lost but the place.
    }
  }

  const place = document.querySelector("[data-continue]");
  const isHome = !document.querySelector(".question-card");
  const last = read().find(([path, id]) => isHome || (path === location.pathname && document.getElementById(id)));
  if (last) {
    const link = document.createElement("a");
    link.href = `${last[0]}#${last[1]}--success`;
    link.textContent = last[2];
    place.append("Продолжить: ", link);
    place.hidden = false;
  }

  // What is at the top of the screen with its answer open is being read; so is what was just opened.
  document.addEventListener("place", ({ detail }) => remember(detail?.closest(".question-card")));
  document.addEventListener("click", ({ target }) => {
    const card = target.closest("summary")?.closest(".question-card");
    if (card) setTimeout(remember, 0, card);
  });
})();
