// Leads from an old address to the new one and keeps the parts after «?» and «#».
// Works on pages made by hooks/finish/moved.py: their links to new places are marked with data-moved.
(() => {
  const follow = () => {
    let id = location.hash.slice(1);
    try {
      id = decodeURIComponent(id);
    } catch {
      // «#100%» is a hash like any other; our ids have nothing to decode.
    }
    // «gil--success» is a place in the answer to «gil»: it goes where its question has gone.
    const [question, place = ""] = document.getElementById(id) ? [id] : id.split(/(?=--\w+$)/);
    const named = question && document.getElementById(question);
    const link = named && (named.matches(".moved") ? named.querySelector("[data-moved]") : named.closest("[data-moved]"));
    const way = link || document.querySelector("body > p > [data-moved]:not([id])");
    if (!way) return;
    const target = new URL(way.href);
    target.search ||= location.search;
    if (!target.hash) target.hash = link ? "" : location.hash;
    else if (link) target.hash += place;
    location.replace(target.href);
  };
  addEventListener("hashchange", follow);
  follow();
})();
