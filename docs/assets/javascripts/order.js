/* Puts an index in the order of what is asked most: one list of all questions in place of the sections. For filter.js. */
"use strict";
/** Take the items of an index, its sections, to which one more is added, and what stands above the list. Return
 * what arranges them: by what is asked most, or by sections. */
window.sobesednik.orderOf = (items, sections, above) => {
  const homes = new Map([...items.keys()].map((one) => [one, one.parentElement]));
  const ranked = document.createElement("section");
  ranked.className = "index-section";
  ranked.append(document.createElement("h2"), document.createElement("ul"));
  ranked.firstChild.textContent = "Сначала то, что спрашивают чаще";
  ranked.lastChild.className = sections[0].querySelector("ul").className;
  above.after(ranked);
  sections.push(ranked);
  const rank = ({ dataset }) => Number(dataset.rank ?? 1e6);
  return (isRanked) => {
    if (isRanked) ranked.lastChild.append(...[...items.keys()].sort((one, other) => rank(one) - rank(other)));
    else for (const [one, home] of homes) home.append(one);
  };
};
