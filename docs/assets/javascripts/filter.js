/* Narrows an index by words, tags, level and mark; order.js puts it in order. The state stands in the address, so that it
 * can be shared. */
"use strict";
(() => {
  const form = document.querySelector(".filter");
  if (!form) return;
  const WAIT = 150;
  const fields = ["find", "level", "mark", "order"].map((name) => form.elements[name]).filter(Boolean);
  const buttons = [...form.querySelectorAll("[data-tag]")];
  const sections = [...document.querySelectorAll(".index-section")];
  const [status, reset] = [form.querySelector("[role=status]"), form.querySelector("[type=reset]")];
  const whole = status.textContent;
  // For paper, where the form is not: what the list below it was narrowed to.
  const told = document.createElement("p");
  told.hidden = true;
  form.after(told);
  const fold = (text) => text.normalize("NFC").toLowerCase().replaceAll("ё", "е");
  /** What an item says, its buttons left out: they say «Повторить» in all of them. */
  const textOf = (one) => [...one.children].map((part) => (part.matches(".question-marks") ? "" : part.textContent)).join(" ");
  const items = new Map();
  for (const section of sections)
    for (const one of section.querySelectorAll("li[data-question]"))
      items.set(one, fold(`${section.querySelector("h2").textContent} ${textOf(one)}`));

  const arrange = window.sobesednik.orderOf?.(items, sections, told);

  const nouns = { one: "вопрос", few: "вопроса" };
  const said = (count) => `${count} ${nouns[new Intl.PluralRules("ru").select(count)] ?? "вопросов"}`;

  function state() {
    const tags = buttons.filter((one) => one.ariaPressed === "true").map((one) => one.dataset.tag);
    return Object.fromEntries([...fields.map((one) => [one.name, one.value.trim()]), ["tags", tags.join(" ")]]);
  }

  function apply() {
    const wanted = state();
    const words = fold(wanted.find).split(/\s+/).filter(Boolean);
    const tags = wanted.tags.split(" ").filter(Boolean);
    const found = new Set();
    for (const [one, text] of items) {
      const { question, level, tags: own, state: mark } = one.dataset;
      // In the index of tags a question stands under each of its tags, but is wanted under the chosen ones.
      const under = one.closest(".index-section").dataset.tag;
      const fits =
        words.every((word) => text.includes(word)) &&
        (!tags.length || (under ? tags.includes(under) : own.split(" ").some((tag) => tags.includes(tag)))) &&
        (!wanted.level || wanted.level === level) &&
        (!wanted.mark || (wanted.mark === "due" ? window.sobesednik.isDue?.(question) : wanted.mark === (mark || "none")));
      one.hidden = !fits;
      if (fits) found.add(question);
    }
    arrange?.(wanted.order === "asked");
    for (const section of sections) section.hidden = !section.querySelector("li:not([hidden])");
    const active = Object.entries(wanted).some(([name, value]) => value && name !== "order");
    reset.hidden = !active;
    const text = found.size ? `Показано: ${said(found.size)}` : "Ничего не нашлось. Уберите лишнее слово или тему";
    status.textContent = active ? `${text}.` : whole;
    told.className = active ? "print-filter" : "";
    told.textContent = active ? `Отбор: ${spelled(wanted)}. ${status.textContent}` : "";
    return wanted;
  }

  /** What the reader has chosen, in the words of the form. */
  function spelled({ find }) {
    const chosen = buttons.filter((one) => one.ariaPressed === "true").map((one) => one.firstChild.data.trim());
    const lists = fields.filter((one) => one.options && one.value);
    return [
      find && `«${find}»`,
      ...chosen,
      ...lists.map((one) => `${one.previousElementSibling.textContent.toLowerCase()} — ${one.selectedOptions[0].text}`),
    ]
      .filter(Boolean)
      .join(", ");
  }

  function remember(wanted) {
    const address = new URL(location);
    for (const [name, value] of Object.entries(wanted)) {
      if (value) address.searchParams.set(name, value);
      else address.searchParams.delete(name);
    }
    try {
      history.replaceState(history.state, "", address);
    } catch {
      // Some browsers limit how often; the next change tells the whole state again.
    }
  }

  const refresh = () => remember(apply());
  let waiting;
  form.addEventListener("input", ({ target }) => {
    clearTimeout(waiting);
    waiting = setTimeout(refresh, target.name === "find" ? WAIT : 0);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    refresh();
  });
  form.addEventListener("reset", () => {
    buttons.forEach((one) => (one.ariaPressed = "false"));
    setTimeout(() => {
      refresh();
      // Its own button goes away: the keyboard must not lose its place.
      form.elements.find.focus();
    });
  });
  form.addEventListener("click", ({ target }) => {
    const button = target.closest("[data-tag]");
    if (!button) return;
    button.ariaPressed = button.ariaPressed !== "true";
    refresh();
  });
  document.addEventListener("marks", apply);

  const given = new URLSearchParams(location.search);
  for (const field of fields) {
    const value = given.get(field.name) ?? "";
    field.value = value;
    if (field.value !== value) field.value = "";
  }
  const tags = (given.get("tags") ?? "").split(/[ ,]+/);
  buttons.forEach((one) => (one.ariaPressed = String(tags.includes(one.dataset.tag))));
  apply();
})();
