/* What practice and interviews are built of: elements, numbers with nouns, the answer of a question. */
"use strict";
(() => {
  /** Make an element; of its properties those with a hyphen, `role` and `for` are attributes. */
  function make(tag, properties = {}, ...inside) {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(properties)) {
      if (name.includes("-") || name === "role" || name === "for") made.setAttribute(name, value);
      else made[name] = value;
    }
    made.append(...inside);
    return made;
  }

  const button = (text, onclick, more = {}) => make("button", { type: "button", className: "button", textContent: text, onclick, ...more });
  const plural = (number, one, few, many) =>
    `${number} ${{ one, few }[new Intl.PluralRules("ru").select(number)] ?? many}`;
  const questions = (number) => plural(number, "вопрос", "вопроса", "вопросов");

  /* Pages of questions: address -> promise of the page; a page that did not come is asked for again. */
  const pages = new Map();

  async function load(address) {
    const response = await fetch(address);
    if (!response.ok) throw new Error(response.status);
    const page = new DOMParser().parseFromString((await response.text()).replace(/<style[^]*?<\/style>/g, ""), "text/html");
    for (const one of page.querySelectorAll(".question-blocks [href], .question-blocks [src]"))
      for (const name of ["href", "src"])
        if (one.hasAttribute(name)) one.setAttribute(name, new URL(one.getAttribute(name), response.url).href);
    return page;
  }

  function pageOf(address) {
    if (!pages.has(address)) {
      const page = load(address);
      page.catch(() => pages.delete(address));
      pages.set(address, page);
    }
    return pages.get(address);
  }

  /** Promise all blocks of a question, given its id and its address, from its page, which the browser has kept or the
   * copy holds. */
  async function blocksOf(id, href) {
    const page = await pageOf(href.split("#")[0]);
    const blocks = document.importNode(page.querySelector(`.question-card[data-question="${id}"] .question-blocks`), true);
    for (const one of blocks.querySelectorAll("[id]")) one.removeAttribute("id");
    return blocks;
  }

  /** Put what is promised into a place; where it does not come, say so and give the address. */
  async function fill(place, href, promised) {
    const waiting = make("p", { role: "status" }, "Загружаю…");
    place.querySelector("p[role=status]")?.remove();
    place.append(waiting);
    try {
      waiting.replaceWith(await promised());
    } catch {
      waiting.replaceChildren("Не получилось загрузить. ", make("a", { href }, "Открыть страницу вопроса"));
    }
  }

  window.sobesednik.pieces = { make, button, plural, questions, blocksOf, fill };
})();
