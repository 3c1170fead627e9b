/* Marks the words on the page that a result led to and opens the block that it led into. Loaded by page.js. */
"use strict";
(() => {
  const LETTERS = "0-9A-Za-z_\u0400-\u04ff";
  const WORD = new RegExp(`[${LETTERS}]+(?:[-.+/'\u2019\u2010\u2011][${LETTERS}]+)*(?:\\+\\+|#)?`, "g");
  const PIECE = new RegExp("[0-9A-Za-z\u0400-\u04ff]+", "g");
  const LONGEST_ENDING = 5;

  const fold = (text) => text.normalize("NFC").toLowerCase().replace(/[ёэ]/g, "е");

  function isFound(word, terms) {
    const folded = fold(word);
    const joined = folded.replace(/[-.+/'\u2019\u2010\u2011_]/g, "");
    return terms.some(
      (term) => folded === term || (joined.startsWith(term) && joined.length - term.length <= endings(term)),
    );
  }

  /* Terms are stems: a Russian word may go on for an ending, others for a plural. */
  const endings = (term) => (/[\u0400-\u04ff]$/.test(term) && term.length > 2 ? LONGEST_ENDING : 2);

  function spans(text, terms) {
    const found = [];
    for (const { 0: word, index } of text.matchAll(WORD)) {
      if (isFound(word, terms)) found.push([index, index + word.length]);
      else {
        for (const { 0: piece, index: inside } of word.matchAll(PIECE)) {
          if (isFound(piece, terms)) found.push([index + inside, index + inside + piece.length]);
        }
      }
    }
    return found;
  }

  function mark(article, terms) {
    const walker = document.createTreeWalker(article, NodeFilter.SHOW_TEXT);
    const nodes = [];
    while (walker.nextNode()) if (!walker.currentNode.parentElement.closest("mark,script,style")) nodes.push(walker.currentNode);
    for (const node of nodes) {
      for (const [start, end] of spans(node.data, terms).reverse()) {
        const rest = node.splitText(start);
        rest.splitText(end - start);
        const element = document.createElement("mark");
        element.dataset.searchHit = "";
        rest.replaceWith(element);
        element.append(rest);
      }
    }
  }

  function arrive() {
    const terms = (new URLSearchParams(location.search).get("h") ?? "").split(" ").filter(Boolean).map(fold);
    const article = document.querySelector(".md-content article");
    if (terms.length && article && !article.querySelector("mark[data-search-hit]")) mark(article, terms);
    unfold();
  }

  /** Open the block that the address names: not every browser does it by itself. */
  function unfold() {
    const target = document.getElementById(named(location.hash.slice(1)));
    const block = target?.matches(".search-landing") && target.closest("details");
    if (!block || block.open) return;
    block.open = true;
    target.scrollIntoView();
  }

  /** An address may end in anything: with a broken escape it names nothing but itself. */
  function named(hash) {
    try {
      return decodeURIComponent(hash);
    } catch {
      return hash;
    }
  }

  addEventListener("hashchange", arrive);
  if (window.document$) window.document$.subscribe(arrive);
  else arrive();
})();
