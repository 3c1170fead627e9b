/* The search engine: knows the files of the index and nothing of the page or the theme.
 * Needs SearchText, SearchIndex, SearchQuery, SearchPassage.
 *
 * new SearchEngine(load): `load(name)` promises the value that the file `name` of the index holds.
 * engine.search(query) promises {results, notes, completion}, engine.passage(result) the passage of an answer;
 * both reject when a file cannot be loaded. */
self.SearchEngine = (() => {
  "use strict";
  const { LETTERS, fold, tokens } = self.SearchText;
  const K1 = 11;
  const COVERAGE = 1.5;
  const STOP = 0.12;
  /* A repaired word may be a wrong guess. */
  const REPAIRED = 0.6;
  /* How much it tells that the query holds the whole title. */
  const TITLE = 0.75;
  /* A page is found where no question answers as well. */
  const PAGE = 0.3;
  /* Words of a phrase that stand apart may have nothing to do with each other. */
  const APART = 0.7;
  /* Places of a posting: 0 the title, 1 the wording, from 2 on the blocks of the answer. */
  const WORDING = 1;
  const LONGEST_QUERY = 400;
  const MOST_RESULTS = 50;
  /* Each result of a large index may lie in a file of its own. */
  const MOST_RESULTS_ON_DEMAND = 20;
  const MOST_COMPLETIONS = 30;

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
    const similar = [...found.values()].reduce((sum, { weight }) => sum + weight ** 2, 0);
    const count = Math.max(similar, 0.5);
    const value = Math.log(1 + (index.core.count - count + 0.5) / (count + 0.5));
    return (unit.isStop ? STOP : unit.similar ? REPAIRED : 1) * value;
  }

  async function rank(index, query) {
    const { units } = query;
    const stops = units.map((unit) => unit.isVague || index.stop.has(fold(unit.surface)));
    // A query of stop words alone is a query for them.
    const isAllStop = stops.every(Boolean);
    units.forEach((unit, place) => (unit.isStop = stops[place] && !isAllStop));
    await index.preload(units.flatMap((unit) => unit.ways.flatMap((way) => way.terms)));
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
      const kind = score.entry < index.core.questions ? 1 : PAGE;
      const title = Math.min(1, score.titled / index.titles[score.entry]);
      score.coverage = score.covered / (total || 1);
      score.score = score.sum * score.coverage ** COVERAGE * (1 + TITLE * title) * kind;
    }
    const ranked = [...scores.values()].filter((score) => score.terms.size);
    ranked.sort((left, right) => right.score - left.score || left.entry - right.entry);
    const top = ranked[0]?.score ?? 0;
    return ranked.filter((score) => score.score > top * 0.02).slice(0, index.core.files ? MOST_RESULTS : MOST_RESULTS_ON_DEMAND);
  }

  /** Number of the block of the answer to land on, null where the question itself holds a word of the query. */
  function landing(places, anchors) {
    if (Math.min(...places) <= WORDING || !anchors.length) return null;
    const counts = new Map();
    for (const place of places) counts.set(place, (counts.get(place) ?? 0) + 1);
    const [[place]] = [...counts].sort((left, right) => right[1] - left[1] || left[0] - right[0]);
    return Math.min(place - WORDING, anchors.length) - 1;
  }

  return class SearchEngine {
    constructor(load) {
      this.load = load;
    }

    /** Load the core of the index; asked again after a failure. */
    open() {
      this.index ??= Promise.resolve(this.load("core")).then((core) => new self.SearchIndex(core, this.load));
      this.index.catch(() => (this.index = undefined));
      return this.index;
    }

    async search(text) {
      if (!tokens(text.slice(0, LONGEST_QUERY)).length && !/[\p{L}\p{N}\[\];',.]/u.test(text)) {
        return { results: [], notes: [], completion: null };
      }
      const index = await this.open();
      const query = new self.SearchQuery(index, text);
      const ranked = await rank(index, query);
      const results = await Promise.all(ranked.map((score) => this.result(index, query, score)));
      return { results, notes: query.notes, completion: this.completion(index, text) };
    }

    /** The passage of the answer that a result leads to, as pieces; null where it leads to the question. */
    async passage({ firstText, block, terms }) {
      if (block === null) return null;
      const text = await (await this.open()).text(firstText + block);
      return self.SearchPassage.passage(text, new Set(terms));
    }

    async result(index, query, { entry, score, met, places, terms }) {
      const document = await index.document(entry);
      const block = landing(places, document.anchors);
      return {
        ...document,
        entry,
        score,
        block,
        anchor: block === null ? null : document.anchors[block],
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
