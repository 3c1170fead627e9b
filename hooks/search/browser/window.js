/* The open search for keys and screen readers: Escape gives the focus back, Tab goes through the results, an arrow
 * goes on by one result, and on a phone, where it covers the page, it is a dialog. Passages in the results, too. Loaded
 * by page.js when the search opens for the first time. */
"use strict";
(() => {
  const toggle = document.getElementById("__search");
  const box = document.querySelector(".md-search");
  const field = box?.querySelector(".md-search__input");
  const list = box?.querySelector(".md-search-result__list");
  if (!toggle || !list) return;

  /* -- a dialog where it covers the page, a landmark beside others where it does not ----------------- */

  const narrow = matchMedia("(max-width: 59.984375em)");
  const label = box.querySelector(".md-search__form > label");
  // The theme's label for a mouse, and a button of the same look.
  const back = document.createElement("button");
  if (label) for (const { name, value } of label.attributes) back.setAttribute(name, value);
  put(back, { type: "button", "aria-label": "Закрыть поиск" }, true);
  back.append(...[...(label?.childNodes ?? [])].map((one) => one.cloneNode(true)));
  back.addEventListener("click", close);
  const behind = document.querySelectorAll("[data-md-component=skip], .md-header__inner > :not(.md-search), .md-container");

  function put(element, attributes, isOn) {
    for (const [name, value] of Object.entries(attributes))
      if (isOn) element.setAttribute(name, value);
      else element.removeAttribute(name);
  }

  function tell() {
    const isOver = toggle.checked && narrow.matches;
    for (const one of behind) one.inert = isOver;
    put(box, { role: "dialog", "aria-modal": true, "aria-label": "Поиск по сайту" }, isOver);
    if (label) (isOver ? label : back).replaceWith(isOver ? back : label);
  }
  toggle.addEventListener("change", tell);
  narrow.addEventListener("change", tell);
  tell();

  /* -- the focus ------------------------------------------------------------------------------------- */

  // What had the focus before the field; of the first time page.js tells.
  let { opener, told, ask } = document.currentScript;
  document.addEventListener("focusin", ({ target, relatedTarget }) => {
    if (target === field && !box.contains(relatedTarget)) opener = relatedTarget;
    // Tab has gone on past the last result, or back.
    if (toggle.checked && !box.contains(target)) toggle.click();
  });

  function close() {
    toggle.click();
    field.blur();
    // On a phone a finger opens it, which leaves no focus behind in every browser.
    (opener?.isConnected ? opener : document.querySelector(".md-header__button[for=__search]"))?.focus();
  }

  /** The link of a result, not of the section that is told above it. */
  const main = (result) => [...result.querySelectorAll("a")].at(-1);

  function go(step) {
    const stops = [field, ...[...list.children].map(main)];
    const now = stops.findIndex((one) => one === document.activeElement);
    stops[Math.min(Math.max(now + step, 0), stops.length - 1)].focus();
  }

  // These the theme takes for the beginning of a text, and Tab for the end of the search.
  const IDLE = /^(?:Tab|Shift|Alt|AltGraph|CapsLock|Home|End|PageUp|PageDown|F\d+)$/;

  // Before the theme hears them.
  addEventListener(
    "keydown",
    (event) => {
      const { key } = event;
      if (!toggle.checked || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
      const acts = {
        Escape: close,
        ArrowDown: () => go(1),
        ArrowUp: () => go(-1),
      };
      if (acts[key] || event.target === back || IDLE.test(key)) event.stopImmediatePropagation();
      if (!acts[key]) return;
      event.preventDefault();
      acts[key]();
    },
    true,
  );

  // A thumb that comes down on the name of the section: search.css lets it through.
  list.addEventListener("click", ({ target }) => target.parentElement === list && main(target).click());

  /* -- the results ------------------------------------------------------------------------------------ */

  new MutationObserver(() => {
    for (const result of list.children) {
      // The theme takes all links from Tab, which closes its search.
      main(result).removeAttribute("tabindex");
      // A page has one h1. The section that a question stands in is no heading; a page that is found is a result.
      const title = result.querySelector("h1");
      const isFound = main(result).contains(title);
      title?.setAttribute("role", isFound ? "heading" : "presentation");
      if (isFound) title.setAttribute("aria-level", 2);
    }
  }).observe(list, { childList: true });

  /* -- passages: where in the answer the words stand ---------------------------------------------------- */

  const passages = new Map();
  let isMoreAsked = false;

  /** Take what page.js hears of the worker: passages, or null where other results have come, whose they are not. */
  function take(entries) {
    if (!entries) isMoreAsked = false;
    if (!entries) return passages.clear();
    for (const [entry, pieces] of entries) passages.set(String(entry), pieces);
    fillPassages();
  }

  /** Put them into results that are there already, or will be when scrolled to. */
  function fillPassages() {
    for (const place of list.querySelectorAll(".search-passage")) {
      const pieces = passages.get(place.dataset.searchEntry);
      if (pieces && !place.dataset.isPassage) {
        place.dataset.isPassage = "";
        place.replaceChildren(...pieces.map(([text, isHit]) => (isHit ? marked(text) : text)));
      }
    }
  }

  function marked(text) {
    const made = document.createElement("mark");
    made.textContent = text;
    return made;
  }

  /* The reader turns to the results: by wheel or finger, by pointer, by keyboard. */
  function askForMore({ target }) {
    if (isMoreAsked || !(target instanceof Element) || !target.closest(".md-search__scrollwrap")) return;
    isMoreAsked = true;
    ask("more");
  }

  for (const type of ["scroll", "pointermove", "focusin"]) {
    document.addEventListener(type, askForMore, { capture: true, passive: true });
  }
  new MutationObserver(fillPassages).observe(list, { childList: true });
  told.forEach(take);
  told.push = take;
})();
