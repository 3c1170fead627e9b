"""Old addresses on the built site, with JavaScript and without."""

from __future__ import annotations

import re

import pytest
from lxml import html
from playwright.sync_api import expect

from hooks.bank.load import load_bank
from hooks.checks import read_sources
from hooks.checks.project import addresses
from hooks.finish.article import moved
from hooks.finish.errors import FinishError
from scripts.tools.environment import ROOT
from scripts.tools.local_server import served
from tests.conftest import BASE_PATH
from tests.finishing import build_of_texts, page_of, site_of
from tests.sites import build, make_site, page, question

ADDRESSES = """
any-level.md
index.md
junior/a.md
junior/a.md#question-1
junior/index.md
middle/b.md
middle/b.md#question-2
middle/index.md
tags.md
# What has moved: an id on its page, an id to another page, a page, an id of a page that is gone.
junior/a.md#old-name -> junior/a.md#question-1
junior/a.md#moved -> middle/b.md#question-2
junior/a.md#of-page -> junior/a.md
junior/gone.md -> middle/b.md
junior/gone.md#stayed -> junior/a.md#question-1
junior/gone.md#question-2 -> middle/b.md#question-2
gone.md -> junior/a.md#question-1
"""


@pytest.fixture(scope="module")
def old_site(tmp_path_factory):
    """A built site with redirects of every sort, and its address."""
    pages = {"junior/a.md": page(question(1)), "middle/b.md": page(question(2, "middle"))}
    folder = tmp_path_factory.mktemp("redirects")
    site = make_site(folder / "source", pages)
    (site / "docs/addresses.txt").write_text(ADDRESSES, encoding="utf-8")
    result = build(site, "--site-dir", str(folder / "www" / BASE_PATH), SITE_URL="https://example.com/sobesednik/")
    assert result.returncode == 0, result.stdout
    with served(folder / "www") as address:
        yield folder / "www" / BASE_PATH, f"{address}{BASE_PATH}/"


WAYS = {
    "junior/a/#moved": "middle/b/#question-2",
    "junior/gone/": "middle/b/",
    "junior/gone/#question-2": "middle/b/#question-2",
    "junior/gone/#question-2--success": "middle/b/#question-2--success",
    "junior/gone/#stayed": "junior/a/#question-1",
    "junior/gone/#stayed--success": "junior/a/#question-1--success",
    "junior/a/#moved--failure": "middle/b/#question-2--failure",
    "junior/gone/?h=gil&x=%#stayed": "junior/a/?h=gil&x=%#question-1",
    "gone/": "junior/a/#question-1",
}


@pytest.mark.xdist_group("redirects")
def test_old_addresses_lead_to_the_new_ones(old_site, tab):
    _, url = old_site
    for old, new in WAYS.items():
        tab.goto("about:blank")
        tab.goto(url + old)
        tab.wait_for_url(url + new)
        assert tab.locator("h1").inner_text().startswith("Раздел")


@pytest.mark.xdist_group("redirects")
def test_old_id_on_the_same_page_shows_its_question(old_site, tab):
    _, url = old_site
    tab.set_viewport_size({"width": 800, "height": 300})
    tab.goto(f"{url}junior/a/#old-name")
    heading = tab.locator("h2#question-1")
    assert heading.locator("#old-name").count() == 1
    assert tab.locator("#of-page").count() == 1
    # Below the header that stays at the top, not behind it.
    assert heading.bounding_box()["y"] >= tab.locator(".md-header").bounding_box()["height"]
    # A place in its answer, to which a result of the search led.
    tab.goto("about:blank")
    tab.goto(f"{url}junior/a/#old-name--failure")
    expect(tab.locator("details:has([id='question-1--failure'])")).to_have_attribute("open", "")


@pytest.mark.xdist_group("redirects")
def test_old_addresses_work_without_javascript(old_site, chromium):
    _, url = old_site
    context = chromium.new_context(java_script_enabled=False)
    tab = context.new_page()
    tab.goto(url + "junior/gone/")
    tab.wait_for_url(url + "middle/b/")
    tab.goto(url + "junior/a/#moved")
    tab.locator("#moved a").click()
    tab.wait_for_url(url + "middle/b/#question-2")
    context.close()


