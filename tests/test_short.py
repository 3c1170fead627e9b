"""Sheets of short answers: every «Коротко» of a part as its page has it, marks that fold it away, its paper."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

import pytest
from playwright.sync_api import Page, expect
from selectolax.lexbor import LexborHTMLParser, LexborNode

from hooks.bank.kinds import KINDS
from hooks.bank.records import Block, Question
from hooks.finish.article import short
from hooks.finish.page import Page as SitePage
from tests import axe, bank
from tests.finishing import question, rendered, sample
from tests.test_print import packed
from tests.test_print_chosen import paper

SHEETS = {
    "junior": bank.questions(level="junior"),
    "middle": bank.questions(level="middle"),
    "soft-skills": bank.questions(folder="soft-skills"),
    "employer": bank.questions(folder="employer"),
}
"""Sheet -> the questions that stand on it."""


def items(site, sheet: str) -> dict[str, LexborNode]:
    """Return the items of a published sheet by their questions."""
    html = (site / f"short/{sheet}/index.html").read_text(encoding="utf-8")
    return {one.attributes["data-question"]: one for one in LexborHTMLParser(html).css(".index-short > li")}


def words(text: str) -> str:
    """Return a text without the marks of lists and all that differs between Markdown and HTML."""
    return packed(re.sub(r"[`*]", "", text))


# -- what stands on a sheet ---------------------------------------------------------------------


def test_every_question_is_on_one_sheet():
    assert set(SHEETS) == set(KINDS)
    on_sheets = [one.id for questions in SHEETS.values() for one in questions]
    assert sorted(on_sheets) == sorted(one.id for one in bank.questions())


@pytest.mark.parametrize("sheet", SHEETS)
def test_sheet_holds_the_whole_short_answer_of_each_question_in_order(site, sheet):
    found = items(site, sheet)
    assert list(found) == [one.id for one in SHEETS[sheet]]
    for one in SHEETS[sheet]:
        place = found[one.id].css_first("[data-short]")
        assert words(place.text()) == words(one.short), one.id
        assert "Коротко" not in place.text()
        assert bool(place.css("pre > code")) == ("```" in one.short_markdown), one.id
        assert len(place.css("li")) == len(re.findall(r"(?m)^(?:[-*] |\d+\. )", one.short_markdown)), one.id


@pytest.mark.parametrize("sheet", SHEETS)
def test_short_answer_is_what_markdown_made_on_the_page_of_its_question(site, sheet):
    """Not another rendering of the same text: the elements are the same."""
    pages = {}
    for name, item in items(site, sheet).items():
        (one,) = (each for each in SHEETS[sheet] if each.id == name)
        path = site / one.page.removesuffix(".md") / "index.html"
        page = pages.setdefault(one.page, LexborHTMLParser(path.read_text(encoding="utf-8")))
        answer = page.css_first(f'section[data-question="{name}"] details.success')
        for node in item.css("[data-short] :is(li, pre)"):
            assert any(words(node.text()) == words(other.text()) for other in answer.css(node.tag)), name


def test_no_id_of_a_sheet_is_there_twice_or_belongs_to_a_question(site):
    known = {one.id for one in bank.questions()}
    for sheet in SHEETS:
        html = (site / f"short/{sheet}/index.html").read_text(encoding="utf-8")
        ids = Counter(node.id for node in LexborHTMLParser(html).css("[id]"))
        assert [name for name, number in ids.items() if number > 1 or name in known] == []


def test_every_link_of_a_sheet_leads_to_something_that_is_there(site):
    seen = 0
    for sheet in SHEETS:
        for name, item in items(site, sheet).items():
            for link in item.css("h3 > a:not(.headerlink), [data-short] a"):
                address = link.attributes["href"]
                if address.startswith("https://"):
                    continue
                path, _, place = address.partition("#")
                target = (site / "short" / sheet / path / "index.html").resolve()
                assert target.is_file(), (name, address)
                assert place in {node.id for node in LexborHTMLParser(target.read_text("utf-8")).css("[id]")}, address
                seen += 1
    assert seen >= len(bank.questions())


def test_title_leads_into_the_open_answer(site_url, tab: Page):
    one = SHEETS["middle"][3]
    tab.goto(site_url + "short/middle/")
    tab.locator(f"[data-question={one.id}] h3 > a").first.click()
    tab.wait_for_url(f"**/{one.page.removesuffix('.md')}/#{one.id}--success")
    expect(tab.locator(f"[data-question={one.id}] details.success")).to_have_attribute("open", "")


def test_search_finds_a_sheet_by_its_title_only(site):
    index = "\n".join(path.read_text("utf-8") for path in (site / "search").iterdir() if path.suffix != ".txt")
    assert index.count("Шпаргалка: Junior") >= 1
    assert "#short-" not in index


# -- the step -----------------------------------------------------------------------------------

ANSWER = (
    '<h2 id="one">One</h2><p>Что?</p><details class="success"><summary>Модельный ответ</summary>{}'
    "<p><strong>Подробно.</strong> Дальше.</p></details>"
)
PLACE = '<li><h3><a href="../a/#one">One</a></h3><div data-short="one"></div></li>'


def filled(answer: str, *, kind: str = "technical") -> tuple[str, list[str]]:
    """Return what stands in a place of a sheet when the page of its question holds such an answer, and the problems."""
    asked = replace(question("one", kind), blocks=(Block("success", "Модельный ответ", 1, ""),))
    page, site = sample("", [asked])
    markup = ANSWER.format(answer)
    home = SitePage(page.path, rendered(f"<!--article-->{markup}<!--/article-->"), page.info)
    info = replace(page.info, source="short/junior.md", url="short/junior/", path="short/junior/index.html")
    sheet = SitePage(info.path, rendered(PLACE), info)
    site.pages[:] = [home, sheet]
    short.fill(sheet, site)
    return sheet.tree.css_first("[data-short]").inner_html, site.problems


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("<p><strong>Коротко.</strong> Ряд <b>дел</b>.</p>", "<p>Ряд <b>дел</b>.</p>\n"),
        (
            "<p><strong>Коротко.</strong></p>\n<!-- длиннее: так --><ul><li>Пункт &lt;b&gt;</li></ul>",
            "<ul><li>Пункт &lt;b&gt;</li></ul>\n",
        ),
        ("<p><strong>Коротко:</strong> Так:</p><pre>x</pre>", "<p>Так:</p>\n<pre>x</pre>\n"),
        ("<p>Первый абзац.</p><p>Второй.</p>", "<p>Первый абзац.</p>"),
        (
            '<p><strong>Коротко.</strong> См. <a id="x" href="../b/#two">B</a>, <a href="#one">тут</a>,'
            ' <a href="https://a.example/">A</a>.</p>',
            '<p>См. <a href="../../junior/b/#two">B</a>, <a href="../../junior/a/#one--success">тут</a>,'
            ' <a href="https://a.example/">A</a>.</p>\n',
        ),
    ],
)
def test_step_takes_the_short_answer_and_leads_its_links_from_the_sheet(answer, expected):
    assert filled(answer) == (expected, [])


def test_short_answer_that_is_not_found_is_told_with_the_line_of_its_question():
    asked = question("one")
    page, site = sample(PLACE, [asked])
    short.fill(page, site)
    (problem,) = site.problems
    assert problem.startswith(f"docs/junior/a.md:{asked.line}: «Коротко» вопроса «one» на готовой странице не видно")


# -- in the browser -----------------------------------------------------------------------------

SHEET = SHEETS["junior"]


def item(tab: Page, one: Question):
    """Return the item of a question."""
    return tab.locator(f".index-short > [data-question={one.id}]")


@pytest.mark.parametrize("width", [1280, 390])
def test_known_answer_folds_away_under_a_button_that_stays_and_comes_back(site_url, tab: Page, width):
    tab.set_viewport_size({"width": width, "height": 800})
    tab.goto(site_url + "short/junior/")
    mine = item(tab, SHEET[4])
    know = mine.get_by_role("button", name="Знаю")
    know.scroll_into_view_if_needed()
    before = know.bounding_box()["y"]
    know.click()
    expect(mine.locator("[data-short]")).to_be_hidden()
    assert abs(know.bounding_box()["y"] - before) < 2
    expect(item(tab, SHEET[5]).locator("[data-short]")).to_be_visible()
    tab.reload()
    expect(mine.locator("[data-short]")).to_be_hidden()
    expect(mine.locator("h3")).to_be_visible()
    know.click()
    expect(mine.locator("[data-short]")).to_be_visible()
    mine.get_by_role("button", name="Повторить").click()
    expect(mine.locator("[data-short]")).to_be_visible()
    expect(mine.locator(".mark-badge")).to_have_count(0)


def test_filter_narrows_a_sheet_by_words_topic_and_mark(site_url, tab: Page):
    tab.goto(site_url + "short/junior/")
    shown = tab.locator(".index-short > li:visible")
    tab.get_by_label("Найти на странице").fill("повторить")
    expect(tab.get_by_role("status").first).to_contain_text("Ничего не нашлось")  # a button is no answer
    tab.get_by_label("Найти на странице").fill(SHEET[0].short.split()[0])
    expect(item(tab, SHEET[0])).to_be_visible()
    tab.get_by_role("button", name="Показать все").click()
    tab.locator(f".filter [data-tag={SHEET[0].tags[0]}]").click()
    expect(shown).to_have_count(sum(SHEET[0].tags[0] in one.tags for one in SHEET))
    tab.get_by_role("button", name="Показать все").click()
    item(tab, SHEET[1]).get_by_role("button", name="Повторить").click()
    tab.locator(".filter [name=mark]").select_option("repeat")
    expect(shown).to_have_count(1)
    expect(tab).to_have_url(re.compile(r"\?mark=repeat$"))


def test_sheet_is_read_without_javascript(site_url, chromium):
    context = chromium.new_context(java_script_enabled=False, locale="ru-RU")
    tab = context.new_page()
    tab.goto(site_url + "short/soft-skills/")
    for one in SHEETS["soft-skills"]:
        expect(item(tab, one).locator("[data-short]")).to_be_visible()
    expect(tab.locator("article button:visible, .filter:visible, .needs-script:visible")).to_have_count(0)
    context.close()


def test_sheet_prints_all_but_what_is_known_in_two_columns(site_url, tab: Page):
    tab.goto(site_url + "short/junior/")
    text = paper(tab)
    assert [one.id for one in SHEET if packed(one.short)[:50] not in text] == []
    assert packed("Повторить") not in text.replace(packed("повторить перед"), "")
    item(tab, SHEET[0]).get_by_role("button", name="Знаю").click()
    text = paper(tab)
    assert [one.id for one in SHEET if packed(one.short)[:50] not in text] == [SHEET[0].id]
    assert packed(SHEET[0].title) in text
    tab.emulate_media(media="print")
    assert tab.locator("article").evaluate("one => getComputedStyle(one).columnCount") == "2"


@pytest.mark.parametrize("sheet", ["middle", "employer"])
def test_sheet_has_no_fault_that_axe_finds(site_url, tab: Page, sheet):
    axe.load(tab, f"{site_url}short/{sheet}/")
    item(tab, SHEETS[sheet][0]).get_by_role("button", name="Знаю").click()
    item(tab, SHEETS[sheet][1]).get_by_role("button", name="Повторить").click()
    assert axe.findings_everywhere(tab) == []


def test_nothing_of_a_sheet_is_wider_than_a_narrow_phone(site_url, tab: Page):
    tab.set_viewport_size({"width": 320, "height": 640})
    for sheet in SHEETS:
        tab.goto(f"{site_url}short/{sheet}/")
        assert tab.evaluate("document.documentElement.scrollWidth") == 320
