"""What the tests of the search share: queries, the engine in a page, the real search window."""

from __future__ import annotations

import itertools
import json
import random
from dataclasses import dataclass
from pathlib import Path

import pymorphy3
from playwright.sync_api import Page, expect

from scripts.tools.environment import ROOT

LISTS = tuple(ROOT / f"tests/data/search-queries{name}.tsv" for name in ("", "-fresh", "-later"))
OUTSIDE = tuple(
    ROOT / f"tests/data/search-queries-{name}.tsv"
    for name in ("outside", "outside-held", "stranger", "stranger-held", "29-held", "absent")
)
"""Lists that name topics and pages of sections too, and queries about what the site does not tell of."""
ABSENT = frozenset({"-"})
"""What answers those."""
ANALYZER = pymorphy3.MorphAnalyzer()

_ASK = """async queries => {
    const field = document.querySelector('.md-search__input');
    const meta = document.querySelector('.md-search-result__meta');
    const found = [];
    for (const query of queries) {
        meta.textContent = '';
        const told = new Promise(resolve => new MutationObserver((_, observer) => {
            if (meta.textContent) resolve(observer.disconnect());
        }).observe(meta, {childList: true, characterData: true, subtree: true}));
        const late = new Promise(resolve => setTimeout(resolve, 20000));
        field.value = query;
        field.dispatchEvent(new InputEvent('input', {bubbles: true}));
        await Promise.race([told, late]);
        const links = document.querySelectorAll('.md-search-result__item a[href*="#"]');
        found.push(Array.from(links, one => one.href));
    }
    return found;
}"""


@dataclass(frozen=True)
class Query:
    """A query of the list: its category, its text and the questions that answer it."""

    category: str
    text: str
    answers: frozenset[str]


def read_queries(path: Path) -> list[Query]:
    """Read the list: category, query and ids parted by tabs; `#` begins a comment."""
    rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines() if line and line[0] != "#"]
    return [Query(category, text, frozenset(ids.replace(" ", "").split(","))) for category, text, ids in rows]


def open_search(tab: Page, address: str) -> None:
    """Open a page and its search window, and wait until Material has heard that the search is ready."""
    tab.goto(address)
    tab.locator(".md-search__input").click()
    expect(tab.locator(".md-search-result__meta")).to_contain_text("Начните")


def ask(tab: Page, query: str) -> list[str]:
    """Put a query into the open window at once, as pasting does, and return the addresses that it shows."""
    return ask_all(tab, [query])[0]


def ask_all(tab: Page, queries: list[str]) -> list[list[str]]:
    """Put one query after another into the open window, each when the one before it is answered."""
    return tab.evaluate(_ASK, queries)


def find_all(tab: Page, queries: list[str]) -> list[list[str]]:
    """Ask the engine of `load_engine`, and return the ids of the questions that each query finds."""
    script = """async queries => {
        const found = [];
        for (const query of queries) found.push((await engine.search(query)).results.map(one => one.url));
        return JSON.stringify(found);
    }"""
    return [ids(one) for one in json.loads(tab.evaluate(script, queries))]


def find_told(tab: Page, queries: list[str]) -> list[list[str]]:
    """Return what each query finds, topics as `topic:name`; of what is not on the site `-` and near topics."""
    script = """async queries => {
        const found = [];
        for (const query of queries) {
            const { results, isAbsent } = await engine.search(query);
            found.push([...(isAbsent ? ["-"] : []), ...results.map(one => one.url)]);
        }
        return found;
    }"""
    return [[_told(address) for address in one] for one in tab.evaluate(script, queries)]


def _told(address: str) -> str:
    page, _, fragment = address.partition("#")
    return f"topic:{fragment}" if page == "tags/" and fragment else fragment or address


def ids(addresses: list[str]) -> list[str]:
    """Return the ids of the questions that addresses lead to."""
    return [address.partition("#")[2].partition("--")[0] for address in addresses]


def load_engine(tab: Page, site: Path) -> None:
    """Load the built site's search scripts and index into an empty page, as `window.engine`."""
    tab.goto("about:blank")
    tab.evaluate("self.loaded = {}; self.searchFile = (name, value) => { self.loaded[name] = value }")
    for name in ("engine", "core"):
        tab.add_script_tag(path=site / "search" / f"{name}.js")
    tab.evaluate("self.engine = new SearchEngine(async name => self.loaded[name]); 0")


def dictionary_words(number: int, seed: int = 1) -> list[str]:
    """Return random words of the Russian dictionary, in all their forms."""
    chance = random.Random(seed)  # noqa: S311 (a sample, not a secret)
    letters = "абвгдежзиклмнопрстуфхцчшщэюя"
    words: set[str] = set()
    while len(words) < number:
        prefix = "".join(chance.choices(letters, k=3))
        words.update(word for word, *_ in itertools.islice(ANALYZER.dictionary.iter_known_words(prefix), 500))
    return sorted(words)[:number]
