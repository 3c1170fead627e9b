/* «Собеседование»: the choice, its plan and its address, the interviews that this browser has; interview-run.js and
 * interview-record.js show one of them. */
"use strict";
(() => {
  const site = window.sobesednik;
  const { own, interview } = site;
  const { make, button, plural, questions } = site.pieces;
  const { HELLO, bank, levels, compose, another, missing, time, room, titles, levelOf } = interview;
  const form = document.querySelector("[data-choice]");
  const { level, minutes, name: person, find } = form.elements;
  const chips = [...form.querySelectorAll("[data-tag]")];
  const fold = (text) => text.toLowerCase().replaceAll("ё", "е");
  const [LEAST, MOST] = [5, 240];

  let ids = [];
  /* Whether the reader has changed the plan by hand, and what was taken out of it. */
  let isChanged = false;
  /* What can be taken back, as it is told. */
  let offered = "";
  let refused = new Set();

  /* -- what there is on the page ---------------------------------------------------------------- */

  const ownMinutes = make("input", { type: "number", name: "own", min: LEAST, max: MOST, step: 5, value: 90, autocomplete: "off" });
  const ownLabel = make("label", { hidden: true }, make("span", {}, "Сколько минут"), ownMinutes);
  minutes.parentElement.after(ownLabel);
  const status = make("p", { className: "interview-status", role: "status" });
  const begin = button("Начать", start, { className: "button button--primary" });
  const file = make("input", { type: "file", accept: ".json,application/json", hidden: true, "aria-label": "Файл собеседования" });
  const list = make("ol", { className: "interview-plan" });
  const add = make("select", { id: "interview-add", autocomplete: "off" });
  const planned = make(
    "section",
    { className: "interview-planned", "aria-label": "План" },
    status,
    make("p", { className: "interview-acts" }, begin, button("Скопировать ссылку", share), button("Открыть из файла", () => file.click()), file),
    list,
    make("p", { className: "interview-add" }, make("label", { htmlFor: add.id }, "Добавить вопрос"), add),
  );
  const saved = make("details", { className: "interview-saved" });
  const stage = make("section", { className: "interview", hidden: true, "aria-label": "Собеседование" });
  form.before(saved);
  form.after(planned, stage);

  const sections = new Map();
  for (const one of bank.values()) sections.set(one.section, [...(sections.get(one.section) ?? []), one]);
  add.append(
    make("option", { value: "" }, "выберите"),
    ...[...sections].map(([label, all]) => make("optgroup", { label }, ...all.map(({ id, title }) => make("option", { value: id }, title)))),
  );

  /* -- the choice ------------------------------------------------------------------------------- */

  const pressed = () => chips.filter((one) => one.ariaPressed === "true").map((one) => one.dataset.tag);
  const whole = (text) => Math.min(Math.max(Math.round(Number(text)) || 45, LEAST), MOST);
  const choice = () => ({ level: level.value, topics: pressed(), minutes: whole(minutes.value === "own" ? ownMinutes.value : minutes.value) });

  function setMinutes(value) {
    const isListed = [...minutes.options].some((one) => one.value === String(value));
    minutes.value = isListed ? String(value) : "own";
    ownLabel.hidden = minutes.value !== "own";
    if (!isListed) ownMinutes.value = value;
  }

  const summary = form.querySelector("summary");
  const words = summary.textContent;

  /** Show topics that have questions for the level and fit what is looked for. */
  function narrow() {
    const top = levels.indexOf(level.value);
    const fits = [...bank.values()].filter((one) => one.level === "any" || levels.indexOf(one.level) <= top);
    const sought = fold(find.value.trim());
    for (const chip of chips) {
      const count = fits.filter((one) => one.groups.includes(chip.dataset.tag)).length;
      chip.querySelector("small").textContent = count;
      chip.hidden = chip.ariaPressed !== "true" && !(count && fold(chip.firstChild.data).includes(sought));
    }
    const chosen = pressed().map((one) => titles.get(one));
    summary.textContent = `${words}: ${chosen.join(", ") || `все разделы ${levelOf({ level: level.value })}`}`;
  }

  function address() {
    const result = new URL(location.pathname, location);
    const { topics, ...rest } = choice();
    const values = { ...rest, topics: topics.join(" "), plan: ids.join(" ") };
    for (const [key, value] of Object.entries(values)) if (value) result.searchParams.set(key, value);
    return result;
  }

  function remember(url = address()) {
    try {
      history.replaceState(history.state, "", url);
    } catch {
      // Some browsers limit how often.
    }
  }

  /** Make the plan anew; what was changed by hand can be had again. */
  function renew() {
    const [before, wasChanged] = [ids, isChanged];
    [ids, isChanged, refused] = [compose(choice()), false, new Set()];
    show();
    if (!wasChanged) return;
    offered = "План составлен заново.";
    site.say(offered, "Вернуть прежний", () => {
      [ids, isChanged] = [before, true];
      show();
      site.say("Прежний план снова здесь.");
    });
  }

  /* -- the plan --------------------------------------------------------------------------------- */

  const wait = (number) => plural(number, "минута", "минуты", "минут");

  function tell() {
    const wanted = choice();
    if (!ids.length) {
      status.textContent = "Для этого уровня таких вопросов нет: выберите другие темы или другой уровень.";
      return;
    }
    const spare = wanted.minutes - room(wanted.minutes);
    const all = time(ids) + spare;
    const rest = spare ? `, из них ${HELLO} — на знакомство и вопросы кандидата` : "";
    const over = all - wanted.minutes;
    const left = missing(wanted, ids).map((one) => titles.get(one));
    const few = over < -HELLO && !isChanged ? " Больше вопросов по этому выбору нет: добавьте тему." : "";
    status.textContent = [
      `${questions(ids.length)}, ${wait(all)} из ${wanted.minutes}${rest}.`,
      over > 0 ? ` На ${plural(over, "минуту", "минуты", "минут")} больше, чем есть.` : "",
      few,
      left.length ? ` Не поместилось: ${left.join(", ")}.` : "",
    ].join("");
  }

  function line(id, place) {
    const one = bank.get(id);
    const act = (name, text, onclick, more = {}) =>
      button(text, onclick, { "data-act": name, "aria-label": `${{ up: "Выше", down: "Ниже" }[name] ?? text}: ${one.title}`, ...more });
    return make(
      "li",
      { "data-id": id },
      make("p", {}, make("a", { href: one.href }, one.title), make("small", {}, ` ${levelOf(one)} · ≈ ${one.minutes} мин`)),
      make("p", { className: "interview-plan__wording" }, one.wording),
      make(
        "p",
        { className: "interview-acts" },
        act("other", "Другой вопрос", () => exchange(place)),
        act("up", "↑", () => move(place, place - 1, "up"), { disabled: !place }),
        act("down", "↓", () => move(place, place + 1, "down"), { disabled: place === ids.length - 1 }),
        act("remove", "Убрать", () => remove(place)),
      ),
    );
  }

  function show() {
    narrow();
    list.replaceChildren(...ids.map(line));
    for (const option of add.querySelectorAll("option")) option.disabled = ids.includes(option.value);
    begin.disabled = !ids.length;
    tell();
    remember();
  }

  /** Show the plan that was changed by hand; the focus stays where it was. */
  function change(changed, place, name) {
    [ids, isChanged] = [changed, true];
    show();
    const buttons = list.children[Math.min(place, ids.length - 1)]?.querySelectorAll("[data-act]") ?? [];
    const found = [...buttons].find((one) => one.dataset.act === name && !one.disabled) ?? buttons[0] ?? add;
    found.focus();
  }

  function exchange(place) {
    const id = another(choice(), ids, ids[place], refused);
    if (id) change(ids.map((one, n) => (n === place ? id : one)), place, "other");
    else site.say("Других вопросов для этого уровня и этих тем нет.");
  }

  function move(from, to, name) {
    const changed = [...ids];
    changed.splice(to, 0, ...changed.splice(from, 1));
    change(changed, to, name);
  }

  function remove(place) {
    const before = ids;
    change(ids.filter((_, n) => n !== place), place, "remove");
    offered = `Вопрос «${bank.get(before[place]).title}» убран.`;
    site.say(offered, "Вернуть", () => change(before, place, "remove"));
  }

  async function share() {
    remember();
    try {
      await navigator.clipboard.writeText(location.href);
      site.say("Ссылка скопирована: по ней откроется этот же план. Имени и записей в ней нет.");
    } catch {
      site.say("Ссылка — в адресной строке: по ней откроется этот же план. Имени и записей в ней нет.");
    }
  }

  /* -- one interview, all interviews -------------------------------------------------------------- */

  function choose(isOn) {
    for (const one of [form, planned]) one.hidden = !isOn;
    saved.hidden = !isOn || !all().length;
    stage.hidden = isOn;
  }

  /* What plans do not need: an interview while it is held, and its record. */
  let loading = null;
  const load = async () => {
    await site.load("interview-keep.js");
    await Promise.all([site.load("interview-run.js"), site.load("interview-record.js")]);
  };
  const held = () => (loading ??= load().catch((error) => ((loading = null), Promise.reject(error))));
  const failed = (error) => site.say(`Собеседование не откроется: ${error.message}.`);
  addEventListener("pointerdown", () => held().catch(() => {}), { once: true });

  async function start() {
    begin.disabled = true;
    try {
      await held();
      const name = interview.begin(choice(), ids, person.value.trim());
      person.value = "";
      open(name);
    } catch (error) {
      failed(error);
    }
    begin.disabled = false;
  }

  /** Show an interview; what it needs is loaded. */
  function open(name) {
    const url = new URL(location.pathname, location);
    url.searchParams.set("open", name.replace("interview.", ""));
    remember(url);
    choose(false);
    // What can be taken back is the plan's.
    site.unsay(offered);
    if (own.read(name).ended) interview.show(name, stage, { leave, again: () => open(name), erase: () => erase([name]) });
    else interview.run(name, stage, { end: () => open(name), leave });
  }

  function leave() {
    stage.replaceChildren();
    choose(true);
    show();
    kept().catch(failed);
    begin.focus({ preventScroll: true });
    scrollTo(0, 0);
  }

  const all = () =>
    Object.entries(own.records())
      .filter(([name, one]) => name.startsWith("interview.") && !one.gone)
      .sort(([, one], [, other]) => other.begun - one.begun);

  const EMPTY = { gone: true, title: "", notes: "", level: "", topics: [], minutes: 0, begun: 0, ended: 0, seen: 0, place: 0, items: [] };

  function erase(names) {
    const what = names.length > 1 ? `все записи собеседований (${names.length})` : "запись этого собеседования";
    if (!confirm(`Стереть ${what} в этом браузере? Вернуть можно будет только из сохранённого файла.`)) return;
    for (const name of names) own.change(name, () => EMPTY);
    site.say("Стёрто.");
  }

  async function kept() {
    if (all().length) await held();
    const records = all();
    const item = ([name, one]) => {
      const title = one.title.trim() || "Без имени";
      const text = `${interview.dayOf(one.begun)}, ${levelOf(one)}, ${interview.progress(one)}`;
      const erasing = button("Стереть", () => erase([name]), { "aria-label": `Стереть: ${title}, ${text}` });
      return make("li", {}, make("p", {}, make("strong", {}, title), ` — ${text}`), make("p", { className: "interview-acts" }, button(one.ended ? "Открыть" : "Продолжить", () => open(name), { "aria-label": `${one.ended ? "Открыть" : "Продолжить"}: ${title}, ${text}` }), erasing));
    };
    saved.hidden = !stage.hidden || !records.length;
    if (records.some(([, { ended }]) => !ended)) saved.open = true;
    saved.replaceChildren(
      make("summary", {}, `Записи в этом браузере: ${records.length}`),
      make("ul", {}, ...records.map(item)),
      ...(records.length > 1 ? [make("p", {}, button("Стереть все записи", () => erase(all().map(([name]) => name))))] : []),
    );
  }

  file.addEventListener("change", async () => {
    const [given] = file.files;
    try {
      await held();
      open(interview.open(await given.text()));
      site.say(own.isKept() ? "Запись открыта и сохранена в этом браузере." : "Запись открыта, но браузер её не сохранил.");
    } catch (error) {
      site.say(`Файл «${given.name}» не открыт: ${error.message}. Здесь ничего не изменилось.`);
    }
    file.value = "";
  });

  /* -- keys ---------------------------------------------------------------------------------------- */

  /* What the keys do, by their places: layouts have other letters there. `score` is for digits. */
  interview.press = {};
  const ON_SCREEN = ["KeyN", "KeyP", "KeyC"];

  site.takesKey = ({ code, target, ctrlKey, altKey, metaKey, shiftKey, repeat, isComposing }) => {
    if (site.areKeysOff() || repeat || isComposing || ctrlKey || altKey || metaKey || shiftKey) return false;
    if (target.closest?.("input:not([type=radio], [type=checkbox]), select, textarea, [contenteditable]")) return false;
    if (document.querySelector("#__search:checked, #__drawer:checked")) return false;
    const { press } = interview;
    const digit = press.score && /^(?:Digit|Numpad)([0-4])$/.exec(code)?.[1];
    const does = digit ? () => press.score(Number(digit)) : press[code];
    // On what is pressed by it the space bar presses.
    if (!does || (code === "Space" && target.closest?.("button, a, summary, input"))) return false;
    // Whoever shares the screen shows only the question.
    if (!document.querySelector("dialog[open]") || ON_SCREEN.includes(code)) does();
    return true;
  };

  /* -- events, and what the address says ----------------------------------------------------------- */

  add.addEventListener("change", () => {
    const { value } = add;
    add.value = "";
    if (value) change([...ids, value], ids.length, "remove");
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("change", ({ target }) => {
    ownLabel.hidden = minutes.value !== "own";
    if (target === minutes && minutes.value === "own") ownMinutes.focus();
    if (target === ownMinutes) ownMinutes.value = whole(ownMinutes.value);
    if ([level, minutes, ownMinutes].includes(target)) renew();
  });
  find.addEventListener("input", narrow);
  form.addEventListener("click", ({ target }) => {
    const chip = target.closest("[data-tag]");
    if (!chip) return;
    chip.ariaPressed = chip.ariaPressed !== "true";
    renew();
  });
  document.addEventListener("stories", () => stage.hidden && kept().catch(failed));

  const given = new URLSearchParams(location.search);
  level.value = levels.includes(given.get("level")) ? given.get("level") : levels.at(-1);
  setMinutes(whole(given.get("minutes") ?? 45));
  const topics = (given.get("topics") ?? "").split(/[ ,]+/);
  for (const chip of chips) chip.ariaPressed = String(topics.includes(chip.dataset.tag));
  const asked = [...new Set((given.get("plan") ?? "").split(/[ ,]+/).filter(Boolean))];
  ids = asked.filter((id) => bank.has(id));
  if (ids.length) isChanged = String(ids) !== String(compose(choice()));
  else ids = compose(choice());
  const current = `interview.${given.get("open")}`;
  if (given.has("screen")) return held().then(() => interview.present(`interview.${given.get("screen")}`), failed);
  show();
  kept().catch(failed);
  if (given.has("open")) {
    if (all().some(([name]) => name === current)) held().then(() => open(current), failed);
    else if (!own.isUnread(current)) site.say("Этого собеседования в этом браузере нет: его стёрли или оно проходило в другом.");
  }
  const gone = asked.filter((id) => !bank.has(id)).length;
  const rest = gone < asked.length ? "Остальные — в плане." : "План составлен заново.";
  if (gone) site.say(`Вопросов из ссылки, которых сейчас нет на сайте: ${gone}. ${rest}`);
})();
