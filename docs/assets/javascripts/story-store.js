/* The reader's own words, kept in this browser only: texts written into skeletons, `text.` and the id of the question,
 * {title, parts, at, was?}, stories, `story.` and an id, {title, questions, at, gone?}, and interviews that were held,
 * `interview.` and an id (interview-run.js makes them). Each has a key of its own: tabs cannot write over one another's, nor a site that knows marks only over any. What cannot be read is never written
 * over: it is put aside. What the storage does not take stays here for as long as the page does. */
"use strict";
(() => {
  const site = window.sobesednik;
  const PREFIX = `sobesednik.own:${window.__md_scope?.pathname ?? "/"}#`;
  const VERSION = 1;
  // Of all together, as JSON; a browser gives about five million letters to all pages of an origin.
  const LARGEST = 1_000_000;
  const PAUSE = 250;
  const WORDS_A_MINUTE = 120;
  const NAME = /^(text|story|interview)\.[a-z0-9][a-z0-9-]*$/;

  const { isPlain, ID } = site.tools;
  const isText = (one) => typeof one === "string";
  const areTexts = (all) => Array.isArray(all) && all.every(isText);
  const isAmount = (one) => Number.isFinite(one) && one >= 0;

  /** Tell whether something is what one question of an interview was like; `signs` are [[level, text, ticked], …]. */
  const isAsked = (one) =>
    isPlain(one) &&
    isText(one.id) &&
    ID.test(one.id) &&
    ["title", "wording", "section", "level", "notes"].every((name) => isText(one[name])) &&
    ["minutes", "spent"].every((name) => isAmount(one[name])) &&
    areTexts(one.topics) &&
    areTexts(one.asks) &&
    [...one.asks.keys(), one.asks.length].includes(one.asked) &&
    [null, 0, 1, 2, 3, 4].includes(one.score) &&
    typeof one.isSkipped === "boolean" &&
    Array.isArray(one.signs) &&
    one.signs.every((sign) => Array.isArray(sign) && sign.length === 3 && areTexts(sign.slice(0, 2)) && typeof sign[2] === "boolean");

  const KINDS = {
    text: ({ parts }) => areTexts(parts),
    story: ({ questions }) => areTexts(questions) && questions.every((id) => ID.test(id)),
    interview: ({ gone, level, notes, minutes, begun, ended, seen, topics, place, items }) =>
      gone === true ||
      ([level, notes].every(isText) &&
        [minutes, begun, ended, seen].every(isAmount) &&
        areTexts(topics) &&
        Array.isArray(items) &&
        items.every(isAsked) &&
        new Set(items.map(({ id }) => id)).size === items.length &&
        [...items.keys()].includes(place)),
  };
  const isRecord = (name, one) =>
    NAME.test(name) &&
    isPlain(one) &&
    one.version === VERSION &&
    Number.isFinite(one.at) &&
    isText(one.title) &&
    (one.was === undefined || isText(one.was)) &&
    KINDS[name.split(".")[0]](one);

  function parse(name, text) {
    try {
      const one = JSON.parse(text);
      return isRecord(name, one) ? one : null;
    } catch {
      return null;
    }
  }

  /* What the storage did not take: name -> record. */
  const unsaved = new Map();
  const names = () =>
    Object.keys(localStorage)
      .filter((key) => key.startsWith(PREFIX))
      .map((key) => key.slice(PREFIX.length));
  const stored = (name) => localStorage.getItem(PREFIX + name);
  const read = (name) => unsaved.get(name) ?? parse(name, stored(name)) ?? undefined;
  const news = () => document.dispatchEvent(new Event("stories"));

  /** All that can be read, by name. */
  function records() {
    const all = [...new Set([...names(), ...unsaved.keys()])].filter((name) => NAME.test(name)).sort();
    return Object.fromEntries(all.map((name) => [name, read(name)]).filter(([, one]) => one));
  }

  const size = (all = names()) => all.reduce((sum, name) => sum + (stored(name)?.length ?? 0), 0);

  /** Keep a record; return why it is not kept. */
  function put(name, record) {
    try {
      const [text, old] = [JSON.stringify(record), stored(name)];
      const left = LARGEST - size() + (old?.length ?? 0) - text.length;
      if (left < 0) return "здесь помещается миллион знаков. Сократите его или уберите лишнее в других";
      if (old !== null && !parse(name, old)) localStorage.setItem(`${PREFIX}aside.${Date.now()}.${name}`, old);
      localStorage.setItem(PREFIX + name, text);
      if (left < LARGEST / 10) tellOnce(`Место под ваши тексты кончается, осталось знаков: ${left}.`);
      return "";
    } catch {
      return "хранение запрещено или место кончилось";
    }
  }

  let told = "";
  function tellOnce(text, ...act) {
    const kind = text.replace(/\d+/g, "");
    if (told !== kind) site.say(text, ...act);
    told = kind;
  }

  function copied(text) {
    const failed = () => site.say("Не скопировалось: выделите текст и скопируйте сами.");
    const copy = () => navigator.clipboard.writeText(text).then(() => site.say("Скопировано."), failed);
    return navigator.clipboard ? ["Скопировать", copy] : [];
  }

  /** All words of a record as one text. */
  const words = ({ title, parts = [], notes = "", items = [] }) =>
    [title, ...parts, notes, ...items.filter((one) => one.notes).map((one) => `${one.title}: ${one.notes}`)].filter(Boolean).join("\n");

  const ask = (event) => event.preventDefault();

  function write(name, record) {
    unsaved.set(name, record);
    let why = "";
    // What was refused before, too: there may be room by now.
    for (const [one, kept] of [...unsaved]) {
      const refusal = put(one, kept);
      if (refusal) why = refusal;
      else unsaved.delete(one);
    }
    // Only then: a page that always listens to that is not kept for a step back by some browsers.
    (why ? addEventListener : removeEventListener)("beforeunload", ask);
    if (why) {
      const text = [...unsaved.values()].map(words).join("\n\n");
      tellOnce(`Текст не сохранён: ${why}. Он пропадёт, когда вы закроете страницу: скопируйте его.`, ...copied(text));
    } else if (told.startsWith("Текст не сохранён")) {
      tellOnce("Текст сохранён.");
    }
    news();
  }

  /** Change a record: `edit` is given the one that is kept by now. */
  function change(name, edit) {
    const old = read(name);
    // Later than the one before it, whatever the clock says: else an old file would bring that one back.
    write(name, { ...old, ...edit(old), version: VERSION, at: Math.max(Date.now(), (old?.at ?? 0) + 1) });
  }

  /* -- what is being typed -------------------------------------------------------------------- */

  const savers = new Set();

  /** Return what asks for `save` within a moment; it is called, too, when the page is left. */
  function saver(save) {
    let timer = 0;
    const now = () => {
      clearTimeout(timer);
      timer = 0;
      save();
    };
    savers.add(now);
    return () => (timer ||= setTimeout(now, PAUSE));
  }

  const saveAll = () => savers.forEach((now) => now());
  addEventListener("pagehide", saveAll);
  document.addEventListener("visibilitychange", () => (document.hidden ? saveAll() : news()));
  addEventListener("storage", ({ key }) => (key === null || key.startsWith(PREFIX)) && news());
  addEventListener("pageshow", ({ persisted }) => persisted && news());

  /* -- the file ------------------------------------------------------------------------------- */

  const joined = ({ parts }) => parts?.filter(Boolean).join("\n\n") ?? "";

  /** Return records of a file that are newer than those here, and keep the words that they stand in for. */
  function newer(given) {
    const all = {};
    for (const [name, one] of Object.entries(given)) {
      const old = read(name);
      if (old?.at >= one.at) continue;
      // Of an interview that went on in two browsers both records stay.
      if (old?.items?.some(({ id, notes }) => !one.items?.some((other) => other.id === id && other.notes.includes(notes))))
        all[`${name}-${old.at.toString(36)}`] = old;
      const [before, after] = [old ? joined(old) : "", joined(one)];
      const was = [old?.was, after.includes(before) ? "" : before, one.was].filter(Boolean);
      all[name] = was.length ? { ...one, was: [...new Set(was)].join("\n\n") } : one;
    }
    return all;
  }

  /** Of a field that another tab has changed meanwhile nothing is lost: `base` is what it held before both. */
  function merged(base, kept, mine) {
    if (kept === base || mine.includes(kept)) return mine;
    return kept.includes(mine) ? kept : `${kept}\n\n${mine}`;
  }

  /** Return an element with properties, attributes (those with a hyphen) and what stands in it. */
  function make(tag, properties = {}, ...children) {
    const one = document.createElement(tag);
    for (const [name, value] of Object.entries(properties))
      if (name.includes("-")) one.setAttribute(name, value);
      else one[name] = value;
    one.append(...children);
    return one;
  }

  site.own = {
    LARGEST,
    make,
    read,
    records,
    change,
    merged,
    saver,
    isRecord,
    /** How many of some kinds there are. */
    count: (...kinds) =>
      Object.entries(records()).filter(([name, { gone }]) => !gone && kinds.includes(name.split(".")[0])).length,
    isKept: () => !unsaved.size,
    /** How long a text is to say, in seconds, rounded to five. */
    seconds: (parts) => {
      const count = parts.join(" ").match(/[\p{L}\p{N}][\p{L}\p{N}\p{M}'’-]*/gu)?.length ?? 0;
      return count && Math.max(5, Math.round((count * 12) / WORDS_A_MINUTE) * 5);
    },
    SPEED: `при ${WORDS_A_MINUTE} словах в минуту`,
    /** Take records of a file; throw, with nothing changed, where they are not right or do not fit. Return how to do it. */
    take(given) {
      const bad = isPlain(given) ? Object.entries(given).find((one) => !isRecord(...one)) : ["own"];
      if (bad) throw new Error(`он повреждён, запись «${bad[0].slice(0, 60)}»`);
      const all = newer(given);
      const rest = size(names().filter((name) => !(name in all)));
      if (rest + JSON.stringify(all).length > LARGEST) throw new Error("ваши тексты вместе с его текстами длиннее миллиона знаков");
      return () => {
        Object.entries(all).forEach((one) => write(...one));
        return Object.keys(all).length;
      };
    },
    erase() {
      unsaved.clear();
      names().forEach((name) => localStorage.removeItem(PREFIX + name));
      news();
    },
  };

  // Told, not taken away: a newer site may have written it and will read it again.
  const unread = names().filter((name) => NAME.test(name) && !parse(name, stored(name)));
  if (unread.length)
    site.say(
      `Не читается ваших текстов: ${unread.length}. Их записала другая версия сайта или они повреждены. В памяти браузера они остались.`,
      ...copied(unread.map(stored).join("\n\n")),
    );
})();
