"""How the site is found and shown elsewhere: heads of pages, cards, feed, plain texts, the 404 page."""

from __future__ import annotations

import copy
import datetime
import json
import re
import struct
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from lxml import etree
from lxml.html import HtmlElement, document_fromstring
from playwright.sync_api import BrowserContext, expect

from hooks.bank.load import load_bank
from hooks.finish.article import flashcards
from hooks.sharing import structured_data
from hooks.sharing.pictures import ICONS, IconError, card, icon_png
from hooks.sharing.texts import FeedEntry, atom_feed
from scripts.tools.environment import ROOT
from tests import site_text
from tests.conftest import BASE_PATH
from tests.finishing import question as asked
from tests.finishing import sample
from tests.sites import build, make_site, page, question

ADDRESS = f"https://example.github.io/{BASE_PATH}/"
ATOM = {"a": "http://www.w3.org/2005/Atom"}
ICON = (ROOT / "docs/assets/favicon.svg").read_text(encoding="utf-8")


def pages(site: Path) -> dict[str, str]:
    """Return address inside the site -> HTML of every page that the navigation leads to."""
    found = {
        path.relative_to(site).as_posix().removesuffix("index.html"): path.read_text(encoding="utf-8")
        for path in site_text.pages(site)
        if path.name == "index.html"
    }
    assert len(found) > 25
    return found


def checked(page: str) -> str:
    """Return the date on which a page's answers were last checked, as its front matter has it."""
    return re.search(r"^checked: (\S+)$", (ROOT / "docs" / page).read_text(encoding="utf-8"), re.MULTILINE)[1]


def meta(html: str, name: str) -> str:
    """Return the content of a page's only meta element of a name or property."""
    (content,) = re.findall(rf'<meta (?:name|property)="{re.escape(name)}" content="([^"]*)">', html)
    return content


def size(png: bytes) -> tuple[int, int]:
    """Return width and height of a PNG."""
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    return struct.unpack(">II", png[16:24])


def breadcrumbs(html: str) -> list[dict]:
    """Return the steps from the home page to a page; nothing where it tells of none."""
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', html)
    return json.loads(found[1])["itemListElement"] if found else []


def items(html: str, kind: str) -> list[dict]:
    """Return the microdata of a type: properties of each item, those of items in it as items."""
    return [_item(one) for one in document_fromstring(html).xpath(f"//*[@itemtype='https://schema.org/{kind}']")]


def _item(element: HtmlElement) -> dict:
    found: dict = {}
    for one in element.xpath(".//*[@itemprop]"):
        if one.xpath("ancestor::*[@itemscope][1]")[0] is not element:
            continue
        value = _item(one) if one.get("itemscope") is not None else one.get("content", one.get("href"))
        text = " ".join(one.text_content().split()) if value is None else value
        found.setdefault(one.get("itemprop"), []).append(text)
    return {"type": element.get("itemtype").rpartition("/")[2]} | found


# -- heads of pages ---------------------------------------------------------------------------


@pytest.mark.counts
def test_every_page_tells_what_it_is(site):
    titles, descriptions = [], []
    for address, html in pages(site).items():
        titles += re.findall(r"<title>(.*?)</title>", html)
        descriptions.append(meta(html, "description"))
        assert f'<link rel="canonical" href="{ADDRESS}{address}">' in html
        assert meta(html, "og:url") == ADDRESS + address
        assert meta(html, "og:description") == meta(html, "description")
        picture = meta(html, "og:image").removeprefix(ADDRESS)
        assert size((site / picture).read_bytes()) == (1200, 630), address
    assert all(20 < len(text) < 250 for text in descriptions), descriptions
    assert len(set(descriptions)) == len(descriptions)
    assert meta(pages(site)[""], "og:title") == "Собеседник"
    assert len(set(titles)) == len(titles) == len(pages(site))


@pytest.mark.counts
def test_sections_have_pictures_of_their_own(site):
    pictures = {address: meta(html, "og:image") for address, html in pages(site).items()}
    sections = {question.page.removesuffix(".md") + "/" for question in load_bank(ROOT / "docs").questions}
    assert len({pictures[section] for section in sections}) == len(sections)
    assert len({pictures[address] for address in pictures if address not in sections}) == 1


