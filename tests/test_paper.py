"""One page with all that Markdown can do here, printed into a book and by the browser, and read back."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from pathlib import Path

import pikepdf
import pytest
from playwright.sync_api import Browser, Page

from scripts import build_pdf
from scripts.tools.environment import ROOT
from scripts.tools.local_server import served
from tests import pdf_tools, sites
from tests.book_text import Book
from tests.site_text import article, blocks
from tests.test_print import Article, Print

pytestmark = pytest.mark.xdist_group("paper")

PAGE = "junior/paper/"
TASKS = """\
- [x] Уже готово
- [ ] Ещё нет:
    - [x] вложенное готово
    - [ ] вложенное нет
"""
HEAD = "---\ntitle: {title}\ndescription: Пример.\nrender_macros: true\n---\n\n# {title}\n\nОтметьте.\n\n"
CHECKLIST = HEAD.format(title="Лист") + f'**Приготовить**\n\n{TASKS}\n{{= question_checklist("junior") =}}\n'
HOME = f"""{HEAD.format(title="Дом")}{TASKS}
!!! warning "Осторожно"

    Заметка вне вопроса.

### Подзаголовок {{ #heading }}

Текст.
"""
DRAWING = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}">
<path d="M0 0h{width}v{height}z" fill="#ccc"/></svg>"""
WIDER_THAN_A_LINE = re.compile(r"самым_длинным|aaaaaaaaaa|asyncio.run_c|concurrent|multiprocessing.get_c|threading.B")
"""Some by themselves, some in a chain."""


@pytest.fixture(scope="module")
def small_site(tmp_path_factory) -> Path:
    """A site of the page, a checklist and a home page with a list of tasks."""
    pages = {
        "index.md": HOME,
        "junior/paper.md": (ROOT / "tests/data/paper.md").read_text(encoding="utf-8"),
        "evening-before.md": CHECKLIST,
    }
    folder = sites.make_site(tmp_path_factory.mktemp("paper") / "src", pages)
    shutil.copytree(ROOT / "docs/assets", folder / "docs/assets", dirs_exist_ok=True)
    for name, width, height in (("tall", 200, 800), ("broad", 4000, 300)):
        drawing = folder / f"docs/assets/diagrams/{name}.svg"
        drawing.write_text(DRAWING.format(width=width, height=height), encoding="utf-8")
    built = sites.build(folder)
    assert built.returncode == 0, built.stdout
    return folder / "site"


@pytest.fixture(scope="module")
def book(small_site: Path) -> Book:
    """The whole book of that site."""
    build_pdf.build(small_site, small_site / "pdf", ["sobesednik.pdf"])
    return Book(small_site / "pdf/sobesednik.pdf")


@pytest.fixture(scope="module", params=["A4", "Letter"])
def paper(request, small_site: Path, chromium: Browser) -> Print:
    """The page as Ctrl+P prints it."""
    tab = chromium.new_page(java_script_enabled=False)
    with served(small_site) as address:
        tab.goto(address + PAGE)
        printed = Print(PAGE, Article(small_site / PAGE / "index.html"), tab.pdf(format=request.param))
    tab.close()
    return printed


# -- the book -----------------------------------------------------------------------------------


def test_every_word_is_in_the_book(book, small_site):
    texts = [text for page in (PAGE, "evening-before/", "") for text in blocks(article(small_site, page))]
    assert len(texts) > 100
    assert [text for text in texts if not book.text.holds(text.replace("Дом", "Предисловие"))] == []


def test_book_is_accessible_and_its_lists_are_lists(book, small_site):
    checks, failures = pdf_tools.accessibility_failures(book.path)
    assert checks > 10_000
    assert failures == []
    tags = Counter(str(one.S) for one in book.pdf.objects if isinstance(one, pikepdf.Dictionary) and "/S" in one)
    pages = [article(small_site, page) for page in (PAGE, "evening-before/", "")]
    # Besides these the contents and the index are lists.
    assert tags["/L"] > sum(len(page.xpath(".//ul | .//ol")) for page in pages)
    assert tags["/LI"] == tags["/LBody"] > sum(len(page.xpath(".//li")) for page in pages)
    assert tags["/Lbl"] == sum(len(page.xpath(".//li[not(contains(@class, 'task'))]")) for page in pages)


def test_nothing_stands_outside_the_margins_of_the_book(book):
    assert {page: found for page in range(2, len(book) + 1) if (found := book.outside_margins(page))} == {}


def test_only_code_longer_than_a_line_breaks_inside(book, small_site):
    page = article(small_site, PAGE)
    for table in page.xpath(".//table"):
        table.drop_tree()
    broken = book.broken_words(page)
    assert {word.replace("|", "")[:10] for word in broken} >= {"самым_длин", "aaaaaaaaaa"}
    assert [word for word in broken if not WIDER_THAN_A_LINE.match(word)] == []


def test_numbers_of_a_list_go_on_from_its_start(book):
    # The numbers of a page are copied after its text.
    assert "1.2.7.8." in book.text.text


def test_ticked_boxes_are_ticked_in_the_book(book):
    # On the sheet and on the home page; the page itself has the sign once.
    assert book.text.text.count("✓") == 2 + 2 + 1


# -- Ctrl+P -------------------------------------------------------------------------------------


def test_every_word_is_on_paper_nothing_in_its_margins_and_nothing_shrunk(paper):
    wanted = Counter(fragment.text for fragment in paper.article.fragments if fragment.text)
    assert [text for text, count in wanted.items() if paper.text.count(text) < count] == []
    assert list(paper.outside()) == []
    assert min(paper.scales()) == 1


# -- the screen ---------------------------------------------------------------------------------


def test_cells_stand_as_the_line_below_the_head_says(small_site, tab: Page):
    with served(small_site) as site:
        tab.goto(site + PAGE)
        heads = tab.locator("table[data-wide] th")
        sides = heads.evaluate_all("all => all.map(one => getComputedStyle(one).textAlign)")
    assert sides[1:4] == ["center", "left", "right"]


@pytest.mark.parametrize(("address", "columns"), [("", "auto"), ("evening-before/", "2")])
def test_only_a_checklist_is_a_sheet_and_boxes_have_names_and_their_ticks(small_site, tab: Page, address, columns):
    tab.set_viewport_size({"width": 1440, "height": 900})
    with served(small_site) as site:
        tab.goto(site + address)
        boxes = tab.locator("article").get_by_role("checkbox")
        assert boxes.nth(3).get_attribute("aria-label") == "вложенное нет"
        assert boxes.evaluate_all("all => all.slice(0, 4).map(one => one.checked)") == [True, False, True, False]
        assert tab.evaluate("getComputedStyle(document.querySelector('.md-content__inner')).columnCount") == columns
