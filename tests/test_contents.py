"""The contents beside a page in Chromium: the question at the top of the screen is the one that is lit."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.bank import questions

# Widths with and without the contents in sight, a phone, and letters twice as large.
SCREENS = {
    "laptop": (1280, 720, 1),
    "wide": (1920, 1080, 1),
    "tall": (1000, 1400, 1),
    "phone": (390, 800, 1),
    "200%": (1280, 720, 2),
}

# Of the contents beside the page and of those in the drawer of a phone, which are the same.
LIT = """() => {
    const names = (all) => [...all].map((one) => one.hash.slice(1)).join();
    const contents = ["primary", "secondary"].map((side) => document.querySelector(`.md-sidebar--${side}`));
    const lit = contents.flatMap((one) => [
        names(one.querySelectorAll(".md-nav--secondary [aria-current=location]")),
        names(one.querySelectorAll(".md-nav--secondary .md-nav__link--active[href^='#']")),
    ]);
    return new Set(lit).size === 1 ? lit[0] : JSON.stringify(lit);
}"""
SETTLED = "(async () => { for (let one = 0; one < 3; one++) await new Promise(requestAnimationFrame); })()"
PAGES = sorted({one.page for one in questions()})


def lit(tab: Page) -> str:
    """Return the id of the entry that is lit and told to screen readers as such, in all contents of the page."""
    tab.evaluate(SETTLED)
    return tab.evaluate(LIT)


@pytest.mark.parametrize("screen", SCREENS)
def test_every_address_of_a_question_lights_its_own_entry(site_url, tab: Page, screen):
    width, height, letters = SCREENS[screen]
    tab.set_viewport_size({"width": width, "height": height})
    if letters > 1:
        tab.add_init_script(
            f"addEventListener('DOMContentLoaded', () => document.documentElement.style.fontSize = '{letters * 125}%')"
        )
    wrong = []
    # All on a phone, every third elsewhere.
    for question in questions() if screen == "phone" else questions()[::3]:
        tab.goto(f"{site_url}{question.page.removesuffix('.md')}/#{question.id}")
        if (found := lit(tab)) != question.id:
            wrong.append((question.id, found))
    assert wrong == []


@pytest.mark.parametrize("page", PAGES)
def test_entry_that_is_pressed_is_lit_and_named_in_the_header(site_url, tab: Page, page):
    tab.goto(site_url + page.removesuffix(".md") + "/")
    tab.set_viewport_size({"width": 1280, "height": 720})
    asked = questions(page=page)
    for question in (*asked, *reversed(asked)):
        tab.locator(f".md-sidebar--secondary a[href='#{question.id}']").click()
        assert lit(tab) == question.id
        expect(tab.locator("[data-md-component=header-topic]")).to_have_text(question.title)


def test_entry_follows_the_question_at_the_top(site_url, tab: Page):
    """By wheel, downwards and back, with answers open; above the first question none is lit."""
    tab.goto(site_url + "junior/python-basics/")
    assert lit(tab) == ""
    tab.locator("[data-fold=open]").click()
    wrong = tab.evaluate(
        """async () => {
            const wrong = [];
            const cards = [...document.querySelectorAll(".question-card")];
            const end = document.documentElement.scrollHeight - innerHeight;
            for (let at = 0; at < 2 * end; at += 613) {
                scrollTo(0, at < end ? at : 2 * end - at);
                for (let frame = 0; frame < 3; frame++) await new Promise(requestAnimationFrame);
                const line = parseFloat(getComputedStyle(cards[0].querySelector("h2")).scrollMarginTop) + 8;
                const passed = cards.filter((one) => one.querySelector("h2").getBoundingClientRect().top <= line);
                const told = document.querySelector(".md-nav--secondary [aria-current]")?.hash.slice(1);
                if (told !== passed.at(-1)?.dataset.question) wrong.push([scrollY, told]);
            }
            return wrong;
        }"""
    )
    assert wrong == []
    tab.evaluate("scrollTo(0, 0)")
    assert lit(tab) == ""
    expect(tab.locator("[data-md-component=header-topic]")).to_have_text("Основы Python")