@pytest.mark.counts
def test_questions_are_flashcards_with_their_answers(site):
    """Of each question all that Google asks for, once; of the page what it advises."""
    bank = load_bank(ROOT / "docs")
    html = pages(site)
    seen = 0
    for address in html:
        questions = [one for one in bank.questions if one.page == f"{address.rstrip('/')}.md"]
        quizzes = items(html[address], "Quiz")
        if not questions or questions[0].kind == "employer":
            assert quizzes == [], address
            continue
        (quiz,) = quizzes
        assert quiz["name"] == quiz["about"][0]["name"]
        assert quiz["dateModified"] == [checked(questions[0].page)]
        assert len(quiz["hasPart"]) == len(questions)
        for part, one in zip(quiz["hasPart"], questions, strict=True):
            assert (part["type"], part["eduQuestionType"]) == ("Question", ["Flashcard"])
            assert [text.replace("\xa0", " ") for text in part["text"]] == [one.prompt.replace("\xa0", " ")]
            (answer,) = part["acceptedAnswer"]
            assert answer["type"] == "Answer"
            assert [plain(text) for text in answer["text"]] == [plain(one.short)]
        seen += len(questions)
    assert seen == sum(one.kind != "employer" for one in bank.questions) > 50


def plain(text: str) -> str:
    """Return a text without the difference of spaces, which a page joins."""
    return " ".join(text.replace("\xa0", " ").split())


def test_breadcrumbs_lead_from_home_to_the_page(site):
    html = pages(site)
    for address, text in html.items():
        trail = breadcrumbs(text)
        if address:
            assert [step["position"] for step in trail] == list(range(1, len(trail) + 1))
            assert (trail[0]["item"], trail[-1]["item"]) == (ADDRESS, ADDRESS + address)
            assert all(step["item"].removeprefix(ADDRESS) in html for step in trail)
        else:
            assert trail == []
    names = [step["name"] for step in breadcrumbs(html["employer/team/"])]
    assert names[:3] == ["Собеседник", "Любой уровень", "Вопросы работодателю"]


CARD = (
    '<div class="page-bar needs-script"></div>'
    '<section class="question-card" data-question="q">\n<h2 id="q">Список</h2>\n<p>Что это?</p>\n'
    '<details class="success">\n<summary>Ответ</summary>\n<p><strong>Коротко.</strong> Ряд.</p></details>'
    '<div class="question-footer"></div></section>'
)


def test_title_cannot_leave_the_structured_data():
    title = """Ж </script><b> "x" '>"""
    finished, of = sample(CARD, [asked("q")], title=title)
    flashcards.mark(finished, of)
    html = finished.tree.html
    (quiz,) = items(html, "Quiz")
    assert quiz["name"] == [title]
    assert quiz["hasPart"][0]["acceptedAnswer"][0]["text"] == ["Ряд."]
    data = structured_data.breadcrumbs((("Дом", "https://x.example/"), (title, "https://x.example/a/")))
    assert "</script>" not in data
    assert breadcrumbs(f'<script type="application/ld+json">{data}</script>')[1]["name"] == title


def test_question_that_is_made_otherwise_fails_the_build(tmp_path):
    site = make_site(tmp_path, {"junior/a.md": page(question())})
    hook = site / "hooks/finish/article/flashcards.py"
    hook.write_text(hook.read_text(encoding="utf-8").replace("h2 + p", "h7 + p"), encoding="utf-8")
    result = build(site)
    assert result.returncode != 0
    assert "docs/junior/a.md:10: вопроса «question-1» на готовой странице не видно" in result.stdout


# -- pictures ---------------------------------------------------------------------------------


def test_pictures_are_the_same_every_time():
    arguments = (ICON, "Собеседник", "Junior", "Очень длинное название раздела о разном " * 3, "Вопросов: 6")
    first = card(*arguments)
    card.cache_clear()
    assert card(*arguments) == first
    assert card(*arguments[:3], "Другое", "Вопросов: 6") != first


def test_icon_that_cannot_be_read_is_named(tmp_path):
    for text in ("", "<svg"):
        with pytest.raises(IconError, match=r"^рисунок не рисуется, сохраните его заново: "):
            icon_png(text, 192, "any")
    site = make_site(tmp_path, {})
    (site / "docs/assets/favicon.svg").write_bytes(ICON.replace("<rect", "<!-- Фон --><rect").encode("cp1251"))
    result = build(site)
    assert result.returncode == 1
    assert "ошибка в " not in result.stdout
    assert "ERROR   -  docs/assets/favicon.svg:1: рисунок не в UTF-8; сохраните его в этой кодировке" in result.stdout


