/* What the theme leaves to the mouse: its labels become buttons for the keyboard, what is scrolled by itself
 * can be reached, an open drawer keeps the keyboard inside, shortcuts of one letter can be switched off. */
"use strict";
(() => {
  const all = (selector) => [...document.querySelectorAll(selector)];

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
  drawer.addEventListener("change", () => behind.forEach((one) => (one.inert = drawer.checked)));
  addEventListener("keydown", ({ key }) => {
    if (key !== "Escape" || !drawer.checked) return;
    drawer.click();
    document.querySelector(".md-header__button[for=__drawer]").focus();
  });
  // A wide window has no drawer: what it covered must not stay dead.
  matchMedia("(min-width: 76.25em)").addEventListener("change", ({ matches }) => matches && drawer.checked && drawer.click());

  /* -- what is scrolled by itself --------------------------------------------------------------- */

  const kind = (box) => (box.matches("code") ? "Код" : box.querySelector("table") ? "Таблица" : "Рисунок");
  const wide = new ResizeObserver((entries) => {
    // All are measured before any is changed: else the page would be laid out anew for each.
    const boxes = entries.map(({ target }) => [target, target.scrollWidth > target.clientWidth]);
    for (const [target, scrolls] of boxes) {
      const attributes = { tabindex: 0, role: "group", "aria-label": `${kind(target)}, прокручивается вбок` };
      for (const [attribute, value] of Object.entries(attributes))
        if (scrolls) target.setAttribute(attribute, value);
        else if (target.hasAttribute(attribute)) target.removeAttribute(attribute);
    }
  });
  // The theme puts tables into their boxes only then.
  addEventListener("load", () =>
    all(".md-typeset__scrollwrap, .md-typeset p:has(> img), .md-typeset pre > code").forEach((one) => wide.observe(one)),
  );

  // The theme measures code too, when it comes in sight, and may take from the keyboard what scrolls.
  const reach = ({ target }) => target.matches("code[role=group]:not([tabindex])") && target.setAttribute("tabindex", 0);

  // The buttons of each sample stand in a landmark without a name, which the theme makes when it comes in sight.
  const article = document.querySelector(".md-content");
  new MutationObserver(() => all(".md-code__nav:not([role])").forEach((one) => one.setAttribute("role", "none"))).observe(
    article,
    { childList: true, subtree: true },
  );
  new MutationObserver((changes) => changes.forEach(reach)).observe(article, { attributeFilter: ["tabindex"], subtree: true });

  /* -- shortcuts of one letter ------------------------------------------------------------------ */

  const KEY = "sobesednik.keys";
  const keys = document.querySelector("[data-keys]");
  const areOff = () => {
    try {
      return localStorage.getItem(KEY) === "off";
    } catch {
      return false;
    }
  };
  const isField = (target) => target instanceof Element && target.matches("input, select, textarea, [contenteditable]");
  // Before the theme hears them.
  addEventListener(
    "keydown",
    (event) => {
      const single = event.key.length === 1 && event.key !== " " && !event.ctrlKey && !event.metaKey && !event.altKey;
      if (single && !isField(event.target) && areOff()) event.stopImmediatePropagation();
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
