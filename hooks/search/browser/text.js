/* The text pipeline of the search: from text to terms. The twin of text.py beside this folder: whatever
 * changes here changes there, and tests compare the two. Needs SearchStem. */
self.SearchText = (() => {
  "use strict";
  const { stem } = self.SearchStem;
  const LETTERS = "0-9A-Za-z_\u0400-\u04ff";
  const INVISIBLE = /[\u00ad\u0300\u0301\u200b-\u200d\u2060\ufeff]/g;
  /* What code says with signs: O(n), the comma of (1,), the default of def f(x=[]), an operator. */
  const SIGNS = "[O\u041e]\\([^()]{1,12}\\)|,\\)|= ?\\[\\]|= ?\\{\\}|[=!:]=|->|\\*\\*";
  const SIGN_NAMES = {
    ",)": "#tuple", "=[]": "#list", "={}": "#dict", "==": "#equal", "!=": "#unequal", ":=": "#walrus", "->": "#arrow", "**": "#stars",
  };
  const TOKEN = new RegExp(`${SIGNS}|[${LETTERS}]+(?:[-.+/'\u2019\u2010\u2011][${LETTERS}]+)*(?:\\+\\+|#)?`, "g");
  const JOINTS = /[-.+/'\u2019\u2010\u2011]/g;
  const CAMEL = [
    /([a-zа-яё])([A-ZА-ЯЁ])/g,
    /([A-ZА-ЯЁ])([A-ZА-ЯЁ][a-zа-яё])/g,
    /([^0-9 ])([0-9])/g,
    /([0-9])([^0-9 ])/g,
  ];
  const RUSSIAN = /^[\u0400-\u04ff]+$/;
  const PLAIN = /^[0-9A-Za-z\u0400-\u04ff]+$/;
  const LATIN = /^[a-z]{4,}$/;
  const MIXED = /^(.*[0-9a-z])([\u0400-\u04ff]{4,})$/;
  const NOT_PLURAL = new Set(["https"]);

  /** The text in composed form without invisible characters. */
  const clean = (text) => text.replace(INVISIBLE, "").normalize("NFC");

  /** A word in lower case with ё=е and э=е. */
  const fold = (word) => word.toLowerCase().replace(/[ёэ]/g, "е");

  /** The term of a word: its Russian stem, or its English singular. */
  function term(raw) {
    const word = fold(raw);
    if (RUSSIAN.test(word)) return stem(word);
    if (LATIN.test(word) && !NOT_PLURAL.has(word)) return singular(word);
    const mixed = MIXED.exec(word);
    return mixed ? mixed[1] + stem(mixed[2]) : word;
  }

  function singular(word) {
    if (word.endsWith("ies")) return `${word.slice(0, -3)}y`;
    if (/s$/.test(word) && !/(ss|us|is)$/.test(word)) word = word.slice(0, -1);
    return word.length > 4 && word.endsWith("e") ? word.slice(0, -1) : word;
  }

  /** The words of a text; identifiers and compounds come whole and in parts. */
  const tokens = (text) => (clean(text).match(TOKEN) ?? []).map(token);

  /** The words of a text as it is: [word, where it begins]. */
  const words = (text) => Array.from(text.matchAll(TOKEN), ({ 0: word, index }) => [word, index]);

  function token(raw) {
    const named = SIGN_NAMES[raw.replaceAll(" ", "")];
    if (named) return { whole: named, parts: [], surface: raw };
    if (raw.endsWith(")")) return { whole: `#o${raw.slice(1).toLowerCase().replace(/[^0-9a-z]/g, "")}`, parts: [], surface: raw.toLowerCase() };
    const ending = /(\+\+|#)?$/.exec(raw)[0];
    const base = raw.slice(0, raw.length - ending.length);
    let pieces = base.replace(JOINTS, " ").replace(/_/g, " ");
    for (const boundary of CAMEL) pieces = pieces.replace(boundary, "$1 $2").replace(boundary, "$1 $2");
    const words = pieces.split(" ").filter(Boolean);
    const joined = whole(base, ending);
    const parts = words.length > 1 || !PLAIN.test(base) ? words.map(term) : [];
    const names = base.replace(JOINTS, " ").split(" ").filter((one) => /[^_]_+[^_]/.test(one));
    parts.push(...names.map(name).filter((one) => one !== joined));
    return { whole: joined, parts: parts.length === 1 && parts[0] === joined ? [] : parts, surface: raw.toLowerCase() };
  }

  const name = (text) => term(text.replace(/_/g, ""));

  function whole(base, ending) {
    const joined = base.replace(JOINTS, "");
    const [, head, core, tail] = /^(_*)(.*?)(_*)$/.exec(joined);
    if (!head && !tail && !ending) return name(core);
    return head + fold(core.replace(/_/g, "")) + tail + ending;
  }

  return { LETTERS, clean, fold, term, tokens, words };
})();