def test_icon_without_a_background_is_named(tmp_path):
    with pytest.raises(IconError):
        icon_png(ICON.replace("<rect", "<ellipse"), 192, "maskable")
    site = make_site(tmp_path, {})
    favicon = site / "docs/assets/favicon.svg"
    favicon.write_text(ICON.replace("<rect", "<ellipse"), encoding="utf-8")
    result = build(site)
    assert result.returncode == 1
    assert "docs/assets/favicon.svg:1: нужен рисунок 48 × 48" in result.stdout
    favicon.unlink()
    missing = build(site)
    assert missing.returncode == 1
    assert "docs/assets/favicon.svg: нет рисунка, который назван в theme.favicon" in missing.stdout
    assert "Traceback" not in result.stdout + missing.stdout


def test_site_can_be_installed(site, site_url, context: BrowserContext):
    tab = context.new_page()
    tab.goto(site_url + "junior/python-basics/")
    session = context.new_cdp_session(tab)
    answer = session.send("Page.getAppManifest")
    assert answer["errors"] == []
    assert answer["url"] == site_url + "manifest.webmanifest"
    manifest = json.loads(answer["data"])
    assert (manifest["name"], manifest["lang"], manifest["start_url"]) == ("Собеседник", "ru", "./")
    for icon in manifest["icons"]:
        side = int(icon["sizes"].partition("x")[0])
        assert size((site / icon["src"]).read_bytes()) == (side, side)
    assert {icon["purpose"] for icon in manifest["icons"]} == {"any", "maskable"}
    assert len(ICONS) == len(manifest["icons"]) + 1
    # Not the origin's: other sites of the owner are there too.
    assert session.send("Page.getAppId")["appId"] == site_url
    assert session.send("Page.getInstallabilityErrors")["installabilityErrors"] in (
        [],
        [{"errorId": "in-incognito", "errorArguments": []}],
    )


# -- files for programs -----------------------------------------------------------------------


def test_feed_follows_its_rfc(site):
    schema = etree.RelaxNG(etree.parse(ROOT / "tests/data/atom.rng"))
    feed = etree.parse(site / "feed.xml")
    schema.assertValid(feed)
    ids = feed.xpath("//a:id/text()", namespaces=ATOM)
    assert len(set(ids)) == len(ids) > 50
    # One address of the feed itself, one page behind the feed and each entry (4.1.1, 4.1.2).
    assert len(feed.xpath("/a:feed/a:link[@rel='self']", namespaces=ATOM)) == 1
    assert len(feed.xpath("//a:link[@rel='alternate']", namespaces=ATOM)) == len(ids)
    for spoil in ("//a:entry[1]/a:updated", "/a:feed/a:author", "//a:entry[2]/a:title", "/a:feed/a:id"):
        broken = copy.deepcopy(feed)
        (element,) = broken.xpath(spoil, namespaces=ATOM)
        element.getparent().remove(element)
        assert not schema.validate(broken), spoil
    feed.xpath("//a:entry/a:updated", namespaces=ATOM)[0].text = "2026-11-23"
    assert not schema.validate(feed)


@pytest.mark.counts
def test_feed_holds_the_answers_by_their_dates(site):
    feed = ET.parse(site / "feed.xml").getroot()  # noqa: S314 (our own file)
    bank = load_bank(ROOT / "docs")
    entries = feed.findall("a:entry", ATOM)
    assert len(entries) == len(bank.questions)
    for required in ("id", "title", "updated", "author/a:name", "link[@rel='self']"):
        assert feed.find(f"a:{required}", ATOM) is not None, required
    ids = [entry.findtext("a:id", namespaces=ATOM) for entry in entries]
    assert len(set(ids)) == len(ids)
    # Of the question, not of its page: an answer that moves is not a new one.
    assert sorted(ids) == sorted(f"{ADDRESS}#{question.id}" for question in bank.questions)
    links = [entry.find("a:link", ATOM).get("href") for entry in entries]
    assert all(re.fullmatch(re.escape(ADDRESS) + r"[\w/-]+/#[\w-]+", one) for one in links)
    moments = [entry.findtext("a:updated", namespaces=ATOM) for entry in entries]
    assert all(datetime.datetime.fromisoformat(moment).tzinfo for moment in moments)
    assert feed.findtext("a:updated", namespaces=ATOM) == max(moments)
    summaries = {entry.findtext("a:summary", namespaces=ATOM) for entry in entries}
    assert {one.short for one in bank.questions} == summaries
    for html in pages(site).values():
        assert re.search(r'<link rel="alternate " type="application/atom\+xml" [^>]*href="[./]*feed.xml">', html)


