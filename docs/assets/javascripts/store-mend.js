/* What store.js does not read: marks as the first version of the site kept them, in a file or in the browser, and texts that
 * are damaged or of another version. Loaded by store.js, only where there are such; it is in no page. */
"use strict";
(() => {
  const site = window.sobesednik;
  const { SHARED, KEY, OLD, LARGEST, ID, empty, isPlain, isEntry, parse, read, change, join, restart } = site.tools;

  /** Yield the entries of a text of the first version. Its ticks had no time; of a sheet that asks what one knows the
   * tick of a question is its mark. */
  function* upgraded({ marks, ticks = {} }) {
    if (!isPlain(marks)) yield ["marks"];
    else for (const [id, one] of Object.entries(marks)) yield [id, one && { mark: one.state, at: one.at }];
    if (!isPlain(ticks)) return yield ["ticks"];
    for (const [page, keys] of Object.entries(ticks)) {
      if (!Array.isArray(keys) || keys.some((key) => typeof key !== "string")) {
        yield [page];
        continue;
      }
      for (const key of keys) {
        const { state = "none", at = 1 } = marks?.[key] ?? {};
        if (page === "employer-checklist" || !ID.test(key)) yield [`${page}/${key}`, { mark: "done", at: 1 }];
        else if (state === "none") yield [key, { mark: "know", at }];
      }
    }
  }

  /** Return what a text of any version holds, and the names of entries that are not right; throw an Error, its message
   * for readers, where it is none of our texts. */
  function parseAny(text) {
    const { data, bad } = parse(text);
    if (bad) return { data, bad };
    let given;
    try {
      given = JSON.parse(text);
    } catch {
      throw new Error("это не файл отметок или он повреждён");
    }
    if (!isPlain(given) || !("version" in given)) throw new Error("это не файл отметок");
    if (given.version === 2) return { data, bad: ["entries"] };
    if (given.version !== 1) throw Object.assign(new Error("он записан другой версией сайта"), { isForeign: true });
    const wrong = [];
    for (const [id, one] of upgraded(given)) {
      if (isEntry(id, one)) data.entries[id] = one;
      else wrong.push(id);
    }
    return { data, bad: wrong };
  }

  /** The same for a file, in which one entry that is not right spoils all. */
  function parseWhole(text) {
    if (text.length > LARGEST) throw new Error("он слишком велик для файла отметок");
    const { data, bad } = parseAny(text);
    if (bad.length) throw new Error(`он повреждён, запись «${bad[0].slice(0, 60)}»`);
    return data;
  }

  /** Take over what an older site has kept, and put aside what cannot be read: it is never written over. */
  function mend() {
    const waiting = read();
    try {
      const own = localStorage.getItem(KEY);
      const old = localStorage.getItem(OLD) ?? (own === null ? localStorage.getItem(SHARED) : null);
      const data = empty();
      let isWhole = true;
      for (const [name, text] of [[KEY, own], [OLD, old]]) {
        if (text === null) continue;
        let [found, kind] = [{ data: empty(), bad: [""] }, "unreadable"];
        try {
          found = parseAny(text);
        } catch (error) {
          if (error.isForeign) kind = "other-version";
        }
        join(data, found.data);
        if (found.data.erased) data.erased = found.data.erased;
        if (!found.bad.length) continue;
        localStorage.setItem(`${KEY}.${kind}.${Date.now()}.${name === OLD ? 1 : 2}`, text);
        isWhole = false;
      }
      localStorage.setItem(KEY, JSON.stringify(data));
      if (!isWhole) localStorage.removeItem(OLD);
      restart();
      change((kept) => join(kept, waiting));
      // Of what was marked before this file came it was said that it is not kept: it is now.
      const notice = document.querySelector(".notice");
      if (notice?.textContent.startsWith("Браузер не сохранил")) notice.hidden = true;
      if (isWhole) return;
      const isEmpty = !Object.keys(data.entries).length;
      const [what, rest] = isEmpty ? ["Прежние отметки", "список начат заново"] : ["Некоторые из прежних отметок", "остальные на месте"];
      site.say(`${what} не читаются: их записала другая версия сайта или они повреждены. Они отложены в памяти браузера, ${rest}.`);
    } catch {
      // Full, with what could not be put aside and must not be lost: what is marked stays for as long as the page does.
    }
  }

  site.mender = { mend, parseWhole };
})();
