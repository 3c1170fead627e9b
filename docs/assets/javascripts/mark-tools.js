/* The page of marks: a file that carries all of them, the reader's own texts and interviews to another browser, and the
 * end of all of them. A file with texts is of version 3, one with interviews of version 4: an older site refuses it
 * whole, it would drop them without a word. */
"use strict";
(() => {
  const site = window.sobesednik;
  const { own } = site;
  const { KEY, OLD, LARGEST, empty, read, change, join, mend, isKept, restart } = site.tools;
  const [WITH_TEXTS, WITH_INTERVIEWS] = [3, 4];
  const isInterview = (name) => name.startsWith("interview.");
  const all = (selector) => [...document.querySelectorAll(selector)];

  Object.assign(site, {
    export() {
      const texts = own.records();
      const names = Object.keys(texts);
      const version = names.some(isInterview) ? WITH_INTERVIEWS : WITH_TEXTS;
      return JSON.stringify(names.length ? { ...read(), version, own: texts } : read());
    },
    /** Merge a file's text; promise {changed, ids, texts, held, changedTexts}; reject, with nothing changed, where it is not
     * right. */
    async import(text) {
      const [marks, texts] = parted(text);
      const other = (await mend()).parseWhole(marks);
      const takeTexts = own.take(texts);
      const changed = change((data) => join(data, other));
      const names = Object.keys(texts);
      return { changed, ids: Object.keys(other.entries), texts: names.length, held: names.some(isInterview), changedTexts: takeTexts() };
    },
    erase() {
      own.erase();
      try {
        // Not before the newest of them, whatever the clock says: else another tab would write that one again.
        const erased = Object.values(read().entries).reduce((last, { at }) => Math.max(last, at), Date.now());
        const isOurs = (name) => name === OLD || name.startsWith(`${KEY}.`) || name === KEY.replace("records", "last");
        // What was put aside, too, and the place where the reader was.
        Object.keys(localStorage).filter(isOurs).forEach((name) => localStorage.removeItem(name));
        // Kept empty: else what all copies had once would come again, or what another tab still knows.
        localStorage.setItem(KEY, JSON.stringify({ ...empty(), erased }));
        restart();
      } catch {
        restart(empty());
      }
    },
  });

  /** Part a file: its marks, as a file that has nothing else, and its texts. */
  function parted(text) {
    if (text.length > LARGEST + own.LARGEST) return [text, {}];
    try {
      const { own: texts, ...marks } = JSON.parse(text);
      if ([WITH_TEXTS, WITH_INTERVIEWS].includes(marks.version)) return [JSON.stringify({ ...marks, version: empty().version }), texts];
    } catch {
      // Refused where marks are read.
    }
    return [text, {}];
  }

  const tools = {
    export() {
      const link = document.createElement("a");
      link.href = URL.createObjectURL(new Blob([site.export()], { type: "application/json" }));
      link.download = `sobesednik-marks-${new Date().toISOString().slice(0, 10)}.json`;
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
    },
    import: () => document.querySelector("[data-marks=file]").click(),
    erase() {
      const lost = "Забудется и место, где вы остановились. Вернуть всё можно будет только из сохранённого файла.";
      const left = Object.entries(own.records()).filter(([, { gone }]) => !gone);
      const held = left.filter(([name]) => isInterview(name)).length;
      const count = left.length - held;
      const texts = (count ? `Сотрутся и ваши истории с текстами: ${count}. ` : "") + (held ? `Сотрутся и записи собеседований: ${held}. ` : "");
      if (!confirm(`Стереть все отметки и галочки в этом браузере? ${texts}${lost}`)) return;
      site.erase();
      const words = count ? (held ? ", истории, тексты" : ", истории и тексты") : "";
      site.say(`Отметки${count || held ? "," : " и"} галочки${words}${held ? " и записи собеседований" : ""} стёрты.`);
    },
  };

  async function load(field) {
    const [file] = field.files;
    try {
      const { changed, ids, texts, held, changedTexts } = await site.import(await file.text());
      const known = new Set(all("li[data-question]").map((one) => one.dataset.question));
      const unknown = ids.filter((id) => !id.includes("/") && !known.has(id)).length;
      const rest = unknown ? ` Вопросов, которых сейчас нет на сайте: ${unknown}; их отметки сохранены.` : "";
      const words = texts ? ` ${held ? "Историй, текстов и собеседований" : "Историй и текстов"}: ${texts}, изменилось: ${changedTexts}.` : "";
      const lost = isKept() && own.isKept() ? "" : " Браузер их не сохранил: они пропадут, когда вы закроете страницу.";
      site.say(`Файл загружен. Отметок и галочек в файле: ${ids.length}, изменилось здесь: ${changed}.${words}${rest}${lost}`);
    } catch (error) {
      site.say(`Файл «${file.name}» не загружен: ${error.message}. Ваши отметки не изменились.`);
    }
    field.value = "";
  }

  document.addEventListener("click", ({ target }) => tools[target.closest("button")?.dataset.marks]?.());
  document.addEventListener("change", ({ target }) => {
    if (target.dataset.marks === "file" && target.files[0]) load(target);
  });
  all("button[data-marks]").forEach((button) => (button.disabled = false));
})();
