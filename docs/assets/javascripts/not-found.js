/* The page that is not there: opens the search with the words of the address. Or the page that is on the site, but
 * not in the browser, while there is no link: the worker for reading without a network says so by its status. */
"use strict";
(() => {
  if (performance.getEntriesByType("navigation")[0]?.responseStatus === 503) {
    document.querySelector(".md-content h1").textContent = document.title = "Нет связи";
    document.querySelector("[data-missing]").hidden = true;
    document.querySelector("[data-not-kept]").hidden = false;
    addEventListener("online", () => location.reload());
    list().catch(() => {});
    return;
  }

  /** What can be read instead: pages that are kept, by their titles. */
  async function list() {
    const home = new URL(document.querySelector("[data-not-found] a").href).pathname;
    const cache = await caches.open(`sobesednik ${home} files`);
    const pages = (await cache.keys()).filter(({ url }) => new URL(url).pathname.endsWith("/"));
    const items = pages.map(async (request) => {
      const html = new DOMParser().parseFromString(await (await cache.match(request)).text(), "text/html");
      const [item, link] = [document.createElement("li"), document.createElement("a")];
      link.href = new URL(request.url).pathname;
      link.textContent = html.title.replace(/ — [^—]*$/, "");
      item.append(link);
      return item;
    });
    const found = document.createElement("ul");
    found.append(...(await Promise.all(items)));
    document.querySelector("[data-not-kept]").after("Есть в браузере:", found);
  }
  const place = document.querySelector("[data-not-found]");
  const field = document.querySelector(".md-search__input");
  const toggle = document.getElementById("__search");
  if (!place || !field || !toggle || location.pathname.endsWith("/404.html")) return;

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

  const search = () => {
    toggle.checked = true;
    toggle.dispatchEvent(new Event("change"));
    field.focus();
    field.value = query;
    field.dispatchEvent(new InputEvent("input", { bubbles: true }));
  };
  link.addEventListener("click", (event) => {
    event.preventDefault();
    search();
  });
  // When Material has begun to listen. On a phone the results would hide what has happened: there the link opens them.
  if (matchMedia("(min-width: 60em)").matches) addEventListener("load", search);
})();
