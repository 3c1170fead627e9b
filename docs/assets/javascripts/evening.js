/* The evening sheet: what the reader has marked to repeat stands first, on the screen and on paper. The lines themselves
 * are brought there, so that each box is there once. Only when the page comes: a line that is ticked stays where it is. */
"use strict";
(() => {
  const heading = document.querySelector("[data-repeat]");
  const wanted = [...document.querySelectorAll(".task-list [data-know]")].filter(
    (box) => window.sobesednik.mark(box.dataset.tick) === "repeat",
  );
  if (!wanted.length) return;
  const list = document.createElement("ul");
  list.className = "task-list";
  for (const box of wanted) {
    const item = box.closest("li");
    const own = item.parentElement;
    list.append(item);
    if (own.children.length) continue;
    // A section of which all is to be repeated.
    own.previousElementSibling.hidden = true;
    own.hidden = true;
  }
  heading.after(list);
  heading.hidden = false;
})();
