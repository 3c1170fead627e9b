/* The files of the index, opened: terms, aliases, synonyms, postings, documents, answers. Needs SearchWords. */
self.SearchIndex = (() => {
  "use strict";
  const { letters, sound } = self.SearchWords;
  const DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_";
  const HIGHER = "!$%&()*./:;<>?@[]^`{|}~";
  const SIGNS = String.fromCharCode(...Array.from({ length: 92 }, (_, place) => place + 35)).replace("\\", "");
  const SHARED = "!$%&()*,-./:;<>?@~";
  const RUSSIAN = "абвгдежзийклмнопрстуфхцчшщъыьюя";
  const NARROW = "ABCDEFGHIJKLMNOPQRSTUVWXYZ[]^{}";
  const VALUES = new Uint8Array(128);
  [...DIGITS, ...HIGHER].forEach((digit, value) => (VALUES[digit.charCodeAt(0)] = value));
  const LEVELS = 1;
  /* Level of a posting -> how often. */
  const FREQUENCIES = Float64Array.from({ length: 32 }, (_, level) => 2 ** (level / LEVELS) - 1);
  const NOWHERE = { entries: new Uint32Array(0), levels: new Uint8Array(0), places: new Uint8Array(0) };

  /** Opens the core file: terms, aliases, synonyms. */
  class SearchIndex {
    constructor(core, load) {
      this.core = core;
      this.load = load;
      this.parts = new Map();
      /* Terms of the texts and words of the synonyms; those that stand in no text have no number. */
      this.words = frontDecoded(core.terms);
      this.counts = readNumbers(core.counts);
      this.numbers = new Map();
      this.words.forEach((name, number) => this.counts[number] && this.numbers.set(name, number));
      this.hits = readHits(core.hits);
      this.titles = readNumbers(core.titles);
      this.endings = wide(core.endings).split(" ");
      this.surfaces = readNumbers(core.surfaces);
      this.stop = new Set(wide(core.stop).split(" "));
      this.aliases = readAliases(core.aliases, this.words, this.numbers);
      this.synonyms = readSynonyms(core.synonyms, this.words);
    }

    /** Numbers of the questions of an entry that is a topic; none of another. */
    members(entry) {
      this._members ??= this.core.members.split(",");
      let number = 0;
      return readNumbers(this._members[entry - this.core.questions] ?? "").map((step) => (number += step));
    }

    /** A term as its commonest word; as it is where no word begins with it. */
    surface(name) {
      return this.word(name) ?? name;
    }

    word(name) {
      const ending = this.endings[this.surfaces[this.numbers.get(name)]] ?? "!";
      return ending === "!" ? null : name + (ending === "-" ? "" : ending);
    }

    /** Every word that can be met, whether it is in the texts or leads to them. */
    get dictionary() {
      return (this._dictionary ??= [...new Set([...this.words, ...this.aliases.keys()])].sort());
    }

    /** The letters of each word of the dictionary. */
    get letters() {
      return (this._letters ??= Int32Array.from(this.dictionary, letters));
    }

    get sounds() {
      if (!this._sounds) {
        this._sounds = new Map();
        for (const word of this.dictionary) add(this._sounds, sound(word), word);
      }
      return this._sounds;
    }

    /** Make what the first typing error will ask for, while the reader still looks for the keys. */
    warm() {
      return this.letters.length + this.sounds.size;
    }

    /** A stem without the «по-» or «наи-» of a degree, where that is what makes it unknown. */
    plain(name) {
      const rest = this.isKnown(name) ? null : /^(?:по|наи)(.{3,})$/.exec(name)?.[1];
      return rest && this.isKnown(rest) ? rest : name;
    }

    isKnown(name) {
      return this.numbers.has(name) || this.aliases.has(name) || this.synonyms.words.has(name);
    }

    /** Words of the dictionary that begin so. */
    beginning(prefix, most) {
      let low = 0;
      let high = this.dictionary.length;
      while (low < high) {
        const middle = (low + high) >> 1;
        if (this.dictionary[middle] < prefix) low = middle + 1;
        else high = middle;
      }
      const found = [];
      for (; this.dictionary[low]?.startsWith(prefix); low++) found.push(this.dictionary[low]);
      const often = (word) => this.counts[this.numbers.get(word)] ?? 0;
      return found.sort((left, right) => often(right) - often(left) || left.length - right.length).slice(0, most);
    }

    /** The postings of a term: entries in their order, how often (FREQUENCIES) and where it stands in each. */
    async postings(name) {
      const number = this.numbers.get(name);
      if (number === undefined) return NOWHERE;
      let file = this.core.starts.length - 1;
      while (this.core.starts[file] > number) file--;
      return (await this.part(`postings-${file}`, (columns) => this.readPostings(columns, this.core.starts[file])))(number);
    }

    /** Function that gives the postings of each term of a file: views of three arrays, for there may be millions. */
    readPostings([steps, hits], start) {
      const size = hits.length;
      const every = { entries: new Uint32Array(size), levels: new Uint8Array(size), places: new Uint8Array(size) };
      const starts = [0];
      readNumbers(steps, every.entries);
      for (let place = 0, number = start; place < size; number++) {
        const end = place + this.counts[number];
        for (let entry = 0; place < end; place++) {
          entry = every.entries[place] += entry;
          every.levels[place] = this.hits.levels[hits.charCodeAt(place)];
          every.places[place] = this.hits.places[hits.charCodeAt(place)];
        }
        starts.push(end);
      }
      return (number) => {
        const at = starts.slice(number - start, number - start + 2);
        return { entries: every.entries.subarray(...at), levels: every.levels.subarray(...at), places: every.places.subarray(...at) };
      };
    }

    async document(number) {
      const size = this.core.documentsFile;
      const documents = await this.part(`documents-${Math.floor(number / size)}`, (content) => content);
      const [own, title, wording, pageTitle, pageUrl, anchors, firstText] = documents[number % size];
      const fragment = own.split("#")[1] ?? "";
      const blocks = anchors ? anchors.split(" ").map((anchor) => fragment + anchor) : [];
      return { url: pageUrl + own, title, wording, pageTitle, pageUrl, anchors: blocks, firstText };
    }

    /** The text of a block of an answer, given what `document` says of its entry. */
    async text({ firstText, url }, block) {
      const size = this.core.answersFile;
      const number = firstText + block;
      const [name, place] = size ? [Math.floor(number / size), number % size] : [url.split("#")[1], block];
      return (await this.part(`answers-${name}`, (content) => content))[place];
    }

    /** Load the postings of all these terms at once, not one file after another. */
    preload(names) {
      return Promise.all([...new Set(names)].map((name) => this.postings(name)));
    }

    /** A file of the index, read once; one that failed is asked for again. */
    part(name, read) {
      if (!this.parts.has(name)) {
        const content = this.core.files?.[name];
        const part = Promise.resolve(content ?? this.load(name)).then(read);
        part.catch(() => this.parts.delete(name));
        this.parts.set(name, part);
      }
      return this.parts.get(name);
    }
  }

  function add(map, key, value) {
    const list = map.get(key);
    if (list) list.push(value);
    else map.set(key, [value]);
  }

  /** Numbers as one of 64 last digits with higher ones before it; into an array where one is given. */
  function readNumbers(text, numbers = []) {
    let higher = 0;
    let count = 0;
    for (let place = 0; place < text.length; place++) {
      const digit = VALUES[text.charCodeAt(place)];
      if (digit >= 64) {
        higher = higher * HIGHER.length + digit - 63;
        continue;
      }
      numbers[count++] = higher * 64 + digit;
      higher = 0;
    }
    return numbers;
  }

  /** Words whose Russian letters are capitals and brackets, as they were. */
  const wide = (text) => text.replace(/[A-Z[\]^{}]/g, (letter) => RUSSIAN[NARROW.indexOf(letter)]);

  /** Sign of a hit -> level of the frequency and place. */
  function readHits(text) {
    const hits = { levels: new Uint8Array(128), places: new Uint8Array(128) };
    for (let place = 0; place < text.length; place += 2) {
      const sign = SIGNS.charCodeAt(place / 2);
      hits.levels[sign] = VALUES[text.charCodeAt(place)];
      hits.places[sign] = VALUES[text.charCodeAt(place + 1)];
    }
    return hits;
  }

  function frontDecoded(text) {
    const words = wide(text);
    let last = "";
    return Array.from(words.matchAll(/([!$%&()*,./:;<>?@~-])([^!$%&()*,./:;<>?@~-]*)/g), ([, shared, rest]) => {
      last = last.slice(0, SHARED.indexOf(shared)) + rest;
      return last;
    });
  }

  /** Map of stem -> other stems of the same lemma that stand in the texts. */
  function readAliases([ends, steps], words, numbers) {
    const aliases = new Map();
    const every = steps.split(" ");
    for (const [place, some] of ends ? wide(ends).split(" ").entries() : []) {
      const [own, ...others] = some.split(",");
      let number = 0;
      for (const step of readNumbers(every[place])) {
        number += step;
        const stem = words[number];
        const beginning = stem.slice(0, stem.length - own.length);
        const stems = [stem, ...others.map((end) => beginning + end)];
        const known = stems.filter((stem) => numbers.has(stem));
        for (const stem of stems) for (const other of known) if (other !== stem) add(aliases, stem, other);
      }
    }
    return aliases;
  }

  /** Phrases as the numbers of their words, each the step from the one before it, the first from that of the last phrase. */
  function readPhrases(text) {
    let first = 0;
    return text.split("=").map((phrase) => {
      const [step, ...others] = readNumbers(phrase);
      let number = (first += step);
      return [number, ...others.map((other) => (number += other))];
    });
  }

  /** Phrases by each of their words, with what means the same; and every word that is a phrase all by itself. */
  function readSynonyms(text, names) {
    const byWord = new Map();
    const words = new Set();
    const phraseWords = new Set();
    for (const line of text ? text.split(",") : []) {
      const group = readPhrases(line).map((phrase) => phrase.map((number) => names[number]));
      for (const phrase of group) {
        const said = { phrase, others: group.filter((other) => other !== phrase) };
        for (const word of new Set(phrase)) add(byWord, word, said);
        if (phrase.length === 1) words.add(phrase[0]);
        else phrase.forEach((word) => phraseWords.add(word));
      }
    }
    return { byWord, words, phraseWords };
  }

  SearchIndex.FREQUENCIES = FREQUENCIES;
  return SearchIndex;
})();
