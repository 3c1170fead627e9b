/* Which entries answer a query best: BM25F times coverage. Needs SearchText, SearchIndex.
 *
 * A common word stands in thousands of entries, and is met in many ways: so the sums are kept in typed arrays,
 * an element for each entry, and what only a shown result needs is found for the best ones afterwards. */
self.SearchRanking = (() => {
  "use strict";
  const { fold } = self.SearchText;
  const K1 = 11;
  const COVERAGE = 1.25;
  const STOP = 0.12;
  /* A repaired word may be a wrong guess. */
  const REPAIRED = 0.6;
  /* «collections.deque» asks for deque. */
  const MODULE = 0.4;
  /* How much it tells that the query holds the whole title. */
  const TITLE = 0.75;
  /* A page is found where no question answers as well, or where the query is the title of its questions. */
  const PAGE = 0.3;
  const WHOLE = 0.95;
  /* Words of a phrase that stand apart may have nothing to do with each other. */
  const APART = 0.7;
  /* Another way to meet the same word adds a little. */
  const AGAIN = 0.15;
  /* A way that is worth less says nothing of the title; what is worth no more than LANDING, not where to land. */
  const SURE = 0.5;
  const LANDING = 0.6;
  /* A way that is worth more meets the typed word itself or its forms. */
  const TYPED = 0.85;
  /* Places of a posting: 0 the title, 1 the wording, from 2 on the blocks of the answer. */
  const WORDING = 1;
  /* Behind the blocks: the word stands in no text of the question, but people ask for it so. */
  const ASKED = 7;
  /* A word of the lowest level above the answer is one of the question's topics, and may stand nowhere in it. */
  const TOPIC = 0.5;
  /* What only people say counts for less than what a question says itself. */
  const HEARD = 0.9;
  /* Results that are so much worse than the best are none. */
  const LEAST = 0.02;
  const SATURATION = self.SearchIndex.FREQUENCIES.map((often) => often / (K1 + often));

  /* Words of code that say little in an English sentence, which is known by other little words: «how do you deal with». */
  const IN_ENGLISH = new Set(
    "and as at by for from i if in is not no on or so some than then up with make made out over into any all more most have".split(" "),
  );

  /** Postings of a term; those of its other stems where it stands in no text itself. */
  async function anyForm(index, name) {
    const own = await index.postings(name);
    if (own.entries.length) return own;
    const all = new Map();
    for (const alias of index.aliases.get(name) ?? []) {
      const { entries, levels, places } = await index.postings(alias);
      entries.forEach((entry, at) => all.has(entry) || all.set(entry, [levels[at], places[at]]));
    }
    const entries = Uint32Array.from(all.keys()).sort();
    return {
      entries,
      levels: Uint8Array.from(entries, (entry) => all.get(entry)[0]),
      places: Uint8Array.from(entries, (entry) => all.get(entry)[1]),
    };
  }

  /** Where an entry stands in the postings of a term, -1 where it does not. */
  function find({ entries }, entry) {
    let low = 0;
    let high = entries.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (entries[middle] < entry) low = middle + 1;
      else high = middle;
    }
    return entries[low] === entry ? low : -1;
  }

  /** The postings of all words of a way at once, weights beside them: where one stands alone, it is its own list. */
  async function meeting(index, way) {
    const lists = await Promise.all(way.terms.map((name) => anyForm(index, name)));
    if (lists.length === 1) return { ...lists[0], weight: () => way.weight };
    const [shortest] = [...lists].sort((left, right) => left.entries.length - right.entries.length);
    const entries = shortest.entries.filter((entry) => lists.every((list) => find(list, entry) >= 0));
    const at = (entry, column) => lists.map((list) => list[column][find(list, entry)]);
    return {
      entries,
      levels: Uint8Array.from(entries, (entry) => Math.min(...at(entry, "levels"))),
      places: Uint8Array.from(entries, (entry) => Math.min(...at(entry, "places"))),
      weight: (entry) => way.weight * (Math.max(...at(entry, "places")) > WORDING ? APART : 1),
    };
  }

  /** How well each entry answers one word of the query, and where; used again for each word. */
  class Answers {
    constructor(count) {
      this.values = new Float64Array(count);
      this.weights = new Float64Array(count);
      this.places = new Uint8Array(count);
      this.met = new Uint32Array(count);
      this.size = 0;
    }

    collect(meetings) {
      const { values, weights, places, met } = this;
      for (let one = 0; one < this.size; one++) weights[met[one]] = 0;
      this.size = 0;
      for (const { entries, levels, places: at, weight } of meetings) {
        for (let one = 0; one < entries.length; one++) {
          const entry = entries[one];
          const isTopic = levels[one] === 1 && at[one] <= WORDING;
          const own = weight(entry) * (isTopic ? TOPIC : at[one] === ASKED ? HEARD : 1);
          const value = own * SATURATION[levels[one]];
          const known = weights[entry];
          if (!known) {
            met[this.size++] = entry;
            [values[entry], weights[entry], places[entry]] = [value, own, at[one]];
            continue;
          }
          if (own > SURE && at[one] < places[entry]) places[entry] = at[one];
          values[entry] = value > values[entry] ? value + AGAIN * values[entry] : values[entry] + AGAIN * value;
          if (own > known) weights[entry] = own;
        }
      }
    }

    /** Number of questions with the word; one that only something similar leads to makes it hardly commoner. */
    similar(questions) {
      let sum = 0;
      for (let one = 0; one < this.size; one++) if (this.met[one] < questions) sum += this.weights[this.met[one]] ** 2;
      return sum;
    }
  }

  function rarity(index, unit, similar) {
    const count = Math.max(similar, 0.5);
    const value = Math.log(1 + Math.max(index.core.questions - count + 0.5, 0.1) / (count + 0.5));
    return (unit.isStop ? STOP : unit.similar ? REPAIRED : unit.isPath ? MODULE : 1) * value;
  }

  /** Tell the units of stop words, which weigh little; a query of stop words alone is a query for them. */
  function weighStops(index, units) {
    const isLittle = (unit) => unit.isVague || (unit.surface.length === 1 && (units.length > 2 || !unit.ways.length));
    const stops = units.map((unit) => isLittle(unit) || index.stop.has(fold(unit.surface)));
    const isEnglish = units.some((unit, place) => stops[place] && /^(?!vs$)[a-z]{2,}$/.test(unit.surface));
    if (isEnglish) units.forEach((unit, place) => (stops[place] ||= IN_ENGLISH.has(unit.surface)));
    const isAllStop = stops.every(Boolean);
    units.forEach((unit, place) => (unit.isStop = stops[place] && !isAllStop && !unit.isPhrase));
  }

  /** How much of a word is met by a way of so much worth. */
  const coverage = (weight) => Math.min(1, 0.3 + 0.7 * weight);

  /** The sums of each entry over the words of a query. */
  class Scores {
    constructor(index) {
      const { count } = index.core;
      this.index = index;
      this.sums = new Float64Array(count);
      this.covered = new Float64Array(count);
      this.titled = new Uint8Array(count);
      /* Whether a word that says something leads to the entry. */
      this.isFound = new Uint8Array(count);
      this.total = 0;
      /* As if every word were met in the best of its ways: a misspelt word has none that is whole. */
      this.most = 0;
      this.answers = new Answers(count);
    }

    add(unit, meetings) {
      const { answers } = this;
      answers.collect(meetings);
      const worth = rarity(this.index, unit, answers.similar(this.index.core.questions));
      this.total += worth;
      this.most += worth * coverage(Math.max(0, ...unit.ways.map((way) => way.weight)));
      // A little word that is being typed may become one of the title.
      const isTold = !unit.isStop || unit.isOpen;
      for (let one = 0; one < answers.size; one++) {
        const entry = answers.met[one];
        this.sums[entry] += worth * answers.values[entry];
        this.covered[entry] += worth * coverage(answers.weights[entry]);
        if (isTold && answers.places[entry] === 0) this.titled[entry]++;
        if (!unit.isStop) this.isFound[entry] = 1;
      }
    }

    score(entry) {
      const kind = entry < this.index.core.questions || this.isNamed(entry) ? 1 : PAGE;
      return this.sums[entry] * this.coverage(entry) ** COVERAGE * (1 + TITLE * this.title(entry)) * kind;
    }

    /** How much of the query an entry meets. */
    coverage(entry) {
      return this.covered[entry] / (this.total || 1);
    }

    /** How much of its title the query holds. */
    title(entry) {
      return Math.min(1, this.titled[entry] / this.index.titles[entry]);
    }

    /** Whether an entry is a topic or a section, and the query its title. */
    isNamed(entry) {
      return this.title(entry) === 1 && this.covered[entry] > WHOLE * this.most && this.index.members(entry).length > 0;
    }

    /** The best entries with their scores, best first, the site's order among equals. */
    best(most) {
      const best = [];
      for (let entry = 0; entry < this.isFound.length; entry++) {
        if (!this.isFound[entry]) continue;
        const score = this.score(entry);
        if (best.length === most && score <= best[most - 1].score) continue;
        let place = best.length;
        while (place > 0 && best[place - 1].score < score) place--;
        best.splice(place, 0, { entry, score, isNamed: this.isNamed(entry), coverage: this.coverage(entry) });
        if (best.length > most) best.pop();
      }
      return best.filter(({ score }) => score > best[0].score * LEAST);
    }
  }

  /** How far a way is from what was typed: the word itself, what it may have been meant for, another word. */
  const distance = ({ weight, isOther }) => (isOther ? 2 : weight < TYPED ? 1 : 0);

  /** What a result shows of the query: whether the question itself tells of it, the words met, the places, and of the
   * ways to meet each word the nearest. */
  function explained(result, counted) {
    const [met, places, shown] = [new Set(), [], []];
    let isTold = false;
    for (const { unit, meetings } of counted) {
      const ways = [];
      let first = null;
      meetings.forEach((list, number) => {
        const at = find(list, result.entry);
        if (at < 0) return;
        ways.push(unit.ways[number]);
        isTold ||= !unit.isStop && list.places[at] <= WORDING && list.levels[at] > 1;
        if (first === null || (list.weight(result.entry) > LANDING && list.places[at] < first)) first = list.places[at];
      });
      if (first === null) continue;
      met.add(unit);
      if (unit.isStop) continue;
      if (first < ASKED) places.push(first);
      // One word says more than a phrase whose words may stand apart.
      const far = (way) => 2 * distance(way) + (way.terms.length > 1);
      const nearest = Math.min(...ways.map(far));
      const terms = ways.filter((way) => far(way) === nearest).flatMap((way) => way.terms);
      shown.push({ terms: [...new Set(terms)], isOther: nearest > 3 });
    }
    return { ...result, isTold, met, places, shown };
  }

  /** Promise the best entries: {entry, score, coverage, isNamed, isTold, met, places, shown}. In a large index stop
   * words are not asked for. */
  async function rank(index, { units }, most) {
    weighStops(index, units);
    const asked = index.core.files ? units : units.filter((unit) => !unit.isStop);
    await index.preload(asked.flatMap((unit) => unit.ways.flatMap((way) => way.terms)));
    const scores = new Scores(index);
    const counted = [];
    for (const unit of asked) {
      const meetings = await Promise.all(unit.ways.map((way) => meeting(index, way)));
      scores.add(unit, meetings);
      counted.push({ unit, meetings });
    }
    return scores.best(most).map((result) => explained(result, counted));
  }

  return { WORDING, rank };
})();
