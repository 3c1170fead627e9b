/* Prints one question, or those whose answers are open, without the others of the page: print.css. */
"use strict";
(() => {
  const cards = [...document.querySelectorAll(".question-card")];
  const article = cards[0]?.parentElement;
  if (!article) return;

  document.addEventListener("click", ({ target }) => {
    const button = target.closest("[data-print]");
    if (!button) return;
    const own = button.closest(".question-card");
    const chosen = own ? [own] : cards.filter((one) => one.querySelector("details[open]"));
    // Of a page with nothing open all is printed.
    article.toggleAttribute("data-chosen", chosen.length > 0);
    for (const one of cards) one.toggleAttribute("data-chosen", chosen.includes(one));
    print();
  });
  // The next Ctrl+P is for the whole page again.
  addEventListener("afterprint", () => [article, ...cards].forEach((one) => one.removeAttribute("data-chosen")));
  document.querySelectorAll("[data-print]").forEach((button) => (button.disabled = false));
})();
