/* The search engine: knows the files of the index and nothing of the page or the theme.
 * Needs SearchText, SearchIndex, SearchQuery, SearchRanking, SearchPassage.
 *
 * new SearchEngine(load): `load(name)` promises the value that the file `name` of the index holds.
 * engine.search(query) promises {results, isAbsent, notes, completion}, engine.passage(result) the passage of an answer;
 * both reject when a file cannot be loaded. */
self.SearchEngine = (() => {
  "use strict";
  const { LETTERS, fold, tokens } = self.SearchText;
  const { WORDING, rank } = self.SearchRanking;
  /* How much it tells that words stand together as in the query. */
  const TOGETHER = 0.4;
  /* A result that meets less of a query may be of something else. */
  const SURELY_COVERED = 0.65;
  /* One that meets no more of a short query tells of something else: what was asked for is the word that nobody met. */
  const HARDLY_COVERED = 0.25;
  const LONGEST_QUERY = 400;
  const MOST_RESULTS = 50;
  /* Each result of a large index may lie in a file of its own. */
  const MOST_RESULTS_ON_DEMAND = 12;
  const MOST_COMPLETIONS = 30;

  /** Number of the block of the answer to land on, null where the question itself holds a word of the query. */
  function landing(places, anchors) {
    if (!places.length || Math.min(...places) <= WORDING || !anchors.length) return null;
    const counts = new Map();
    for (const place of places) counts.set(place, (counts.get(place) ?? 0) + 1);
    const [[place]] = [...counts].sort((left, right) => right[1] - left[1] || left[0] - right[0]);
    return Math.min(place - WORDING, anchors.length) - 1;
  }

  /** Share of the neighbours in the query that are neighbours in the title or the wording too, by any way to meet them. */
  function neighbours(units, { title, wording }) {
    const said = units.filter((unit) => !unit.isStop);
    if (said.length < 2) return 0;
    const ways = said.map((unit) => new Set(unit.ways.filter(({ terms }) => terms.length === 1).map(({ terms }) => terms[0])));
    const texts = [title, wording].map((text) => tokens(text).flatMap(({ whole, parts }) => (parts.length ? parts : [whole])));
    const met = ways.slice(1).filter((next, place) => {
      return texts.some((text) => text.some((name, at) => at && next.has(name) && ways[place].has(text[at - 1])));
    });
    return met.length / (said.length - 1);
  }

  return class SearchEngine {
    constructor(load) {
      this.load = load;
    }

    /** Load the core of the index; asked again after a failure. */
    open() {
      this.index ??= Promise.resolve(this.load("core")).then((core) => {
        const index = new self.SearchIndex(core, this.load);
        setTimeout(() => index.warm());
        return index;
      });
      this.index.catch(() => (this.index = undefined));
      return this.index;
    }

    async search(text) {
      if (!tokens(text.slice(0, LONGEST_QUERY)).length && !/[\p{L}\p{N}\[\];',.]/u.test(text)) {
        return { results: [], isAbsent: true, notes: [], completion: null };
      }
      const index = await this.open();
      const query = new self.SearchQuery(index, text);
      const ranked = await rank(index, query, index.core.files ? MOST_RESULTS : MOST_RESULTS_ON_DEMAND);
      const documents = await Promise.all(ranked.map(({ entry }) => index.document(entry)));
      const results = ranked.map((score, place) => this.result(query, score, documents[place]));
      // Below them nobody looks, and a large index asks for no more.
      const top = results.splice(0, MOST_RESULTS_ON_DEMAND).sort((left, right) => right.score - left.score);
      this.promote(index, top);
      results.unshift(...top);
      const isAbsent = this.isAbsent(index, query, top);
      const shown = isAbsent ? results.filter(({ entry }) => index.members(entry).length) : results;
      return { results: shown, isAbsent, notes: query.notes, completion: this.completion(index, text) };
    }

    /** Whether the site does not tell of it: only a guess is met, or of two words one, the question itself telling of
     * none. An English word that is met nowhere is a name; more words are a sentence, much of which may be met nowhere. */
    isAbsent(index, { units }, top) {
      const said = units.filter((unit) => !unit.isStop);
      const isSentence = said.length > 2 || units.length > 3;
      const isName = (unit) => !unit.ways.length && /^[a-z]/.test(unit.surface) && !index.synonyms.phraseWords.has(unit.term);
      const isNameless = isSentence || said.some((unit) => unit.isPath) || !said.some(isName);
      // A word of the trade is a subject, wherever it stands.
      const isSubject = said.length === 1 && said.some((unit) => unit.ways.length && index.synonyms.words.has(unit.term));
      const isGuess = said.every((unit) => unit.isGuess);
      const isOf = ({ entry, coverage, isTold, met }) =>
        entry < index.core.questions && isNameless && (isSentence || coverage > HARDLY_COVERED) && (isTold || (!isGuess && (isSentence || isSubject || met > 1 || coverage >= SURELY_COVERED)));
      const isAlike = ({ isNamed, coverage }) => isNamed || (!isGuess && isNameless && coverage >= SURELY_COVERED);
      return !top.some(isOf) && !top.some(isAlike);
    }

    /** Put a topic behind the best of its questions; one whose title is the query before the questions of others, the
     * best where a word is part of the title of another: «SQL» of «PostgreSQL». */
    promote(index, top) {
      const topics = top.filter(({ entry }) => index.members(entry).length);
      const best = topics.find((topic) => topic.isNamed && topic.url !== topic.pageUrl);
      for (const topic of topics) {
        const members = index.members(topic.entry);
        const was = top.indexOf(topic);
        top.splice(was, 1);
        const isOf = ({ entry }) => members.includes(entry);
        const first = top.findIndex(({ entry }) => entry < index.core.questions);
        const named = first >= 0 && isOf(top[first]) ? first + 1 : 0;
        // A section never stands first: it is but a page of the questions below it.
        const behind = Math.max(was, top.findIndex(isOf) + 1, Number(topic.url === topic.pageUrl));
        top.splice(topic === best ? named : behind, 0, topic);
      }
    }

    /** The passage of the answer that a result leads to, as pieces; null where it leads to the question. */
    async passage(result) {
      if (result.block === null) return null;
      const text = await (await this.open()).text(result, result.block);
      return self.SearchPassage.passage(text, new Set(result.terms));
    }

    result(query, { entry, score, coverage, isNamed, isTold, met, places, shown }, document) {
      const block = landing(places, document.anchors);
      return {
        ...document,
        entry,
        coverage,
        isNamed,
        isTold,
        met: met.size,
        score: score * (1 + TOGETHER * neighbours(query.units, document)),
        block,
        anchor: block === null ? null : document.anchors[block],
        shown,
        terms: [...new Set(shown.flatMap((word) => word.terms))],
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
      const surfaces = words.sort((left, right) => most(right) - most(left)).map((name) => index.word(name));
      const found = surfaces.find((word) => word?.startsWith(lower) && word !== lower);
      return found ? typed + found.slice(lower.length) : null;
    }
  };
})();
