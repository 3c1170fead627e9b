/* A query: its words, each with the ways in which it can be met; another word of the same meaning is a way that
 * `isOther`. Needs SearchText, SearchWords. */
self.SearchQuery = (() => {
  "use strict";
  const { clean, fold, term, tokens } = self.SearchText;
  const { bases, edits, inRussianLetters, isNear, isSlip, letters, otherLayout, sound, syllables, withoutLookalikes } = self.SearchWords;
  /* How much a way of meeting a word is worth against the word itself, best first. */
  const WEIGHT = { exact: 1, layout: 0.99, alias: 0.9, prefix: 0.8, synonym: 0.8, joined: 0.9, edit: 0.6, sound: 0.5 };
  /* Words of a phrase may stand so many other words apart: «закрыть большой файл». */
  const GAPS = 1;
  const LONGEST_QUERY = 400;
  const MOST_WORDS = 24;
  const MOST_COMPLETIONS = 30;
  /* Each may lie in a file of its own. */
  const MOST_COMPLETIONS_ON_DEMAND = 12;
  const MOST_REPAIRS = 6;
  /* Shorter words are repaired by slips alone; of shorter sounds too many words have one. */
  const LONG_WORD = 7;
  const LONG_SOUND = 4;

  /* «Побыстрее», «наибольший»: what begins like these and ends otherwise is another word, as «погода» is. */
  const DEGREE = /^(?:по.*(?:[её]е|ей|[шжчщ]е)$|наи)/i;

  const PATH = /^\w+(\.\w+)+$/;

  /* A letter or a digit, a sign and what belongs to it, in any order. */
  const LITTLE_NAME = /^(?:[^-+/][-+/][^-+/]+|[^-+/]+[-+/][^-+/])$/;

  /** Whether a chunk is no word in the other layout, so that it is not taken for one: «N», «O(n)», «f''», «-rf». */
  const isLittle = (chunk) => /^-+[a-z]/i.test(chunk) || !/[a-zа-яё]{2}/i.test(term(otherLayout(chunk) ?? chunk));

  return class SearchQuery {
    constructor(index, text) {
      this.index = index;
      this.notes = [];
      this.units = [];
      const chunks = this.closed(clean(text.slice(0, LONGEST_QUERY)).split(/\s+/).filter(Boolean));
      const open = !/\s$/.test(text);
      this.isLatin = chunks.some((chunk) => /^[a-z]{3,}$/i.test(chunk) && this.index.isKnown(term(chunk)));
      chunks.forEach((chunk, place) => this.addChunk(chunk, open && place === chunks.length - 1));
      this.switchLittleWords();
      this.units = this.units.slice(0, MOST_WORDS);
      this.joinWords();
      this.addSynonyms();
      this.units.forEach((unit) => unit.ways.length || this.index.synonyms.phraseWords.has(unit.term) || this.repair(unit));
      // A word that was repaired may complete a phrase: «гарбедж коллектор».
      if (this.units.some((unit) => unit.similar)) this.addSynonyms(true);
      this.units.forEach((unit) => unit.ways.length || this.repair(unit));
    }

    /** The chunks of a query; «N + 1», typed in either layout, is the one name that a text holds as «N+1». */
    closed(chunks) {
      const isOne = (text) => LITTLE_NAME.test(text) && [text, otherLayout(text)].some((one) => one && this.isName(one));
      for (let place = 0; place < chunks.length - 1; place++) {
        const size = [3, 2].find((some) => isOne(chunks.slice(place, place + some).join("")));
        if (size) chunks.splice(place, size, chunks.slice(place, place + size).join(""));
      }
      return chunks;
    }

    /** Whether a text is one name of several parts that the texts or the synonyms hold. */
    isName(text) {
      const [first, ...others] = tokens(text);
      return !others.length && first?.parts.length > 1 && this.index.isKnown(first.whole);
    }

    addChunk(chunk, isLast) {
      const own = this.read(chunk, isLast);
      let [best, typed] = [own, null];
      const trimmed = chunk.replace(/[.,?!:;]+$/, "");
      const isClear = own.words.length > 0 && own.known === own.words.length;
      const layouts = [chunk, trimmed].map((text) => [text, otherLayout(text)]);
      const isMoved = ([, other]) => other && (!isLittle(trimmed) || this.isName(other)) && !(this.isLatin && /^[a-z]{1,3}$/i.test(trimmed));
      const tries = [[chunk, withoutLookalikes(chunk)], ...layouts.filter(isMoved), [chunk, inRussianLetters(chunk)]];
      for (const [candidate, other] of isClear ? [] : tries) {
        const read = other && this.read(other, isLast);
        if (read?.words.length && read.known >= 0.6 * read.words.length && read.known / read.words.length > best.known / Math.max(best.words.length, 1)) {
          [best, typed] = [read, candidate];
        }
      }
      if (typed) this.note("layout", typed, best.words.map((word) => word.surface).join(" "));
      for (const word of best.words) {
        const unit = this.unit(word, typed !== null, isLast && word === best.words.at(-1));
        if (!own.known && !typed) unit[isLittle(trimmed) ? "little" : "other"] = otherLayout(trimmed);
        this.units.push(unit);
      }
    }

    /** In a query typed in the wrong layout «b» is «и», though a text may hold a «b». */
    switchLittleWords() {
      if (!this.notes.some(({ way }) => way === "layout")) return;
      for (const unit of this.units) {
        const other = unit.little ?? (unit.surface.length === 1 && otherLayout(unit.surface));
        if (other && this.index.stop.has(fold(other))) Object.assign(unit, this.unit({ term: term(other), surface: other }, true, false));
      }
    }

    /** The words of a chunk, compounds that nobody wrote whole taken apart; and how many are known. */
    read(chunk, isLast) {
      const words = [];
      for (const token of tokens(chunk)) {
        // «PyPy» is a name, and nothing of «Py».
        const isName = /^[a-z]+$/.test(token.surface) && token.parts.every((part) => part.length < 3);
        if (token.parts.length && !isName && !this.index.isKnown(token.whole)) {
          const isPath = PATH.test(token.surface);
          token.parts.forEach((part, place) => {
            words.push({ term: part, surface: part, parts: [], isPath: isPath && place < token.parts.length - 1 });
          });
        } else {
          words.push({ term: token.whole, surface: token.surface, parts: token.parts });
          // «asyncio.gather» asks for what tells of asyncio too.
          const [module] = PATH.test(token.surface) ? token.parts : [];
          if (module && this.index.isKnown(module)) words.push({ term: module, surface: module, parts: [], isPath: true });
        }
      }
      const known = words.reduce((sum, word, place) => {
        if (this.index.isKnown(word.term) || this.index.stop.has(fold(word.surface))) return sum + 1;
        const start = isLast && place === words.length - 1 && word.surface.length > 2;
        return sum + (start && this.index.beginning(fold(word.surface), 1).length ? 0.6 : 0);
      }, 0);
      return { words, known };
    }

    unit(word, isLayout, isLast) {
      // One letter of an unfinished word says nothing yet.
      if (DEGREE.test(word.surface)) word.term = this.index.plain(word.term);
      const unit = { ...word, ways: [], isOpen: isLast, isVague: isLast && word.surface.length === 1 && this.units.length > 0 };
      const factor = isLayout ? WEIGHT.layout : 1;
      this.meet(unit, word.term, factor);
      // «(1,)» is a tuple, and asks for what is told of tuples.
      if (/^#(?!o)/.test(word.term)) this.meetThrough(unit, word.term.slice(1), WEIGHT.synonym);
      if (isLast) this.complete(unit, factor);
      return unit;
    }

    /** Add a term and the other stems of its lemma. */
    meet(unit, name, factor) {
      if (this.index.numbers.has(name)) unit.ways.push({ terms: [name], weight: factor });
      for (const alias of this.aliases(name)) {
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
      const most = this.index.core.files ? MOST_COMPLETIONS : MOST_COMPLETIONS_ON_DEMAND;
      const found = starts.flatMap((start) => this.index.beginning(start, most));
      for (const word of new Set(found)) {
        if (word === unit.term) continue;
        const near = typed.length / Math.max(word.length, typed.length);
        const weight = factor * WEIGHT.prefix * (0.8 + 0.2 * near) * (isWhole ? 0.4 : 1);
        this.meetThrough(unit, word, weight);
      }
    }

    /** Add a term, its other stems and what means the same. */
    meetThrough(unit, name, factor) {
      this.meet(unit, name, factor);
      this.through(name, (terms) => unit.ways.push({ terms, weight: factor * WEIGHT.synonym, isOther: true }));
    }

    /** Call with the terms of everything that means the same as one word. */
    through(word, push) {
      for (const { phrase, others } of this.index.synonyms.byWord.get(word) ?? []) {
        if (phrase.length === 1) others.forEach(push);
      }
    }

    /** Meet neighbours that the texts or the synonyms write as one word: «веб сокеты», «юнит тест». */
    joinWords() {
      for (let place = 1; place < this.units.length; place++) {
        const span = this.units.slice(place - 1, place + 1);
        const [{ whole: joined }] = tokens(span.map((unit) => unit.surface).join("-"));
        // What is but the first word with an ending is no joint: «ошибке на», but «n 1».
        const isLonger = joined.length > span[0].surface.length + 1 || /^\d+$/.test(span[1].surface);
        if (!isLonger || span.some((unit) => this.index.stop.has(fold(unit.surface))) || !this.index.isKnown(joined)) continue;
        for (const unit of span) {
          this.meet(unit, joined, WEIGHT.joined);
          this.through(joined, (terms) => unit.ways.push({ terms, weight: WEIGHT.synonym, isOther: true }));
        }
      }
    }

    /** Find the phrases of the synonym list among the words. */
    addSynonyms(isRepaired = false) {
      this.units.forEach((unit, place) => {
        for (const start of new Set(this.stems(unit))) {
          for (const said of this.index.synonyms.byWord.get(start) ?? []) {
            const span = this.span(place, said.phrase);
            if (span && (!isRepaired || span.some((one) => one.similar))) this.addOthers(span, said);
          }
        }
      });
    }

    /** The words from a place on that are a phrase, in any order, little words and one other between them left out; else null. */
    span(place, phrase) {
      const rest = [...phrase];
      const span = [];
      let gaps = GAPS;
      for (let at = place; rest.length; at++) {
        const unit = this.units[at];
        const names = unit ? this.stems(unit) : [];
        const found = rest.findIndex((name) => names.includes(name));
        if (found >= 0) {
          span.push(unit);
          rest.splice(found, 1);
        } else if (!unit || !span.length || (!this.index.stop.has(fold(unit.surface)) && gaps-- === 0)) return null;
      }
      return span;
    }

    stems(unit) {
      return [unit.term, ...this.aliases(unit.term), ...(unit.similar ?? [])];
    }

    /** The other stems of the lemma of a term: those that the index knows, of an English verb its base. */
    aliases(name) {
      return [...(this.index.aliases.get(name) ?? []), ...bases(name).filter((base) => this.index.isKnown(base))];
    }

    addOthers(span, { others }) {
      // «Почему к вам» says something, though each of its words says little.
      if (span.every((unit) => this.index.stop.has(fold(unit.surface)))) span.forEach((unit) => (unit.isPhrase = true));
      for (const terms of others) {
        for (const unit of span) unit.ways.push({ terms, weight: WEIGHT.synonym, isOther: true });
      }
    }

    /** Find for a word that nothing met the words that look like it, then those that sound like it. */
    repair(unit) {
      // The first word of several may be unfinished too: «конт мен».
      if (!unit.isOpen) this.complete(unit, 1);
      if (unit.ways.length || this.index.stop.has(fold(unit.surface))) return;
      // In the other layout a short word is near to too many.
      const others = [unit.surface, ...(unit.other?.length >= LONG_WORD ? [unit.other] : [])];
      for (const typed of others) {
        const near = this.near(typed);
        if (near.length) return this.replace(unit, near, WEIGHT.edit, "edit");
      }
      if (this.split(unit)) return;
      const key = sound(unit.surface);
      const same = key.length >= LONG_SOUND ? this.index.sounds.get(key) ?? this.index.sounds.get(sound(unit.term)) ?? [] : [];
      const alike = same.filter((word) => Math.abs(syllables(word) - syllables(unit.surface)) < 2);
      this.replace(unit, alike.slice(0, MOST_REPAIRS), WEIGHT.sound, "sound");
    }

    /** Take apart what is two words without a space between: «сборщикмусора». */
    split(unit) {
      const word = fold(unit.surface);
      const least = /^[a-z]/.test(word) ? 4 : 3;
      for (let place = word.length - least; place >= least; place--) {
        const terms = [word.slice(0, place), word.slice(place)].map(term);
        if (!terms.every((name) => this.index.numbers.has(name))) continue;
        unit.ways.push({ terms, weight: WEIGHT.joined });
        this.note("split", unit.surface, `${word.slice(0, place)} ${word.slice(place)}`);
        return true;
      }
      return false;
    }

    /** Words of the dictionary that a few edits make of a typed one, nearest first. */
    near(typed) {
      const word = fold(typed);
      // A number is no misprint of another.
      if (/^\d+$/.test(word)) return [];
      const most = word.length >= 9 ? 2 : word.length >= 4 ? 1 : 0;
      // Of the words, not of their stems: «wrasp» is «wraps».
      const exchanged = [...word.slice(most ? 1 : word.length)].map((letter, place) =>
        term(word.slice(0, place) + letter + word[place] + word.slice(place + 2)));
      const meant = exchanged.filter((name) => this.index.numbers.has(name) && !this.index.stop.has(name));
      if (meant.length) return [...new Set(meant)].slice(0, MOST_REPAIRS);
      const tries = [...new Set([term(typed), word])];
      for (let limit = 1; limit <= most; limit++) {
        const isLong = word.length >= LONG_WORD;
        const near = tries.flatMap((one) => this.within(one, limit).filter((other) => isLong || isSlip(one, other)));
        const found = new Set(near.filter((other) => !this.index.stop.has(other)));
        if (found.size) return [...found].sort((left, right) => this.likelihood(right, word) - this.likelihood(left, word)).slice(0, MOST_REPAIRS);
      }
      return [];
    }

    /** Words of the dictionary so many edits away; there may be a hundred thousand to look through. */
    within(text, limit) {
      const { dictionary, letters: known } = this.index;
      const bits = letters(text);
      const found = [];
      for (let place = 0; place < dictionary.length; place++) {
        const other = dictionary[place];
        if (other.length < 3 || Math.abs(other.length - text.length) > limit || !isNear(bits, known[place], limit)) continue;
        if (edits(text, other, limit) <= limit) found.push(other);
      }
      return found;
    }

    /** People seldom mistake the first letter; then the commoner word is meant. */
    likelihood(other, word) {
      return (other[0] === word[0] ? 1e9 : 0) + (this.index.counts[this.index.numbers.get(other)] ?? 1);
    }

    replace(unit, words, weight, way) {
      if (words.length) Object.assign(unit, { similar: words, isGuess: way === "sound" });
      words.forEach((word, place) => {
        const factor = weight * (place ? 0.8 : 1);
        this.meetThrough(unit, word, factor);
      });
      if (!words.length || !unit.ways.length) return;
      const isWord = this.index.numbers.has(words[0]) || this.index.synonyms.words.has(words[0]);
      this.note(way, unit.surface, this.index.surface(isWord ? words[0] : unit.ways[0].terms[0]));
    }

    note(way, typed, used) {
      this.notes.push({ way, typed, used });
    }
  };
})();
