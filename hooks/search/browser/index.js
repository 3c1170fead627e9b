/* The files of the index, opened: terms, aliases, synonyms, postings, documents, answers. Needs SearchWords. */
self.SearchIndex = (() => {
  "use strict";
  const { letters, sound } = self.SearchWords;
  const DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_";
  const VALUES = new Uint8Array(128);
  [...DIGITS].forEach((digit, value) => (VALUES[digit.charCodeAt(0)] = value));
  const LEVELS = 1.5;
  /* Level of a posting -> how often. */
  const FREQUENCIES = Float64Array.from({ length: 32 }, (_, level) => 2 ** (level / LEVELS) - 1);
  const NOWHERE = { entries: new Uint32Array(0), levels: new Uint8Array(0), places: new Uint8Array(0) };

  /** Opens the core file: terms, aliases, synonyms. */
  class SearchIndex {
    constructor(core, load) {
      this.core = core;
      this.load = load;
      this.parts = new Map();
      this.terms = frontDecoded(core.terms);
      this.numbers = new Map(this.terms.map((name, number) => [name, number]));
      this.counts = readNumbers(core.counts);
      this.titles = readNumbers(core.titles);
      this.surfaces = core.surfaces.split(" ");
      this.stop = new Set(core.stop.split(" "));
      this.aliases = readAliases(core.aliases, this.terms, this.numbers);
      this.synonyms = readSynonyms(core.synonyms);
    }

    /** A term as its commonest word. */
    surface(name) {
      const ending = this.surfaces[this.numbers.get(name)];
      return !ending || ending === "-" ? name : name + ending;
    }

    /** Every word that can be met, whether it is in the texts or leads to them. */
    get dictionary() {
      return (this._dictionary ??= [...new Set([...this.terms, ...this.aliases.keys(), ...this.synonyms.words, ...this.synonyms.phraseWords])].sort());
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
    readPostings([steps, levels, places], start) {
      const size = levels.length;
      const every = { entries: new Uint32Array(size), levels: new Uint8Array(size), places: new Uint8Array(size) };
      const starts = [0];
      readNumbers(steps, every.entries);
      for (let place = 0, number = start; place < size; number++) {
        const end = place + this.counts[number];
        for (let entry = 0; place < end; place++) {
          entry = every.entries[place] += entry;
          every.levels[place] = VALUES[levels.charCodeAt(place)];
          every.places[place] = VALUES[places.charCodeAt(place)];
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

    /** The text of a block of an answer. */
    async text(number) {
      const size = this.core.answersFile;
      return (await this.part(`answers-${Math.floor(number / size)}`, (content) => content))[number % size];
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

  /** Numbers as digits of 32, all but the last of each in the upper half of the 64; into an array where one is given. */
  function readNumbers(text, numbers = []) {
    let number = 0;
    let count = 0;
    for (let place = 0; place < text.length; place++) {
      const digit = VALUES[text.charCodeAt(place)];
      number = number * 32 + (digit & 31);
      if (digit & 32) continue;
      numbers[count++] = number;
      number = 0;
    }
    return numbers;
  }

  function frontDecoded(text) {
    let last = "";
    return Array.from(text.matchAll(/([A-Z])([^A-Z]*)/g), ([, shared, rest]) => {
      last = last.slice(0, shared.charCodeAt(0) - 65) + rest;
      return last;
    });
  }

  /** Map of stem -> other stems of the same lemma that stand in the texts. */
  function readAliases(text, terms, numbers) {
    const aliases = new Map();
    for (const line of text ? text.split("\n") : []) {
      const [ends, steps] = line.split(" ");
      const [own, ...others] = ends.split(",");
      let number = 0;
      for (const step of readNumbers(steps)) {
        number += step;
        const stem = terms[number];
        const beginning = stem.slice(0, stem.length - own.length);
        const stems = [stem, ...others.map((end) => beginning + end)];
        const known = stems.filter((stem) => numbers.has(stem));
        for (const stem of stems) for (const other of known) if (other !== stem) add(aliases, stem, other);
      }
    }
    return aliases;
  }

  /** Phrases by their first word, and every word that is a synonym all by itself. */
  function readSynonyms(text) {
    const byFirst = new Map();
    const words = new Set();
    const phraseWords = new Set();
    for (const line of text ? text.split("\n") : []) {
      const group = line.split("=").map((phrase) => phrase.split(" "));
      for (const phrase of group) {
        add(byFirst, phrase[0], { phrase, others: group.filter((other) => other !== phrase) });
        if (phrase.length === 1) words.add(phrase[0]);
        else phrase.forEach((word) => phraseWords.add(word));
      }
    }
    return { byFirst, words, phraseWords };
  }

  SearchIndex.FREQUENCIES = FREQUENCIES;
  return SearchIndex;
})();
