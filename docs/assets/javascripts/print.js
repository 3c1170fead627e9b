/* Prints one question, or those whose answers are open, without the others of the page: print.css. Loaded by reading.js
 * when it is asked for. */
"use strict";
window.sobesednik.print = (() => {
  const cards = [...document.querySelectorAll(".question-card")];
  const article = cards[0].parentElement;
  // The next Ctrl+P is for the whole page again.
  addEventListener("afterprint", () => [article, ...cards].forEach((one) => one.removeAttribute("data-chosen")));

  return (button) => {
    const own = button.closest(".question-card");
    const chosen = own ? [own] : cards.filter((one) => one.querySelector("details[open]"));
    // Of a page with nothing open all is printed.
    article.toggleAttribute("data-chosen", chosen.length > 0);
    for (const one of cards) one.toggleAttribute("data-chosen", chosen.includes(one));
    print();
  };
})();
