/* «Мои истории»: which story answers which question, and all that is written; and the lines of the evening sheet. */
"use strict";
(() => {
  const site = window.sobesednik;
  const { own } = site;
  const { make } = own;
  const of = (kind) => Object.entries(own.records()).filter(([name, one]) => name.startsWith(`${kind}.`) && !one.gone);
  // In the order in which they were named; the id begins with the time.
  const stories = () => of("story");
  const text = (question) => own.read(`text.${question}`)?.parts.filter((part) => part.trim()) ?? [];
  const named = ({ title }) => title.trim() || "Без названия";

  /* -- the evening sheet ---------------------------------------------------------------------- */

  function sheet(place) {
    const titles = JSON.parse(place.dataset.titles);
    const short = (id) => {
      const seconds = own.seconds(text(id));
      return seconds ? `${titles[id]} (≈ ${seconds} с)` : titles[id];
    };
    const line = (title, ids) => make("li", {}, make("strong", {}, title), ids.length ? ` — ${ids.map(short).join(", ")}` : "");

    function show() {
      const all = stories().map(([, one]) => [named(one), one.questions.filter((id) => titles[id])]);
      const served = new Set(all.flatMap(([, ids]) => ids));
      const rest = Object.keys(titles).filter((id) => !served.has(id) && text(id).length);
      if (rest.length) all.push(["Без истории", rest]);
      const lines = all.map((one) => line(...one));
      place.replaceChildren(...(lines.length ? [make("p", {}, make("strong", {}, "Мои истории")), make("ul", {}, ...lines)] : []));
    }
    document.addEventListener("stories", show);
    show();
  }

  /* -- the page ------------------------------------------------------------------------------- */

  function page(place) {
    const list = document.querySelector("[data-serves]").parentElement;
    const questions = [...list.querySelectorAll("[data-serves]")].map((one) => {
      const link = one.querySelector("a");
      return { id: one.dataset.serves, title: link.textContent, address: `${link.href}--skeleton` };
    });
    const known = new Set(questions.map(({ id }) => id));

    const sum = make("p", { className: "stories-sum" });
    const names = make("ol", { className: "story-names needs-script" });
    const add = make("button", { type: "button", className: "button", onclick: create }, "Добавить историю");
    const matrix = make("table", { className: "story-matrix" });
    const texts = make("div", { className: "story-texts" });

    let shown = "";
    const fields = new Map();
    // What is typed and not kept yet: a new story, another tab's too, makes the fields anew.
    const typed = new Map();
    const schedule = own.saver(() => {
      for (const [name, title] of [...typed]) {
        typed.delete(name);
        own.change(name, () => ({ title }));
      }
    });

    function create() {
      // Its id sorts by time; by chance, too: another browser may name one at the same moment.
      const name = `story.${Date.now().toString(36)}-${Math.random().toString(36).slice(2, 8)}`;
      own.change(name, () => ({ title: "", questions: [] }));
      fields.get(name)?.focus();
    }

    function remove(name) {
      const { title } = own.read(name);
      own.change(name, () => ({ gone: true }));
      add.focus();
      const words = title.trim() ? `История «${title}» убрана` : "История убрана";
      site.say(`${words}; тексты под вопросами остались.`, "Вернуть", () => {
        own.change(name, () => ({ gone: undefined }));
        site.say("История снова здесь.");
      });
    }

    function tick(name, id, isOn) {
      own.change(name, ({ questions: old }) => ({ questions: [...old.filter((one) => one !== id), ...(isOn ? [id] : [])] }));
    }

    const nameField = ([name], n) => {
      const field = make("input", { type: "text", autocomplete: "off", "aria-label": `Название истории ${n + 1}` });
      field.placeholder = "Например: промокоды";
      field.addEventListener("input", () => {
        typed.set(name, field.value);
        schedule();
      });
      fields.set(name, field);
      const button = make("button", { type: "button", className: "button", onclick: () => remove(name) }, "Убрать");
      button.setAttribute("aria-label", `Убрать историю ${n + 1}`);
      return make("li", {}, make("span", { className: "story-name" }, field, button));
    };

    const header = (all) =>
      make(
        "tr",
        {},
        make("th", { scope: "col" }, "Вопрос"),
        ...all.map((_, n) => make("th", { scope: "col" }, make("b", {}, `${n + 1}`), make("span", { className: "story-head" }))),
        make("th", { scope: "col" }, "Вслух"),
      );

    const row = (all, { id, title, address }) => {
      const cells = all.map(([name]) => {
        const box = make("input", { type: "checkbox", autocomplete: "off" });
        box.addEventListener("change", () => tick(name, id, box.checked));
        return make("td", {}, make("label", {}, box));
      });
      return make("tr", {}, make("th", { scope: "row" }, make("a", { href: address }, title)), ...cells, make("td"));
    };

    /** Build what depends on how many stories there are; else a field that is being typed into would lose its place. */
    function build(all) {
      const ids = all.map(([name]) => name).join();
      if (ids === shown && matrix.rows.length) return;
      shown = ids;
      fields.clear();
      names.replaceChildren(...all.map(nameField));
      matrix.replaceChildren(
        make("thead", {}, header(all)),
        make("tbody", {}, ...questions.map((one) => row(all, one))),
      );
    }

    function written(name, one) {
      const id = name.slice(5);
      const question = questions.find((other) => other.id === id);
      const serving = stories().filter(([, { questions: ids }]) => ids.includes(id)).map(([, story]) => named(story));
      const title = question ? make("a", { href: question.address }, question.title) : `${one.title} (такого вопроса сейчас нет на сайте)`;
      const facts = [`≈ ${own.seconds(one.parts)} секунд вслух`, serving.length ? `история: ${serving.join(", ")}` : ""];
      const parts = one.parts.filter((part) => part.trim()).map((part) => make("p", { className: "story-text" }, part));
      const section = make("section", {}, make("h2", {}, title), make("p", { className: "story-facts" }, facts.filter(Boolean).join("; ")), ...parts);
      if (one.was) section.append(make("details", {}, make("summary", {}, "Прежний текст, вместо которого встал текст из файла"), make("p", { className: "story-text" }, one.was)));
      return section;
    }

    function show() {
      const all = stories();
      build(all);
      all.forEach(([name, one], n) => {
        const field = fields.get(name);
        const title = typed.get(name) ?? one.title;
        if (field.value !== title) field.value = title;
        matrix.rows[0].cells[n + 1].lastChild.textContent = named(one);
        questions.forEach(({ id, title }, place) => {
          const box = matrix.rows[place + 1].cells[n + 1].querySelector("input");
          box.checked = one.questions.includes(id);
          box.setAttribute("aria-label", `${named(one)}: ${title}`);
        });
      });
      questions.forEach(({ id }, place) => {
        const seconds = own.seconds(text(id));
        matrix.rows[place + 1].lastChild.textContent = seconds ? `≈ ${seconds} с` : "—";
      });

      const served = new Set(all.flatMap(([, one]) => one.questions).filter((id) => known.has(id)));
      const ready = questions.filter(({ id }) => text(id).length).length;
      const total = questions.length;
      sum.textContent = all.length
        ? `Истории отвечают на ${served.size} из ${total} вопросов, текст написан для ${ready}. Название вопроса ведёт к его «Заготовке». Время — ${own.SPEED}.`
        : `Историй пока нет. Добавьте первую и отметьте, на какие из ${total} вопросов она отвечает. Название вопроса ведёт к его «Заготовке»: там пишут текст.`;
      const order = ([name]) => questions.findIndex(({ id }) => name === `text.${id}`) >>> 0; // what is gone, last
      const right = of("text").filter(([, one]) => own.seconds(one.parts) || one.was).sort((one, other) => order(one) - order(other));
      texts.replaceChildren(...right.map((one) => written(...one)));
    }

    place.append(sum, names, make("p", { className: "needs-script" }, add), make("div", { className: "story-scroll" }, matrix), texts);
    list.hidden = true;
    document.addEventListener("stories", show);
    show();
  }

  for (const place of document.querySelectorAll("[data-stories]")) (place.dataset.titles ? sheet : page)(place);
})();
