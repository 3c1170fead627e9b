// Leads from an old address to the new one and keeps the part after «#».
// Works on pages made by hooks/redirects.py: their links to new places are marked with data-moved.
(() => {
  const follow = () => {
    const id = decodeURIComponent(location.hash.slice(1));
    const named = id && document.getElementById(id);
    const link = named && (named.matches("[data-moved]") ? named : named.querySelector("[data-moved]"));
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
