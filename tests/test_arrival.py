"""Where a result of the search leads, in Chromium: to the word, with its question named, and nothing else marked."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from hooks.search.text import clean, tokens
from hooks.search.words import read_stop_words
from scripts.tools.environment import ROOT
from tests.bank import questions
from tests.searching import ask, open_search

SCREENS = {"phone": (390, 800), "laptop": (1280, 720)}
# One word of each stands in a title or a wording, both together in an answer only.
PHRASES = ["слабая ссылка", "поток-демон", "фиксация сессии"]
DEEP = 14
BELOW_HEADER = 48

PLACE = """() => {
    const marks = [...document.querySelectorAll("mark[data-search-hit]")].filter((one) => one.offsetHeight);
    const seen = marks.map((one) => one.getBoundingClientRect().top).filter((top) => top >= 48 && top < innerHeight);
    const card = marks[0]?.closest(".question-card");
    const buttons = [...document.querySelectorAll(".question-card")].filter((one) => one !== card);
    const inSight = (one) => one.getBoundingClientRect().top < innerHeight && one.getBoundingClientRect().bottom > 48;
    return {
        first: seen[0] ?? null,
        isEnd: scrollY + innerHeight >= document.documentElement.scrollHeight - 2,
        words: [...new Set(marks.map((one) => one.textContent.toLowerCase()))],
        title: card?.querySelector("h2").textContent.replace("¶", "").trim(),
        top: card?.querySelector("h2").getBoundingClientRect().top,
        named: document.querySelector("[data-md-component=header-topic]").textContent.trim(),
        before: buttons.some((one) => inSight(one.querySelector(".question-marks"))
            && one.compareDocumentPosition(card) & Node.DOCUMENT_POSITION_FOLLOWING),
    };
}"""


def deep_words(site: Path) -> list[str]:
    """Return words that stand in one answer only, each in its second half, of questions all over the site."""
    texts = {}
    for path in sorted(site.glob("search/answers-*.js")):
        content = path.read_text(encoding="utf-8")
        texts[path.stem] = " ".join(json.loads(content[content.index(",") + 1 : content.rindex(")")]))
    often = Counter(name for text in texts.values() for name in {one.whole for one in tokens(clean(text))})
    stop = set(read_stop_words((ROOT / "hooks/search/stop-words.txt").read_text(encoding="utf-8")))
    found = []
    for text in texts.values():
        words = re.findall(r"(?<![\w.-])[а-яё]{7,}(?![\w-])", text[len(text) // 2 :])
        found += [next((one for one in reversed(words) if often[tokens(one)[0].whole] == 1 and one not in stop), "")]
    every = [one for one in found if one]
    return every[:: len(every) // DEEP][:DEEP]


def arrive(tab: Page, site_url: str, query: str, screen: str) -> dict:
    """Open the first result of a query, and return what is seen there."""
    tab.set_viewport_size({"width": 1280, "height": 720})
    open_search(tab, site_url)
    address = ask(tab, query)[0]
    width, height = SCREENS[screen]
    tab.set_viewport_size({"width": width, "height": height})
    tab.goto(address)
    expect(tab.locator("mark[data-search-hit]").first).to_be_attached()
    frames = "let left = 8; const next = () => (left-- ? requestAnimationFrame(next) : done()); next();"
    tab.evaluate(f"new Promise((done) => {{ {frames} }})")
    return tab.evaluate(PLACE) | {"address": address, "height": height}


@pytest.mark.parametrize("screen", SCREENS)
def test_search_brings_to_the_word_with_its_question_named(site, site_url, tab: Page, screen):
    wrong = []
    words = deep_words(site)
    assert len(words) == DEEP
    for query in (*words, *PHRASES):
        seen = arrive(tab, site_url, query, screen)
        # Not above its own question: of a passage under the title the title stands at the top.
        is_first = 0 < seen["top"] < 2 * BELOW_HEADER
        is_near = seen["first"] is not None and seen["first"] >= BELOW_HEADER
        is_near = is_near and (seen["first"] <= seen["height"] / 3 or seen["isEnd"] or is_first)
        is_named = seen["named"] == seen["title"] or 0 < seen["top"] < seen["height"] / 2
        if not (is_near and is_named) or seen["before"]:
            wrong.append((query, seen))
    assert wrong == []


def test_address_carries_the_query_as_it_was_typed(site_url, tab: Page):
    for query in ("gil", "N + 1", "asyncio.gather", "сборка мусора", "def f(x=[])"):
        open_search(tab, site_url)
        (address, *_) = ask(tab, query)
        assert parse_qs(urlsplit(address).query) == {"h": [query]}


@pytest.mark.parametrize(
    ("query", "only"),
    [
        ("gil", {"gil", "sys._is_gil_enabled"}),
        ("поток-демон", {"поток-демон"}),
        ("N+1", {"n+1"}),
        ("сборка мусора в CPython", {"сборка", "сборки", "сборке", "мусора", "мусор", "cpython"}),
    ],
)
def test_only_typed_words_and_their_forms_are_marked(site_url, tab: Page, query, only):
    arrive(tab, site_url, query, "laptop")
    marks = tab.locator("mark[data-search-hit]")
    marked = marks.evaluate_all("all => all.map((one) => one.textContent.toLowerCase())")
    assert marked
    assert set(marked) <= only
    assert set(marks.evaluate_all("all => all.map((one) => one.dataset.searchHit)")) == {""}


@pytest.mark.parametrize(("query", "word"), [("гил", "gil"), ("дедлкок", "deadlock")])
def test_other_words_are_marked_quietly_where_no_typed_one_is(site_url, tab: Page, query, word):
    arrive(tab, site_url, query, "laptop")
    marked = tab.locator("mark[data-search-hit=other]")
    assert word in {text.lower() for text in marked.all_text_contents()}
    assert tab.locator("mark[data-search-hit='']").count() == 0
    assert marked.first.evaluate("one => getComputedStyle(one).backgroundColor") == "rgba(0, 0, 0, 0)"


def test_word_in_another_layout_is_marked_as_it_was_meant(site_url, tab: Page):
    arrive(tab, site_url, "ltrjhfnjh", "laptop")
    texts = {text.lower() for text in tab.locator("mark[data-search-hit='']").all_text_contents()}
    assert texts
    assert {text[:8] for text in texts} == {"декорато"}


def test_contents_lead_to_a_question_after_a_search_too(site_url, tab: Page):
    """What the address still says of the words moves nobody who has pressed another question."""
    arrive(tab, site_url, "tracemalloc", "laptop")
    ids = [one.id for one in questions(page="middle/python-core.md")]
    tab.locator(f".md-sidebar--secondary a[href='#{ids[0]}']").click()
    tab.wait_for_timeout(200)
    assert abs(tab.locator(f"#{ids[0]}").evaluate("one => one.getBoundingClientRect().top") - 92) < 3


def test_second_result_on_the_same_page_is_brought_to_its_word(site_url, tab: Page):
    seen = arrive(tab, site_url, "tracemalloc", "laptop")
    tab.locator(".md-search__input").click()
    ask(tab, "слабая ссылка")
    tab.locator(".md-search-result__link[href*='#garbage-collection']").first.click()
    block = tab.locator("#garbage-collection--success").locator("xpath=ancestor::details[1]")
    expect(block).to_have_attribute("open", "")
    tab.wait_for_load_state("networkidle")
    seen = tab.evaluate(PLACE)
    assert seen["named"] == seen["title"] != ""
    assert BELOW_HEADER <= seen["first"] <= 240


def test_reload_leaves_closed_what_the_reader_has_closed(site_url, tab: Page):
    arrive(tab, site_url, "tracemalloc", "laptop")
    # Of an address that names the answer itself the browser would open it.
    tab.goto(re.sub("--[a-z]+$", "", tab.url))
    block = tab.locator(".question-blocks > details[open]")
    expect(block).to_have_count(1)
    block.locator("> summary").click()
    tab.reload()
    expect(tab.locator("mark[data-search-hit]").first).to_be_attached()
    tab.wait_for_timeout(300)
    expect(block).to_have_count(0)
