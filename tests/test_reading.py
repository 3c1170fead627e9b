"""Reading in Chromium: what opens stays in its place, an answer is marked and closed at both ends, the last is kept."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from selectolax.lexbor import LexborHTMLParser

from tests.bank import questions

PAGE = "middle/async-concurrency/"
FIRST, SECOND, *_ = questions(page="middle/async-concurrency.md")
SCREENS = [(390, 800), (1280, 720)]

# Blocks pressed at random, each at a random place of the screen: how far its title moved under the finger.
PRESS = """async () => {
    let seed = 7;
    const chance = () => (seed = (seed * 1103515245 + 12345) % 2147483648) / 2147483648;
    const frames = async () => { for (let one = 0; one < 4; one++) await new Promise(requestAnimationFrame); };
    const titles = [...document.querySelectorAll(".question-blocks > details > summary")].slice(0, 20);
    const moved = [];
    for (let turn = 0; turn < 60; turn++) {
        const title = titles[Math.floor(chance() * titles.length)];
        scrollBy({top: title.getBoundingClientRect().top - 60 - chance() * (innerHeight - 120), behavior: "instant"});
        await frames();
        const before = title.getBoundingClientRect().top;
        title.click();
        await frames();
        const isEnd = scrollY + innerHeight >= document.documentElement.scrollHeight - 2;
        const far = Math.round(title.getBoundingClientRect().top - before);
        if (far && !isEnd) moved.push([title.textContent, title.parentElement.open, far]);
    }
    return moved;
}"""


def answer(tab: Page, question: str = FIRST.id):
    """Return the model answer of a question."""
    return tab.locator(f".question-card[data-question={question}] details.success")


@pytest.mark.parametrize(("width", "height"), SCREENS)
def test_block_that_is_pressed_stays_under_the_finger(site_url, tab: Page, width, height):
    tab.set_viewport_size({"width": width, "height": height})
    tab.goto(site_url + PAGE)
    assert tab.evaluate(PRESS) == []


def far(tab: Page, end: str, button: str) -> float:
    """Return how far a button lies from an end of the first answer."""
    script = """(answer, [end, button]) =>
        Math.abs(answer.getBoundingClientRect()[end] - answer.querySelector(button).getBoundingClientRect()[end])"""
    return answer(tab).evaluate(script, [end, button])


@pytest.mark.parametrize(("width", "height"), SCREENS)
def test_open_answer_is_marked_and_closed_at_both_its_ends(site_url, tab: Page, width, height):
    tab.set_viewport_size({"width": width, "height": height})
    tab.goto(site_url + PAGE)
    answer(tab).locator("summary").click()
    marks = answer(tab).get_by_role("button", name="Знаю")
    expect(marks).to_have_count(2)
    assert far(tab, "top", "[data-mark=know]") < 120
    marks.first.click()
    every = tab.locator(f".question-card[data-question={FIRST.id}] [data-mark=know]")
    assert [one.get_attribute("aria-pressed") for one in every.all()] == ["true"] * 3
    close = answer(tab).get_by_role("button", name="Скрыть ответ")
    assert far(tab, "bottom", "button[aria-label='Скрыть ответ']") < 30
    marks.last.click()
    expect(every.first).to_have_attribute("aria-pressed", "false")
    close.click()
    expect(answer(tab)).not_to_have_attribute("open", re.compile(".*"))
    expect(answer(tab).locator("summary")).to_be_focused()
    expect(answer(tab).locator("summary")).to_be_in_viewport()
    answer(tab).locator("summary").click()
    expect(marks).to_have_count(2)


def cross_links(site: Path) -> list[tuple[str, str]]:
    """Return the links from inside the answers of the site to other questions: page, address."""
    ids = {one.id for one in questions()}
    found = []
    for path in sorted(site.rglob("index.html")):
        page = LexborHTMLParser(path.read_text(encoding="utf-8"))
        for link in page.css(".question-blocks a[href*='#']"):
            address = link.attributes["href"]
            if "://" not in address and address.partition("#")[2].partition("--")[0] in ids:
                found.append((path.parent.relative_to(site).as_posix() + "/", address))
    return found


def test_every_link_from_an_answer_to_another_question_means_its_answer(site: Path):
    links = cross_links(site)
    assert len(links) > 50
    assert [one for one in links if not one[1].endswith("--success")] == []


@pytest.mark.parametrize("script", [True, False], ids=["with scripts", "without"])
def test_link_from_an_answer_opens_the_answer_that_it_means(chromium, site, site_url, script):
    context = chromium.new_context(java_script_enabled=script, viewport={"width": 390, "height": 800})
    tab = context.new_page()
    here = next(one for one in cross_links(site) if one[1].startswith("#"))
    there = next(one for one in cross_links(site) if one[1].startswith("../"))
    for page, address in (here, there):
        tab.goto("about:blank")
        tab.goto(site_url + page)
        link = tab.locator(f".question-blocks a[href='{address}']").first
        link.locator("xpath=ancestor::details[1]").locator("summary").click()
        link.click()
        name = address.partition("#")[2].partition("--")[0]
        expect(answer(tab, name)).to_have_attribute("open", "")
        heading = tab.locator(f"#{name}")
        expect(heading).to_be_in_viewport()
        # Its own title comes first: the buttons of the question before are out of sight.
        assert 60 < heading.bounding_box()["y"] < 130
    context.close()


def test_home_and_section_offer_to_go_on_where_the_reader_was(site_url, context: BrowserContext):
    tab = context.new_page()
    tab.goto(site_url)
    assert tab.locator("[data-continue]").is_hidden()
    tab.goto(site_url + PAGE)
    assert tab.locator("[data-continue]").is_hidden()
    answer(tab, SECOND.id).locator("summary").click()
    tab.goto(site_url + "junior/python-basics/")
    assert tab.locator("[data-continue]").is_hidden()

    later = context.new_page()
    later.goto(site_url + PAGE)
    expect(later.locator("[data-continue]")).to_have_text(f"Продолжить: {SECOND.title}")
    later.goto(site_url)
    expect(later.locator("[data-continue]")).to_have_text(f"Продолжить: {SECOND.title}")
    later.locator("[data-continue] a").click()
    expect(answer(later, SECOND.id)).to_have_attribute("open", "")
    expect(later.locator(f"#{SECOND.id}")).to_be_in_viewport()


def test_question_read_on_with_its_answer_open_is_the_last_one(site_url, context: BrowserContext):
    tab = context.new_page()
    tab.goto(site_url + PAGE)
    tab.locator("[data-fold=open]").click()
    tab.locator(f"#{SECOND.id}").evaluate("one => one.scrollIntoView()")
    expect(tab.locator("[data-md-component=header-topic]")).to_have_text(SECOND.title)
    other = context.new_page()
    other.goto(site_url)
    expect(other.locator("[data-continue]")).to_have_text(f"Продолжить: {SECOND.title}")


KEPT = [
    "{",
    "null",
    "{}",
    "[1, null]",
    '[["javascript:alert(1)", "gil", "x"]]',
    '[["//x/", "gil", "x"]]',
    '[["/x/", "gil"]]',
    # A browser reads both as «//», which begins another host.
    r'[["/\\example.org/", "gil", "GIL"]]',
    r'[["/\t/example.org/", "gil", "GIL"]]',
]


def test_place_that_cannot_be_read_is_no_place_and_erasing_takes_it(site_url, tab: Page):
    errors = []
    tab.on("pageerror", lambda error: errors.append(str(error)))
    tab.goto(site_url + PAGE)
    answer(tab).locator("summary").click()
    key = tab.evaluate("Object.keys(localStorage).find((name) => name.startsWith('sobesednik.last'))")
    good = tab.evaluate("key => localStorage.getItem(key)", key)
    for text in KEPT:
        tab.evaluate("([key, text]) => localStorage.setItem(key, text)", [key, text])
        tab.goto(site_url)
        assert tab.locator("[data-continue]").is_hidden(), text
    assert errors == []
    tab.evaluate("([key, text]) => localStorage.setItem(key, text)", [key, good])
    tab.goto(site_url + "marks/")
    tab.evaluate("sobesednik.erase()")
    assert tab.evaluate("key => localStorage.getItem(key)", key) is None
