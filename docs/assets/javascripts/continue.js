/* Where the reader was last: kept in this browser only, offered on the home page and at the top of each section. */
"use strict";
(() => {
  const KEY = `sobesednik.last:${window.__md_scope?.pathname ?? "/"}`;

  /** What was read last: path of a page -> {id, title, at}; nothing where it is refused or not ours. */
  function read() {
    try {
      const pages = Object.entries(JSON.parse(localStorage.getItem(KEY)) ?? {});
      const isRight = ([path, { id, title, at }]) => /^\/(?!\/)/.test(path) && [id, title].every((one) => one?.trim?.()) && at > 0;
      return pages.filter(isRight);
    } catch {
      return [];
    }
  }

  function remember(card) {
    const heading = card?.querySelector("h2");
    if (!heading || !card.querySelector("details[open]")) return;
    const title = heading.textContent.replace("¶", "").trim();
    try {
      const last = { [location.pathname]: { id: card.dataset.question, title, at: Date.now() } };
      localStorage.setItem(KEY, JSON.stringify(Object.assign(Object.fromEntries(read()), last)));
    } catch {
      // Refused or full: nothing is lost but the place.
    }
  }

  const place = document.querySelector("[data-continue]");
  const isSection = document.querySelector(".question-card");
  const pages = read().filter(([path, { id }]) => !isSection || (path === location.pathname && document.getElementById(id)));
  const [last] = pages.sort(([, one], [, other]) => other.at - one.at);
  if (last) {
    const [path, { id, title }] = last;
    const link = document.createElement("a");
    link.href = `${path}#${id}--success`;
    link.textContent = title;
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