def test_answers_changed_last_come_first():
    days = {name: datetime.date(2026, 11, day) for name, day in {"old": 1, "new": 20, "same": 20}.items()}
    address = "https://example.org/"
    entries = [FeedEntry(address + name, name, address, "Ответ & <b>", "Раздел", day) for name, day in days.items()]
    feed = ET.fromstring(atom_feed("Имя", "О чём", "https://example.org/", "https://example.org/feed.xml", entries))  # noqa: S314
    titles = [entry.findtext("a:title", namespaces=ATOM) for entry in feed.findall("a:entry", ATOM)]
    assert titles == ["new", "same", "old"]
    assert feed.findtext("a:updated", namespaces=ATOM) == "2026-11-20T00:00:00Z"


@pytest.mark.counts
def test_sitemap_dates_are_those_of_the_text(site):
    text = (site / "sitemap.xml").read_text(encoding="utf-8")
    places = dict(re.findall(r"<loc>(.*?)</loc>\s*(?:<lastmod>(.*?)</lastmod>)?", text))
    assert {address.removeprefix(ADDRESS) for address in places} == set(pages(site))
    assert places[f"{ADDRESS}junior/python-basics/"] == checked("junior/python-basics.md")
    # An index changes with the last page that does.
    assert places[f"{ADDRESS}tags/"] == max(places.values())
    assert f"Sitemap: {ADDRESS}sitemap.xml" in (site / "robots.txt").read_text(encoding="utf-8")


def test_llms_txt_leads_to_every_page(site):
    text = (site / "llms.txt").read_text(encoding="utf-8")
    assert re.match(r"# Собеседник\n\n> .+\n\n## ", text)
    links = re.findall(r"^- \[[^\]]+\]\(([^)]+)\): .+$", text, re.MULTILINE)
    assert sorted(link.removeprefix(ADDRESS) for link in links) == sorted(pages(site))


def test_site_without_an_address_promises_none(tmp_path):
    site = make_site(tmp_path, {"junior/a.md": page(question())})
    result = build(site, SITE_URL="", REPO_URL="")
    assert result.returncode == 0, result.stdout
    built = site / "site"
    html = (built / "junior/a/index.html").read_text(encoding="utf-8")
    for absent in ("og:image", "og:url", "canonical", "ld+json", "feed.xml"):
        assert absent not in html, absent
    assert meta(html, "og:title") == "Раздел"
    assert not (built / "feed.xml").exists()
    assert not (built / "assets/images/social").exists()
    assert "Sitemap" not in (built / "robots.txt").read_text(encoding="utf-8")
    assert "](junior/a/)" in (built / "llms.txt").read_text(encoding="utf-8")


# -- the page that is not there ---------------------------------------------------------------


@pytest.mark.parametrize("address", ["junior/mutable/", "a/b/c/asyncio-event-loop.html?x=1", "списки/%D0%B8%20%E0%A4"])
def test_unknown_address_is_searched_for(site, context: BrowserContext, address):
    tab = context.new_page()
    base = f"https://unknown.example/{BASE_PATH}/"

    def answer(route):
        path = site / route.request.url.removeprefix(base).partition("?")[0]
        route.fulfill(path=path) if path.is_file() else route.fulfill(path=site / "404.html", status=404)

    context.route("**/*", answer)
    tab.goto(base + address)
    expect(tab.locator(".md-content h1")).to_have_text("Такой страницы нет")
    expect(tab.locator(".md-search__input")).to_be_focused()
    words = {"junior/mutable/": "junior mutable"}.get(address)
    if words:
        expect(tab.locator(".md-search__input")).to_have_value(words)
    if "asyncio" in address:
        expect(tab.locator(".md-search-result__link").first).to_be_visible()
    tab.keyboard.press("Escape")
    expect(tab.locator(".md-search__input")).not_to_be_focused()
    tab.locator("[data-not-found] a").click()
    expect(tab.locator(".md-search__input")).to_be_focused()
    tab.keyboard.press("Escape")
    tab.set_viewport_size({"width": 390, "height": 800})
    tab.reload()
    expect(tab.locator("[data-not-found] a")).to_be_visible()
    assert not tab.locator("#__search").is_checked()
    home = tab.locator(".md-content a", has_text="Главная")
    assert home.evaluate("one => one.href") == base


def test_page_that_is_not_there_stays_out_of_search_engines(site):
    html = (site / "404.html").read_text(encoding="utf-8")
    assert meta(html, "robots") == "noindex"
    assert "ld+json" not in html
