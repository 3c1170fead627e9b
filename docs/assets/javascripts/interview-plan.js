/* What to ask at an interview: the questions of the page, and a plan of them that covers topics and fits a time. The same
 * choice gives everybody the same plan. */
"use strict";
window.sobesednik.interview = (() => {
  /* Of the time, for saying hello and for what the candidate wants to ask. */
  const HELLO = 5;
  const list = document.querySelector("[data-interview]");
  const titles = new Map([...document.querySelectorAll("[data-choice] [data-tag]")].map((one) => [one.dataset.tag, one.firstChild.data.trim()]));
  const levelNames = new Map([...document.querySelectorAll("[data-choice] [name=level] option")].map((one) => [one.value, one.text]));
  const levelOf = ({ level }) => levelNames.get(level) ?? "любой уровень";
  const levels = [...levelNames.keys()];
  const texts = (place) => [...place.children].map((one) => one.textContent);

  function question(item, order) {
    const link = item.querySelector("a");
    const group = item.closest("[data-section]").dataset.section;
    const wording = item.querySelector(".interview-wording");
    const section = titles.get(group);
    const signs = [...item.querySelectorAll("[data-signals]")].flatMap((one) => texts(one).map((text) => [one.dataset.signals, text]));
    return {
      id: item.dataset.question,
      title: link.textContent,
      href: link.href,
      wording: wording.textContent,
      section,
      level: item.dataset.level,
      groups: [...item.dataset.tags.split(" "), group],
      minutes: Number(wording.dataset.minutes),
      asks: texts(item.querySelector("[data-asks]")),
      signs,
      rank: Number(item.dataset.rank ?? 1e6),
      order,
    };
  }

  const bank = new Map([...list.querySelectorAll("li[data-question]")].map((one, order) => [one.dataset.question, question(one, order)]));
  list.remove();

  /* Questions for every level are no step of it: they come last. */
  const step = ({ level }) => levels.indexOf(level) >>> 0;
  const byRank = (one, other) => one.rank - other.rank || one.order - other.order;
  const byEase = (one, other) => step(one) - step(other) || byRank(one, other);
  const time = (ids) => ids.reduce((sum, id) => sum + bank.get(id).minutes, 0);
  const room = (minutes) => (minutes > 3 * HELLO ? minutes - HELLO : minutes);

  /** Return the questions that a choice, {level, topics}, allows, the best first: those of the level itself before those
   * of lower ones, by how often they are asked. Where no topic is chosen, those of the level's sections. */
  function fitting({ level, topics }) {
    const top = levels.indexOf(level);
    const distance = (one) => (one.level === "any" ? 0 : top - step(one));
    return [...bank.values()]
      .filter((one) => (topics.length ? one.groups.some((group) => topics.includes(group)) && distance(one) >= 0 : one.level === level))
      .sort((one, other) => distance(one) - distance(other) || byRank(one, other));
  }

  /** Return the groups that a plan is to cover: what was chosen, or all sections, those that are asked most first. */
  const wanted = (choice) =>
    choice.topics.length ? choice.topics : [...new Set(fitting(choice).map((one) => one.groups.at(-1)))];

  /** Return what one is asked first, to get used to it: a question of a lower level, about a chosen topic if there is any. */
  const warmUp = ({ level, topics }) =>
    [...bank.values()]
      .filter((one) => step(one) < levels.indexOf(level) && (!topics.length || one.groups.some((name) => topics.includes(name))))
      .sort(byRank)[0];

  /** Return a plan for {level, topics, minutes}: ids, from easy to hard. The group that has least gets the next. */
  function compose(choice) {
    const all = fitting(choice);
    const pools = wanted(choice).map((name) => ({ name, count: 0, left: all.filter((one) => one.groups.includes(name)) }));
    const picked = new Set();
    let left = room(choice.minutes);
    const take = (one) => {
      picked.add(one);
      left -= one.minutes;
      for (const pool of pools) if (one.groups.includes(pool.name)) pool.count += 1;
    };
    const first = all.length && warmUp(choice);
    if (first && first.minutes * 4 < left) take(first);
    for (;;) {
      const [pool] = pools.filter((one) => one.left.length).sort((one, other) => one.count - other.count);
      if (!pool) return [...picked].sort(byEase).map(({ id }) => id);
      const next = pool.left.shift();
      if (picked.has(next) || next.minutes > left) continue;
      take(next);
    }
  }

  /** Return the id of what may stand in place of a question of a plan: of the same group, if there is one, and none of
   * those refused; nothing where there is no other. `refused`, a set of ids, gets what is taken out. */
  function another(choice, ids, id, refused) {
    const own = wanted(choice).filter((name) => bank.get(id)?.groups.includes(name));
    const left = room(choice.minutes) - time(ids.filter((one) => one !== id));
    const far = (one) => (one.groups.some((name) => own.includes(name)) ? 0 : 2) + (one.minutes > left ? 1 : 0);
    const others = fitting(choice)
      .filter((one) => !ids.includes(one.id))
      .sort((one, other) => far(one) - far(other));
    const fresh = others.filter((one) => !refused.has(one.id));
    if (!fresh.length) refused.clear();
    refused.add(id);
    return (fresh[0] ?? others[0])?.id;
  }

  /** Return which groups a plan leaves out. */
  const missing = (choice, ids) => wanted(choice).filter((name) => !ids.some((id) => bank.get(id).groups.includes(name)));

  return { HELLO, bank, levels, levelOf, titles, fitting, compose, another, missing, time, room };
})();
