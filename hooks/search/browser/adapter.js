/* Between the engine and Material's search window. Material sends SETUP and QUERY and expects READY and
 * RESULT, ours with the query that it answers; messages of other types it ignores: NOTICE carries what page.js shows
 * above the results, PASSAGES what it puts into results that lead into an answer, WHY by which words a question was
 * found. Passages come when the reader has stopped typing: the texts of the answers are files of their own. */
self.SearchAdapter = (() => {
  "use strict";
  const RESULT = 3;
  const NOTICE = 4;
  const PASSAGES = 5;
  const WHY = 6;
  /* Passages of so many results come by themselves, for the size of the first query; the others when the reader
   * turns to the results. */
  const FIRST_PASSAGES = 2;
  const PAUSE = 250;
  const LONGEST_ADDRESS = 200;

  const ENTITIES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
  /* Material puts title and text into the page as HTML. */
  const escape = (text) => text.replace(/[&<>"']/g, (sign) => ENTITIES[sign]);

  /** Address with the query as it was typed, so that arrive.js marks its words there. */
  function address(url, query, anchor) {
    const [path, own] = url.split("#");
    const typed = query.trim().slice(0, LONGEST_ADDRESS);
    return `${path}${typed ? `?${new URLSearchParams({ h: typed })}` : ""}#${anchor ?? own}`.replace(/#undefined$/, "");
  }

  /** A group as Material wants it: the question, and the page that it stands on. */
  function group(query, { url, entry, title, wording, pageTitle, pageUrl, score, anchor, terms, missing }) {
    const asked = new Set(terms);
    const found = {
      location: address(url, query, anchor),
      title: html(title, asked),
      text: `<span class="search-passage" data-search-entry="${entry}">${html(wording, asked)}</span>`,
      score,
      terms: Object.fromEntries(missing.map((word) => [word, false])),
    };
    // A page is its own group.
    if (url === pageUrl) return [found];
    return [found, { location: pageUrl, title: escape(pageTitle), text: "", score: 0, terms: {} }];
  }

  /** A text with the words of the query marked. */
  const html = (text, terms) =>
    self.SearchPassage.marked(text, terms)
      .map(([piece, isHit]) => (isHit ? `<mark>${escape(piece)}</mark>` : escape(piece)))
      .join("");

  const cut = (text) => (text.length > 40 ? `${text.slice(0, 40)}…` : text);

  /** What the reader is told above the results. */
  function notice(query, { results, isAbsent, notes }) {
    const tried = notes.map(({ typed, used }) => `Искали «${cut(used)}» вместо «${cut(typed)}».`);
    if (!isAbsent || !query.trim()) return tried.join(" ");
    // Nothing is made of a letter that stands alone.
    const isWord = /[\p{L}\p{N}]{2}/u.test(query);
    const ways = isWord ? ["Пробовали и другую раскладку клавиатуры, и опечатки, и созвучные слова."] : [];
    const next = results.length ? "Ближе всего — темы." : "Попробуйте другое слово.";
    return [`По запросу «${cut(query.trim())}» ничего нет.`, ...tried, ...ways, next].join(" ");
  }

  const FAILED =
    "Поиск не загрузился: файлы указателя не получены или повреждены. Проверьте связь и обновите страницу.";

  /** Answer the queries of one window; of those that came while one was answered, only the last. */
  return class SearchAdapter {
    constructor(engine, post) {
      this.engine = engine;
      this.post = post;
      this.next = null;
      this.isBusy = false;
      this.found = null;
    }

    /** Post the passages of results that lead into answers, unless others have come meanwhile. */
    async passages(first, last) {
      const { found } = this;
      const wanted = found?.results.filter(({ block }) => block !== null).slice(first, last) ?? [];
      if (!wanted.length) return;
      // A passage that cannot be loaded is no loss: the wording stays.
      const pieces = await Promise.all(wanted.map((result) => this.engine.passage(result).catch(() => null)));
      if (found !== this.found) return;
      const data = wanted.map(({ entry }, place) => [entry, pieces[place]]).filter(([, one]) => one);
      if (data.length) this.post({ type: PASSAGES, data });
    }

    more() {
      return this.passages(FIRST_PASSAGES);
    }

    /** Post by which words a question was found; nothing where it is not among the results. */
    async why({ query, id }) {
      const { results } = await this.engine.search(query);
      const shown = results.find(({ url }) => url.endsWith(`#${id}`))?.shown;
      if (shown) this.post({ type: WHY, data: shown });
    }

    async query(text) {
      this.found = null;
      clearTimeout(this.pause);
      this.next = text;
      if (this.isBusy) return;
      this.isBusy = true;
      while (this.next !== null) {
        const query = this.next;
        this.next = null;
        await this.answer(query);
        // Let the queries that have come meanwhile be heard.
        await new Promise((resolve) => setTimeout(resolve));
      }
      this.isBusy = false;
    }

    async answer(query) {
      try {
        const found = await this.engine.search(query);
        const suggest = found.completion ? [found.completion] : [];
        this.post({ type: RESULT, data: { items: found.results.map((one) => group(query, one)), suggest }, query });
        this.post({ type: NOTICE, data: notice(query, found) });
        this.found = found;
        this.pause = setTimeout(() => this.passages(0, FIRST_PASSAGES), PAUSE);
      } catch (error) {
        console.warn(error);
        this.post({ type: RESULT, data: { items: [] }, query });
        this.post({ type: NOTICE, data: FAILED, isFailed: true });
      }
    }
  };
})();
