"""The real site in a real browser: requests, console, reading without JavaScript."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from scripts.tools.environment import ROOT
from tests.bank import questions
from tests.conftest import BASE_PATH
from tests.site_text import pages


def addresses(site: Path) -> list[str]:
    """Return the address of every page, relative to the site."""
    return [path.relative_to(site).as_posix().removesuffix("index.html") for path in pages(site)]


@dataclass
class Visits:
    """What was seen while every page was open, with its answers open, on three screens."""

    pages: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)
    noise: list[tuple[str, str]] = field(default_factory=list)
    failed: list[tuple[int, str]] = field(default_factory=list)
    wide: list[tuple[str, int]] = field(default_factory=list)
    cookies: list[dict] = field(default_factory=list)


@pytest.fixture(scope="module")
def visits(chromium, site, site_url) -> Visits:
    """Every page visited once; tests that use it are of one group."""
    seen = Visits()
    context = chromium.new_context(locale="ru-RU", reduced_motion="reduce")
    context.add_init_script("delete Navigator.prototype.serviceWorker")
    tab = context.new_page()
    tab.on("request", lambda request: request.url.startswith(site_url) or seen.foreign.append(request.url))
    tab.on("console", lambda message: seen.noise.append((tab.url, message.text)))
    tab.on("pageerror", lambda error: seen.noise.append((tab.url, str(error))))
    tab.on("response", lambda response: response.status < 400 or seen.failed.append((response.status, response.url)))
    for address in addresses(site):
        tab.goto(site_url + address, wait_until="load")
        tab.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
        for width in (320, 390, 1280):
            tab.set_viewport_size({"width": width, "height": 800})
            if tab.evaluate("document.documentElement.scrollWidth") > width:
                seen.wide.append((address, width))
        tab.wait_for_load_state("networkidle")
        seen.pages.append(address)
    seen.cookies = context.cookies()
    context.close()
    return seen


@pytest.mark.xdist_group("visits")
def test_no_page_asks_another_host_and_the_console_is_clean(site, visits: Visits):
    assert (visits.foreign, visits.noise, visits.failed, visits.cookies) == ([], [], [], [])
    assert len(visits.pages) == len(addresses(site)) > 5


@pytest.mark.xdist_group("visits")
def test_no_page_scrolls_sideways(visits: Visits):
    assert visits.pages
    assert visits.wide == []


def test_search_opens_and_asks_no_other_host(site_url, tab: Page):
    foreign = []
    tab.on("request", lambda request: request.url.startswith(site_url) or foreign.append(request.url))
    tab.goto(site_url)
    tab.locator(".md-search__input").click()

    # Latin: Playwright inserts other letters without pressing keys, and the stock search hears keys only.
    tab.keyboard.type("merge")
    expect(tab.locator(".md-search-result__link").first).to_be_visible()
    assert foreign == []


def test_answer_is_closed_until_the_reader_opens_it(site_url, tab: Page):
    tab.goto(site_url + "junior/python-basics/")
    answer = tab.locator("details.success").first
    expect(answer.get_by_text("Коротко.")).to_be_hidden()
    answer.locator("summary").click()
    expect(answer.get_by_text("Коротко.")).to_be_visible()


def test_answers_open_without_javascript(chromium, site_url):
    context = chromium.new_context(java_script_enabled=False)
    tab = context.new_page()
    tab.goto(site_url + "junior/python-basics/")
    answer = tab.locator("details.success").first
    assert "Коротко." in answer.text_content()
    expect(answer.get_by_text("Коротко.")).to_be_hidden()
    answer.locator("summary").click()
    expect(answer.get_by_text("Коротко.")).to_be_visible()
    context.close()


def test_link_to_a_question_shows_it(site_url, tab: Page):
    last = questions(page="junior/python-basics.md")[-1].id
    tab.goto(f"{site_url}junior/python-basics/#{last}")
    expect(tab.locator(f"#{last}")).to_be_in_viewport()


def test_chip_leads_to_the_subject(site_url, tab: Page):
    tab.goto(site_url + "junior/python-basics/")
    tab.locator(".question-chips a", has_text="Хеширование").first.click()
    expect(tab).to_have_url(re.compile(rf"/{BASE_PATH}/tags/#hashing$"))
    expect(tab.locator("#hashing")).to_be_in_viewport()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_palette_follows_the_system(site_url, chromium, scheme):
    context = chromium.new_context(color_scheme=scheme)
    tab = context.new_page()
    tab.goto(site_url)
    red, green, blue = (
        int(part) for part in re.findall(r"\d+", tab.evaluate("getComputedStyle(document.body).backgroundColor"))[:3]
    )
    assert (red + green + blue > 600) == (scheme == "light")
    context.close()


def test_tab_shows_our_own_icon(site_url, tab: Page):
    tab.goto(site_url)
    icon = tab.locator("link[rel=icon]").get_attribute("href")
    assert icon.endswith("assets/favicon.svg")
    assert (ROOT / "docs/assets/favicon.svg").exists()
