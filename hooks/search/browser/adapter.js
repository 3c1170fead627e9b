/* Between the engine and Material's search window. Material sends SETUP and QUERY and expects READY and
 * RESULT; a message of another type it ignores, so NOTICE carries what page.js shows above the results. */
"use strict";
self.SearchAdapter = (() => {
  const RESULT = 3;
  const NOTICE = 4;
  const MOST_HIGHLIGHTS = 12;

  const ENTITIES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
  /* Material puts title and text into the page as HTML. */
  const escape = (text) => text.replace(/[&<>"']/g, (sign) => ENTITIES[sign]);

  /** Address with the words to highlight, so that page.js marks them there. */
  function address(url, terms, anchor) {
    const [path, own] = url.split("#");
    const words = terms.slice(0, MOST_HIGHLIGHTS).map(encodeURIComponent).join("+");
    const hash = anchor ?? own;
    return `${path}${words ? `?h=${words}` : ""}${hash ? `#${hash}` : ""}`;
  }

  /** A group as Material wants it: the question, and the page that it stands on. */
  function group({ url, title, wording, pageTitle, pageUrl, score, anchor, terms, missing }) {
    const found = {
      location: address(url, terms, anchor),
      title: escape(title),
      text: escape(wording),
      score,
      terms: Object.fromEntries(missing.map((word) => [word, false])),
    };
    return [found, { location: pageUrl, title: escape(pageTitle), text: "", score: 0, terms: {} }];
  }

  const cut = (text) => (text.length > 40 ? `${text.slice(0, 40)}…` : text);

  /** What the reader is told above the results. */
  function notice(query, { results, notes }) {
    const tried = notes.map(({ typed, used }) => `Искали „${cut(used)}“ вместо „${cut(typed)}“.`);
    if (results.length || !query.trim()) return tried.join(" ");
    const ways = "Пробовали и другую раскладку клавиатуры, и опечатки, и созвучные слова.";
    return [`По запросу „${cut(query.trim())}“ ничего нет.`, ...tried, ways, "Попробуйте другое слово."].join(" ");
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
    }

    async query(text) {
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
        this.post({ type: RESULT, data: { items: found.results.map(group), suggest } });
        this.post({ type: NOTICE, data: notice(query, found) });
      } catch (error) {
        console.warn(error);
        this.post({ type: RESULT, data: { items: [] } });
        this.post({ type: NOTICE, data: FAILED });
      }
    }
  };
})();
