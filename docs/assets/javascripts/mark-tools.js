/* The page of marks: a file that carries all of them to another browser, and the end of all of them. */
"use strict";
(() => {
  const site = window.sobesednik;
  const { KEY, OLD, empty, read, change, join, mend, isKept, restart } = site.tools;
  const all = (selector) => [...document.querySelectorAll(selector)];

  Object.assign(site, {
    export: () => JSON.stringify(read()),
    /** Merge a file's text; promise {changed, ids}; reject, with nothing changed, where it is not right. */
    async import(text) {
      const other = (await mend()).parseWhole(text);
      return { changed: change((data) => join(data, other)), ids: Object.keys(other.entries) };
    },
    erase() {
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
      const lost = "Забудется и место, где вы остановились. Вернуть отметки можно будет только из сохранённого файла.";
      if (!confirm(`Стереть все отметки и галочки в этом браузере? ${lost}`)) return;
      site.erase();
      site.say("Отметки и галочки стёрты.");
    },
  };

  async function load(field) {
    const [file] = field.files;
    try {
      const { changed, ids } = await site.import(await file.text());
      const known = new Set(all("li[data-question]").map((one) => one.dataset.question));
      const unknown = ids.filter((id) => !id.includes("/") && !known.has(id)).length;
      const rest = unknown ? ` Вопросов, которых сейчас нет на сайте: ${unknown}; их отметки сохранены.` : "";
      const lost = isKept() ? "" : " Браузер их не сохранил: они пропадут, когда вы закроете страницу.";
      site.say(`Файл загружен. Отметок и галочек в файле: ${ids.length}, изменилось здесь: ${changed}.${rest}${lost}`);
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
