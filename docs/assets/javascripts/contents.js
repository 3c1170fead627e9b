/* The contents beside a page: the question at the top of the screen is lit there, named in the header and told to
 * screen readers. The theme's own way lights another one wherever a heading stops below its threshold. */
"use strict";
(() => {
  // The drawer of a phone has contents of its own.
  const entries = new Map();
  for (const link of document.querySelectorAll(".md-nav--secondary a[href^='#']")) {
    const heading = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (heading) entries.set(heading, [...(entries.get(heading) ?? []), link]);
  }
  const headings = [...entries.keys()];
  if (!headings.length) return;
  const header = document.querySelector("[data-md-component=header-topic] .md-ellipsis");
  const title = header?.textContent;
  /* A heading that is scrolled to stops so far from the top, but for what rounding adds. */
  const ROUNDING = 8;
  const top = (element) => element.getBoundingClientRect().top;

  /** The heading of what the address names: its own, or that of the question around a place in it. */
  function named() {
    const target = document.querySelector(":target");
    return target?.closest(".question-card")?.querySelector("h2") ?? target;
  }

  function current() {
    // At its end a page scrolls no further: what the address names may stand lower.
    const isEnd = scrollY + innerHeight >= document.documentElement.scrollHeight - 2;
    const wanted = isEnd && named();
    if (entries.has(wanted) && top(wanted) >= 0 && top(wanted) < innerHeight) return wanted;
    const line = parseFloat(getComputedStyle(headings[0]).scrollMarginTop) + ROUNDING;
    return headings.findLast((heading) => top(heading) <= line);
  }

  let lit;
  function light() {
    waiting = false;
    const heading = current();
    if (lit === heading) return;
    for (const link of entries.get(lit) ?? []) {
      link.classList.remove("md-nav__link--active");
      link.removeAttribute("aria-current");
    }
    lit = heading;
    if (header) header.textContent = title;
    for (const link of entries.get(lit) ?? []) {
      link.classList.add("md-nav__link--active");
      link.setAttribute("aria-current", "location");
      if (header) header.textContent = link.querySelector(".md-ellipsis").textContent.trim();
      const box = link.closest(".md-sidebar__scrollwrap");
      if (link.offsetHeight) box?.scrollTo({ top: link.offsetTop - box.clientHeight / 2 });
    }
    document.dispatchEvent(new CustomEvent("place", { detail: heading }));
  }

  let waiting = false;
  const look = () => {
    waiting ||= !!requestAnimationFrame(light);
  };
  for (const type of ["scroll", "resize", "hashchange", "load", "pageshow"]) addEventListener(type, look, { passive: true });
  // An answer that is opened moves what stands below it.
  document.addEventListener("toggle", look, true);
  light();
})();
