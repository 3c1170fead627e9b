/* The record of an interview: how it begins, how it changes, its file. Loaded when one begins or is opened. All of it is
 * kept the moment it is given (story-store.js), wordings and signs too: it is read without its questions. */
"use strict";
(() => {
  const { own, interview, say } = window.sobesednik;
  const { bank, titles } = interview;
  const SCORES = ["не ответил", "обрывками", "с подсказками", "уверенно", "глубже вопроса"];
  /* Milliseconds: what is longer was no interview, the page was closed or the computer slept. */
  const GAP = 10 * 60_000;

  function item(id, groups) {
    const { title, wording, section, level, minutes, asks, signs, groups: own } = bank.get(id);
    const topics = groups.filter((name) => own.includes(name)).map((name) => titles.get(name) ?? name);
    const signals = signs.map(([name, text]) => [name, text, false]);
    return { id, title, wording, section, level, minutes, topics: topics.length ? topics : [section], asks, asked: 0, signs: signals, score: null, isSkipped: false, spent: 0, notes: "" };
  }

  /** Make the record of an interview that begins now; return its name. */
  interview.begin = ({ level, topics, minutes }, ids, title) => {
    const name = `interview.${Date.now().toString(36)}-${Math.random().toString(36).slice(2, 8)}`;
    const now = Date.now();
    const items = ids.map((id) => item(id, topics));
    own.change(name, () => ({ title, level, topics, minutes, begun: now, ended: 0, seen: now, place: 0, notes: "", items }));
    return name;
  };

  /** Return what changes in a record because time goes by; the clock stops by itself after a gap. */
  function counted({ seen, place, items }) {
    if (!seen) return {};
    const now = Date.now();
    const passed = Math.max(0, now - seen);
    if (passed > GAP) return { seen: 0 };
    return { seen: now, items: items.map((one, n) => (n === place ? { ...one, spent: one.spent + passed } : one)) };
  }

  const clock = (milliseconds) => {
    const seconds = Math.floor(milliseconds / 1000);
    return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
  };
  const isTouched = (one) => one.score !== null || one.asked > 0 || one.notes.trim() !== "" || one.signs.some(([, , isOn]) => isOn);
  const stateOf = (one) => (one.score !== null ? `${one.score} (${SCORES[one.score]})` : one.isSkipped ? "пропущен" : isTouched(one) ? "без оценки" : "");

  /** Change a record that is still there: what was erased meanwhile does not come again. */
  function patch(name, edit = () => ({})) {
    const old = own.read(name);
    if (!old || old.gone) return;
    const now = { ...old, ...counted(old) };
    if (old.seen && !now.seen) say("Часы остановились: страница была закрыта или компьютер спал. Чтобы пошли дальше, нажмите «Пуск».");
    own.change(name, () => ({ ...now, ...edit(now) }));
  }

  const patchItem = (name, id, edit) =>
    patch(name, ({ items }) => ({ items: items.map((one) => (one.id === id ? { ...one, ...edit(one) } : one)) }));

  /** Of a field that another tab has changed meanwhile nothing is lost: `base` is what it held before both. */
  function merged(base, kept, mine) {
    if (kept === base || mine.includes(kept)) return mine;
    return kept.includes(mine) ? kept : `${kept}\n\n${mine}`;
  }

  /** A field that is kept while it is typed into; what another tab has changed meanwhile is put to it. `read` gives what
   * is kept, `write` is told how to change it. */
  interview.field = (area, read, write) => {
    const field = { base: read(), isDirty: false, isOver: false };
    area.value = field.base;
    const save = () => {
      if (!field.isDirty || field.isOver) return;
      field.isDirty = false;
      const base = field.base;
      write((kept) => merged(base, kept, area.value));
    };
    const schedule = own.saver(save);
    area.addEventListener("input", () => {
      field.isDirty = true;
      schedule();
    });
    return {
      save,
      /** Show what is kept by now. */
      show() {
        if (field.isDirty) return;
        field.base = read();
        if (area.value !== field.base) area.value = field.base;
      },
      end() {
        save();
        field.isOver = true;
      },
    };
  };

  /* -- its file --------------------------------------------------------------------------------- */

  const FILE = 1;

  /** Return an interview as a file that the site opens again. */
  const fileOf = (name) => JSON.stringify({ interview: FILE, name, record: own.read(name) }, null, 1);

  function parse(text) {
    try {
      return JSON.parse(text);
    } catch {
      throw new Error("это не файл собеседования или он повреждён");
    }
  }

  const same = (one, other) => JSON.stringify({ ...one, at: 0 }) === JSON.stringify({ ...other, at: 0 });

  /** Take an interview of a file's text; return its name; throw, with nothing changed, where it is not right. Another one
   * of that name stays beside it. */
  function open(text) {
    if (text.length > own.LARGEST) throw new Error("он слишком велик для файла собеседования");
    const given = parse(text);
    if (given?.entries) throw new Error("это файл отметок, его загружают на странице «Мои отметки»");
    if (!Number.isInteger(given?.interview)) throw new Error("это не файл собеседования");
    if (given.interview > FILE || given.record?.version > 1)
      throw new Error("он записан более новой версией сайта. Обновите страницу и откройте его ещё раз");
    const { name, record } = given;
    if (typeof name !== "string" || !name.startsWith("interview.") || !own.isRecord(name, record) || record.gone) throw new Error("он повреждён");
    const old = own.read(name);
    if (old && same(old, record)) return name;
    const free = old && !old.gone ? `${name}-${Date.now().toString(36)}` : name;
    own.change(free, () => ({ ...record, gone: undefined }));
    return free;
  }

  Object.assign(interview, { SCORES, GAP, clock, item, isTouched, stateOf, patch, patchItem, fileOf, open });
})();
