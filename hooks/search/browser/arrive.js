/* Where a result has led: marks the words of the query in the question, opens the block that holds most of them and
 * brings the first marked passage into the upper third of the screen. The address holds the query as it was typed; by
 * which other words the question was found the worker is asked only where a typed one is not there.
 * Loaded by page.js. Needs SearchText, SearchPassage, SearchStop. */
"use strict";
(() => {
  const { clean, fold, tokens } = self.SearchText;
  /* Words of a passage stand so near to each other. */
  const NEAR = 130;
  /** Frames in which a passage is kept in its place. */
  const FRAMES = 5;
  const THIRD = 0.25;
  const UNMARKED = "[hidden], script, style, mark, .headerlink, .question-chips, .question-footer, .question-actions, .quote";

  /** The words of a query that say something, as the terms by which they are met: of a compound, which stands whole
   * in the place, the whole. Of little words alone all of them. */
  function words(query, place) {
    const every = tokens(clean(query));
    const telling = every.filter(({ surface }) => !self.SearchStop.has(fold(surface)));
    const held = new Set(tokens(texts(place).map(({ data }) => data).join(" ")).map(({ whole }) => whole));
    const taken = (telling.length ? telling : every).flatMap(({ whole, parts }) => (held.has(whole) || !parts.length ? [whole] : parts.filter((one) => one.length > 1)));
    return [...new Set(taken)].map((term) => ({ terms: [term], isOther: false }));
  }

  /** The pieces of text of a place: in a sample of code every sign may be one. */
  function texts(place) {
    const walker = document.createTreeWalker(place, NodeFilter.SHOW_TEXT);
    const nodes = [];
    while (walker.nextNode()) if (!walker.currentNode.parentElement.closest(UNMARKED)) nodes.push(walker.currentNode);
    return nodes;
  }

  /** Mark words in a place, and return the marks in their order: {element, word, at}. */
  function mark(place, wanted) {
    const numbers = new Map(wanted.flatMap(({ terms }, word) => terms.map((term) => [term, word])));
    const marks = [];
    let length = 0;
    for (const node of texts(place)) {
      const [here, size] = [[], node.length];
      for (const { start, end, term } of self.SearchPassage.hits(node.data, numbers).reverse()) {
        const rest = node.splitText(start);
        rest.splitText(end - start);
        const element = document.createElement("mark");
        const word = numbers.get(term);
        element.dataset.searchHit = wanted[word].isOther ? "other" : "";
        rest.replaceWith(element);
        element.append(rest);
        here.unshift({ element, word, at: length + start });
      }
      marks.push(...here);
      length += size;
    }
    return marks;
  }

  const different = (marks) => new Set(marks.map(({ word }) => word)).size;

  /** The mark at which the passage with most different words begins; among equals one in the block that was named. */
  function best(marks, named) {
    let [found, most] = [null, 0];
    for (const [number, { element, at }] of marks.entries()) {
      const block = element.closest(".question-blocks > details");
      if (!block) continue;
      const near = marks.slice(number, number + 20).filter((one) => one.at <= at + NEAR && block.contains(one.element));
      const worth = different(near) + (block === named) / 2 + near.length / 100;
      if (worth > most) [found, most] = [{ element, block, worth: different(near) }, worth];
    }
    return found;
  }

  function show({ element, block }, card) {
    for (let one = element.parentElement; one !== card; one = one.parentElement) if (one.matches("details")) one.open = true;
    block.open = true;
    const top = (one) => scrollY + one.getBoundingClientRect().top;
    const heading = card.querySelector("h2");
    // Not above its own question: the buttons of the one before would be the first to be met.
    const place = (frames) => {
      const least = top(heading) - parseFloat(getComputedStyle(heading).scrollMarginTop);
      scrollTo({ top: Math.max(top(element) - THIRD * innerHeight, least), behavior: "instant" });
      // What has just been opened is still being laid out: a table that does not fit becomes cards.
      if (frames) requestAnimationFrame(() => place(frames - 1));
    };
    place(FRAMES);
  }

  function unmark(place) {
    for (const one of place.querySelectorAll("mark[data-search-hit]")) one.replaceWith(...one.childNodes);
    place.normalize();
  }

  /** Mark the words in a question, or a page, and bring to them; return how many different ones are there. */
  function go(place, target, wanted, mayScroll = true) {
    unmark(place);
    const marks = mark(place, wanted);
    if (place.matches(".question-card") && mayScroll) {
      const named = target.closest(".question-blocks > details");
      const found = best(marks, named);
      const said = different(marks.filter(({ element }) => !element.closest(".question-blocks")));
      if (found && (named || found.worth > said)) show(found, place);
    }
    return different(marks);
  }

  // What a reload or a step back shows stands as the reader left it: reading.js.
  const [visit] = performance.getEntriesByType("navigation");
  const isVisit = !visit || visit.type === "navigate";
  let turn = 0;
  function arrive() {
    const query = new URLSearchParams(location.search).get("h") ?? "";
    const article = document.querySelector(".md-content article");
    if (!article) return;
    const [mine, target] = [++turn, document.getElementById(named(location.hash.slice(1)))];
    const card = target?.closest(".question-card");
    unmark(article);
    const wanted = words(query, card ?? article);
    if (!wanted.length) return;
    const isNew = isVisit || mine > 1;
    if (go(card ?? article, target, wanted, isNew) === wanted.length || !card) return;
    const place = scrollY;
    window.askSearch({ query, id: card.dataset.question }, (shown) => {
      if (mine !== turn) return;
      const own = wanted.flatMap(({ terms }) => terms);
      const others = shown.filter(({ terms }) => !terms.some((term) => own.includes(term)));
      // To them leads only what names their block, and nobody who has begun to read.
      const isAsked = isNew && target.matches(".search-landing") && Math.abs(scrollY - place) < 2;
      if (others.length) go(card, target, [...wanted, ...others], isAsked);
    });
  }

  /** An address may end in anything: with a broken escape it names nothing but itself. */
  function named(hash) {
    try {
      return decodeURIComponent(hash);
    } catch {
      return hash;
    }
  }

  window.arriveFromSearch = arrive;
  arrive();
})();