@pytest.mark.xdist_group("redirects")
def test_page_of_a_redirect_says_where_to_search_engines_and_readers(old_site):
    site, _ = old_site
    source = (site / "junior/gone/index.html").read_text(encoding="utf-8")
    assert '<link rel="canonical" href="https://example.com/sobesednik/middle/b/">' in source
    assert '<meta http-equiv="refresh" content="0; url=../../middle/b/">' in source
    assert re.findall(r'<a data-moved[^>]*href="([^"]+)">([^<]+)</a>', source) == [
        ("../../middle/b/", "Раздел"),
        ("../a/#question-1", "Вопрос 1"),
        ("../../middle/b/#question-2", "Вопрос 2"),
    ]
    assert not re.search(r"<script(?![^>]*\bsrc=)|\son\w+=|style=", source)
    assert "gone" not in (site / "sitemap.xml").read_text(encoding="utf-8")
    assert not (site / "addresses.txt").exists()


@pytest.mark.xdist_group("redirects")
def test_pages_without_redirects_load_no_script_for_them(old_site):
    site, _ = old_site
    assert "redirect.js" in (site / "junior/a/index.html").read_text(encoding="utf-8")
    assert "redirect.js" not in (site / "middle/b/index.html").read_text(encoding="utf-8")


@pytest.mark.xdist_group("redirects")
def test_what_has_moved_away_stands_outside_the_cards_and_in_no_book(old_site):
    site, _ = old_site
    article = html.fromstring((site / "junior/a/index.html").read_text(encoding="utf-8")).find(".//article")
    (moved,) = article.find_class("moved")
    around = {name for element in moved.iterancestors() for name in (element.get("class") or "").split()}
    assert "no-book" in around
    assert "question-card" not in around
    (card,) = article.find_class("question-card")
    assert "переехал" not in card.text_content()


@pytest.mark.xdist_group("redirects")
def test_hash_of_any_shape_does_no_harm(old_site, tab):
    _, url = old_site
    errors = []
    tab.on("pageerror", lambda error: errors.append(error))  # Playwright marks what it is given
    for old, new in (("junior/gone/", "middle/b/"), ("junior/a/", "junior/a/")):
        for shape in ("#100%", "#%", "#%E0%A4%A", "#__proto__", "#constructor", "#__content"):
            tab.goto("about:blank")
            tab.goto(url + old + shape)
            tab.wait_for_url(f"{url}{new}*")
            tab.locator("h1").wait_for()
    assert [error for error in errors if "redirect.js" in (error.stack or "")] == []


def test_old_address_of_a_heading_that_is_not_there_names_the_page(tmp_path):
    build = build_of_texts({"junior/a.md": page(question())})
    site = site_of(build, tmp_path)
    site.once("moved", lambda: moved.Moved(here={"junior/a.md": {"gone": ["old"]}}))
    with pytest.raises(FinishError, match=r"^docs/junior/a\.md:1: в готовой странице нет заголовка «gone»"):
        moved.keep_old_ids(page_of(build, "junior/a.md", '<h2 id="other">Вопрос</h2>'), site)


def test_redirects_that_go_round_are_all_named():
    published = addresses.read("a.md -> b.md\nb.md -> c.md\nc.md -> b.md\n")
    found = [str(problem) for problem in addresses.find(published, {}, [], frozenset())]
    assert found == [
        f"docs/addresses.txt:{line}: переадресация «{name}.md» ведёт сама к себе; впишите нынешний адрес"
        for line, name in enumerate("abc", 1)
    ]


@pytest.mark.counts
def test_list_of_the_real_site_has_every_page_and_question_and_nothing_that_is_not_there(site):
    content = (ROOT / "docs/addresses.txt").read_text(encoding="utf-8")
    published = addresses.read(content)
    pages = [source.page for source in read_sources(ROOT / "docs")]
    questions = load_bank(ROOT / "docs").questions
    assert len(published.entries) >= len(questions) + len(pages)
    assert addresses.missing(published, pages, questions) == []
    for entry in published.entries:
        name, _, anchor = entry.address.partition("#")
        path = site / re.sub(r"(?:(?<=/)|^)index\.md$|\.md$", "", name) / "index.html"
        assert path.exists(), entry.address
        # What leads to the page that it stood on needs no place there.
        assert not anchor or entry.target == name or f'id="{anchor}"' in path.read_text(encoding="utf-8"), entry.address
