/* «Заготовка» of a behavioural question as a form: a field for each step of the skeleton. Without this file it is the
 * text that it was. What is written is kept by story-store.js and shown on the page «Мои истории». */
"use strict";
(() => {
  const site = window.sobesednik;
  const { own } = site;
  const { make } = own;


  /** Of a field that another tab has changed meanwhile nothing is lost. */
  function merged(base, kept, mine) {
    if (kept === base || mine.includes(kept)) return mine;
    return kept.includes(mine) ? kept : `${kept}\n\n${mine}`;
  }

  function form(place) {
    const card = place.closest("[data-question]");
    const id = card.dataset.question;
    const name = `text.${id}`;
    const title = card.querySelector("h2").textContent.replace("¶", "").trim();
    const fields = [];

    /* -- fields ------------------------------------------------------------------------------- */

    function addField(step) {
      const area = make("textarea", { id: `${id}--step-${fields.length + 1}`, rows: 1, autocomplete: "off" });
      // It makes the field as high as its text, and stands for it on paper.
      const paper = make("span", { className: "story-paper" });
      const label = make("label", { htmlFor: area.id }, ...step.childNodes);
      // A screen reader would spell every gap.
      for (const text of [...label.childNodes].filter((one) => one.nodeType === 3)) {
        const parts = text.data.split(/(_{3,})/).map((part) => (part.startsWith("___") ? make("span", { "aria-hidden": "true" }, part) : part));
        text.replaceWith(...parts);
      }
      step.classList.add("story-step");
      step.append(label, make("span", { className: "story-box" }, area, paper));
      const field = { step, area, paper, base: "", isDirty: false };
      area.addEventListener("input", () => edit(field));
      fields.push(field);
    }

    function edit(field) {
      field.isDirty = true;
      show(field);
      tell();
      schedule();
    }

    function show({ step, area, paper }) {
      paper.textContent = `${area.value} `;
      step.toggleAttribute("data-written", Boolean(area.value.trim()));
    }

    function save() {
      const changed = fields.filter(({ isDirty }) => isDirty);
      if (!changed.length) return;
      own.change(name, (old) => {
        const parts = fields.map((field, n) => {
          const kept = old?.parts[n] ?? "";
          return field.isDirty ? merged(field.base, kept, field.area.value) : kept;
        });
        changed.forEach((field) => (field.isDirty = false));
        return { title, parts: [...parts, ...(old?.parts.slice(parts.length) ?? [])] };
      });
    }
    const schedule = own.saver(save);

    /* -- below them --------------------------------------------------------------------------- */

    const time = make("p", { className: "story-time" });
    const list = make("select", { id: `${id}--take`, autocomplete: "off" });
    const button = make("button", { type: "button", className: "button", onclick: take }, "Вставить");
    const choice = make("p", { className: "story-take", hidden: true });
    choice.append(make("label", { htmlFor: list.id }, "Взять мою историю"), list, button);
    const foot = make("div", { className: "story-foot needs-script" }, time, choice);
    if (place.dataset.skeleton) foot.append(make("p", {}, make("a", { href: place.dataset.skeleton }, "Мои истории")));

    const stories = (question) =>
      Object.entries(own.records()).filter(([key, one]) => key.startsWith("story.") && !one.gone && one.questions.includes(question));

    function tell() {
      const seconds = own.seconds(fields.map(({ area }) => area.value));
      const where = own.isKept() ? "Хранится только в этом браузере." : "Не сохранено: скопируйте текст.";
      time.textContent = seconds
        ? `≈ ${seconds} секунд вслух ${own.SPEED}. ${where}`
        : `Пишите прямо здесь: посчитается, сколько это вслух. ${where}`;
    }

    /** Offer what is written under other questions; first what belongs to a story of this one. */
    function offer() {
      const mine = new Set(stories(id).map(([key]) => key));
      const options = Object.entries(own.records())
        .filter(([key, one]) => key.startsWith("text.") && key !== name && own.seconds(one.parts))
        .map(([key, one]) => {
          const of = stories(key.slice(5));
          const titles = of.map(([, { title: words }]) => words).filter(Boolean).join(", ");
          return [of.some(([story]) => mine.has(story)) ? 0 : 1, key, titles ? `${titles}: ${one.title}` : one.title];
        })
        .sort(([first], [second]) => first - second)
        .map(([, value, text]) => make("option", { value, text }));
      choice.hidden = !options.length;
      const same = (all) => [...all].map(({ value, text }) => value + text).join("\n");
      if (same(list.options) !== same(options)) list.replaceChildren(...options);
    }

    function set(values) {
      fields.forEach((field, n) => {
        if (field.area.value === values[n]) return;
        field.area.value = values[n];
        edit(field);
      });
      save();
    }

    /** Put another text's parts below what is written, in order: the steps of all skeletons go from a case to its end. */
    function take() {
      const from = own.read(list.value);
      const before = fields.map(({ area }) => area.value);
      const values = fields.map(() => []);
      from.parts.filter(Boolean).forEach((part, n) => values[Math.min(n, fields.length - 1)].push(part));
      const after = before.map((text, n) => [text, ...values[n]].filter(Boolean).join("\n"));
      set(after);
      const told = stories(list.value.slice(5)).filter(([, { questions }]) => !questions.includes(id));
      for (const [key] of told) own.change(key, ({ questions }) => ({ questions: [...questions, id] }));
      site.say(`Вставлено из «${from.title}». Поправьте под шаги этого вопроса.`, "Отменить", () => {
        // But for what has been written since.
        set(fields.map(({ area }, n) => (area.value === after[n] ? before[n] : area.value)));
        for (const [key] of told) own.change(key, ({ questions }) => ({ questions: questions.filter((one) => one !== id) }));
        site.say("Как было.");
      });
      fields[0].area.focus();
    }

    /* -- what is kept by now ------------------------------------------------------------------ */

    function refresh() {
      const parts = own.read(name)?.parts ?? [];
      // The skeleton may have had more steps when they were written.
      while (parts.slice(fields.length).some(Boolean)) {
        const step = make(fields[0].step.tagName, {}, "Написано раньше, когда шагов было больше");
        fields.at(-1).step.after(step);
        addField(step);
      }
      fields.forEach((field, n) => {
        const kept = parts[n] ?? "";
        if (field.isDirty) return;
        field.base = kept;
        if (field.area.value !== kept) field.area.value = kept;
        show(field);
      });
      tell();
      offer();
    }

    for (const step of place.matches("ul, ol") ? [...place.children] : [place]) addField(step);
    place.after(foot);
    document.addEventListener("stories", refresh);
    refresh();
  }

  document.querySelectorAll("[data-skeleton]").forEach(form);
})();
