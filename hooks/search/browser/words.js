/* What can be made of a word that is not known: the other keyboard layout, its sound, its neighbours. Needs SearchText. */
self.SearchWords = (() => {
  "use strict";
  const { fold } = self.SearchText;
  const LATIN_KEYS = "`qwertyuiop[]asdfghjkl;'zxcvbnm,.~{}:\"<>";
  const RUSSIAN_KEYS = "ёйцукенгшщзхъфывапролджэячсмитьбюёхъжэбю";
  const TO_RUSSIAN = new Map([...LATIN_KEYS].map((key, place) => [key, RUSSIAN_KEYS[place]]));
  const TO_LATIN = new Map([...RUSSIAN_KEYS].map((key, place) => [key, LATIN_KEYS[place]]).reverse());

  const LATIN_LOOKS = "aceopxykhmtbACEOPXYKHMTB";
  const RUSSIAN_LOOKS = "асеорхукнмтвАСЕОРХУКНМТВ";

  /** The word in Russian letters where some of it are Latin ones that look the same («cписок»); else null. */
  function withoutLookalikes(text) {
    if (!/[а-яё]/i.test(text) || !/[a-z]/i.test(text)) return null;
    const plain = [...text].map((letter) => RUSSIAN_LOOKS[LATIN_LOOKS.indexOf(letter)] ?? letter).join("");
    return /[a-z]/i.test(plain) ? null : plain;
  }

  /** What the same keys type in the other layout; null where the text mixes the two. */
  function otherLayout(text) {
    const lower = text.toLowerCase();
    const latin = /[a-z]/.test(lower);
    const russian = /[а-яё]/.test(lower);
    if (latin === russian) return null;
    const map = latin ? TO_RUSSIAN : TO_LATIN;
    return [...lower].map((key) => map.get(key) ?? key).join("");
  }

  const SPELLED = new Map(
    "shch щ sch щ zh ж kh х ts ц tc ц ch ч sh ш yu ю ju ю iu ю ya я ja я ia я yo ё jo ё iy ий yj ый ij ий y ы j й a а b б c ц d д e е f ф g г h х i и k к l л m м n н o о p п r р s с t т u у v в w в x кс z з ' ь"
      .split(" ").reduce((pairs, one, place, every) => (place % 2 ? pairs : [...pairs, [one, every[place + 1]]]), []),
  );
  const SPELLING = new RegExp([...SPELLED.keys()].join("|"), "g");

  /** A Russian word that is spelt in Latin letters («menedzher»), in its own; null where the text is no such word. */
  const inRussianLetters = (text) =>
    /^[a-z']{6,}$/i.test(text) ? text.toLowerCase().replace(SPELLING, (sound) => SPELLED.get(sound)) : null;

  const SOUNDS = [
    [/дж|dj|dzh/g, "J"], [/x|кс/g, "ks"], [/sch|щ|ш|ч|ж|sh|ch|zh/g, "S"], [/ph|ф/g, "f"], [/th|т/g, "t"], [/wh|w|в/g, "v"],
    [/ck|q|к/g, "k"], [/c(?=[eiy])|ц|с|з|z/g, "s"], [/c/g, "k"], [/g(?=[eiy])|j/g, "J"], [/г/g, "g"], [/б/g, "b"],
    [/д/g, "d"], [/л/g, "l"], [/м/g, "m"], [/н/g, "n"], [/п/g, "p"], [/р/g, "r"], [/х/g, "h"],
    [/(.)\1+/g, "$1"], [/^[аеиоуыэюяёaeiouy]+/, "A"], [/[аеиоуыэюяёйьъaeiouy]/g, ""],
  ];

  /** What is left of a word when spelling is put aside: «пайдантик» and «pydantic» give the same. */
  const sound = (word) => SOUNDS.reduce((text, [from, to]) => text.replace(from, to), fold(word));

  /** Number of edits (insertion, deletion, replacement, transposition) between two words; above `most`, any number above it. */
  function edits(left, right, most) {
    if (Math.abs(left.length - right.length) > most) return most + 1;
    let before = [];
    let last = Array.from({ length: right.length + 1 }, (_, place) => place);
    for (let i = 1; i <= left.length; i++) {
      const row = [i];
      let best = i;
      for (let j = 1; j <= right.length; j++) {
        const same = left[i - 1] === right[j - 1];
        row[j] = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (same ? 0 : 1));
        if (i > 1 && j > 1 && left[i - 1] === right[j - 2] && left[i - 2] === right[j - 1]) {
          row[j] = Math.min(row[j], before[j - 2] + 1);
        }
        best = Math.min(best, row[j]);
      }
      if (best > most) return most + 1;
      before = last;
      last = row;
    }
    return last[right.length];
  }

  const INFLECTED = /^([a-z]{3,})(?:ing|ed)$/;

  /** What an English verb in -ing or -ed may be a form of, as terms: «disagreed», «caching», «planned». */
  function bases(word) {
    const [, base] = INFLECTED.exec(word) ?? [];
    return base ? [...new Set([base, `${base}e`, base.replace(/(.)\1$/, "$1"), base.replace(/i$/, "y")])] : [];
  }

  const VOWELS = /[аеиоуыэюяйaeiouy]/;

  /* «unit» is no «unity» cut short, «cython» no «cpython»; «reddis» is «redis». */
  const SHORT_LATIN = /^[a-z]{1,6}$/;

  /* «enum» is no «enam». */
  const TINY_LATIN = /^[a-z]{1,4}$/;

  /* «CQRS» is no «CORS». */
  const LETTERS_ONLY = /^[b-df-hj-np-tv-z]+$/;

  /** Number of syllables: «tornado» is no «тренд», though they sound alike without their vowels. */
  const syllables = (word) => word.match(/[аеёиоуыэюяaeiouy]+/gi)?.length ?? 0;

  /** Whether a short word may have become another by a slip: a letter too many or too few, two exchanged, one that
   * sounds like it. Another consonant makes another word: «spring» is no «string». */
  function isSlip(left, right) {
    if (LETTERS_ONLY.test(left)) return [...left].sort().join("") === [...right].sort().join("");
    if (left.length !== right.length) {
      const isHeard = left.at(-1) === right.at(-1) && sound(left) === sound(right);
      return left[0] === right[0] && (isHeard || !SHORT_LATIN.test(left));
    }
    const differing = [...left].flatMap((letter, place) => (letter === right[place] ? [] : [[letter, right[place]]]));
    if (TINY_LATIN.test(left)) return differing.length > 1;
    return differing.length !== 1 || differing.every(([one, other]) => VOWELS.test(one) && VOWELS.test(other)) || sound(left) === sound(right);
  }

  /** Which letters a word has, a bit for each: one edit changes at most two bits. */
  function letters(word) {
    let bits = 0;
    for (let place = 0; place < word.length; place++) bits |= 1 << (word.charCodeAt(place) & 31);
    return bits;
  }

  /** Whether so many edits could lead from one set of letters to another; far cheaper than to count the edits. */
  function isNear(left, right, most) {
    let bits = left ^ right;
    let differing = 0;
    for (; bits; bits &= bits - 1) if (++differing > 2 * most) return false;
    return true;
  }

  return { bases, inRussianLetters, letters, isNear, isSlip, syllables, withoutLookalikes, otherLayout, sound, edits };
})();
