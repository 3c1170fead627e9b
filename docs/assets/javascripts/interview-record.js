/* What is left of an interview: strengths and gaps, topics and levels, each question; on paper, as Markdown, as a file. */
"use strict";
(() => {
  const site = window.sobesednik;
  const { own, interview } = site;
  const { make, button, plural, questions } = site.pieces;
  const { bank, SCORES, clock, fileOf, isTouched, levelOf, patch, stateOf } = interview;
  const STRONG = 3;

  const isAsked = (one) => isTouched(one) && !(one.isSkipped && one.score === null);
  const number = (value) => value.toFixed(1).replace(".", ",");
  const dayOf = (time) => new Date(time).toLocaleDateString("ru", { day: "numeric", month: "long", year: "numeric" });

  function average(items) {
    const scores = items.map(({ score }) => score).filter((one) => one !== null);
    return scores.length ? number(scores.reduce((sum, one) => sum + one, 0) / scores.length) : "—";
  }

  /** What of the signs of some questions was heard: [[level, heard, all], …]. */
  function heard(items) {
    const levels = new Map();
    for (const [level, , isOn] of items.flatMap(({ signs }) => signs)) {
      const [on, all] = levels.get(level) ?? [0, 0];
      levels.set(level, [on + isOn, all + 1]);
    }
    return [...levels].map(([level, counts]) => [level, ...counts]);
  }

  const grouped = (items, keysOf) => {
    const groups = new Map();
    for (const one of items) for (const key of keysOf(one)) groups.set(key, [...(groups.get(key) ?? []), one]);
    return [...groups];
  };

  /** Everything that a record says, once for the page and for Markdown. */
  function told(record) {
    const asked = record.items.filter(isAsked);
    const spent = record.items.reduce((sum, one) => sum + one.spent, 0);
    const levels = heard(asked).map(([level]) => level);
    const row = ([name, items]) => {
      const signs = new Map(heard(items).map(([level, on, all]) => [level, `${on} из ${all}`]));
      return [name, String(items.length), average(items), ...levels.map((level) => signs.get(level) ?? "—")];
    };
    const by = (keysOf) => grouped(asked, keysOf).map(row);
    return {
      title: record.title.trim() ? `Собеседование: ${record.title.trim()}` : "Собеседование",
      facts: `${dayOf(record.begun)} · уровень ${levelOf(record)} · ${clock(spent)} из ${record.minutes}:00 · спрошено ${asked.length} из ${record.items.length} · средняя оценка ${average(asked)} из 4`,
      head: ["Вопросов", "Оценка", ...levels.map((level) => `Признаки: ${level}`)],
      byTopic: by(({ topics }) => topics),
      byLevel: by((one) => [`Вопросы: ${levelOf(one)}`]),
      strong: asked.filter(({ score }) => score >= STRONG),
      weak: asked.filter(({ score }) => score !== null && score < STRONG),
      asked,
      left: record.items.filter((one) => !isAsked(one)),
    };
  }

  const signsOf = (one, wanted) => one.signs.filter(([, , isOn]) => isOn === wanted);
  const listed = (signs) => grouped(signs, ([level]) => [level]).map(([level, all]) => [level, all.map(([, text]) => text).join("; ")]);
  const factsOf = (one) => [stateOf(one), clock(one.spent), one.asked ? `уточнений: ${one.asked} из ${one.asks.length}` : ""].filter(Boolean).join(" · ");

  /* -- as Markdown ------------------------------------------------------------------------------ */

  interview.markdown = (record) => {
    const { title, facts, head, byTopic, byLevel, strong, weak, asked, left } = told(record);
    const plain = (text) => text.replaceAll("|", "\\|");
    const table = (name, rows) => [
      `| ${[name, ...head].join(" | ")} |`,
      `|${"---|".repeat(head.length + 1)}`,
      ...rows.map((row) => `| ${row.map(plain).join(" | ")} |`),
      "",
    ];
    const section = (name, lines) => (lines.length ? [`## ${name}`, "", ...lines, ""] : []);
    const line = (one) => `- ${one.title} — ${stateOf(one)}`;
    const link = ({ id, title }) => (bank.has(id) ? `- [${title}](${bank.get(id).href})` : `- ${title}`);
    const one = (item, n) => [
      `### ${n + 1}. ${item.title}`,
      "",
      `${item.wording.trim()}`,
      "",
      `${item.section} · ${factsOf(item)}`,
      "",
      ...listed(signsOf(item, true)).map(([level, text]) => `- Прозвучало, ${level}: ${text}`),
      ...listed(signsOf(item, false)).map(([level, text]) => `- Не прозвучало, ${level}: ${text}`),
      "",
      ...(item.asked ? [`Уточнения: ${item.asks.slice(0, item.asked).join(" ")}`, ""] : []),
      ...(item.notes.trim() ? ["Заметки:", "", item.notes.trim(), ""] : []),
    ];
    return [
      `# ${title}`,
      "",
      facts,
      "",
      ...section("Итог", record.notes.trim() ? [record.notes.trim()] : []),
      ...section("Сильные стороны", strong.map(line)),
      ...section("Пробелы", weak.map(line)),
      ...section("По темам и уровням", [...table("Тема", byTopic), ...table("Уровень", byLevel)]),
      ...section("Что прочитать", weak.map(link)),
      ...section("Вопросы", asked.flatMap(one)),
      ...section("Не спрашивали", left.map(({ title: name }) => `- ${name}`)),
    ]
      .join("\n")
      .replace(/\n{3,}/g, "\n\n");
  };

  function download(text, type, name) {
    const link = make("a", { href: URL.createObjectURL(new Blob([text], { type })), download: name });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  }

  /** Save an interview as a file: "md" for reading, "json" for this site. */
  interview.save = (name, kind) => {
    const record = own.read(name);
    const day = new Date(record.begun).toLocaleDateString("sv");
    if (kind === "md") download(interview.markdown(record), "text/markdown", `interview-${day}.md`);
    else download(fileOf(name), "application/json", `interview-${day}.json`);
  };

  /* -- on the page ------------------------------------------------------------------------------ */

  /** Show an interview in `stage`; call `leave` when it is left, `again` when it goes on, `erase` when it is to go. */
  interview.show = (name, stage, { leave, again, erase }) => {
    const over = new AbortController();
    const title = make("h2", { tabIndex: -1 });
    const person = make("input", { type: "text", autocomplete: "off", maxLength: 100, id: "interview-person" });
    const notes = make("textarea", { rows: 3, autocomplete: "off", id: "interview-sum" });
    const paper = make("p", { className: "interview-paper" });
    const fields = [
      interview.field(person, () => own.read(name)?.title ?? "", (edit) => patch(name, ({ title: kept }) => ({ title: edit(kept) }))),
      interview.field(notes, () => own.read(name)?.notes ?? "", (edit) => patch(name, ({ notes: kept }) => ({ notes: edit(kept) }))),
    ];
    const close = (then) => () => {
      for (const one of fields) one.end();
      over.abort();
      then();
    };

    function save(kind) {
      // What was typed a moment ago, too.
      for (const one of fields) one.save();
      interview.save(name, kind);
    }

    function table(caption, rows, head) {
      const cells = (tag, texts) => texts.map((text, n) => make(n ? tag : "th", n ? {} : { scope: tag === "th" ? "col" : "row" }, text));
      return make(
        "div",
        { className: "interview-table", tabIndex: 0, role: "group", "aria-label": `${caption}: таблица` },
        make(
          "table",
          { className: "interview-totals" },
          make("thead", {}, make("tr", {}, ...[caption, ...head].map((text) => make("th", { scope: "col" }, text)))),
          make("tbody", {}, ...rows.map((row) => make("tr", {}, ...cells("td", row)))),
        ),
      );
    }

    const link = ({ id, title: text }) => (bank.has(id) ? make("a", { href: bank.get(id).href }, text) : text);
    const list = (heading, items, inside) =>
      items.length ? make("section", {}, make("h3", {}, heading), make("ul", {}, ...items.map((one) => make("li", {}, ...inside(one))))) : "";

    function question(one) {
      const signs = listed(signsOf(one, true)).map(([level, text]) => make("li", {}, make("b", {}, `${level}: `), text));
      const missed = listed(signsOf(one, false)).map(([level, text]) => make("li", {}, make("b", {}, `${level}: `), text));
      return make(
        "li",
        {},
        make("p", {}, make("strong", {}, link(one)), ` — ${factsOf(one)}`),
        ...(signs.length ? [make("ul", {}, ...signs)] : []),
        ...(one.asked ? [make("p", { className: "interview-further" }, make("b", {}, "Уточнения: "), one.asks.slice(0, one.asked).join(" "))] : []),
        ...(one.notes.trim() ? [make("p", { className: "interview-text" }, make("b", { className: "interview-further" }, "Заметки: "), one.notes.trim())] : []),
        ...(missed.length ? [make("details", { className: "interview-missed" }, make("summary", {}, "Не прозвучало"), make("ul", {}, ...missed))] : []),
      );
    }

    const body = make("div", { className: "interview-body" });
    let drawn = "";

    function draw() {
      const record = own.read(name);
      if (!record || record.gone) return close(leave)();
      const about = told(record);
      title.textContent = about.title;
      paper.textContent = record.notes;
      for (const one of fields) one.show();
      // What is typed changes nothing below; made anew, it would close what was opened.
      const seen = JSON.stringify(record.items);
      if (drawn === seen) return;
      drawn = seen;
      const score = (one) => [link(one), ` — ${stateOf(one)}`];
      body.replaceChildren(
        make("p", { className: "interview-facts" }, about.facts),
        make("div", { className: "interview-columns" }, list("Сильные стороны", about.strong, score), list("Пробелы", about.weak, score)),
        ...(about.asked.length
          ? [table("Тема", about.byTopic, about.head), table("Уровень", about.byLevel, about.head)]
          : [make("p", {}, "Пока ничего не отмечено: ни оценок, ни признаков, ни заметок.")]),
        about.asked.length ? make("section", {}, make("h3", {}, "Вопросы"), make("ol", { className: "interview-questions" }, ...about.asked.map(question))) : "",
        make("div", { className: "interview-reading" }, list("Что прочитать", about.weak, (one) => [link(one)])),
        list("Не спрашивали", about.left, ({ title: text }) => [text]),
      );
    }

    stage.replaceChildren(
      title,
      make(
        "p",
        { className: "interview-acts" },
        button("Печать", () => print(), { className: "button button--primary" }),
        button("Сохранить в Markdown", () => save("md")),
        button("Сохранить в JSON", () => save("json"), { title: "Этот файл сайт откроет снова" }),
        button("Вернуться к вопросам", close(() => (patch(name, () => ({ ended: 0 })), again()))),
        button("К началу", close(leave)),
        button("Стереть", () => erase()),
      ),
      make(
        "div",
        { className: "interview-sum" },
        make("label", { htmlFor: person.id, className: "interview-label" }, "Кандидат, можно не писать"),
        person,
        make("label", { htmlFor: notes.id, className: "interview-label" }, "Итог"),
        notes,
      ),
      paper,
      body,
    );
    document.addEventListener("stories", draw, { signal: over.signal });
    draw();
    title.focus({ preventScroll: true });
    stage.scrollIntoView({ block: "start" });
  };

  /** Say in a few words how far an interview is. */
  interview.progress = ({ items, ended }) => {
    const asked = items.filter(isAsked).length;
    return ended ? `${questions(asked)}, средняя оценка ${average(items)}` : `не закончено: ${plural(asked, "вопрос спрошен", "вопроса спрошены", "вопросов спрошено")} из ${items.length}`;
  };
  interview.dayOf = dayOf;
})();
