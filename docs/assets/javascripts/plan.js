/* Makes a plan the reader's own: only the chosen level is in it, what is known takes no time any more, and what is to be
 * repeated comes first in its day. The choice stands in the address. The days are cut as hooks/markdown/plan.py cuts
 * them: by the level alone, so that a question stays in its day when it is known, and the day can be done. */
"use strict";
(() => {
  const site = window.sobesednik;
  const form = document.querySelector(".plan-choice");
  const { level } = form.elements;
  const ORDER = ["repeat", null, "know"];
  const rules = new Intl.PluralRules("ru");
  const told = (count) => `${count} ${{ one: "минута", few: "минуты" }[rules.select(count)] ?? "минут"}`;
  const plans = [...document.querySelectorAll(".plan")].map((plan) => ({
    days: [...plan.querySelectorAll(".plan-day")],
    items: [...plan.querySelectorAll("li[data-question]")],
  }));

  const mark = (one) => site.mark(one.dataset.question) ?? null;
  const lengthOf = (items) => items.reduce((sum, one) => sum + Number(one.dataset.minutes), 0);

  function arrange({ days, items }) {
    const own = items.filter(({ dataset }) => !level.value || [level.value, "any"].includes(dataset.level));
    items.forEach((one) => (one.hidden = !own.includes(one)));
    const cut = days.map(() => []);
    const total = lengthOf(own);
    let before = 0;
    for (const one of own) {
      const length = Number(one.dataset.minutes);
      cut[Math.floor(((before + length / 2) * days.length) / total)].push(one);
      before += length;
    }
    days.forEach((day, number) => showDay(day, cut[number]));
  }

  function showDay(day, items) {
    const left = items.filter((one) => mark(one) !== "know");
    const sections = [...new Set((left.length ? left : items).map((one) => one.dataset.section))].join(", ");
    const [all, rest] = [lengthOf(items), lengthOf(left)];
    const time = rest === all ? told(all) : `осталось ${told(rest)} из ${all}`;
    day.hidden = !items.length;
    day.dataset.done = String(!left.length);
    day.querySelector(".plan-day__about").textContent = left.length ? `${time}: ${sections}` : `Сделано: ${sections}`;
    day.querySelector("ul").append(...ORDER.flatMap((one) => items.filter((item) => mark(item) === one)));
  }

  const show = () => plans.forEach(arrange);

  level.value = new URLSearchParams(location.search).get("level") ?? "";
  if (level.selectedIndex < 0) level.value = "";
  form.addEventListener("change", () => {
    const address = new URL(location);
    if (level.value) address.searchParams.set("level", level.value);
    else address.searchParams.delete("level");
    history.replaceState(history.state, "", address);
    show();
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  document.addEventListener("marks", show);
  show();
})();
