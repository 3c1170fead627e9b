/* What the reader has marked, kept in this browser only: marks of questions and ticks of checklists.
 * One JSON text under one key. Every change reads it anew, so that tabs open at once keep each other's.
 * A mark that was taken away stays as "none" with its time: in a merge the newer one wins. */
"use strict";
// Where storage is refused, even its name throws: the theme's script, which comes next, would stop there, and with it
// the search and the menu. They get a storage that keeps nothing.
for (const name of ["localStorage", "sessionStorage"]) {
  try {
    window[name].length;
  } catch {
    Object.defineProperty(window, name, { value: { getItem: () => null } });
  }
}
(() => {
  const KEY = "sobesednik.marks";
  const VERSION = 1;
  const LARGEST_FILE = 1_000_000;
  const STATES = ["know", "repeat", "none"];
  const ID = /^[a-z0-9][a-z0-9-]{0,99}$/;
  const LONGEST_TICK = 300;

  const empty = () => ({ version: VERSION, marks: {}, ticks: {} });
  const isPlain = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
  let unsaved = null;
  let mayWrite = true;

  /** Return what a text holds; throw an Error whose message says what is wrong with it. */
  function parse(text) {
    let data;
    try {
      data = JSON.parse(text);
    } catch {
      throw new Error("это не файл отметок или он повреждён");
    }
    if (!isPlain(data) || !("version" in data)) throw new Error("это не файл отметок");
    if (data.version !== VERSION) throw Object.assign(new Error("он записан другой версией сайта"), { foreign: true });
    const result = empty();
    if (!isPlain(data.marks) || !isPlain(data.ticks ?? {})) throw new Error("он повреждён");
    for (const [id, value] of Object.entries(data.marks)) {
      if (!ID.test(id) || !STATES.includes(value?.state) || !Number.isFinite(value?.at))
        throw new Error(`он повреждён, запись «${id.slice(0, 60)}»`);
      result.marks[id] = { state: value.state, at: value.at };
    }
    for (const [page, keys] of Object.entries(data.ticks ?? {})) {
      if (!ID.test(page) || !Array.isArray(keys) || !keys.every((key) => typeof key === "string" && key.length <= LONGEST_TICK))
        throw new Error(`он повреждён, запись «${page.slice(0, 60)}»`);
      result.ticks[page] = [...new Set(keys)];
    }
    return result;
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
    try {
      const text = localStorage.getItem(KEY);
      if (text === null) return empty();
      try {
        return parse(text);
      } catch (error) {
        localStorage.setItem(`${KEY}.${error.foreign ? "other-version" : "unreadable"}.${Date.now()}`, text);
        localStorage.removeItem(KEY);
        site.say("Прежние отметки не читаются: их записала другая версия сайта или они повреждены. Они отложены в памяти браузера, список начат заново.");
        return empty();
      }
    } catch {
      // Refused; or full, with an unreadable text that could not be put aside and must not be lost.
      mayWrite = false;
      unsaved = empty();
      return unsaved;
    }
  }

  function write(data) {
    try {
      if (!mayWrite) throw new Error("refused");
      // Another tab may have written since the storage was full.
      if (unsaved) join(data, parse(localStorage.getItem(KEY) ?? JSON.stringify(empty())));
      localStorage.setItem(KEY, JSON.stringify(data));
      unsaved = null;
    } catch {
      unsaved = data;
      site.say("Браузер не сохранил отметку: хранение запрещено или место кончилось. Она пропадёт, когда вы закроете страницу.");
    }
    document.dispatchEvent(new Event("marks"));
  }

  function change(edit) {
    const data = read();
    const result = edit(data);
    write(data);
    return result;
  }

  // A form may restore itself from the page cache, another tab may write: both are news.
  addEventListener("storage", ({ key }) => (key === KEY || key === null) && document.dispatchEvent(new Event("marks")));
  addEventListener("pageshow", ({ persisted }) => persisted && document.dispatchEvent(new Event("marks")));

  const site = (window.sobesednik = {
    /** Tell the reader something; the message stays until it is closed or replaced. */
    say(text) {
      notice ??= makeNotice();
      notice.hidden = false;
      notice.firstElementChild.textContent = text;
    },
    mark: (id) => {
      const state = read().marks[id]?.state;
      return state === "none" ? undefined : state;
    },
    marks: () => read().marks,
    setMark: (id, state) => change((data) => (data.marks[id] = { state: state ?? "none", at: Date.now() })),
    ticks: (page) => new Set(read().ticks[page]),
    setTick: (page, key, on) =>
      change((data) => {
        const keys = new Set(data.ticks[page]);
        keys[on ? "add" : "delete"](key);
        data.ticks[page] = [...keys];
      }),
    export: () => JSON.stringify(read(), null, 1),
    /** Merge a file's text; return {changed, ids}; throw, with nothing changed, where it is not right. */
    import(text) {
      if (text.length > LARGEST_FILE) throw new Error("он слишком велик для файла отметок");
      const other = parse(text);
      return { changed: change((data) => join(data, other)), ids: Object.keys(other.marks) };
    },
    erase() {
      unsaved &&= empty();
      try {
        localStorage.removeItem(KEY);
      } catch {
        // Refused: there was nothing.
      }
      document.dispatchEvent(new Event("marks"));
    },
  });

  let notice = null;
  function makeNotice() {
    const box = document.createElement("div");
    const close = document.createElement("button");
    box.className = "notice";
    close.className = "button";
    close.type = "button";
    close.textContent = "Закрыть";
    close.addEventListener("click", () => (box.hidden = true));
    const text = document.createElement("p");
    text.setAttribute("role", "status");
    box.append(text, close);
    document.body.append(box);
    return box;
  }
})();
