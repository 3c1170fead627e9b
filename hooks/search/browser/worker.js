/* The worker that Material starts with every page: small, because engine and index are loaded only when
 * the reader opens the search. page.js runs the same in the page where no worker may be started. */
"use strict";
(() => {
  const [SETUP, READY, QUERY, RESULT, NOTICE] = [0, 1, 2, 3, 4];
  const isWorker = typeof importScripts === "function";

  /** Load scripts that lie beside this one; the version, which the build writes below, keeps files of two builds apart. */
  self.startSearch = (address, post) => {
    const at = (name) => new URL(`${name}.js?v=${self.searchVersion}`, address).href;
    const files = {};
    self.searchFile = (name, value) => (files[name] = value);
    let adapter;

    /** The value that a file of the index holds. */
    async function load(name) {
      const response = isWorker && (await fetch(at(name)).catch(() => null)); // a policy may allow scripts alone
      if (response) return content(response, name);
      await script(at(name));
      const value = files[name];
      delete files[name];
      if (value === undefined) throw new Error(`search: ${name}.js holds nothing`);
      return value;
    }

    /** Load the engine and, beside it, what it will ask for first. */
    async function start() {
      const early = new Map([["core", load("core")]]);
      early.get("core").catch(() => {}); // whoever asks for it will hear
      await script(at("engine"));
      const take = (name) => {
        const value = early.get(name) ?? load(name);
        early.delete(name);
        return value;
      };
      return new self.SearchAdapter(new self.SearchEngine(take), post);
    }

    async function open() {
      adapter ??= start();
      try {
        return await adapter;
      } catch (error) {
        adapter = undefined;
        throw error;
      }
    }

    async function query(text) {
      try {
        await (await open()).query(text);
      } catch (error) {
        console.warn(error);
        post({ type: RESULT, data: { items: [] }, query: text });
        post({ type: NOTICE, data: "Поиск не загрузился. Проверьте связь и обновите страницу.", isFailed: true });
      }
    }

    return ({ type, data }) => {
      if (type === SETUP) post({ type: READY });
      else if (type === "open") open().then(({ engine }) => engine.open()).catch(() => {}); // the query will tell
      else if (type === "why") open().then((one) => one.why(data)).catch(() => {}); // what is marked already stays
      else if (type === "more") adapter?.then((one) => one.more()).catch(() => {}); // the wordings stay
      else if (type === QUERY && String(data).trim()) query(String(data));
      else if (type === QUERY) empty();
    };

    function empty() {
      // Behind the queries that are being answered, or an old answer would overwrite the emptiness.
      if (adapter) adapter.then((one) => one.query(""), () => {});
      else {
        post({ type: RESULT, data: { items: [] } });
        post({ type: NOTICE, data: "" });
      }
    }
  };

  /* Several at a time, where importScripts takes one after another; and nothing of it is run. */
  async function content(response, name) {
    const text = await response.text();
    if (!response.ok) throw new Error(`search: ${name}.js: ${response.status}`);
    return JSON.parse(text.slice(text.indexOf(",") + 1, text.lastIndexOf(")")));
  }

  async function script(url) {
    if (isWorker) return importScripts(url);
    return new Promise((resolve, reject) => {
      const element = document.createElement("script");
      element.src = url;
      element.onload = resolve;
      element.onerror = () => reject(new Error(`search: ${url} was not loaded`));
      document.head.append(element);
    });
  }

  if (isWorker) {
    const receive = self.startSearch(new URL(self.location.href), (message) => postMessage(message));
    addEventListener("message", (event) => receive(event.data));
    postMessage({ type: "alive" });
    // The build writes the version below: it is known when this script has ended.
    if (self.location.hash) Promise.resolve().then(() => receive({ type: "open" }));
  }
})();
