/* What the page does for the search: starts its worker, or does the worker's work itself where a worker is
 * refused (a copy opened from the disk, a strict policy); shows notices; hears pasted and dictated text;
 * asks for arrive.js where a result has led to the page. Loaded before Material's own script. */
"use strict";
(() => {
  // As the theme's script reads it: this one may be joined with others into a file of another folder.
  const workerAddress = new URL(JSON.parse(document.getElementById("__config").textContent).search, location);
  const QUERY = 2;
  const RESULT = 3;
  const NOTICE = 4;
  const PASSAGES = 5;
  const WHY = 6;

  /* -- the worker ----------------------------------------------------------------------------- */

  const NativeWorker = window.Worker;
  /* The address holds a query, for which the theme will open the search. */
  const isAsked = /[?&]q=./.test(location.search);
  let search = null;
  let question = null;
  let hear = null;

  /** Ask by which words a question was found, for arrive.js, which may come before the worker. */
  window.askSearch = (data, answer) => {
    [question, hear] = [{ type: "why", data }, answer];
    search?.postMessage(question);
  };

  /** Speaks like a worker to Material; behind it works a worker, or this page. */
  class SearchWorker extends EventTarget {
    constructor() {
      super();
      this.waiting = [];
      this.send = null;
      this.pending = "";
      search = this;
      if (question) this.postMessage(question);
      try {
        this.startWorker();
      } catch {
        this.startHere();
      }
    }

    startWorker() {
      if (location.protocol === "file:" || !NativeWorker) return this.startHere();
      // Told by its address, it need not wait until this page listens, which runs the theme's script by then.
      const worker = new NativeWorker(isAsked ? `${workerAddress}#open` : workerAddress);
      worker.addEventListener("error", (event) => {
        if (this.send) return;
        event.preventDefault();
        worker.terminate();
        this.startHere();
      });
      worker.addEventListener("message", ({ data }) => {
        if (data.type === "alive") this.begin((message) => worker.postMessage(message));
        else this.receive(data);
      });
    }

    startHere() {
      const element = load("worker.js");
      // As late as a worker's answer: Material listens only after it has spoken.
      const post = (message) => setTimeout(() => this.receive(message));
      element.onload = () => this.begin(window.startSearch(workerAddress, post));
      element.onerror = () => {
        this.receive({ type: 1 });
        this.send = () => show("Поиск не запустился: его файлы не получены. Проверьте связь и обновите страницу.", true);
      };
    }

    begin(send) {
      this.send = send;
      this.waiting.splice(0).forEach((message) => this.postMessage(message));
    }

    postMessage(message) {
      if (message.type === QUERY) this.pending = message.data;
      if (this.send) this.send(message);
      else this.waiting.push(message);
    }

    receive(data) {
      // The offered word lies over the text: where that has moved on inside a narrow field, it would lie askew.
      if (data.type === RESULT && isOverfull()) data.data.suggest = [];
      if (data.type === NOTICE) show(data.data, data.isFailed);
      else if (data.type === PASSAGES) told.push(data.data);
      else if (data.type === WHY) hear(data.data);
      else this.dispatchEvent(new MessageEvent("message", { data }));
      if (data.type !== RESULT) return;
      told.push(null);
      if (data.query !== this.pending) return;
      this.pending = "";
      enter(data.data.items[0]?.[0].location);
    }

    terminate() {}
  }

  window.Worker = function Worker(url, options) {
    const isOurs = new URL(url, location.href).pathname === workerAddress.pathname;
    return isOurs ? (search ?? new SearchWorker()) : new NativeWorker(url, options);
  };

  // What the search needs comes together with the theme's script, not after it; that waits for this file of its own.
  if (isAsked) {
    new SearchWorker().postMessage({ type: "open" });
    if (location.protocol !== "file:") fetch(new URL("search_index.json", workerAddress)).catch(() => {});
  }

  /* -- the window ----------------------------------------------------------------------------- */

  const isField = (element) => element instanceof Element && element.matches(".md-search__input");

  function isOverfull() {
    const field = document.querySelector(".md-search__input");
    return field && field.scrollWidth > field.clientWidth;
  }

  function show(text, isFailed = false) {
    const result = document.querySelector(".md-search-result");
    if (!result) return;
    // Nothing was looked for, so the theme must not say that nothing was found.
    result.querySelector(".md-search-result__meta")?.toggleAttribute("hidden", isFailed);
    let place = result.querySelector(".search-notice");
    if (!place) {
      place = document.createElement("p");
      place.className = "search-notice";
      place.setAttribute("role", "status");
      result.insertBefore(place, result.children[1] ?? null);
    }
    place.textContent = text;
    place.hidden = !text;
  }

  /* Passages for the results, null where other results have come: for window.js, which may come later. */
  const told = [];

  // A finger that comes down is a moment earlier than the focus, a mouse that comes near several.
  for (const type of ["pointerover", "pointerdown"]) {
    document.addEventListener(type, ({ target }) => target.closest?.(".md-search__form, [for=__search]") && search?.postMessage({ type: "open" }), {
      passive: true,
    });
  }

  let isOpened = false;
  document.addEventListener("focusin", ({ target, relatedTarget }) => {
    if (!isField(target)) return;
    search?.postMessage({ type: "open" });
    if (!isOpened) Object.assign(load("window.js"), { opener: relatedTarget, told, ask: (type) => search?.postMessage({ type }) });
    isOpened = true;
  });
  // Material hears keys only; pasted, dictated and dragged text comes without any.
  document.addEventListener("input", ({ target }) => {
    // Results follow keyup, completions keydown; neither bubbles, so no shortcut hears them.
    if (isField(target)) for (const key of ["keydown", "keyup"]) target.dispatchEvent(new KeyboardEvent(key));
  });

  // Enter that comes before the answer would open a result of an earlier one: it waits until these are shown.
  let entered = false;
  const FRAMES = 60;
  function enter(address, frames = FRAMES) {
    if (!entered || !address) return;
    // The theme may write the words to highlight in its own way.
    const bare = (text) => text.replace(/\?[^#]*/, "");
    const links = [...document.querySelectorAll(".md-search-result__link")];
    const link = links.find(({ href }) => bare(href).endsWith(bare(address)));
    if (!link && frames) return requestAnimationFrame(() => enter(address, frames - 1));
    entered = false;
    // A theme that shows its results otherwise may have none of these links.
    if (link) link.click();
    else location.assign(new URL(`../${address}`, workerAddress));
  }
  document.addEventListener(
    "keydown",
    (event) => {
      if (!event.isTrusted || !isField(event.target)) return;
      // With Enter an input method ends a word; 229 is how Safari says so.
      if (event.isComposing || event.keyCode === 229 || event.ctrlKey || event.altKey || event.metaKey) return;
      entered = event.key === "Enter" && search?.pending.trim() && event.target;
      if (!entered) return;
      event.preventDefault();
      event.stopPropagation();
    },
    true,
  );

  /* -- where a result leads: its words are marked by a script of their own, few visits need it -------- */

  let isArriving = false;
  function arrive() {
    if (window.arriveFromSearch) window.arriveFromSearch();
    else if (!isArriving && /[?&]h=/.test(location.search)) {
      isArriving = true;
      load("arrive.js");
    }
  }

  // A result on this page changes the end of the address at most; so do the contents, which lead to no word.
  document.addEventListener("click", ({ target }) => {
    if (target.closest(".md-search-result__link")) addEventListener("hashchange", arrive, { once: true });
  });

  function load(name) {
    const made = document.createElement("script");
    made.src = new URL(name, workerAddress);
    document.head.append(made);
    return made;
  }

  document.addEventListener("DOMContentLoaded", () => {
    // With instant navigation Material says when another page stands here; it says so of the first page too.
    if (window.document$) window.document$.subscribe(arrive);
    else arrive();
  });
})();
