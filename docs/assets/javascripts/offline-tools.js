/* The copy for reading without a network, as its reader sees it on the page of downloads: what it costs, how far it
 * is, what stands in its way, and its end. The worker does the work, and tells. */
"use strict";
(() => {
  const workers = navigator.serviceWorker;
  const AGAIN = 5000;
  let worker = null;
  let status = null;
  let isUnsaid = "";

  const make = (name, properties = {}) => Object.assign(document.createElement(name), properties);
  const text = make("p");
  text.setAttribute("role", "status");
  const bar = make("progress", { hidden: true });
  bar.setAttribute("aria-label", "Сохранено для чтения без сети");
  const books = make("ul", { hidden: true, className: "offline-books" });
  books.setAttribute("aria-label", "Книги, которые сохранить вместе с сайтом");
  const buttons = make("p", { className: "offline-buttons" });
  document.querySelector("[data-offline]").append(text, bar, books, buttons);

  /** «1,0 МБ», as sizes of books are written. */
  const size = (bytes) =>
    bytes < 1e6 ? `${Math.max(1, Math.round(bytes / 1000))} КБ` : `${(bytes / 1e6).toFixed(1).replace(".", ",")} МБ`;
  const date = (at) => new Date(at).toLocaleDateString("ru", { day: "numeric", month: "long" });
  const done = () => (status.done ? `${size(status.done)} из ${size(status.total)}` : `0 из ${size(status.total)}`);

  /** Bytes of the books that are chosen but not kept, while nothing is. */
  const chosen = () =>
    status.books
      .filter(([path, , , isHere]) => !isHere && books.querySelector(`[value="${CSS.escape(path)}"]:checked`))
      .reduce((sum, [, bytes]) => sum + bytes, 0);

  /* -- what is said --------------------------------------------------------------------------- */

  const PROBLEMS = {
    link: () => `Связь прервалась: сохранено ${done()}. Продолжится с этого места, когда она вернётся.`,
    room: () =>
      `В памяти браузера не хватает места: сохранено ${done()}. Освободите место на устройстве и нажмите «Продолжить».`,
    other: () => `Сохранено ${done()}. Вышла новая версия сайта: обновите страницу, и сохранение продолжится.`,
  };

  function sentence() {
    if (isUnsaid) return isUnsaid;
    const { isWanted, isWhole, isBusy, problem, at, total, pages } = status;
    if (isBusy) return `Сохраняется: ${done()}. Можно читать дальше, не дожидаясь конца.`;
    if (problem) return PROBLEMS[problem]();
    if (isWhole && isWanted && status.done >= total) return `Сохранено ${date(at)}, ${size(total)}. Сайт открывается без сети.`;
    if (isWanted || isWhole) return `Сохранено ${done()}.`;
    const read = pages ? ` Страниц уже сохранено: ${pages}.` : "";
    const thrifty = navigator.connection?.saveData
      ? " Включена экономия трафика: сами собой страницы не сохраняются."
      : "";
    return `Скачается ${size(total - status.done + chosen())}.${read}${thrifty}`;
  }

  function choices() {
    const { isWanted, isWhole, isBusy, problem } = status;
    const isDone = isWhole && isWanted && status.done >= status.total;
    const some = status.done > 0 && (isWanted || isWhole || status.pages > 0);
    return [
      [!isBusy && !isDone && problem !== "other", isWanted || problem ? "Продолжить" : "Сохранить для чтения без сети", save],
      [!isBusy && problem === "other", "Обновить", () => window.sobesednik.offline.update()],
      [isBusy, "Остановить", () => ask("stop")],
      [!isBusy && isDone, "Проверить обновление", check],
      [!isBusy && some, "Удалить", remove],
    ];
  }

  function show() {
    const words = sentence();
    if (text.textContent !== words) text.textContent = words;
    bar.hidden = !status || Boolean(isUnsaid) || !status.isBusy;
    if (!status || isUnsaid) return buttons.replaceChildren();
    [bar.max, bar.value] = [status.total, status.done];
    bar.textContent = done();
    const shown = choices().filter(([isShown]) => isShown);
    // The one that has been pressed keeps the focus where it stays.
    const names = shown.map(([, name]) => name);
    const old = [...buttons.children];
    if (old.map((one) => one.textContent).join() !== names.join()) {
      const hadFocus = buttons.contains(document.activeElement);
      buttons.replaceChildren(...shown.map(([, name, act]) => button(name, act)));
      if (hadFocus) buttons.firstElementChild?.focus();
    }
    showBooks();
  }

  function button(name, act) {
    const made = make("button", { type: "button", className: "button", textContent: name });
    made.addEventListener("click", act);
    return made;
  }

  /* Named as the list of books on this page names them; a table of data is nothing to read. */
  function showBooks() {
    const known = status.books.filter(([path]) => /\.(?:pdf|epub|apkg)$/.test(path));
    if (books.childElementCount !== known.length) books.replaceChildren(...known.map(book));
    books.hidden = !known.length;
    for (const box of books.querySelectorAll("input")) {
      const [, , isChosen, isHere] = known.find(([path]) => path === box.value);
      if (status.isWanted) box.checked = isChosen;
      box.parentElement.lastChild.textContent = isHere ? " — сохранена" : "";
    }
  }

  function book([path, bytes]) {
    const link = document.querySelector(`a[href$="/${CSS.escape(path)}"]`);
    const box = make("input", { type: "checkbox", value: path });
    // Once the site is kept, a choice is a wish.
    box.addEventListener("change", () => (status.isWanted ? save() : show()));
    const label = make("label");
    label.append(box, ` и книгу «${link?.textContent ?? path}», ${size(bytes)}`, make("span"));
    const item = make("li");
    item.append(label);
    return item;
  }

  /* -- what is done --------------------------------------------------------------------------- */

  const ask = (name, more) => worker.postMessage({ ask: name, ...more });

  function save() {
    // Where the browser asks the reader, that is what the reader has just said.
    navigator.storage?.persist?.().catch(() => {});
    ask("save", { books: [...books.querySelectorAll(":checked")].map(({ value }) => value) });
  }

  function remove() {
    if (confirm("Удалить сохранённый сайт из браузера? Ваши отметки останутся.")) ask("remove");
  }

  async function check() {
    const registration = await window.sobesednik.offline.ready;
    try {
      await registration.update();
      if (!registration.installing && !registration.waiting) window.sobesednik.say("Сохранена последняя версия сайта.");
    } catch {
      window.sobesednik.say("Связи нет: проверить обновление не получилось.");
    }
  }

  function refuse(reason) {
    isUnsaid = reason;
    show();
  }

  const FULL = "Браузер не даёт места: освободите его на устройстве и откройте страницу заново.";
  const REFUSED = "Браузер не разрешает хранить сайт: так бывает в частном окне и при запрете в настройках.";

  async function start() {
    if (location.protocol === "file:") return refuse("Эта копия открыта с диска: ей сеть и не нужна.");
    if (!workers || !window.caches) return refuse(isSecureContext ? REFUSED : "Сохранить можно только сайт с адресом https.");
    if (!window.sobesednik.offline) return refuse("Пока сайт открыт для правки, он не сохраняется.");
    let registration;
    try {
      await caches.keys();
      registration = await window.sobesednik.offline.ready;
    } catch {
      return refuse(navigator.onLine ? REFUSED : "Сети нет, и сайт ещё не сохранён.");
    }
    const fresh = registration.installing;
    fresh?.addEventListener("statechange", () => {
      if (fresh.state === "redundant" && !registration.active && !isUnsaid) refuse("Сохранить не получилось: проверьте связь и откройте страницу заново.");
    });
    worker = registration.active ?? (await workers.ready).active;
    if (isUnsaid) return;
    ask("status");
    setInterval(() => status?.isWanted && status.problem === "link" && !document.hidden && ask("go on"), AGAIN);
  }

  workers?.addEventListener("message", ({ data }) => {
    if (!data?.offline) return;
    if (!worker) {
      if (data.offline.problem === "room") refuse(FULL);
      return;
    }
    // Pieces of news are of use only to whoever knows the rest.
    if (data.offline.version || status) status = { ...status, ...data.offline };
    if (status) show();
  });
  workers?.addEventListener("controllerchange", () => (worker = workers.controller));
  refuse("Проверяю, что уже сохранено.");
  addEventListener("load", () => {
    isUnsaid = "";
    start();
  });
})();
