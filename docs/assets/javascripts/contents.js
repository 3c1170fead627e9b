/* The contents beside a page: the question at the top of the screen is lit there, named in the header and told to
 * screen readers. The theme's own way lights another one wherever a heading stops below its threshold. */
"use strict";
(() => {
  const entries = [];
  const links = [...document.querySelectorAll(".md-nav--secondary a[href^='#']")];
  for (const link of links) {
    const heading = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (heading) entries.push([link, heading]);
  }
  if (!entries.length) return;
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
    const line = parseFloat(getComputedStyle(entries[0][1]).scrollMarginTop) + ROUNDING;
    return (
      entries.find(([, heading]) => heading === wanted && top(heading) >= 0 && top(heading) < innerHeight) ??
      entries.findLast(([, heading]) => top(heading) <= line)
    );
  }

  let lit;
  function light() {
    waiting = false;
    const [link, heading] = current() ?? [];
    if (lit === link) return;
    lit?.classList.remove("md-nav__link--active");
    lit?.removeAttribute("aria-current");
    lit = link;
    link?.classList.add("md-nav__link--active");
    link?.setAttribute("aria-current", "location");
    if (header) header.textContent = link ? link.querySelector(".md-ellipsis").textContent.trim() : title;
    const box = link?.closest(".md-sidebar__scrollwrap");
    if (link?.offsetHeight) box?.scrollTo({ top: link.offsetTop - box.clientHeight / 2 });
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
