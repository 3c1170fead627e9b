/* The search engine: knows the files of the index and nothing of the page or the theme. Needs SearchText.
 *
 * new SearchEngine(load): `load(name)` promises the value that the file `name` of the index holds.
 * engine.search(query) promises {results, notes, completion}; it rejects when a file cannot be loaded. */
"use strict";
self.SearchEngine = (() => {
  const { LETTERS, clean, fold, term, tokens } = self.SearchText;
  const DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_";
  const LEVELS = 2;
  /* How much a way of meeting a word is worth against the word itself, best first. */
  const WEIGHT = { exact: 1, layout: 0.97, alias: 0.9, prefix: 0.7, synonym: 0.75, joined: 0.9, edit: 0.6, sound: 0.5 };
  const K1 = 11;
  const COVERAGE = 1.5;
  const STOP = 0.12;
  /* How much it tells that the query holds the whole title. */
  const TITLE = 0.75;
  /* Words of a phrase that stand apart may have nothing to do with each other. */
  const APART = 0.7;
  /* Places of a posting: 0 the title, 1 the wording, from 2 on the blocks of the answer. */
  const WORDING = 1;
  const LONGEST_QUERY = 400;
  const MOST_WORDS = 24;
  const MOST_RESULTS = 50;
  /* Each result of a large index may lie in a file of its own. */
  const MOST_RESULTS_ON_DEMAND = 20;
  const MOST_COMPLETIONS = 30;
  const MOST_REPAIRS = 6;

  /* -- words ---------------------------------------------------------------------------------- */

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

  const SOUNDS = [
    [/дж|dj|dzh/g, "J"], [/x|кс/g, "ks"], [/sch|щ|ш|ч|ж|sh|ch|zh/g, "S"], [/ph|ф/g, "f"], [/th|т/g, "t"], [/wh|w|в/g, "v"],
    [/ck|q|к/g, "k"], [/c(?=[eiy])|ц|с|з|z/g, "s"], [/c/g, "k"], [/g(?=[eiy])|j/g, "J"], [/г/g, "g"], [/б/g, "b"],
    [/д/g, "d"], [/л/g, "l"], [/м/g, "m"], [/н/g, "n"], [/п/g, "p"], [/р/g, "r"], [/х/g, "h"],
    [/^[аеиоуыэюяёaeiouy]+/, "A"], [/[аеиоуыэюяёйьъaeiouy]/g, ""], [/(.)\1+/g, "$1"],
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

  /* -- the index ------------------------------------------------------------------------------ */

  /** Opens the core file: terms, aliases, synonyms. */
  class Index {
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
      this.aliases = readAliases(core.aliases, this.numbers);
      this.synonyms = readSynonyms(core.synonyms);
    }

    /** A term as its commonest word. */
    surface(name) {
      const ending = this.surfaces[this.numbers.get(name)];
      return !ending || ending === "-" ? name : name + ending;
    }

    /** Every word that can be met, whether it is in the texts or leads to them. */
    get dictionary() {
      return (this._dictionary ??= [...new Set([...this.terms, ...this.aliases.keys(), ...this.synonyms.words])].sort());
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

    /** Map of entry number -> [frequency, place] of a term. */
    async postings(name) {
      const number = this.numbers.get(name);
      if (number === undefined) return new Map();
      let file = this.core.starts.length - 1;
      while (this.core.starts[file] > number) file--;
      const part = await this.part(`postings-${file}`, (columns) => this.readPostings(columns, this.core.starts[file]));
      return part[number - this.core.starts[file]];
    }

    readPostings([columns, levels, places], start) {
      const lists = [];
      const steps = readNumbers(columns);
      let place = 0;
      for (let number = start; place < levels.length; number++) {
        const list = new Map();
        let entry = 0;
        for (let left = this.counts[number]; left > 0; left--, place++) {
          entry += steps[place];
          list.set(entry, [2 ** (DIGITS.indexOf(levels[place]) / LEVELS) - 1, DIGITS.indexOf(places[place])]);
        }
        lists.push(list);
      }
      return lists;
    }

    async document(number) {
      const size = this.core.documentsFile;
      const documents = await this.part(`documents-${Math.floor(number / size)}`, (content) => content);
      const [own, title, wording, pageTitle, pageUrl, anchors] = documents[number % size];
      const fragment = own.split("#")[1] ?? "";
      const blocks = anchors ? anchors.split(" ").map((anchor) => fragment + anchor) : [];
      return { url: pageUrl + own, title, wording, pageTitle, pageUrl, anchors: blocks };
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

  /** Numbers as digits of 32, all but the last of each in the upper half of the 64. */
  function readNumbers(text) {
    const numbers = [];
    let number = 0;
    for (const letter of text) {
      const digit = DIGITS.indexOf(letter);
      number = number * 32 + (digit & 31);
      if (digit & 32) continue;
      numbers.push(number);
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
  function readAliases(text, numbers) {
    const aliases = new Map();
    for (const line of text ? text.split("\n") : []) {
      const [ends, ...beginnings] = line.split(" ");
      for (const beginning of beginnings) {
        const stems = ends.split(",").map((end) => beginning + end);
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
    for (const line of text ? text.split("\n") : []) {
      const group = line.split("=").map((phrase) => phrase.split(" "));
      for (const phrase of group) {
        add(byFirst, phrase[0], { phrase, others: group.filter((other) => other !== phrase) });
        if (phrase.length === 1) words.add(phrase[0]);
      }
    }
    return { byFirst, words };
  }

  /* -- the query ------------------------------------------------------------------------------ */

  /** Words of a query, each with the ways in which it can be met. */
  class Query {
    constructor(index, text) {
      this.index = index;
      this.notes = [];
      this.units = [];
      const chunks = clean(text.slice(0, LONGEST_QUERY)).split(/\s+/).filter(Boolean);
      const open = !/\s$/.test(text);
      chunks.forEach((chunk, place) => this.addChunk(chunk, open && place === chunks.length - 1));
      this.switchLittleWords();
      this.units = this.units.slice(0, MOST_WORDS);
      this.joinWords();
      this.addSynonyms();
      this.units.forEach((unit) => unit.ways.length || this.repair(unit));
    }

    addChunk(chunk, isLast) {
      const own = this.read(chunk, isLast);
      let [best, typed] = [own, null];
      const trimmed = chunk.replace(/[.,?!:;]+$/, "");
      const isClear = own.words.length > 0 && own.known === own.words.length;
      const tries = [[chunk, withoutLookalikes(chunk)], ...[chunk, trimmed].map((text) => [text, otherLayout(text)])];
      for (const [candidate, other] of isClear ? [] : tries) {
        const read = other && this.read(other, isLast);
        if (read?.words.length && read.known >= 0.6 * read.words.length && read.known / read.words.length > best.known / Math.max(best.words.length, 1)) {
          [best, typed] = [read, candidate];
        }
      }
      if (typed) this.note("layout", typed, best.words.map((word) => word.surface).join(" "));
      for (const word of best.words) this.units.push(this.unit(word, typed !== null, isLast && word === best.words.at(-1)));
      if (!own.known && !typed) this.units.slice(-own.words.length).forEach((unit) => (unit.other = otherLayout(trimmed)));
    }

    /** In a query typed in the wrong layout «b» is «и», though a text may hold a «b». */
    switchLittleWords() {
      if (!this.notes.some(({ way }) => way === "layout")) return;
      for (const unit of this.units) {
        const other = unit.surface.length === 1 && otherLayout(unit.surface);
        if (other && this.index.stop.has(fold(other))) Object.assign(unit, this.unit({ term: term(other), surface: other }, true, false));
      }
    }

    /** The words of a chunk, compounds that nobody wrote whole taken apart; and how many are known. */
    read(chunk, isLast) {
      const words = [];
      for (const token of tokens(chunk)) {
        if (token.parts.length && !this.index.isKnown(token.whole)) {
          for (const part of token.parts) words.push({ term: part, surface: part, parts: [] });
        } else words.push({ term: token.whole, surface: token.surface, parts: token.parts });
      }
      const known = words.reduce((sum, word, place) => {
        if (this.index.isKnown(word.term)) return sum + 1;
        const start = isLast && place === words.length - 1 && word.surface.length > 2;
        return sum + (start && this.index.beginning(fold(word.surface), 1).length ? 0.6 : 0);
      }, 0);
      return { words, known };
    }

    unit(word, isLayout, isLast) {
      // One letter of an unfinished word says nothing yet.
      word.term = this.index.plain(word.term);
      const unit = { ...word, ways: [], isOpen: isLast, isVague: isLast && word.surface.length === 1 && this.units.length > 0 };
      const factor = isLayout ? WEIGHT.layout : 1;
      this.meet(unit, word.term, factor);
      if (isLast) this.complete(unit, factor);
      return unit;
    }

    /** Add a term and the other stems of its lemma. */
    meet(unit, name, factor) {
      if (this.index.numbers.has(name)) unit.ways.push({ terms: [name], weight: factor });
      for (const alias of this.index.aliases.get(name) ?? []) {
        unit.ways.push({ terms: [alias], weight: factor * WEIGHT.alias });
      }
    }

    /** Add what the last word may become. */
    complete(unit, factor) {
      const typed = fold(unit.surface);
      if (typed.length < 2) return;
      // A little word («за») is more likely the beginning of another.
      const isStem = typed === unit.term && this.index.surface(unit.term) !== typed;
      const isKnown = unit.ways.length > 0 || this.index.synonyms.words.has(unit.term);
      const isWhole = isKnown && !isStem && !this.index.stop.has(typed);
      const starts = [...new Set([typed, ...(isWhole || unit.term.length < 3 ? [] : [unit.term])])];
      const found = starts.flatMap((start) => this.index.beginning(start, MOST_COMPLETIONS));
      for (const word of new Set(found)) {
        if (word === unit.term) continue;
        const near = typed.length / Math.max(word.length, typed.length);
        const weight = factor * WEIGHT.prefix * (0.8 + 0.2 * near) * (isWhole ? 0.4 : 1);
        this.meet(unit, word, weight);
        this.through(word, (terms) => unit.ways.push({ terms, weight: weight * WEIGHT.synonym }));
      }
    }

    /** Call with the terms of everything that means the same as one word. */
    through(word, push) {
      for (const { phrase, others } of this.index.synonyms.byFirst.get(word) ?? []) {
        if (phrase.length === 1) others.forEach(push);
      }
    }

    /** Meet neighbours that the texts or the synonyms write as one word: «веб сокеты», «юнит тест». */
    joinWords() {
      for (let place = 1; place < this.units.length; place++) {
        const span = this.units.slice(place - 1, place + 1);
        const [{ whole: joined }] = tokens(span.map((unit) => unit.surface).join("-"));
        if (span.some((unit) => unit.isVague) || !this.index.isKnown(joined)) continue;
        for (const unit of span) {
          this.meet(unit, joined, WEIGHT.joined);
          this.through(joined, (terms) => unit.ways.push({ terms, weight: WEIGHT.synonym }));
        }
      }
    }

    /** Find the phrases of the synonym list among the words. */
    addSynonyms() {
      this.units.forEach((unit, place) => {
        for (const start of this.stems(unit)) {
          for (const { phrase, others } of this.index.synonyms.byFirst.get(start) ?? []) {
            const span = this.units.slice(place, place + phrase.length);
            const isHere = span.length === phrase.length && phrase.every((name, at) => this.stems(span[at]).includes(name));
            if (isHere) this.addOthers(span, others);
          }
        }
      });
    }

    stems(unit) {
      return [unit.term, ...(this.index.aliases.get(unit.term) ?? [])];
    }

    addOthers(span, others) {
      for (const terms of others) {
        for (const unit of span) unit.ways.push({ terms, weight: WEIGHT.synonym });
      }
    }

    /** Find for a word that nothing met the words that look like it, then those that sound like it. */
    repair(unit) {
      if (unit.ways.length) return;
      for (const typed of [unit.surface, unit.other].filter(Boolean)) {
        const near = this.near(typed);
        if (near.length) return this.replace(unit, near, WEIGHT.edit, "edit");
      }
      if (this.split(unit)) return;
      const key = sound(unit.surface);
      const same = key.length > 2 ? this.index.sounds.get(key) ?? this.index.sounds.get(sound(unit.term)) ?? [] : [];
      this.replace(unit, same.slice(0, MOST_REPAIRS), WEIGHT.sound, "sound");
    }

    /** Take apart what is two words without a space between: «сборщикмусора». */
    split(unit) {
      const word = fold(unit.surface);
      for (let place = word.length - 3; place >= 3; place--) {
        const terms = [word.slice(0, place), word.slice(place)].map(term);
        if (!terms.every((name) => this.index.numbers.has(name))) continue;
        unit.ways.push({ terms, weight: WEIGHT.joined });
        this.note("split", unit.surface, `${word.slice(0, place)} ${word.slice(place)}`);
        return true;
      }
      return false;
    }

    near(typed) {
      const word = fold(typed);
      const stem = term(typed);
      const most = word.length >= 9 ? 2 : word.length >= 4 ? 1 : 0;
      for (let limit = 1; limit <= most; limit++) {
        const found = [];
        for (const other of this.index.dictionary) {
          if (other.length < 3) continue;
          const distance = Math.min(edits(stem, other, limit), stem === word ? 9 : edits(word, other, limit));
          if (distance <= limit) found.push([other[0] === word[0] ? 0 : 1, -(this.index.counts[this.index.numbers.get(other)] ?? 1), other]);
        }
        found.sort((left, right) => left[0] - right[0] || left[1] - right[1]);
        if (found.length) return found.slice(0, MOST_REPAIRS).map(([, , other]) => other);
      }
      return [];
    }

    replace(unit, words, weight, way) {
      words.forEach((word, place) => {
        const factor = weight * (place ? 0.8 : 1);
        this.meet(unit, word, factor);
        this.through(word, (terms) => unit.ways.push({ terms, weight: factor * WEIGHT.synonym }));
      });
      if (words.length && unit.ways.length) this.note(way, unit.surface, this.index.surface(words[0]));
    }

    note(way, typed, used) {
      this.notes.push({ way, typed, used });
    }
  }

  /* -- ranking -------------------------------------------------------------------------------- */

  /** Map of entry -> {value, place, terms}: how well each entry answers one word of the query. */
  async function answers(index, unit) {
    const best = new Map();
    for (const way of unit.ways) {
      const lists = await Promise.all(way.terms.map((name) => anyForm(index, name)));
      for (const [entry, first] of lists[0]) {
        const found = lists.map((list) => list.get(entry));
        if (!found.every(Boolean)) continue;
        const frequency = Math.min(...found.map(([count]) => count));
        const places = found.map(([, at]) => at);
        const weight = way.weight * (Math.max(...places) > WORDING && found.length > 1 ? APART : 1);
        const value = (weight * frequency) / (K1 + frequency);
        const place = Math.min(...places);
        const known = best.get(entry);
        if (!known) best.set(entry, { value, weight, place, terms: new Set(way.terms) });
        else {
          way.terms.forEach((name) => known.terms.add(name));
          if (weight > 0.5) known.place = Math.min(known.place, place);
          known.value = Math.max(known.value, value) + 0.15 * Math.min(known.value, value);
          known.weight = Math.max(known.weight, weight);
        }
      }
    }
    return best;
  }

  /** Postings of a term; those of its other stems where it stands in no text itself. */
  async function anyForm(index, name) {
    const own = await index.postings(name);
    if (own.size) return own;
    const all = new Map();
    for (const alias of index.aliases.get(name) ?? []) {
      for (const [entry, posting] of await index.postings(alias)) if (!all.has(entry)) all.set(entry, posting);
    }
    return all;
  }

  function rarity(index, unit, found) {
    // An entry that only something similar leads to makes the word itself no commoner.
    let count = 0.5;
    for (const { weight } of found.values()) count += weight ** 2;
    const value = Math.log(1 + (index.core.count - count + 0.5) / (count + 0.5));
    return (unit.isStop ? STOP : 1) * value;
  }

  async function rank(index, query) {
    const { units } = query;
    const stops = units.map((unit) => unit.isVague || index.stop.has(fold(unit.surface)));
    // A query of stop words alone is a query for them.
    const isAllStop = stops.every(Boolean);
    units.forEach((unit, place) => (unit.isStop = stops[place] && !isAllStop));
    const counted = index.core.files ? units : units.filter((unit) => !unit.isStop);
    const scores = new Map();
    let total = 0;
    for (const unit of counted) {
      const found = await answers(index, unit);
      const worth = rarity(index, unit, found);
      total += worth;
      for (const [entry, { value, weight, place, terms }] of found) {
        const score = scores.get(entry) ?? { entry, sum: 0, covered: 0, titled: 0, met: new Set(), places: [], terms: new Set() };
        score.sum += worth * value;
        score.covered += worth * Math.min(1, 0.3 + 0.7 * weight);
        score.met.add(unit);
        // A little word that is being typed may become one of the title.
        if (place === 0 && (!unit.isStop || unit.isOpen)) score.titled += 1;
        if (!unit.isStop) {
          score.places.push(place);
          terms.forEach((name) => score.terms.add(name));
        }
        scores.set(entry, score);
      }
    }
    for (const score of scores.values()) {
      const title = Math.min(1, score.titled / index.titles[score.entry]);
      score.coverage = score.covered / (total || 1);
      score.score = score.sum * score.coverage ** COVERAGE * (1 + TITLE * title);
    }
    const ranked = [...scores.values()].filter((score) => score.terms.size);
    ranked.sort((left, right) => right.score - left.score || left.entry - right.entry);
    const top = ranked[0]?.score ?? 0;
    return ranked.filter((score) => score.score > top * 0.02).slice(0, index.core.files ? MOST_RESULTS : MOST_RESULTS_ON_DEMAND);
  }

  /** The block of the answer to land on, null where the question itself holds a word of the query. */
  function landing(places, anchors) {
    if (Math.min(...places) <= WORDING || !anchors.length) return null;
    const counts = new Map();
    for (const place of places) counts.set(place, (counts.get(place) ?? 0) + 1);
    const [[place]] = [...counts].sort((left, right) => right[1] - left[1] || left[0] - right[0]);
    return anchors[place - WORDING - 1] ?? null;
  }

  return class SearchEngine {
    constructor(load) {
      this.load = load;
    }

    /** Load the core of the index; asked again after a failure. */
    open() {
      this.index ??= Promise.resolve(this.load("core")).then((core) => new Index(core, this.load));
      this.index.catch(() => (this.index = undefined));
      return this.index;
    }

    async search(text) {
      if (!tokens(text.slice(0, LONGEST_QUERY)).length && !/[\p{L}\p{N}\[\];',.]/u.test(text)) {
        return { results: [], notes: [], completion: null };
      }
      const index = await this.open();
      const query = new Query(index, text);
      const ranked = await rank(index, query);
      const results = await Promise.all(ranked.map((score) => this.result(index, query, score)));
      return { results, notes: query.notes, completion: this.completion(index, text) };
    }

    async result(index, query, { entry, score, met, places, terms }) {
      const document = await index.document(entry);
      return {
        ...document,
        score,
        anchor: landing(places, document.anchors),
        terms: [...terms],
        missing: query.units.filter((unit) => !unit.isStop && !met.has(unit)).map((unit) => unit.surface),
      };
    }

    /** The word that the last, unfinished one most likely becomes. */
    completion(index, text) {
      const typed = new RegExp(`[${LETTERS}]+$`).exec(text)?.[0];
      if (!typed || typed.length < 3) return null;
      const lower = typed.toLowerCase();
      const words = index.beginning(fold(lower), MOST_COMPLETIONS).filter((name) => index.numbers.has(name));
      const most = (name) => index.counts[index.numbers.get(name)];
      const surfaces = words.sort((left, right) => most(right) - most(left)).map((name) => index.surface(name));
      const found = surfaces.find((word) => word.startsWith(lower) && word !== lower);
      return found ? typed + found.slice(lower.length) : null;
    }
  };
})();
