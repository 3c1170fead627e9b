/* What the reader has marked, kept in this browser only: an entry for each question and for each tick of a checklist,
 * {mark, at, log?, gone?}; `log` are the grades of a question, from practice and from earlier marks: [[time, 1 to 4], …],
 * `gone` the times of those that were taken back.
 * One JSON text under one key. Every change reads it anew, so that tabs open at once keep each other's.
 * A mark that was taken away stays as "none" with its time: in a merge the newer one wins, of logs all but what is gone.
 * Nothing is written that `parse` would not take. What it does not take, and what an older site has kept, is for
 * store-mend.js, which is loaded only then. */
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
  const SCOPE = window.__md_scope?.pathname ?? "/";
  const KEY = `sobesednik.records:${SCOPE}`;
  // Where the first version kept marks, and before keys held a path those of every copy. Both stay as they are: a tab
  // that is still open goes on with them.
  const SHARED = "sobesednik.marks";
  const OLD = `${SHARED}:${SCOPE}`;
  const VERSION = 2;
  const LARGEST = 4_000_000;
  const HERE = document.currentScript.src;
  const ID = /^[a-z0-9][a-z0-9-]*$/;

  // Without a prototype: a page may have any name.
  const empty = () => ({ version: VERSION, entries: Object.create(null) });
  const isPlain = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
  const isGrade = (one) => Array.isArray(one) && Number.isFinite(one[0]) && [1, 2, 3, 4].includes(one[1]);
  // A tick is named by its page, «/», and the key of its box.
  const isEntry = (id, one) =>
    (id.includes("/") ? ["done", "none"] : ID.test(id) ? ["know", "repeat", "none"] : []).includes(one?.mark) &&
    Number.isFinite(one.at) &&
    (one.log === undefined || (Array.isArray(one.log) && one.log.every(isGrade))) &&
    (one.gone === undefined || (Array.isArray(one.gone) && one.gone.every(Number.isFinite)));
  let unsaved = null;
  let mayWrite = true;

  /** Return what a text holds, and the names of entries that are not right; null for these where it is none of ours. */
  function parse(text) {
    const [data, bad] = [empty(), []];
    let given;
    try {
      given = JSON.parse(text);
    } catch {
      // No JSON: none of ours.
    }
    if (given?.version !== VERSION || !isPlain(given.entries)) return { data, bad: null };
    for (const [id, one] of Object.entries(given.entries)) {
      if (isEntry(id, one)) data.entries[id] = one;
      else bad.push(id);
    }
    if (given.erased > 0) data.erased = given.erased;
    return { data, bad };
  }

  /** Add to `data` what `other` has: of two marks the newer, of logs all but what was taken back. Return how many marks changed. */
  function join(data, other) {
    let changed = 0;
    for (const [id, one] of Object.entries(other.entries)) {
      const old = data.entries[id];
      const newer = old?.at >= one.at ? old : one;
      if ((old?.mark ?? "none") !== newer.mark) changed += 1;
      const gone = [...new Set([...(old?.gone ?? []), ...(one.gone ?? [])])];
      const all = [...new Map([...(old?.log ?? []), ...(one.log ?? [])].map((entry) => [entry[0], entry])).values()];
      const log = all.filter(([time]) => !gone.includes(time)).sort(([first], [second]) => first - second);
      data.entries[id] = { ...newer, ...(all.length ? { log } : {}), ...(gone.length ? { gone } : {}) };
    }
    return changed;
  }

  const loading = new Map();

  /** Promise that a script which few pages need, beside this one, has run. */
  function load(name) {
    if (!loading.has(name))
      loading.set(
        name,
        new Promise((resolve, reject) => {
          const script = document.createElement("script");
          script.src = new URL(name, HERE);
          script.onload = resolve;
          script.onerror = () => reject(new Error("сайт не загрузился целиком, обновите страницу", loading.delete(name)));
          document.head.append(script);
        }),
      );
    return loading.get(name);
  }

  /** Promise what store-mend.js can do. */
  const mend = () => load("store-mend.js").then(() => site.mender);

  /** Return what is kept. What cannot be read waits for store-mend.js, and with it all that is written. */
  function read() {
    if (unsaved) return unsaved;
    unsaved = empty();
    try {
      const text = localStorage.getItem(KEY);
      const isNew = text === null && [OLD, SHARED].every((name) => localStorage.getItem(name) === null);
      const { data, bad } = isNew ? { data: unsaved, bad: [] } : parse(text);
      unsaved = bad?.length === 0 ? null : data;
      if (!unsaved) return data;
      mend().then((mender) => mender.mend(), () => {});
    } catch {
      // Refused.
    }
    mayWrite = false;
    return unsaved;
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
    const { data } = parse(JSON.stringify(read()));
    const result = edit(data);
    const text = JSON.stringify(data);
    if (text.length > LARGEST || parse(text).bad.length) throw new Error("отметок слишком много или они повреждены");
    write(data);
    return result;
  }

  /* What this tab has written: a tab that wrote at the same moment may have read before. */
  const mine = new Map();

  /* A mark is a grade, too: what practice asks next follows from both. */
  const GRADES = { know: 4, repeat: 1 };

  /** The grades of a question in their order; of marks that are older than practice only the last is known. */
  const grades = ({ mark, at, log } = {}) => log ?? (GRADES[mark] ? [[at, GRADES[mark]]] : []);

  /** An entry with a grade taken back: it stays so, too, where another tab or a file still has it. */
  function without(old, time) {
    const log = grades(old).filter(([at]) => at !== time);
    return log.length === grades(old).length ? { ...old, log } : { ...old, log, gone: [...(old.gone ?? []), time] };
  }

  /** Change an entry for a reader, who is told where it is refused; `edit` gets what it was and its new time. */
  function set(id, edit) {
    try {
      // Later than all before it, whatever the clock says: else an old file would bring its mark back. Not just by one:
      // a tab that does not see this one would give the same time to another grade.
      const timeAfter = (old) => Math.max(Date.now(), Math.max(old?.at ?? 0, old?.log?.at(-1)?.[0] ?? 0) + 1 + Math.random());
      mine.set(id, change(({ entries }) => (entries[id] = edit(entries[id], timeAfter(entries[id])))));
    } catch {
      site.say("Отметка не сохранена: файл с нею не прочёлся бы.");
      document.dispatchEvent(new Event("marks"));
    }
  }

  /** Begin anew with what is kept by now. What is given stays for as long as the page does. */
  function restart(data = null) {
    [unsaved, mayWrite] = [data, true];
    document.dispatchEvent(new Event("marks"));
  }

  /** Write again what another tab has written over without knowing of it. */
  function rescue() {
    const data = read();
    // A newer mark may stand there, and a grade be lost with the older one.
    const isKept = ([id, one]) => {
      const both = { entries: { [id]: data.entries[id] } };
      join(both, { entries: { [id]: one } });
      return JSON.stringify(both.entries[id]) === JSON.stringify(data.entries[id]);
    };
    const lost = [...mine].filter((one) => one[1].at > (data.erased ?? 0) && !isKept(one));
    if (lost.length && !unsaved) change((kept) => join(kept, { entries: Object.fromEntries(lost) }));
  }

  // A form may restore itself from the page cache, another tab may write, one of an older site too: all are news.
  addEventListener("storage", ({ key, newValue }) => {
    if (key === OLD && newValue) mend().then((mender) => mender.mend(), () => {});
    if (key !== KEY && key !== null) return;
    if (newValue === null) mine.clear();
    rescue();
    document.dispatchEvent(new Event("marks"));
  });
  addEventListener("pageshow", ({ persisted }) => persisted && document.dispatchEvent(new Event("marks")));

  const site = (window.sobesednik = {
    load,
    /** Tell the reader something; the message stays until it is closed or replaced. It may offer what can be done. */
    say(text, name = "", act = null) {
      notice ??= makeNotice();
      notice.hidden = false;
      notice.firstElementChild.textContent = text;
      const button = notice.querySelector("[data-act]");
      [button.hidden, button.textContent, button.onclick] = [!act, name, act];
    },
    /** Take a message away where it still stands: what it says is over. */
    unsay(text) {
      if (notice?.firstElementChild.textContent === text) notice.hidden = true;
    },
    /** The mark of a question, or of a box, `page/key`; nothing where it has none. */
    mark: (id) => {
      const mark = read().entries[id]?.mark;
      return mark === "none" ? undefined : mark;
    },
    entries: () => read().entries,
    setMark(id, mark) {
      set(id, (old, at) => {
        // A mark that is taken away was none.
        if (id.includes("/")) return { ...old, mark: mark ?? "none", at };
        const rest = mark ? { ...old, log: [...grades(old), [at, GRADES[mark]]] } : without(old, old?.at);
        return { ...rest, mark: mark ?? "none", at };
      });
    },
    grades: (id) => grades(read().entries[id]),
    /** For mark-tools.js, store-mend.js and practice.js. */
    tools: { set, grades, without, SHARED, KEY, OLD, LARGEST, ID, empty, isPlain, isEntry, parse, read, change, join, mend, restart, isKept: () => !unsaved },
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
