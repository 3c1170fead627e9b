/* An interview while it is held: one question on the screen, clocks, what to ask next, signs, a score, notes. All of it is
 * in its record the moment it is given (story-store.js), wordings and signs too: a record is read without its questions. */
"use strict";
(() => {
  const site = window.sobesednik;
  const { own, interview } = site;
  const { make, button, blocksOf, fill } = site.pieces;
  const { bank, another, SCORES, GAP, clock, item, isTouched, levelOf, patch, patchItem, stateOf } = interview;
  const SAVE_EVERY = 5;

  const makeScreen = () => make("dialog", { className: "interview-screen", "aria-label": "Экран кандидата" });
  const wordingOf = ({ title, wording }) =>
    make("div", { className: "interview-screen__question", role: "status" }, make("p", { tabIndex: -1 }, title), make("p", {}, wording));

  const OVER = { title: "Собеседование закончено", wording: "" };

  const screenOf = (name) => {
    const refused = (why) => site.say(`${why} Нажмите «Экран кандидата»: он закроет всё остальное в этом.`);
    if (!own.isKept()) return refused("Браузер не хранит записей, другое окно не узнает вопроса.");
    const url = new URL(location.pathname, location);
    url.searchParams.set("screen", name.replace("interview.", ""));
    if (!open(url, "sobesednik-screen", "popup,width=1000,height=700")) refused("Браузер не открыл окна.");
  };

  /** Show what a candidate may see, and nothing else, for as long as the window is there. */
  interview.present = (name) => {
    const screen = makeScreen();
    // Nothing else is in that window, whatever is pressed.
    document.querySelector("article").replaceChildren(screen);
    function show() {
      const one = own.read(name);
      const isOver = !one || one.gone || one.ended;
      screen.replaceChildren(wordingOf(isOver ? { ...OVER, wording: "Это окно можно закрыть." } : one.items[one.place]));
    }
    screen.addEventListener("cancel", (event) => event.preventDefault());
    document.addEventListener("stories", show);
    show();
    screen.showModal();
  };

  /** Hold an interview, a record by its name, in `stage`; call `end` when it is over, `leave` when it is left. */
  interview.run = (name, stage, { end, leave }) => {
    const over = new AbortController();
    const { signal } = over;
    const record = () => own.read(name);
    const current = () => record().items[record().place];
    let [shown, notes, parts, seconds, said, isMoving] = ["", null, {}, 0, "", false];

    const screen = makeScreen();
    stage.after(screen);

    function stop() {
      notes?.end();
      over.abort();
      interview.press = {};
      clearInterval(ticking);
      if (!screen.open) return screen.remove();
      // The candidate still looks at it: what comes now is not for them.
      screen.replaceChildren(wordingOf(OVER), make("p", { className: "interview-acts" }, button("Закрыть", () => screen.close())));
      screen.addEventListener("close", () => screen.remove());
    }

    function go(place, more = () => ({})) {
      notes.save();
      site.unsay(said);
      isMoving = true;
      patch(name, (one) => ({ place: Math.min(Math.max(place, 0), one.items.length - 1), ...more(one) }));
      isMoving = false;
      focus();
    }

    const focus = () => {
      if (screen.open) return;
      parts.title.focus({ preventScroll: true });
      stage.scrollIntoView({ block: "start" });
    };

    const isLast = () => record().place === record().items.length - 1;
    const next = () => (isLast() ? finish() : go(record().place + 1));
    const previous = () => record().place && go(record().place - 1);

    function skip() {
      patchItem(name, current().id, () => ({ isSkipped: true }));
      next();
    }

    function finish() {
      stop();
      patch(name, () => ({ ended: Date.now(), seen: 0 }));
      end();
    }

    function pause() {
      patch(name, ({ seen }) => ({ seen: seen ? 0 : Date.now() }));
    }

    const score = (value) => patchItem(name, current().id, () => ({ score: value, isSkipped: false }));
    const askNext = () => {
      const { id, asked, asks } = current();
      if (asked < asks.length) patchItem(name, id, () => ({ asked: asked + 1 }));
      parts.asked.lastChild?.querySelector("summary").focus();
    };

    const refused = new Set();

    /** Another question in place of this one, or after it, if anything is known of this one. */
    function exchange() {
      notes.save();
      const { level, topics, minutes, items, place } = record();
      const id = another({ level, topics, minutes }, items.map((one) => one.id), current().id, refused);
      if (!id) return site.say("Других вопросов для этого уровня и этих тем нет.");
      const isKept = isTouched(current());
      const at = place + (isKept ? 1 : 0);
      // The time of a question that goes is time of the interview.
      go(at, ({ items: all }) => ({
        items: [...all.slice(0, at), { ...item(id, topics), spent: isKept ? 0 : all[place].spent }, ...all.slice(place + 1)],
      }));
      said = isKept ? `Вопрос добавлен: «${bank.get(id).title}».` : `Теперь спросите: «${bank.get(id).title}».`;
      site.say(said);
    }

    function present() {
      if (screen.open) return screen.close();
      screen.showModal();
      screen.querySelector("p").focus();
    }
    screen.addEventListener("close", focus, { signal });

    /* -- what is on the screen ------------------------------------------------------------------ */

    function draw() {
      notes?.end();
      const one = current();
      const { place, items } = record();
      shown = one.id;
      const href = bank.get(one.id)?.href;
      parts = {
        title: make("h2", { tabIndex: -1 }, one.title),
        time: make("span", {}),
        total: make("span", {}),
        late: make("span", { className: "visually-hidden", role: "status" }),
        pause: button("", pause, { title: "Пробел" }),
        asked: make("ol", { className: "interview-asked" }),
        ask: button("", askNext, { title: "Клавиша F" }),
        signs: one.signs.map(([, , isOn], n) => make("input", { type: "checkbox", checked: isOn, onchange: ({ target }) => tick(one.id, n, target.checked) })),
        scores: ["без оценки", ...SCORES].map((text, n) =>
          make("input", { type: "radio", name: "score", value: n - 1, onchange: () => score(n ? n - 1 : null) }),
        ),
        row: make("ol", { className: "interview-row" }),
      };
      const area = make("textarea", { rows: 3, autocomplete: "off", id: "interview-notes" });
      notes = interview.field(
        area,
        () => record()?.items.find(({ id }) => id === one.id)?.notes ?? "",
        (edit) => patchItem(name, one.id, ({ notes: kept }) => ({ notes: edit(kept) })),
      );
      const last = place === items.length - 1;
      stage.replaceChildren(
        make(
          "div",
          { className: "interview-head" },
          make("p", { className: "interview-place" }, `Вопрос ${place + 1} из ${items.length} · ${levelOf(one)} · ${one.section}`),
          make("progress", { value: place, max: items.length, "aria-label": "Пройдено вопросов" }),
          make("p", { className: "interview-clock" }, parts.time, parts.total, parts.late, parts.pause),
        ),
        parts.title,
        make("p", { className: "interview-wording" }, one.wording),
        make(
          "p",
          { className: "interview-acts" },
          button("Экран кандидата", present, { title: "Клавиша C" }),
          button("Он же в отдельном окне", () => screenOf(name), { className: "button interview-wide" }),
          button("Другой вопрос", exchange),
        ),
        make(
          "div",
          { className: "interview-columns" },
          make("div", {}, make("h3", {}, "Спросить дальше"), parts.asked, make("p", {}, parts.ask)),
          signs(one),
          make("div", {}, scores(), make("label", { htmlFor: area.id, className: "interview-label" }, "Заметки"), area),
          make("div", {}, answer(one, href)),
        ),
        make(
          "p",
          { className: "interview-nav" },
          button("Назад", previous, { disabled: !place, title: "Клавиша P" }),
          button("Пропустить", skip),
          button(last ? "Закончить" : "Дальше", next, { className: "button button--primary", title: "Клавиша N" }),
        ),
        make("details", { className: "interview-all" }, make("summary", {}, "Все вопросы"), parts.row),
        make("p", { className: "interview-acts" }, ...(last ? [] : [button("Закончить", finish)]), button("Отложить", () => (stop(), patch(name, () => ({ seen: 0 })), leave()))),
        make(
          "p",
          { className: "interview-keys" },
          ...[["N", "дальше, "], ["P", "назад, "], ["F", "спросить дальше, "], ["0", "–"], ["4", "оценка, "], ["C", "экран кандидата, "], ["Пробел", "пауза"]].flatMap(([key, text]) => [make("kbd", {}, key), ` ${text}`]),
        ),
      );
      screen.replaceChildren(
        wordingOf(one),
        make("p", { className: "interview-acts" }, button("Назад", previous, { disabled: !place }), button("Дальше", next, { hidden: last }), button("Закрыть", present)),
      );
    }

    function tick(id, n, isOn) {
      patchItem(name, id, ({ signs: all }) => ({ signs: all.map((sign, place) => (place === n ? [sign[0], sign[1], isOn] : sign)) }));
    }

    function answer({ id }, href) {
      if (!href) return make("p", {}, "Этого вопроса больше нет на сайте.");
      const whole = make("details", {}, make("summary", {}, "Модельный ответ"));
      whole.addEventListener("toggle", () => whole.open && !whole.querySelector(".question-blocks") && fill(whole, href, () => blocksOf(id, href)));
      return whole;
    }

    /** One of the questions asked next, its answer on demand. */
    function asked(text) {
      const { id } = current();
      const href = bank.get(id)?.href;
      const one = make("details", {}, make("summary", {}, text));
      async function reply() {
        const point = [...(await blocksOf(id, href)).querySelectorAll("details.question > ul > li")].find((other) => other.textContent.trim().startsWith(text));
        const box = make("div", {}, ...point.childNodes);
        box.querySelector("strong").remove();
        return box;
      }
      one.addEventListener("toggle", () => one.open && !one.querySelector("div") && fill(one, href ?? "", reply));
      return make("li", {}, one);
    }

    function signs(one) {
      const levels = [...new Set(one.signs.map(([level]) => level))];
      const group = (level) => {
        const boxes = one.signs.flatMap(([own, text], n) => (own === level ? [make("label", {}, parts.signs[n], make("span", {}, text))] : []));
        return make("fieldset", {}, make("legend", {}, level), ...boxes);
      };
      return make("div", { className: "interview-signs" }, make("h3", {}, "Что проверяет интервьюер"), ...levels.map(group));
    }

    function scores() {
      const labels = parts.scores.map((radio, n) => make("label", {}, radio, make("span", {}, n ? `${n - 1} — ${SCORES[n - 1]}` : "без оценки")));
      return make("fieldset", { className: "interview-scores" }, make("legend", {}, "Оценка"), ...labels);
    }

    /* -- what changes while it is there ----------------------------------------------------------- */

    function tell() {
      const { seen, items, minutes } = record();
      const one = current();
      const more = seen ? Math.min(Math.max(0, Date.now() - seen), GAP) : 0;
      const total = items.reduce((sum, { spent }) => sum + spent, more);
      const say = (place, name, spent, limit) => {
        const isLate = spent > limit * 60_000;
        place.textContent = `${name} ${clock(spent)} из ${limit}:00`;
        place.classList.toggle("interview-late", isLate);
        return isLate;
      };
      const isLate = say(parts.time, "Вопрос", one.spent + more, one.minutes);
      const words = say(parts.total, "Всего", total, minutes) ? "Время собеседования вышло" : isLate ? "Время вопроса вышло" : "";
      // Heard once.
      if (parts.late.textContent !== words) parts.late.textContent = words;
    }

    function refresh() {
      const now = record();
      if (!now || now.gone) {
        stop();
        leave();
        return site.say(own.isUnread(name) ? "Это собеседование записала другая версия сайта: обновите страницу." : "Это собеседование стёрто.");
      }
      if (now.ended) {
        stop();
        return end();
      }
      if (current().id !== shown) {
        const isTyping = !isMoving && stage.querySelector("textarea:focus");
        draw();
        // The next key would be for a question that one has not seen.
        if (isTyping) site.say(`В другой вкладке перешли к вопросу «${current().title}». Заметка сохранена.`);
      }
      const one = current();
      parts.pause.textContent = now.seen ? "Пауза" : "Пуск";
      while (parts.asked.children.length < one.asked) parts.asked.append(asked(one.asks[parts.asked.children.length]));
      const left = one.asks.length - one.asked;
      parts.ask.textContent = left ? `Уточнить (ещё ${left})` : "Больше нет";
      parts.ask.disabled = !left;
      one.signs.forEach(([, , isOn], n) => (parts.signs[n].checked = isOn));
      parts.scores.forEach((radio, n) => (radio.checked = (n ? n - 1 : null) === one.score));
      notes.show();
      list(now);
      tell();
    }

    /** All questions, each a button that goes there; made anew only where one has changed: it may have the focus. */
    function list({ items, place }) {
      const texts = items.map((one) => [one.title, stateOf(one)].filter(Boolean).join(" — "));
      if ([...parts.row.children].map((one) => one.textContent).join("\n") === texts.join("\n")) return;
      const row = texts.map((text, n) => make("li", {}, button(text, () => go(n), n === place ? { "aria-current": "step" } : {})));
      parts.row.replaceChildren(...row);
    }

    interview.press = { KeyN: next, KeyP: previous, KeyF: askNext, KeyC: present, Space: pause, score };
    document.addEventListener("stories", refresh, { signal });

    const ticking = setInterval(() => {
      seconds += 1;
      if (seconds % SAVE_EVERY === 0 && record()?.seen) patch(name);
      else tell();
    }, 1000);
    patch(name);
    refresh();
    focus();
    // What the interviewer may look at is fetched now: the network may go.
    for (const { id } of record().items) if (bank.has(id)) blocksOf(id, bank.get(id).href).catch(() => {});
  };
})();
