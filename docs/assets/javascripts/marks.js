/* Marks as the reader sees them: buttons under questions, badges and progress in indexes, ticks of
 * checklists, and the file that carries all of them to another browser. */
"use strict";
(() => {
  const site = window.sobesednik;
  const NAMES = { know: "знаю", repeat: "повторить" };
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const page = location.pathname.split("/").filter(Boolean).pop() ?? "";
  // Ticks are kept by the last part of the address; a copy opened from the disk ends in index.html.
  const sheet = page === "index.html" ? location.pathname.split("/").at(-2) : page;

  /* -- show ----------------------------------------------------------------------------------- */

  function show() {
    const marks = site.marks();
    const state = (id) => (marks[id]?.state === "none" ? undefined : marks[id]?.state);
    for (const one of all("[data-question]")) {
      const mark = state(one.dataset.question);
      one.dataset.state = mark ?? "";
      all("[data-mark]", one).forEach((button) => button.setAttribute("aria-pressed", button.dataset.mark === mark));
      if (one.matches("li")) badge(one, mark);
    }
    for (const link of all(".md-nav--secondary .md-nav__link[href*='#']")) {
      const mark = state(link.hash.slice(1));
      badge(link, mark, "mark-dot");
    }
    for (const one of all(".progress")) progress(one, one.dataset.questions.split(" ").map(state));
    const ticks = site.ticks(sheet);
    all("[data-tick]").forEach((box) => (box.checked = ticks.has(box.dataset.tick)));
  }

  /** Put a mark's word into a place; as a dot it is seen by its shape and heard as a word. */
  function badge(place, mark, look = "mark-badge") {
    place.querySelector(`:scope > .${look}`)?.remove();
    if (!mark) return;
    const [one, word] = [document.createElement("span"), document.createElement("span")];
    one.className = `${look} ${look}--${mark}`;
    if (look === "mark-dot") word.className = "visually-hidden";
    word.textContent = NAMES[mark];
    one.append(word);
    place.append(one);
  }

  function progress(place, states) {
    const count = (mark) => states.filter((one) => one === mark).length;
    const [known, repeat] = [count("know"), count("repeat")];
    place.firstElementChild.value = known;
    const text = `знаю ${known} из ${states.length}`;
    place.lastElementChild.textContent = repeat ? `${text}, повторить ${repeat}` : text;
  }

  /* -- change --------------------------------------------------------------------------------- */

  document.addEventListener("click", ({ target }) => {
    const button = target.closest("button");
    if (button?.dataset.mark) {
      const id = button.closest("[data-question]").dataset.question;
      site.setMark(id, site.mark(id) === button.dataset.mark ? null : button.dataset.mark);
    }
    const tool = tools[button?.dataset.marks];
    if (tool) tool();
  });

  document.addEventListener("change", ({ target }) => {
    if (target.dataset.tick) site.setTick(sheet, target.dataset.tick, target.checked);
    if (target.dataset.marks === "file" && target.files[0]) load(target);
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
      if (!confirm("Стереть все отметки и галочки в этом браузере? Вернуть их можно будет только из сохранённого файла."))
        return;
      site.erase();
      site.say("Отметки и галочки стёрты.");
    },
  };

  async function load(field) {
    const [file] = field.files;
    try {
      const { changed, ids } = site.import(await file.text());
      const known = new Set(all("li[data-question]").map((one) => one.dataset.question));
      const unknown = ids.filter((id) => !known.has(id)).length;
      const rest = unknown ? ` Вопросов, которых сейчас нет на сайте: ${unknown}; их отметки сохранены.` : "";
      site.say(`Файл загружен. Отметок в файле: ${ids.length}, изменилось здесь: ${changed}.${rest}`);
    } catch (error) {
      site.say(`Файл «${file.name}» не загружен: ${error.message}. Ваши отметки не изменились.`);
    }
    field.value = "";
  }

  all("[data-mark], button[data-marks]").forEach((button) => (button.disabled = false));
  document.addEventListener("marks", show);
  show();
})();
