/* What the theme leaves to the mouse: its labels become buttons for the keyboard, what is scrolled by itself
 * can be reached, an open drawer keeps the keyboard inside, shortcuts of one letter can be switched off. */
"use strict";
(() => {
  const all = (selector) => [...document.querySelectorAll(selector)];

  /* -- scroll bars and the sheet behind the page in the colours that the reader has chosen ------------- */

  const scheme = document.querySelector("meta[name=color-scheme]");
  const dark = matchMedia("(prefers-color-scheme: dark)");
  function match() {
    const isDark = document.body.dataset.mdColorScheme === "slate";
    const content = isDark === dark.matches ? "light dark" : isDark ? "dark" : "light";
    if (scheme && scheme.content !== content) scheme.content = content;
  }
  match();
  new MutationObserver(match).observe(document.body, { attributeFilter: ["data-md-color-scheme"] });
  dark.addEventListener("change", match);

  /* -- labels in the header become buttons ----------------------------------------------------- */

  for (const [id, name] of [
    ["__drawer", "Меню"],
    ["__search", "Поиск"],
  ]) {
    const label = document.querySelector(`.md-header__button[for=${id}]`);
    const box = document.getElementById(id);
    if (!label || !box) continue;
    const button = document.createElement("button");
    for (const { name: attribute, value } of label.attributes) button.setAttribute(attribute, value);
    button.type = "button";
    button.setAttribute("aria-label", name);
    button.append(...label.childNodes);
    button.addEventListener("click", () => box.click());
    const tell = () => button.setAttribute("aria-expanded", box.checked);
    box.addEventListener("change", tell);
    tell();
    label.replaceWith(button);
  }

  /* -- the drawer ------------------------------------------------------------------------------ */

  const drawer = document.getElementById("__drawer");
  const behind = all(".md-content, .md-footer, .md-tabs");
  drawer?.addEventListener("change", () => behind.forEach((one) => (one.inert = drawer.checked)));
  addEventListener("keydown", ({ key, isComposing }) => {
    if (key !== "Escape" || isComposing || !drawer?.checked) return;
    drawer.click();
    document.querySelector(".md-header__button[for=__drawer]")?.focus();
  });
  // A wide window has no drawer: what it covered must not stay dead.
  matchMedia("(min-width: 76.25em)").addEventListener("change", ({ matches }) => matches && drawer?.checked && drawer.click());

  /* -- what is scrolled by itself --------------------------------------------------------------- */

  const kind = (box) => (box.matches("code") ? "Код" : box.querySelector("table") ? "Таблица" : "Рисунок");
  const phone = matchMedia("(max-width: 44.984375em)");

  /** On a phone each row of a table becomes a card of its own: site.css. Shown otherwise, it would be no table for
   * screen readers if its roles did not say so. */
  function makeCards(table) {
    const names = [...table.querySelectorAll("thead :is(th, td)")].map((one) => one.textContent);
    table.dataset.cards = "";
    for (const [part, role] of Object.entries({ tr: "row", th: "columnheader", td: "cell", ":scope > *": "rowgroup" }))
      for (const one of table.querySelectorAll(part)) one.setAttribute("role", role);
    table.setAttribute("role", "table");
    for (const row of table.querySelectorAll("tbody tr"))
      [...row.cells].forEach((cell, place) => names[place] && (cell.dataset.label = names[place]));
  }

  function measure(targets) {
    // All are measured before any is changed: else the page would be laid out anew for each.
    const boxes = targets.map((target) => [target, target.scrollWidth > target.clientWidth]);
    for (const [target, scrolls] of boxes) {
      const table = scrolls && phone.matches && target.querySelector("table:not([data-cards])");
      if (table) makeCards(table);
      const attributes = { tabindex: 0, role: "group", "aria-label": `${kind(target)}, прокручивается вбок` };
      for (const [attribute, value] of Object.entries(attributes))
        if (scrolls) target.setAttribute(attribute, value);
        else if (target.hasAttribute(attribute)) target.removeAttribute(attribute);
    }
  }
  // In the next frame: what is changed has another size, and to hear of that at once is refused with an error.
  const wide = new ResizeObserver((entries) => requestAnimationFrame(() => measure(entries.map(({ target }) => target))));
  const watched = new WeakSet();
  function watch() {
    for (const one of all(".md-typeset__scrollwrap, .md-typeset p:has(> img), .md-typeset pre > code")) {
      if (!watched.has(one)) wide.observe(one);
      watched.add(one);
    }
  }
  // The theme puts tables into their boxes only then. Answers of practice and interviews come later still.
  addEventListener("load", watch);

  // The theme measures code too, when it comes in sight, and may take from the keyboard what scrolls.
  const reach = ({ target }) => target.matches("code[role=group]:not([tabindex])") && target.setAttribute("tabindex", 0);

  // The buttons of each sample stand in a landmark without a name, which the theme makes when it comes in sight.
  const article = document.querySelector(".md-content") ?? document.body;
  new MutationObserver(() => {
    all(".md-code__nav:not([role])").forEach((one) => one.setAttribute("role", "none"));
    if (document.readyState === "complete") watch();
  }).observe(article, { childList: true, subtree: true });
  new MutationObserver((changes) => changes.forEach(reach)).observe(article, { attributeFilter: ["tabindex"], subtree: true });

  /* -- shortcuts of one letter ------------------------------------------------------------------ */

  const SHARED = "sobesednik.keys";
  const KEY = `${SHARED}:${window.__md_scope?.pathname ?? "/"}`;
  const keys = document.querySelector("[data-keys]");
  const areOff = () => {
    try {
      return (localStorage.getItem(KEY) ?? localStorage.getItem(SHARED)) === "off";
    } catch {
      return false;
    }
  };

  window.sobesednik.areKeysOff = areOff;
  /** Do what a page has a key for, and tell whether it has: its own come before those of all pages. */
  window.sobesednik.takesKey = () => false;

  const LATIN = { KeyF: "f", KeyS: "s", KeyP: "p", KeyN: "n" };
  const [ASKS, HEARD] = ["/fspn", "/fspn,."]; // HEARD: by the theme
  const isField = (target) =>
    target instanceof Element && (target.isContentEditable || target.matches("input:not([type=radio]), select, textarea"));

  /** What a key asks for, in any layout; nothing where it belongs to the browser, a field or a window over the page.
   *
   * A sign or a Latin letter counts as what it is, wherever its key lies: «/» is Shift+7 in German, «s» is another key
   * in Dvorak. A letter of another script counts by its key, and so does the point on the key of «/», where Russian
   * and Ukrainian have it. Points and commas ask for nothing: the theme would turn the page. */
  function meaning({ key, code, shiftKey, repeat, isComposing, altKey }) {
    if (repeat || isComposing || altKey || areOff()) return "";
    if (document.querySelector("#__drawer:checked, dialog[open], [aria-modal=true]")) return "";
    if (shiftKey) return key === "/" ? key : "";
    if (code === "Slash" && key === ".") return "/";
    return /\p{L}/u.test(key) && !/\p{Script=Latin}/u.test(key) ? LATIN[code] : key.toLowerCase();
  }

  const toggle = document.getElementById("__search");
  const field = document.querySelector(".md-search__input");

  function act(asked) {
    if ("pn".includes(asked)) {
      const address = document.documentElement.dataset[asked === "p" ? "previous" : "next"];
      if (address) location.assign(address);
    } else if (toggle && field) {
      // Closed, the field of a phone cannot have the focus.
      toggle.click();
      field.focus();
      field.select();
    }
  }

  // Before the theme hears them. In the open search every letter is for its field, which the theme sees to.
  addEventListener(
    "keydown",
    (event) => {
      if (window.sobesednik.takesKey(event)) {
        event.preventDefault();
        return event.stopImmediatePropagation();
      }
      const { key, target, ctrlKey, metaKey } = event;
      if (key?.length !== 1 || ctrlKey || metaKey || isField(target)) return;
      if (toggle?.checked) return;
      const asked = meaning(event);
      const isAsked = asked && ASKS.includes(asked);
      if (isAsked || HEARD.includes(key)) event.stopImmediatePropagation();
      if (!isAsked) return;
      event.preventDefault();
      act(asked);
    },
    true,
  );
  if (!keys) return;
  keys.disabled = false;
  keys.checked = !areOff();
  keys.addEventListener("change", () => {
    try {
      localStorage.setItem(KEY, keys.checked ? "on" : "off");
    } catch {
      window.sobesednik?.say("Браузер не разрешает хранить настройки: клавиши останутся включёнными.");
      keys.checked = true;
    }
  });
})();
