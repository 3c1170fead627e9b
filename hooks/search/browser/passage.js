/* The words of a query inside a text: where they stand, and the passage that shows most of them. Needs SearchText. */
self.SearchPassage = (() => {
  "use strict";
  const { tokens, words } = self.SearchText;
  const LENGTH = 160;
  /* A passage begins with a sentence that begins so near before the word. */
  const BEFORE = 60;

  const seen = new Map();
  const MOST_SEEN = 20000;

  /** Terms of a word and of its parts. */
  function termsOf(word) {
    let terms = seen.get(word);
    if (!terms) {
      terms = tokens(word).flatMap(({ whole, parts }) => [whole, ...parts]);
      if (seen.size > MOST_SEEN) seen.clear();
      seen.set(word, terms);
    }
    return terms;
  }

  /** Places of the words that the terms meet: {start, end, term}. */
  function hits(text, terms) {
    const found = [];
    for (const [word, start] of words(text)) {
      const term = termsOf(word).find((one) => terms.has(one));
      if (term) found.push({ start, end: start + word.length, term });
    }
    return found;
  }

  /** A text as pieces, [piece, whether the query asks for it]. */
  function marked(text, terms) {
    const pieces = [];
    let last = 0;
    for (const { start, end } of hits(text, terms)) {
      pieces.push([text.slice(last, start), false], [text.slice(start, end), true]);
      last = end;
    }
    return [...pieces, [text.slice(last), false]].filter(([piece]) => piece);
  }

  /** The beginning of the passage around the hit from which most different terms are in reach. */
  function bestStart(found) {
    let [best, most] = [found[0], 0];
    for (const [place, hit] of found.entries()) {
      const near = found.slice(place, place + 20).filter(({ end }) => end <= hit.start + LENGTH - BEFORE / 2);
      const worth = new Set(near.map(({ term }) => term)).size + near.length / 100;
      if (worth > most) [best, most] = [hit, worth];
    }
    return best.start;
  }

  /** About LENGTH characters of a text around the terms, as pieces; null where none of them stands there. */
  function passage(text, terms) {
    const found = hits(text, terms);
    if (!found.length) return null;
    const hit = bestStart(found);
    const from = Math.max(0, hit - BEFORE);
    const before = text.slice(from, hit);
    const sentence = Math.max(...[". ", "? ", "! "].map((sign) => before.lastIndexOf(sign)));
    const start = from === 0 ? 0 : from + (sentence >= 0 ? sentence + 2 : before.indexOf(" ") + 1);
    const full = text.slice(start, start + LENGTH);
    const isEnd = start + LENGTH >= text.length;
    const cut = isEnd ? full : full.slice(0, Math.max(full.lastIndexOf(" "), LENGTH / 2)).replace(/[\s,;:(–—.…-]+$/, "");
    const opening = start > 0 && sentence < 0 ? [["… ", false]] : [];
    return [...opening, ...marked(cut, terms), ...(isEnd ? [] : [["…", false]])];
  }

  return { hits, marked, passage };
})();
