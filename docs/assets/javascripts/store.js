/* What the reader has marked, kept in this browser only: marks of questions and ticks of checklists.
 * One JSON text under one key. Every change reads it anew, so that tabs open at once keep each other's.
 * A mark that was taken away stays as "none" with its time: in a merge the newer one wins.
 * Nothing is written that `parse` would not take; what it does not take is put aside and costs nothing else. */
"use strict";
// Where storage is refused, even its name throws: the theme's script, which comes next, would stop there, and with it
// the search and the menu. They get a storage that is always empty and always full.
for (const name of ["localStorage", "sessionStorage"]) {
  try {
    window[name].length;
  } catch {
    const setItem = () => {
      throw new DOMException("storage is refused", "QuotaExceededError");
    };
    const none = { length: 0, key: () => null, getItem: () => null, setItem, removeItem() {}, clear() {} };
    Object.defineProperty(window, name, { value: Object.create(none) });
  }
}
(() => {
  // Copies of one owner share an origin, and so its storage: each has a key of its own, as the theme's palette has.
  const SHARED = "sobesednik.marks";
  const KEY = `${SHARED}:${window.__md_scope?.pathname ?? "/"}`;
  const VERSION = 1;
  const LARGEST = 1_000_000;
  const STATES = ["know", "repeat", "none"];
  const ID = /^[a-z0-9][a-z0-9-]*$/;

  // Without a prototype: a page may have any name.
  const empty = () => ({ version: VERSION, marks: Object.create(null), ticks: Object.create(null) });
  const isPlain = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
  const isMark = (id, mark) => ID.test(id) && STATES.includes(mark?.state) && Number.isFinite(mark.at);
  const areTicks = (items) => Array.isArray(items) && items.every((one) => typeof one === "string");
  let unsaved = null;
  let mayWrite = true;

  // What was kept before keys held a path belongs to every copy: each takes it over, and leaves it to the others.
  try {
    const text = localStorage.getItem(KEY) ?? localStorage.getItem(SHARED);
    if (text !== null && localStorage.getItem(KEY) === null) localStorage.setItem(KEY, text);
  } catch {
    // Refused or full: it is read from where it is.
  }

  /** Return what a text holds, and the names of entries that are not right; throw an Error, its message for readers,
   * where it is none of our texts. */
  function parse(text) {
    let data;
    try {
      data = JSON.parse(text);
    } catch {
      throw new Error("это не файл отметок или он повреждён");
    }
    if (!isPlain(data) || !("version" in data)) throw new Error("это не файл отметок");
    if (data.version !== VERSION) throw Object.assign(new Error("он записан другой версией сайта"), { foreign: true });
    const [result, bad] = [empty(), []];
    const entries = (name, value) => (isPlain(value) ? Object.entries(value) : (bad.push(name), []));
    for (const [id, mark] of entries("marks", data.marks)) {
      if (isMark(id, mark)) result.marks[id] = { state: mark.state, at: mark.at };
      else bad.push(id);
    }
    for (const [page, items] of entries("ticks", data.ticks ?? {})) {
      if (areTicks(items)) result.ticks[page] = [...new Set(items)];
      else bad.push(page);
    }
    return { data: result, bad };
  }

  /** The same, where one entry that is not right spoils all. */
  function parseWhole(text) {
    if (text.length > LARGEST) throw new Error("он слишком велик для файла отметок");
    const { data, bad } = parse(text);
    if (bad.length) throw new Error(`он повреждён, запись «${bad[0].slice(0, 60)}»`);
    return data;
  }

  /** Add to `data` what `other` has: of two marks the newer, of ticks all. Return how many marks changed. */
  function join(data, other) {
    let changed = 0;
    for (const [id, mark] of Object.entries(other.marks)) {
      const old = data.marks[id];
      if (old && old.at >= mark.at) continue;
      if ((old?.state ?? "none") !== mark.state) changed += 1;
      data.marks[id] = mark;
    }
    for (const [page, keys] of Object.entries(other.ticks))
      data.ticks[page] = [...new Set([...(data.ticks[page] ?? []), ...keys])];
    return changed;
  }

  /** Return what is kept. What cannot be read is put aside, never written over. */
  function read() {
    if (unsaved) return unsaved;
    let [data, bad] = [empty(), [""]];
    try {
      const text = localStorage.getItem(KEY) ?? localStorage.getItem(SHARED);
      if (text === null) return data;
      let kind = "unreadable";
      try {
        ({ data, bad } = parse(text));
      } catch (error) {
        if (error.foreign) kind = "other-version";
      }
      if (!bad.length) return data;
      localStorage.setItem(`${KEY}.${kind}.${Date.now()}`, text);
      localStorage.setItem(KEY, JSON.stringify(data));
      const isEmpty = ![data.marks, data.ticks].some((part) => Object.keys(part).length);
      const [what, rest] = isEmpty ? ["Прежние отметки", "список начат заново"] : ["Некоторые из прежних отметок", "остальные на месте"];
      site.say(`${what} не читаются: их записала другая версия сайта или они повреждены. Они отложены в памяти браузера, ${rest}.`);
      return data;
    } catch {
      // Refused; or full, with an unreadable text that could not be put aside and must not be lost.
      mayWrite = false;
      unsaved = data;
      return unsaved;
    }
  }

  function write(data) {
    try {
      // Another tab may have written since the storage was full.
      if (unsaved && mayWrite) {
        unsaved = null;
        join(data, read());
      }
      if (!mayWrite) throw new Error("refused");
      localStorage.setItem(KEY, JSON.stringify(data));
      unsaved = null;
    } catch {
      unsaved = data;
      site.say("Браузер не сохранил отметку: хранение запрещено или место кончилось. Она пропадёт, когда вы закроете страницу.");
    }
    document.dispatchEvent(new Event("marks"));
  }

  /** Change what is kept; throw, with nothing changed, where the result could not be read again. */
  function change(edit) {
    const data = parse(JSON.stringify(read())).data;
    const result = edit(data);
    parseWhole(JSON.stringify(data));
    write(data);
    return result;
  }

  /** Change it for a reader, who is told why it was refused. */
  function set(edit) {
    try {
      change(edit);
    } catch (error) {
      site.say(`Отметка не сохранена. Файл с нею не прочёлся бы: ${error.message}.`);
      document.dispatchEvent(new Event("marks"));
    }
  }

  /** Begin anew: what was kept is no more. What is given stays for as long as the page does. */
  function restart(data = null) {
    [unsaved, mayWrite] = [data, true];
    document.dispatchEvent(new Event("marks"));
  }

  // A form may restore itself from the page cache, another tab may write: both are news.
  addEventListener("storage", ({ key }) => (key === KEY || key === null) && document.dispatchEvent(new Event("marks")));
  addEventListener("pageshow", ({ persisted }) => persisted && document.dispatchEvent(new Event("marks")));

  const site = (window.sobesednik = {
    /** Tell the reader something; the message stays until it is closed or replaced. It may offer what can be done. */
    say(text, name = "", act = null) {
      notice ??= makeNotice();
      notice.hidden = false;
      notice.firstElementChild.textContent = text;
      const button = notice.querySelector("[data-act]");
      [button.hidden, button.textContent, button.onclick] = [!act, name, act];
    },
    mark: (id) => {
      const state = read().marks[id]?.state;
      return state === "none" ? undefined : state;
    },
    marks: () => read().marks,
    // Later than the mark before it, whatever the clock says: else an old file would bring that one back.
    setMark: (id, state) =>
      set(({ marks }) => (marks[id] = { state: state ?? "none", at: Math.max(Date.now(), (marks[id]?.at ?? 0) + 1) })),
    ticks: (page) => new Set(read().ticks[page]),
    setTick: (page, key, on) =>
      set((data) => {
        const keys = new Set(data.ticks[page]);
        keys[on ? "add" : "delete"](key);
        data.ticks[page] = [...keys];
      }),
    /** For mark-tools.js. */
    tools: { SHARED, KEY, empty, read, change, parseWhole, join, isKept: () => !unsaved, restart },
  });

  let notice = null;
  function makeNotice() {
    const box = document.createElement("div");
    box.className = "notice";
    const [act, close] = [document.createElement("button"), document.createElement("button")];
    for (const button of [act, close]) Object.assign(button, { className: "button", type: "button" });
    act.dataset.act = "";
    close.textContent = "Закрыть";
    close.addEventListener("click", () => (box.hidden = true));
    const text = document.createElement("p");
    text.setAttribute("role", "status");
    box.append(text, act, close);
    document.body.append(box);
    return box;
  }
})();
