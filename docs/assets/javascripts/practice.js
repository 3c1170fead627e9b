/* Practice: the questions that the filter leaves, one at a time. A grade is kept the moment it is given (store.js); what
 * the tab loses when it is closed is the place in the row, and that is kept, too (memory.js). */
"use strict";
(async () => {
  const site = window.sobesednik;
  try {
    await site.load("memory.js");
  } catch (error) {
    return site.say(`Тренировка не начнётся: ${error.message}.`);
  }
  const { AGAIN, HARD, GOOD, EASY, DAY, review, known, isDue, retention, settings, keep } = site.memory;
  const { set, grades, without } = site.tools;
  const { make, button, plural, questions, blocksOf, fill } = site.pieces;
  const list = document.querySelector("[data-practice]");
  const form = document.querySelector("form.filter");
  const items = new Map([...list.querySelectorAll("li[data-question]")].map((one) => [one.dataset.question, one]));
  const GRADES = { [AGAIN]: "Снова", [HARD]: "Трудно", [GOOD]: "Хорошо", [EASY]: "Легко" };
  /* A question that was not remembered is asked again at the end, so often. */
  const AGAIN_LIMIT = 2;
  const HINTS = {
    technical: "Ответьте вслух, как на собеседовании.",
    behavioural: "Расскажите вслух свою историю по «Каркасу».",
    employer: "Задайте этот вопрос вслух своими словами.",
  };

  /** How long it is until something, in words. */
  function wait(milliseconds) {
    const minutes = Math.max(1, Math.round(milliseconds / 60_000));
    if (minutes < 60) return `${minutes} мин`;
    if (milliseconds < DAY) return `${Math.round(minutes / 60)} ч`;
    const days = Math.round(milliseconds / DAY);
    if (days < 60) return plural(days, "день", "дня", "дней");
    return days < 365 ? `${Math.round(days / 30)} мес.` : `${(days / 365).toFixed(1).replace(".", ",")} года`;
  }

  /* -- what to ask ------------------------------------------------------------------------------ */

  const headings = [...list.querySelectorAll(".index-section h2[id]")];
  const select = (name, label, options) => {
    const field = make("select", { name, id: `practice-${name}` }, ...options.map(([value, text]) => make("option", { value }, text)));
    return [make("label", { htmlFor: field.id }, label), field];
  };
  const [sectionLabel, section] = select("section", "Раздел", [
    ["", "все"],
    ...headings.map((one) => [one.id, one.textContent.replace("¶", "").trim()]),
  ]);
  const [numberLabel, number] = select("number", "Сколько", [["10", "10"], ["5", "5"], ["20", "20"], ["", "все"]]);
  const [orderLabel, order] = select("order", "Порядок", [["", "сначала что пора"], ["asked", "что чаще спрашивают"], ["random", "случайный"]]);
  const [clockLabel, clock] = select("clock", "Время на ответ", [["", "без часов"], ["30", "30 секунд"], ["120", "2 минуты"]]);
  const [keepLabel, wanted] = select("keep", "Держать в памяти", [["0.9", "90 %"], ["0.85", "85 % — реже"], ["0.95", "95 % — чаще"]]);
  const fields = [section, number, order, clock];
  const status = make("p", { className: "practice__status", role: "status" });
  const begin = button("Начать", () => start(chosen()), { className: "button button--primary" });
  const go = make("div", { className: "practice__begin" });
  const options = make(
    "div",
    { className: "practice__options" },
    ...[[sectionLabel, section], [numberLabel, number], [orderLabel, order], [clockLabel, clock], [keepLabel, wanted]].map((pair) =>
      make("p", {}, ...pair),
    ),
  );
  // On a phone the way in stands above all that one may choose.
  const entrance = make("div", { className: "practice__setup" }, status, go);
  const setup = make("div", { className: "practice__setup" }, options);
  const stage = make("section", { className: "practice", hidden: true, "aria-label": "Тренировка" });
  // In the page, hidden as they are, its headings would be taken for headings at the top of the screen.
  list.replaceWith(setup, stage);
  form.before(entrance);

  function choose(isOn) {
    for (const one of [entrance, form, setup]) one.hidden = !isOn;
    stage.hidden = isOn;
  }

  const given = new URLSearchParams(location.search);
  for (const field of fields) if ([...field.options].some((one) => one.value === given.get(field.name))) field.value = given.get(field.name);
  wanted.value = String(retention());
  let seed = given.get("seed") ?? "";
  if (seed) order.value = "random";

  /** Numbers from 0 to 1 that follow from a text: the same for everybody who has the address. */
  function* random(text) {
    let state = [...text].reduce((sum, sign) => (Math.imul(sum, 31) + sign.charCodeAt(0)) | 0, 7);
    for (;;) {
      // Mulberry32, of the public domain.
      state = (state + 0x6d2b79f5) | 0;
      let value = Math.imul(state ^ (state >>> 15), 1 | state);
      value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
      yield ((value ^ (value >>> 14)) >>> 0) / 2 ** 32;
    }
  }

  function shuffled(ids) {
    const [result, numbers] = [[...ids], random(seed)];
    for (let last = result.length - 1; last > 0; last -= 1) {
      const place = Math.floor(numbers.next().value * (last + 1));
      [result[last], result[place]] = [result[place], result[last]];
    }
    return result;
  }

  /** What fits the form, in the order of the site. */
  function fitting() {
    const isHere = (one) => !one.hidden && (!section.value || one.closest(".index-section").querySelector("h2").id === section.value);
    return [...items].filter(([, one]) => isHere(one)).map(([id]) => id);
  }

  /** The row of questions: first those that are due, longest first, then those never asked, then what is known worst. */
  function chosen() {
    seed ||= Math.random().toString(36).slice(2, 8);
    const ids = shuffled(fitting());
    const now = Date.now();
    const rank = new Map(
      ids.map((id) => {
        const log = site.grades(id);
        if (!log.length) return [id, [1, 0]];
        const card = known(log);
        return [id, card.due <= now ? [0, card.due] : [2, site.memory.chance(card, now)]];
      }),
    );
    const asked = (id) => Number(items.get(id).dataset.rank ?? items.size + 1);
    if (order.value === "asked") ids.sort((one, two) => asked(one) - asked(two));
    if (!order.value) ids.sort((one, two) => rank.get(one)[0] - rank.get(two)[0] || rank.get(one)[1] - rank.get(two)[1]);
    return number.value ? ids.slice(0, Number(number.value)) : ids;
  }

  function address(isShared) {
    const result = new URL(location);
    result.hash = "";
    for (const field of fields) {
      if (field.value && field.value !== field.options[0].value) result.searchParams.set(field.name, field.value);
      else result.searchParams.delete(field.name);
    }
    // «Все» is a value, too, where another comes first.
    if (!number.value) result.searchParams.set("number", "");
    if (isShared) result.searchParams.set("seed", (seed ||= Math.random().toString(36).slice(2, 8)));
    else result.searchParams.delete("seed");
    return result;
  }

  function remember(isShared = Boolean(given.get("seed"))) {
    try {
      history.replaceState(history.state, "", address(isShared));
    } catch {
      // Some browsers limit how often.
    }
  }

  const saved = () => {
    const { session } = settings();
    const isOurs =
      Array.isArray(session?.ids) &&
      session.ids.every((id) => items.has(id)) &&
      Number.isInteger(session.place) &&
      session.place >= 0 &&
      session.place < session.ids.length &&
      Array.isArray(session.given) &&
      session.given.every((one) => Array.isArray(one) && items.has(one[0]) && GRADES[one[1]]);
    return isOurs && Date.now() - session.at < DAY ? session : null;
  };

  function tell() {
    const ids = fitting();
    const due = ids.filter((id) => isDue(site.grades(id))).length;
    const fresh = ids.filter((id) => !site.grades(id).length).length;
    status.textContent = ids.length
      ? `Подходит ${questions(ids.length)}: пора повторить — ${due}, ещё не спрашивали — ${fresh}.`
      : "Ничего не подходит. Уберите лишнее из отбора.";
    begin.disabled = !ids.length;
    const left = saved();
    go.replaceChildren(
      begin,
      ...(left ? [button(`Продолжить: ${left.place + 1} из ${left.ids.length}`, () => start(left.ids, left.place, left.given))] : []),
      button("Ссылка на этот набор", share),
    );
  }

  async function share() {
    if (form.elements.mark.value) return site.say("Отбор по отметкам у каждого свой: уберите его, и ссылка даст всем одно и то же.");
    order.value = "random";
    given.set("seed", "1");
    remember(true);
    try {
      await navigator.clipboard.writeText(location.href);
      site.say("Ссылка скопирована: по ней у другого человека будут те же вопросы в том же порядке.");
    } catch {
      site.say("Ссылка — в адресной строке: по ней у другого человека будут те же вопросы в том же порядке.");
    }
    tell();
  }

  setup.addEventListener("change", ({ target }) => {
    if (target === wanted) keep({ retention: Number(wanted.value) });
    if (target === order && !order.value) [seed] = ["", given.delete("seed")];
    remember();
    tell();
  });
  form.addEventListener("input", () => setTimeout(tell, 200));
  form.addEventListener("click", () => setTimeout(tell));
  form.addEventListener("reset", () => setTimeout(tell, 10));
  document.addEventListener("marks", () => stage.hidden && tell());

  /* -- one question after the other --------------------------------------------------------------- */

  let row = [];
  let place = 0;
  /* What was given in this session, for the end and for «Вернуть»: [id, grade, what the store held before, its time, whether
   * it is asked again, when its mark was written: once more where a later one was taken back]. */
  let done = [];
  let isShown = false;
  let act = {};
  let ticking = 0;

  function start(ids, from = 0, before = []) {
    [row, place, done] = [[...ids], from, before];
    choose(false);
    remember();
    ask();
  }

  const keepSession = () => keep({ session: { ids: row, place, given: done.map(([id, grade]) => [id, grade]), at: Date.now() } });

  function ask() {
    clearInterval(ticking);
    keepSession();
    if (place >= row.length) return end();
    const id = row[place];
    const item = items.get(id);
    isShown = false;
    const title = make("h2", { tabIndex: -1, id: "practice-question" }, item.querySelector(".practice-wording").textContent);
    const where = `${item.closest(".index-section").querySelector("h2").textContent.replace("¶", "").trim()}`;
    const show = button("Показать ответ", reveal, { className: "button button--primary" });
    const bar = make("progress", { value: place, max: row.length, "aria-label": "Пройдено вопросов" });
    stage.replaceChildren(
      make("p", { className: "practice__place" }, `Вопрос ${place + 1} из ${row.length} · ${where} · ${item.querySelector("a").textContent}`, bar),
      title,
      make("p", { className: "practice__hint" }, HINTS[item.querySelector(".practice-wording").dataset.kind ?? "technical"]),
      ...(clock.value ? [ring(Number(clock.value))] : []),
      make("p", { className: "practice__acts" }, show),
      tail(),
    );
    act = { show: reveal };
    title.focus({ preventScroll: true });
    stage.scrollIntoView({ block: "start" });
  }

  /** What can be done at any time. */
  function tail() {
    const back = button("Вернуть оценку", undo, { disabled: !done.at(-1)?.[3], title: "Клавиша Z" });
    return make("p", { className: "practice__tail" }, back, button("Пропустить", skip), button("Закончить", end));
  }

  /** A clock that can be stopped; nothing happens at its end but that it says so. */
  function ring(seconds) {
    let left = seconds;
    const bar = make("progress", { max: seconds, value: seconds, "aria-hidden": "true" });
    const text = make("span", {});
    const heard = make("span", { className: "visually-hidden", role: "status" });
    const pause = button("Пауза", () => {
      pause.textContent = ticking ? "Дальше" : "Пауза";
      if (ticking) ticking = clearInterval(ticking);
      else run();
    });
    const say = () => (text.textContent = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`);
    function run() {
      ticking = setInterval(() => {
        left -= 1;
        bar.value = left;
        say();
        if (left > 0) return;
        ticking = clearInterval(ticking);
        heard.textContent = text.textContent = "Время вышло";
        pause.hidden = true;
      }, 1000);
    }
    say();
    run();
    return make("p", { className: "practice__clock" }, bar, text, heard, pause);
  }

  function reveal() {
    if (isShown) return;
    isShown = true;
    clearInterval(ticking);
    const id = row[place];
    const item = items.get(id);
    const answer = make("div", { className: "practice__answer", tabIndex: -1, "aria-label": "Ответ", role: "group" });
    answer.append(...[...item.querySelector("[data-short]").cloneNode(true).childNodes]);
    const whole = make("details", {}, make("summary", {}, "Весь ответ"));
    const link = item.querySelector("a");
    whole.addEventListener("toggle", () => whole.open && !whole.querySelector(".question-blocks") && fill(whole, link.href, () => allOf(link, id)));
    const now = Date.now();
    const card = known(site.grades(id));
    const buttons = Object.entries(GRADES).map(([grade, name]) => {
      const { due } = review(card, [Math.max(now, (card.last ?? 0) + 1), Number(grade)], retention());
      const made = button("", () => give(Number(grade)), { className: `button practice__grade`, "data-grade": grade });
      made.append(make("b", {}, name), make("small", {}, wait(due - Math.max(now, card.last ?? 0))));
      return made;
    });
    stage.querySelector(".practice__clock")?.remove();
    stage
      .querySelector(".practice__acts")
      .replaceWith(
        answer,
        whole,
        make("p", { className: "practice__asked", id: "practice-asked" }, "Насколько хорошо вы ответили? Под словом — через сколько вопрос вернётся."),
        make("div", { className: "practice__grades", role: "group", "aria-labelledby": "practice-asked" }, ...buttons),
      );
    act = { 1: () => give(AGAIN), 2: () => give(HARD), 3: () => give(GOOD), 4: () => give(EASY) };
    answer.focus({ preventScroll: true });
  }

  /** Take all blocks of a question, its answer open. */
  async function allOf({ href }, id) {
    const blocks = await blocksOf(id, href);
    blocks.querySelector("details")?.setAttribute("open", "");
    return blocks;
  }

  /** For the filter. */
  site.isDue = (id) => isDue(site.grades(id));

  /** Give a question a grade, which is its mark as well; return what it was before. */
  site.setGrade = (id, grade) => {
    const before = site.entries()[id];
    // What was forgotten a moment ago is to be repeated still.
    const isMissed = grade < GOOD || done.some(([one, given]) => one === id && given < GOOD);
    set(id, (old, at) => ({ ...old, mark: isMissed ? "repeat" : "know", at, log: [...grades(old), [at, grade]] }));
    return before;
  };

  /** Take back the newest grade of this tab; what another tab has given since stays. */
  function takeBack(id, before, given, written) {
    set(id, (old, at) => {
      if (old.at !== written) return { ...without(old, given), at };
      for (const one of done) if (one[0] === id && one[5] === before?.at) one[5] = at;
      return { ...without(old, given), mark: before?.mark ?? "none", at };
    });
  }

  function give(grade) {
    const id = row[place];
    const before = site.setGrade(id, grade);
    const isAsked = row.filter((one) => one === id).length > AGAIN_LIMIT;
    const isLater = grade === AGAIN && !isAsked;
    const at = site.entries()[id]?.at;
    done.push([id, grade, before, at, isLater, at]);
    if (isLater) row.push(id);
    place += 1;
    ask();
  }

  function skip() {
    place += 1;
    ask();
  }

  function undo() {
    const last = done.at(-1);
    if (!last?.[3]) return;
    done.pop();
    const [id, , before, given, isLater, written] = last;
    takeBack(id, before, given, written);
    if (isLater) row.pop();
    place = row.lastIndexOf(id, Math.max(place - 1, 0));
    ask();
  }

  /* -- the end ------------------------------------------------------------------------------------ */

  function end() {
    clearInterval(ticking);
    keep({ session: null });
    act = {};
    const first = new Map();
    for (const [id, grade] of done) if (!first.has(id)) first.set(id, grade);
    const recalled = [...first.values()].filter((grade) => grade > AGAIN).length;
    const title = make("h2", { tabIndex: -1 }, first.size ? `Вспомнили ${recalled} из ${first.size}` : "Ни одной оценки");
    const weak = new Map();
    for (const [id, grade] of first) {
      if (grade >= GOOD) continue;
      for (const tag of items.get(id).dataset.tags.split(" ")) weak.set(tag, (weak.get(tag) ?? 0) + 1);
    }
    const name = (tag) => form.querySelector(`[data-tag="${tag}"]`)?.firstChild.data.trim() ?? tag;
    const topics = [...weak].sort(([, one], [, two]) => two - one).slice(0, 5);
    const missed = [...first].filter(([, grade]) => grade < GOOD).map(([id]) => id);
    const next = [...items.keys()].map((id) => known(site.grades(id)).due).filter((due) => due && due > Date.now());
    const when = next.length ? `Следующий вопрос вернётся через ${wait(Math.min(...next) - Date.now())}.` : "";
    const rows = [...first].map(([id, grade]) => {
      const link = items.get(id).querySelector("a").cloneNode(true);
      return make("li", {}, link, ` — ${GRADES[grade].toLowerCase()}`);
    });
    stage.replaceChildren(
      title,
      ...(topics.length
        ? [make("p", {}, "Слабее всего: ", ...topics.flatMap(([tag], place) => [place ? ", " : "", make("a", { href: new URL(`tags/#${tag}`, root).href }, name(tag))]), ".")]
        : []),
      ...(when ? [make("p", {}, when)] : []),
      ...(rows.length ? [make("ul", {}, ...rows)] : []),
      days(),
      make(
        "p",
        { className: "practice__acts" },
        ...(missed.length ? [button("Ещё раз то, что не вышло", () => start(missed), { className: "button button--primary" })] : []),
        button("Новый набор", leave),
      ),
    );
    title.focus({ preventScroll: true });
    stage.scrollIntoView({ block: "start" });
  }

  const root = new URL(window.__md_scope ?? "/", location);

  function leave() {
    choose(true);
    [seed] = ["", given.delete("seed"), remember(false)];
    tell();
    begin.focus();
  }

  /** On which of the last 35 days something was graded: a quiet calendar, a column for each week. */
  function days() {
    const counts = new Map();
    const day = (time) => new Date(time).toLocaleDateString("sv");
    for (const id of items.keys()) for (const [time] of site.grades(id)) counts.set(day(time), (counts.get(day(time)) ?? 0) + 1);
    const today = new Date();
    const cells = Array.from({ length: 35 }, (_, back) => {
      const date = new Date(today.getFullYear(), today.getMonth(), today.getDate() - 34 + back, 12);
      const count = counts.get(day(date)) ?? 0;
      return [count, make("span", { title: `${date.toLocaleDateString("ru", { day: "numeric", month: "long" })}: ${questions(count)}`, "data-count": Math.min(count, 4) })];
    });
    const practised = cells.filter(([count]) => count).length;
    const grid = make("div", { className: "practice__days", "aria-hidden": "true" }, ...cells.map(([, cell]) => cell));
    return make("div", {}, make("p", {}, `За последние пять недель вы занимались ${plural(practised, "день", "дня", "дней")}.`), grid);
  }

  /* -- keys --------------------------------------------------------------------------------------- */

  site.takesKey = ({ code, target, ctrlKey, altKey, metaKey, repeat, isComposing }) => {
    if (stage.hidden || site.areKeysOff() || repeat || isComposing || ctrlKey || altKey || metaKey) return false;
    if (target.closest?.("input, select, textarea, [contenteditable]") || document.getElementById("__search")?.checked) return false;
    const name = { Space: "show", KeyZ: "undo" }[code] ?? /^(?:Digit|Numpad)([1-4])$/.exec(code)?.[1];
    const does = name === "undo" ? undo : act[name];
    // On a button Space presses it.
    if (!does || (code === "Space" && target.closest?.("button, a, summary")) || (code === "KeyZ" && !done.length)) return false;
    does();
    return true;
  };

  [...setup.querySelectorAll("select")].forEach((one) => (one.className = "filter__select"));
  tell();
  // The filter, too, asks what is due.
  document.dispatchEvent(new Event("marks"));
})();
