/* A page of questions: what is opened stays where it is, an answer can be marked and closed at both its ends, links open
 * the answer that they mean, and after a reload the page stands where the reader stood. */
"use strict";
(() => {
  const PRINTER = new URL("print.js", document.currentScript.src);
  const KEY = `sobesednik.reading:${location.pathname}`;
  const blocks = [...document.querySelectorAll(".question-blocks details")];

  /** Let an element stay where it is on the screen, whatever is being opened or closed above it. */
  function hold(element) {
    const { top } = element.getBoundingClientRect();
    const correct = () => scrollBy({ top: element.getBoundingClientRect().top - top, behavior: "instant" });
    // Once more after the browser's own correction.
    requestAnimationFrame(() => (correct(), requestAnimationFrame(correct)));
  }

  /** Put marks at both ends of an answer, and at its end what closes it. */
  function equip(answer) {
    if (!answer.matches(".question-blocks > .success") || answer.querySelector(":scope > .question-marks")) return;
    const marks = answer.closest("[data-question]").querySelector(".question-marks");
    const [end, close] = [document.createElement("div"), document.createElement("button")];
    end.className = "question-footer needs-script";
    [close.className, close.type, close.textContent, close.ariaLabel] = ["button", "button", "Скрыть", "Скрыть ответ"];
    close.addEventListener("click", () => {
      answer.open = false;
      const title = answer.querySelector("summary");
      title.focus({ preventScroll: true });
      title.scrollIntoView({ block: "nearest" });
    });
    end.append(marks.cloneNode(true), close);
    answer.querySelector("summary").after(marks.cloneNode(true));
    answer.append(end);
  }

  /** Open or close all, a question a frame: at once, a phone would show nothing for most of a second. */
  let turn = 0;
  function foldAll(isOpen) {
    const [own, left] = [++turn, blocks.filter((block) => block.open !== isOpen)];
    const next = () => {
      if (own !== turn || !left.length) return;
      const card = left[0].closest("[data-question]");
      while (left[0]?.closest("[data-question]") === card) left.shift().open = isOpen;
      requestAnimationFrame(next);
    };
    next();
  }

  function printOut(button) {
    const site = window.sobesednik;
    if (site.print) return site.print(button);
    const script = document.createElement("script");
    script.src = PRINTER;
    script.onload = () => site.print(button);
    script.onerror = () => site.say("Печать не загрузилась. Проверьте связь и нажмите ещё раз.");
    document.head.append(script);
  }

  document.addEventListener("click", ({ target }) => {
    const fold = target.closest("[data-fold]")?.dataset.fold;
    if (fold) foldAll(fold === "open");
    const printing = target.closest("[data-print]");
    if (printing) printOut(printing);
    const title = target.closest(".question-blocks summary");
    if (!title) return;
    equip(title.parentElement);
    hold(title);
  });
  document.addEventListener("toggle", ({ target }) => target.open && equip(target), true);

  /** Open the block that the address names: not every browser does it by itself. */
  function unfold() {
    const place = document.querySelector(".search-landing:target");
    const block = place?.closest("details");
    if (!block || block.open) return;
    block.open = true;
    place.scrollIntoView({ behavior: "instant" });
  }
  addEventListener("hashchange", unfold);
  unfold();

  document.querySelectorAll("[data-fold], [data-print]").forEach((button) => (button.disabled = false));
  if (!blocks.length) return;

  // By names that outlive an edit of the page: the question, and the block's place in it.
  const name = (block) => {
    const question = block.closest("[data-question]");
    return `${question.dataset.question}/${[...question.querySelectorAll("details")].indexOf(block)}`;
  };

  /* A new visit begins with closed answers: they are to be recalled first. Only a reload and a step back go on. */
  const [visit] = performance.getEntriesByType("navigation");
  if (visit && visit.type !== "navigate") {
    try {
      const { open, top } = JSON.parse(sessionStorage.getItem(KEY)) ?? {};
      if (Array.isArray(open)) {
        blocks.filter((block) => open.includes(name(block))).forEach((block) => (block.open = true));
        if (Number.isFinite(top)) scrollTo({ top, behavior: "instant" });
      }
    } catch {
      // Storage refused, or a text that is not ours: the page begins at its beginning.
    }
  }

  addEventListener("pagehide", () => {
    const open = blocks.filter((block) => block.open).map(name);
    try {
      sessionStorage.setItem(KEY, JSON.stringify({ open, top: scrollY }));
    } catch {
      // The same: nothing is lost but the place.
    }
  });
})();
