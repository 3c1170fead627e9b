/* The page that is not there: opens the search with the words of the address. */
"use strict";
(() => {
  const place = document.querySelector("[data-not-found]");
  const field = document.querySelector(".md-search__input");
  const toggle = document.getElementById("__search");
  if (!place || !field || !toggle) return;

  const base = new URL(place.querySelector("a").href).pathname;
  let path = location.pathname;
  try {
    path = decodeURIComponent(path);
  } catch {
    // An address with a broken escape is searched for as it stands.
  }
  const words = path
    .replace(base, "")
    .replace(/\.\w+$/, "")
    .split(/[^\p{L}\p{N}+#]+/u)
    .filter((word) => word.length > 1 && word !== "index");
  if (!words.length) return;

  const query = [...new Set(words)].join(" ");
  const link = place.querySelector("a");
  link.textContent = query;
  link.href += encodeURIComponent(query);
  place.hidden = false;

  // When Material has begun to listen.
  addEventListener("load", () => {
    toggle.checked = true;
    toggle.dispatchEvent(new Event("change"));
    field.focus();
    field.value = query;
    field.dispatchEvent(new InputEvent("input", { bubbles: true }));
  });
})();
