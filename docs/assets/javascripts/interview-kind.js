/* What story-store.js has to know of interviews; the page of marks has it, too, whose file carries them. */
"use strict";
(() => {
  const { own, tools } = window.sobesednik;
  const { isPlain, ID } = tools;
  const isText = (one) => typeof one === "string";
  const areTexts = (all) => Array.isArray(all) && all.every(isText);
  const isAmount = (one) => Number.isFinite(one) && one >= 0;
  const isSign = (one) => Array.isArray(one) && one.length === 3 && areTexts(one.slice(0, 2)) && typeof one[2] === "boolean";

  /** Tell whether something is what one question of an interview was like; `signs` are [[level, text, ticked], …]. */
  const isAsked = (one) =>
    isPlain(one) &&
    ["id", "title", "wording", "section", "level", "notes"].every((name) => isText(one[name])) &&
    ID.test(one.id) &&
    ["minutes", "spent"].every((name) => isAmount(one[name])) &&
    [one.topics, one.asks].every(areTexts) &&
    [...one.asks.keys(), one.asks.length].includes(one.asked) &&
    [null, 0, 1, 2, 3, 4].includes(one.score) &&
    typeof one.isSkipped === "boolean" &&
    Array.isArray(one.signs) &&
    one.signs.every(isSign);

  /** Tell whether some questions hold what was noted of one: words, ticks, that it has a score. */
  const holds = (items, { id, notes, score, signs }) =>
    items.some(
      (other) =>
        other.id === id &&
        other.notes.includes(notes) &&
        (score === null || other.score !== null) &&
        signs.every(([, text, isOn]) => !isOn || other.signs.some(([, same, isThere]) => isThere && same === text)),
    );

  own.know("interview", {
    isRight: ({ gone, level, notes, minutes, begun, ended, seen, topics, place, items }) =>
      gone === true ||
      ([level, notes].every(isText) &&
        [minutes, begun, ended, seen].every(isAmount) &&
        areTexts(topics) &&
        Array.isArray(items) &&
        items.every(isAsked) &&
        new Set(items.map(({ id }) => id)).size === items.length &&
        [...items.keys()].includes(place)),
    words: ({ title, notes, items }) =>
      [title, notes, ...items.filter((one) => one.notes).map((one) => `${one.title}: ${one.notes}`)].filter(Boolean).join("\n"),
    // An interview that went on in two browsers: both records stay then. What was erased is not wanted.
    isLost: (old, one) =>
      !old.gone &&
      !one.gone &&
      (Boolean(old.title && !one.title) || !one.notes.includes(old.notes) || old.items.some((item) => !holds(one.items, item))),
  });
})();
