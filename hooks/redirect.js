// Leads from an old address to the new one and keeps the part after «#».
// Works on pages made by hooks/redirects.py: their links to new places are marked with data-moved.
(() => {
  const follow = () => {
    let id = location.hash.slice(1);
    try {
      id = decodeURIComponent(id);
    } catch {
      // «#100%» is a hash like any other; our ids have nothing to decode.
    }
    const named = id && document.getElementById(id);
    const link = named && (named.matches(".moved") ? named.querySelector("[data-moved]") : named.closest("[data-moved]"));
    if (link) {
      location.replace(link.href);
      return;
    }
    const page = document.querySelector("body > p > [data-moved]:not([id])");
    if (page) {
      const target = new URL(page.href);
      if (!target.hash) target.hash = location.hash;
      location.replace(target.href);
    }
  };
  addEventListener("hashchange", follow);
  follow();
})();
