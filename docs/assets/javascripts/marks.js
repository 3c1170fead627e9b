/* Marks as the reader sees them: buttons under questions, badges and progress in indexes, ticks of
 * checklists. The file that carries all of them to another browser is in mark-tools.js. */
"use strict";
(() => {
  const site = window.sobesednik;
  const NAMES = { know: "знаю", repeat: "повторить" };
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const page = location.pathname.split("/").filter(Boolean).pop() ?? "";
  // Ticks are kept by the last part of the address; a copy opened from the disk ends in index.html.
  const sheet = page === "index.html" ? location.pathname.split("/").at(-2) : page;

  /** Where the tick of a box is kept: of a question that one may know it is its mark. */
  const place = ({ dataset: { know, tick } }) => (know === undefined ? `${sheet}/${tick}` : tick);

  /* -- show ----------------------------------------------------------------------------------- */

  function show() {
    const entries = site.entries();
    const state = (id) => (entries[id]?.mark === "none" ? undefined : entries[id]?.mark);
    for (const one of all("[data-question]")) {
      const mark = state(one.dataset.question);
      one.dataset.state = mark ?? "";
      all("[data-mark]", one).forEach((button) => button.setAttribute("aria-pressed", button.dataset.mark === mark));
      // Beside buttons a word would say the same.
      if (one.matches("li:not(:has([data-mark]))")) badge(one, mark);
    }
    for (const link of all(".md-nav--secondary .md-nav__link[href*='#']")) {
      const mark = state(link.hash.slice(1));
      badge(link, mark, "mark-dot");
    }
    for (const one of all(".progress")) progress(one, one.dataset.questions.split(" ").map(state));
    // What the page itself ticks is done for every reader.
    all("[data-tick]:not([checked])").forEach((box) => (box.checked = ["know", "done"].includes(state(place(box)))));
  }

  /** Put a mark's word into a place; as a dot it is seen by its shape and heard as a word. */
  function badge(place, mark, look = "mark-badge") {
    place.querySelector(`:scope > .${look}`)?.remove();
    if (!mark) return;
    const [one, word] = [document.createElement("span"), document.createElement("span")];
    one.className = `${look} ${look}--${mark}`;
    if (look === "mark-dot") word.className = "visually-hidden";
    word.textContent = NAMES[mark];
    one.append(word);
    place.append(one);
  }

  function progress(place, states) {
    const count = (mark) => states.filter((one) => one === mark).length;
    const [known, repeat] = [count("know"), count("repeat")];
    place.firstElementChild.value = known;
    const text = place.lastElementChild;
    text.textContent = `знаю ${known} из ${states.length}`;
    if (!repeat) return;
    // To them, where they are listed: in the part that a card leads to, or here.
    const index = document.querySelector("form.filter") ? location.pathname : place.closest("li")?.querySelector("a").pathname;
    const link = document.createElement(index ? "a" : "span");
    link.textContent = `повторить ${repeat}`;
    if (index) link.href = `${index}?mark=repeat`;
    text.append(", ", link);
  }

  /* -- change --------------------------------------------------------------------------------- */

  document.addEventListener("click", ({ target }) => {
    const button = target.closest("button");
    if (button?.dataset.mark) {
      const id = button.closest("[data-question]").dataset.question;
      const { top } = button.getBoundingClientRect();
      site.setMark(id, site.mark(id) === button.dataset.mark ? null : button.dataset.mark);
      // A short answer that is folded away takes nothing from under the finger.
      if (button.checkVisibility()) scrollBy({ top: button.getBoundingClientRect().top - top, behavior: "instant" });
    }
  });

  document.addEventListener("change", ({ target }) => {
    if (!target.dataset.tick) return;
    site.setMark(place(target), target.checked ? ("know" in target.dataset ? "know" : "done") : null);
  });

  all("[data-mark]").forEach((button) => (button.disabled = false));
  document.addEventListener("marks", show);
  show();
})();
