/* A page of questions: open and close everything, and after a reload stand where the reader stood. */
"use strict";
(() => {
  const KEY = `sobesednik.reading:${location.pathname}`;
  const blocks = [...document.querySelectorAll(".question-blocks details")];

  document.addEventListener("click", ({ target }) => {
    const fold = target.closest("[data-fold]")?.dataset.fold;
    if (fold) blocks.forEach((block) => (block.open = fold === "open"));
  });
  document.querySelectorAll("[data-fold]").forEach((button) => (button.disabled = false));
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
