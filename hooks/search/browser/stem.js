/* Snowball's Russian stemmer, which text.py has as a package; tests compare the two. It takes words as SearchText.fold
 * makes them, without «ё». How it works: https://snowballstem.org/algorithms/russian/stemmer.html */
self.SearchStem = (() => {
  "use strict";
  const VOWEL = "[аеиоуыэюя]";
  const CONSONANT = "[^аеиоуыэюя]";
  /* What a derivational ending must leave (R2 begins behind it). */
  const ROOT = new RegExp(`^${CONSONANT}*${VOWEL}+${CONSONANT}+${VOWEL}+${CONSONANT}`);

  /* The leftmost match is the longest ending. What is in brackets stays: some endings stand only after «а» or «я». */
  const GERUND = /(?:([ая])|[иы])в(?:ши(?:сь)?)?$/;
  const REFLEXIVE = /с[ья]$/;
  const ADJECTIVE = /(?:[еиоы][ейм]|[иы](?:ми|х)|[ео](?:го|му)|[еоую]ю|[ая]я)$/;
  const PARTICIPLE = /(?:([ая])(?:ем|нн|вш|ю?щ)|[иы]вш|ующ)$/;
  const VERB = new RegExp(
    "(?:([ая])(?:л[аио]?|н(?:[аоы]|но)?|[ей]те|й|е[мт]|ют|ть|ешь)" +
      "|[иы]л[аио]?|ен[аоы]?|[еу]йте|ите|[еу]й|[иы][мт]|у[ею]т|ят|[иы]ть|ишь|у?ю)$",
  );
  const NOUN = /(?:[аоуыь]|[еи]?и|[иь]?[еюя]|[ео]в|(?:и?е|[ио])?й|(?:а|и?я)(?:ми?|х)|и?ем|ом)$/;
  const DERIVATIONAL = /ость?$/;
  const SUPERLATIVE = /ейше?$/;

  /** The stem of a word. */
  function stem(word) {
    const start = word.search(VOWEL) + 1;
    if (!start) return word;
    /* Endings are cut from what follows the first vowel (RV). */
    let rest = inflected(word.slice(start)).replace(/и$/, "");
    const ending = rest.search(DERIVATIONAL);
    const root = ending < 0 ? null : ROOT.exec(word);
    if (root && start + ending >= root[0].length) rest = rest.slice(0, ending);
    rest = rest.endsWith("ь") ? rest.slice(0, -1) : rest.replace(SUPERLATIVE, "").replace(/нн$/, "н");
    return word.slice(0, start) + rest;
  }

  function inflected(text) {
    if (GERUND.test(text)) return text.replace(GERUND, "$1");
    const plain = text.replace(REFLEXIVE, "");
    if (ADJECTIVE.test(plain)) return plain.replace(ADJECTIVE, "").replace(PARTICIPLE, "$1");
    return VERB.test(plain) ? plain.replace(VERB, "$1") : plain.replace(NOUN, "");
  }

  return { stem };
})();
