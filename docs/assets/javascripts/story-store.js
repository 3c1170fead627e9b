/* The reader's own words, kept in this browser only: texts written into skeletons, `text.` and the id of the question,
 * {title, parts, at, was?}, and stories, `story.` and an id, {title, questions, at, gone?}. Each has a key of its own:
 * tabs cannot write over one another's, nor a site that knows marks only over any. What cannot be read is never written
 * over: it is put aside. What the storage does not take stays here for as long as the page does. Other kinds of records
 * are made known by the scripts of the pages that have to do with them: interview-kind.js. */
"use strict";
(() => {
  const site = window.sobesednik;
  const PREFIX = `sobesednik.own:${window.__md_scope?.pathname ?? "/"}#`;
  const VERSION = 1;
  // Of all together, as JSON; a browser gives about five million letters to all pages of an origin.
  const LARGEST = 1_000_000;
  const PAUSE = 250;
  const WORDS_A_MINUTE = 120;
  const NAME = /^([a-z]+)\.[a-z0-9][a-z0-9-]*$/;

  const { isPlain, ID } = site.tools;
  const areTexts = (all) => Array.isArray(all) && all.every((one) => typeof one === "string");
  /* Kind -> {isRight, words?, isLost?}: whether a record is one of it, all its words, whether another one that takes its
   * place would lose any. */
  const kinds = new Map([
    ["text", { isRight: ({ parts }) => areTexts(parts) }],
    ["story", { isRight: ({ questions }) => areTexts(questions) && questions.every((id) => ID.test(id)) }],
  ]);
  const kindOf = (name) => kinds.get(NAME.exec(name)?.[1]);
  const isRecord = (name, one) =>
    kindOf(name) &&
    isPlain(one) &&
    one.version === VERSION &&
    Number.isFinite(one.at) &&
    typeof one.title === "string" &&
    (one.was === undefined || typeof one.was === "string") &&
    kindOf(name).isRight(one);

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
    const all = [...new Set([...names(), ...unsaved.keys()])].filter(kindOf).sort();
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
  const words = (name, one) => kindOf(name).words?.(one) ?? [one.title, ...(one.parts ?? [])].filter(Boolean).join("\n");

  /** The name under which a record stays beside the one that takes its place. */
  const copyOf = (name, { at }) => `${name}-${at.toString(36)}`;

  const ask = (event) => event.preventDefault();

  function write(name, record) {
    const refused = new Set(unsaved.keys());
    unsaved.set(name, record);
    let why = "";
    // What was refused before, too: there may be room by now.
    for (const [one, kept] of [...unsaved]) {
      // Meanwhile another tab may have had room.
      const other = refused.has(one) ? parse(one, stored(one)) : null;
      if (other && kindOf(one).isLost?.(other, kept)) put(copyOf(one, other), other);
      const refusal = put(one, kept);
      if (refusal) why = refusal;
      else unsaved.delete(one);
    }
    // Only then: a page that always listens to that is not kept for a step back by some browsers.
    (why ? addEventListener : removeEventListener)("beforeunload", ask);
    if (why) {
      const text = [...unsaved].map((one) => words(...one)).join("\n\n");
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
      if (old && kindOf(name).isLost?.(old, one)) all[copyOf(name, old)] = old;
      const [before, after] = [old ? joined(old) : "", joined(one)];
      const was = [old?.was, after.includes(before) ? "" : before, one.was].filter(Boolean);
      all[name] = was.length ? { ...one, was: [...new Set(was)].join("\n\n") } : one;
    }
    return all;
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
    saver,
    isRecord,
    /** Make a kind of records known. */
    know(name, kind) {
      kinds.set(name, kind);
      check(kind);
    },
    isKept: () => !unsaved.size,
    /** Whether there is a record that cannot be read: a newer site has written it, or it is damaged. */
    isUnread: (name) => stored(name) !== null && !read(name),
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

  /** Say what of a kind, or of all, cannot be read. */
  function check(...of) {
    // Told, not taken away: a newer site may have written it and will read it again.
    const unread = names().filter((name) => of.includes(kindOf(name)) && !parse(name, stored(name)));
    if (unread.length)
      site.say(
        `Не читается ваших текстов: ${unread.length}. Их записала другая версия сайта или они повреждены. В памяти браузера они остались.`,
        ...copied(unread.map(stored).join("\n\n")),
      );
  }
  check(...kinds.values());
})();
