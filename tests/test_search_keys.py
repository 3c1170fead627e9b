"""The search window for keys and ears: where the focus goes, what Tab and arrows reach, what is exposed and said."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.axe import DESKTOP, PHONE
from tests.searching import ask

QUESTIONS = "junior/python-basics/"
FIELD, RESULT, TOGGLE = ".md-search__input", ".md-search-result__link", "#__search"
FOCUSED = "() => document.activeElement.getAttribute('href') ?? document.activeElement.className"


def found(tab: Page, query: str = "кортеж") -> None:
    """Ask in the search, which is open, and wait for what it does when it has been opened."""
    ask(tab, query)
    expect(tab.locator(RESULT).nth(3)).to_be_attached()
    # Our window is ready by then: it has told what the first title is.
    expect(tab.locator(".md-search-result__item h1[role]").first).to_be_attached()


def results(tab: Page) -> list[str]:
    """Return the addresses of the results, without those of the sections around them."""
    return tab.locator(".md-search-result__item").evaluate_all(
        "items => items.map(one => [...one.querySelectorAll('a')].at(-1).getAttribute('href'))"
    )


def tree(tab: Page) -> list[tuple[str, str]]:
    """Return role and name of all that a screen reader is given."""
    session = tab.context.new_cdp_session(tab)
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    session.detach()
    return [(node["role"]["value"], node.get("name", {}).get("value", "")) for node in nodes if not node.get("ignored")]


@pytest.mark.parametrize("way", ["/", "ы"])
def test_escape_gives_the_focus_back_to_where_it_was(site_url, tab: Page, way):
    tab.goto(site_url + QUESTIONS)
    answer = tab.locator("details.success summary").nth(2)
    for _ in range(2):
        answer.focus()
        if way == "/":
            tab.keyboard.press("/")
        else:
            tab.evaluate(
                "document.activeElement.dispatchEvent("
                "new KeyboardEvent('keydown', {key: 'ы', code: 'KeyS', bubbles: true, cancelable: true}))"
            )
        expect(tab.locator(FIELD)).to_be_focused()
        found(tab)
        tab.keyboard.press("ArrowDown")
        tab.keyboard.press("Escape")
        expect(tab.locator(TOGGLE)).not_to_be_checked()
        expect(answer).to_be_focused()


def test_escape_on_a_phone_gives_the_focus_back_to_the_button(site_url, tab: Page):
    tab.set_viewport_size(PHONE)
    tab.goto(site_url + QUESTIONS)
    button = tab.locator(".md-header__button[for=__search]")
    for _ in range(2):
        button.click()
        expect(tab.locator(FIELD)).to_be_focused()
        found(tab)
        tab.keyboard.press("Escape")
        expect(button).to_be_focused()


def test_slash_opens_the_search_of_a_narrow_screen_too(site_url, tab: Page):
    tab.set_viewport_size(PHONE)
    tab.goto(site_url + QUESTIONS)
    tab.keyboard.press("/")
    expect(tab.locator(FIELD)).to_be_focused()
    expect(tab.locator(FIELD)).to_have_value("")


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_tab_reaches_every_result_and_shift_tab_comes_back(site_url, tab: Page, size):
    tab.set_viewport_size(size)
    tab.goto(site_url + QUESTIONS)
    tab.keyboard.press("/")
    found(tab)
    wanted, seen = results(tab)[:4], []
    while len(seen) < 8 and wanted[-1] not in seen:
        tab.keyboard.press("Tab")
        expect(tab.locator(TOGGLE)).to_be_checked()
        seen.append(tab.evaluate(FOCUSED))
    assert seen[-4:] == wanted
    for _ in seen:
        tab.keyboard.press("Shift+Tab")
    expect(tab.locator(FIELD)).to_be_focused()


def test_tab_past_the_search_closes_it_and_goes_on(site_url, tab: Page):
    tab.set_viewport_size(DESKTOP)
    tab.goto(site_url + QUESTIONS)
    tab.keyboard.press("/")
    found(tab)
    tab.locator(RESULT).last.focus()
    tab.keyboard.press("Tab")
    tab.keyboard.press("Tab")
    expect(tab.locator(TOGGLE)).not_to_be_checked()
    assert not tab.evaluate("!!document.activeElement.closest('.md-search')")


def test_one_press_of_an_arrow_is_one_result(site_url, tab: Page):
    tab.goto(site_url)
    tab.keyboard.press("/")
    found(tab)
    wanted = results(tab)[:4]
    for address in wanted:
        tab.keyboard.press("ArrowDown")
        assert tab.evaluate(FOCUSED) == address
    for address in wanted[-2::-1]:
        tab.keyboard.press("ArrowUp")
        assert tab.evaluate(FOCUSED) == address
    tab.keyboard.press("ArrowUp")
    expect(tab.locator(FIELD)).to_be_focused()
    tab.keyboard.press("ArrowUp")
    expect(tab.locator(FIELD)).to_be_focused()


@pytest.mark.parametrize("key", ["Shift", "End", "PageDown"])
def test_keys_that_write_nothing_leave_the_focus_on_a_result(site_url, tab: Page, key):
    tab.goto(site_url)
    tab.keyboard.press("/")
    found(tab)
    tab.keyboard.press("ArrowDown")
    tab.keyboard.press(key)
    assert tab.evaluate(FOCUSED) == results(tab)[0]


def test_number_of_results_is_said(site_url, tab: Page):
    tab.goto(site_url)
    meta = tab.locator(".md-search-result__meta")
    expect(meta).to_have_attribute("role", "status")
    tab.keyboard.press("/")
    found(tab)
    expect(meta).to_have_text(re.compile(r"^Найдено совпадений: \d+$"))


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_closed_search_is_no_dialog_and_an_open_one_is_where_it_covers_the_page(site_url, tab: Page, size):
    tab.set_viewport_size(size)
    tab.goto(site_url + QUESTIONS)
    is_phone = size == PHONE
    closed = tree(tab)
    assert "dialog" not in {role for role, _ in closed}
    assert ("textbox" in {role for role, _ in closed}) is not is_phone
    tab.keyboard.press("/")
    found(tab)
    opened = tree(tab)
    assert (("dialog", "Поиск по сайту") in opened) is is_phone
    assert (("button", "Закрыть поиск") in opened) is is_phone
    # What lies behind it is out of reach.
    assert (("button", "Раскрыть все") in opened) is not is_phone
    tab.keyboard.press("Escape")
    expect(tab.locator(TOGGLE)).not_to_be_checked()
    # Its results stay in the page, out of reach.
    assert {role for role, _ in tree(tab)} == {role for role, _ in closed}
    assert tab.locator(RESULT).count() > 3


def test_button_of_the_dialog_closes_it_by_keys(site_url, tab: Page):
    tab.set_viewport_size(PHONE)
    tab.goto(site_url + QUESTIONS)
    tab.locator(".md-header__button[for=__search]").click()
    found(tab)
    tab.get_by_role("button", name="Закрыть поиск").focus()
    tab.keyboard.press("Enter")
    expect(tab.locator(TOGGLE)).not_to_be_checked()


def test_results_bring_no_second_h1(site_url, tab: Page):
    tab.goto(site_url)
    tab.keyboard.press("/")
    found(tab, "как помочь")
    headings = tab.evaluate(
        """() => [...document.querySelectorAll(".md-search-result h1, .md-search-result h2")]
            .filter(one => one.getAttribute("role") !== "presentation")
            .map(one => one.getAttribute("aria-level") ?? one.tagName[1])"""
    )
    assert set(headings) == {"2"}
    assert len(headings) == len(results(tab))
