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
    // What was asked for is nothing, and all would be a dozen sheets that nobody has asked for.
    if (!chosen.length) {
      window.sobesednik.say("Ни один ответ не раскрыт. Раскройте те, что нужны на бумаге.", "Напечатать всю страницу", () => print());
      return;
    }
    article.toggleAttribute("data-chosen", true);
    for (const one of cards) one.toggleAttribute("data-chosen", chosen.includes(one));
    print();
  };
})();
