"""The books, made as the workflow makes them, read back as their readers' programs do."""

from __future__ import annotations

import json
import re
import subprocess
from itertools import pairwise
from pathlib import Path

import pikepdf
import pytest

from scripts.book.articles import KEPT_WHOLE
from scripts.book.volumes import LEFT_OUT, MEMOS
from tests import pdf_tools
from tests.book_text import HEADINGS, NOTES, Book, Letter, squeezed
from tests.clones import run
from tests.conftest import BASE_PATH
from tests.site_text import article, blocks, samples
from tests.site_text import pages as site_pages

pytestmark = pytest.mark.xdist_group("clone")

PARTS = ("junior", "middle", "soft-skills", "employer")
SHEETS = ("sobesednik-interview.pdf", "sobesednik-short.pdf")
FILES = {"sobesednik.pdf", *SHEETS, *(f"sobesednik-{part}.pdf" for part in PARTS)}
FONTS = r"/[A-Z]{6}\+IBM-Plex-(Sans|Mono)(-(Semi-Bold|Bold|Italic|Bold-Italic))?"
KILOBYTES_A_PAGE = 30
A5, A5_PAGES = (420, 595), 16
"""Points; most pages of the short answers."""
SAMPLE_KEPT_WHOLE = 44
"""Lines of code with their output that surely fit on one page."""


@pytest.fixture(scope="session")
def books(published: Path) -> Path:
    """The folder with the published books."""
    return published / "pdf"


@pytest.fixture(scope="session")
def book(books: Path) -> Book:
    """The whole book."""
    return Book(books / "sobesednik.pdf")


@pytest.fixture(scope="session")
def questions(published: Path) -> list[dict]:
    """The questions that the site published with the books."""
    return json.loads((published / "questions.json").read_text(encoding="utf-8"))["questions"]


@pytest.fixture(scope="session")
def chapters(questions: list[dict]) -> list[str]:
    """Addresses of the pages with questions, in order."""
    return list(dict.fromkeys(question["url"].partition("#")[0] for question in questions))


def read(published: Path, pages: list[str]) -> list[str]:
    """Return every block of text of some pages of the site."""
    return [text for page in pages for text in blocks(article(published, page))]


# -- the files ----------------------------------------------------------------------------------


def test_every_book_is_published_and_none_is_half_written(books):
    assert {path.name for path in books.iterdir()} == FILES
    assert {path.name for path in books.parent.iterdir() if path.name.startswith(".")} == {".well-known"}


def test_books_are_sound_files(books):
    assert {path.name: pdf_tools.syntax_problems(path) for path in books.iterdir()} == {name: [] for name in FILES}


def test_books_are_accessible_by_pdf_ua(books):
    # The books of the parts are made of the same pages as the whole one.
    names = ("sobesednik.pdf", *SHEETS)
    checks, failures = pdf_tools.accessibility_failures(*(books / name for name in names))
    assert checks > 100_000
    assert failures == []


@pytest.mark.parametrize("file", sorted(FILES))
def test_book_names_itself_its_authors_and_its_language(books, file):
    with pikepdf.open(books / file) as pdf:
        assert str(pdf.docinfo.Title).startswith("Собеседник")
        assert str(pdf.docinfo.Author) == "Авторы «Собеседник»"
        assert pdf.Root.Lang == "ru"
        assert pdf.Root.MarkInfo.Marked
        assert pdf.Root.StructTreeRoot.K
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        assert pdf.Root.PageMode == pikepdf.Name.UseOutlines
        assert not pdf.is_linearized


@pytest.mark.parametrize("file", sorted(FILES))
def test_only_our_fonts_are_in_a_book_and_they_are_embedded(books, file):
    with pikepdf.open(books / file) as pdf:
        fonts = [one for one in pdf.objects if isinstance(one, pikepdf.Dictionary) and one.get("/Type") == "/Font"]
        names = {str(font.BaseFont) for font in fonts}
        assert [name for name in names if not re.fullmatch(FONTS, name)] == []
        descriptors = [font.FontDescriptor for font in fonts if "/FontDescriptor" in font]
        assert descriptors
        assert all("/FontFile3" in one or "/FontFile2" in one for one in descriptors)
    assert len(names) >= 2


def test_pages_are_small(books):
    for path in books.iterdir():
        with pikepdf.open(path) as pdf:
            assert path.stat().st_size < KILOBYTES_A_PAGE * 1024 * len(pdf.pages)


def test_second_build_gives_the_same_bytes(books, clone, tmp_path):
    names = ["sobesednik-employer.pdf", *SHEETS]
    only = [option for name in names for option in ("--only", name)]
    # Printed, not taken from the cache. Another order of sets and dictionaries, another day, another folder.
    done = run(
        clone, "build_pdf", "--anew", *only, "--output", str(tmp_path / "again"), PYTHONHASHSEED="7", TZ="Asia/Tokyo"
    )
    assert done.returncode == 0, done.stderr
    assert {name: (tmp_path / "again" / name).read_bytes() == (books / name).read_bytes() for name in names} == (
        dict.fromkeys(names, True)
    )


def test_unchanged_books_of_a_built_site_are_not_printed_again(books, clone, tmp_path):
    done = run(clone, "build_pdf", "--output", str(tmp_path / "again"))
    assert done.returncode == 0, done.stderr
    assert f"Книги без изменений: {len(FILES)} из {len(FILES)}" in done.stdout
    assert {path.name: path.read_bytes() for path in (tmp_path / "again").iterdir()} == (
        {path.name: path.read_bytes() for path in books.iterdir()}
    )


def test_imprint_names_commit_date_and_licence(book, clone):
    commit = subprocess.run(
        ["git", "log", "-1", "--format=%H"], cwd=clone, capture_output=True, encoding="utf-8", check=True
    ).stdout.strip()
    text = squeezed("".join(letter.text for letter in book.body(2)))
    assert f"Собраноизкоммита{commit}." in text
    assert "Изданиеот19ноября2026года." in text
    assert "CCBY4.0" in text
    assert "SILOpenFontLicense" in text
    assert str(book.pdf.docinfo.CreationDate).startswith("D:20261119")


def test_site_carries_the_date_of_its_commit(published):
    assert "версия от 19 ноября 2026 года" in (published / "index.html").read_text(encoding="utf-8")


# -- the text -----------------------------------------------------------------------------------


def test_every_word_of_the_site_is_in_the_book(book, published, chapters):
    parts = [f"{part}/" for part in PARTS]
    intros = [next(text for one in article(published, page).findall("p") for text in blocks(one)) for page in parts]
    texts = [*read(published, ["", *chapters, *MEMOS]), *intros]
    assert len(texts) > 5000
    missing = [text for text in texts if not book.text.holds(text)]
    assert missing == []


def test_no_word_of_code_goes_on_in_another_line(book, published, chapters):
    assert [word for page in chapters for word in book.broken_words(article(published, page))] == []


def test_every_page_of_the_site_is_in_the_book_or_left_out_for_a_reason(published, chapters):
    pages = {
        f"{path.parent.relative_to(published).as_posix()}/" for path in site_pages(published) if path.stem == "index"
    }
    pages -= {"./"}
    assert pages == {*chapters, *(f"{part}/" for part in PARTS), *MEMOS, *LEFT_OUT}


def test_book_of_a_part_holds_that_part(books, published, chapters):
    # One is enough: all are made by the same functions of the same pages, and the longest takes seconds to read.
    book = Book(books / "sobesednik-employer.pdf")
    texts = read(published, [page for page in chapters if page.startswith("employer/")])
    assert [text for text in texts if not book.text.holds(text)] == []


def test_all_letters_can_be_copied_and_no_page_is_empty(books):
    for path in books.iterdir():
        book = Book(path)
        pages = [book.plain(page) for page in range(1, len(book) + 1)]
        assert re.findall(r"[\ufffd\ue000-\uf8ff]", "".join(pages)) == []
        assert min(len(squeezed(page)) for page in pages) > 60, path.name


def test_as_many_open_answers_as_on_the_site(book, questions, published, chapters):
    labels = "".join(
        letter.text
        for page in range(1, len(book) + 1)
        for letter in book.body(page)
        if letter.size == 10.0 and letter.text.strip()
    )
    answers = sum(len(article(published, page).findall(".//details[@class='success']")) for page in chapters)
    assert answers == len(questions)
    assert labels.count("Модельныйответ") == answers


def test_code_keeps_its_indents_when_copied(book):
    copied = "".join(letter.text for page in book.pages for letter in page)
    assert re.search(r"class HashableList\(list\):\r?\n +def __hash__\(self\):", copied)


# -- the pages ----------------------------------------------------------------------------------


def test_nothing_stands_outside_the_margins(book):
    found = {page: outside for page in range(2, len(book) + 1) if (outside := book.outside_margins(page))}
    assert found == {}


def _bottom(letter: Letter) -> float:
    return letter.bottom


def test_no_heading_is_the_last_on_its_page(book):
    stranded = []
    for page in range(6, len(book) + 1):
        # The lowest letter, not the last one copied: bullets are copied after everything else.
        lowest = min((one for one in book.body(page) if one.text.strip() and one.size not in NOTES), key=_bottom)
        if lowest.size in HEADINGS:
            stranded.append((page, lowest))
    assert stranded == []


def test_short_code_stays_on_one_page_and_output_with_its_sample(book, published, chapters):
    split, apart, place, seen = [], [], 0, 0
    for page in chapters:
        for sample in samples(article(published, page)):
            pages = []
            for code in sample:
                found = book.text.find(code.lines, place)
                assert found, code.lines
                begin, place = found
                pages.append((book.text.page(begin), book.text.page(place - 1)))
                seen += 1
                if len(code.lines) <= KEPT_WHOLE and pages[-1][0] != pages[-1][1]:
                    split.append((page, pages[-1], code.lines[0]))
            longest = max(len(code.lines) for code in sample)
            is_whole = longest <= KEPT_WHOLE and sum(len(code.lines) for code in sample) <= SAMPLE_KEPT_WHOLE
            # What is printed below a long sample begins on the page where the sample ends.
            seams = [(before[1], after[0]) for before, after in pairwise(pages)]
            if (is_whole and pages[0][0] != pages[-1][1]) or any(end != start for end, start in seams):
                apart.append((page, pages, sample[0].lines[0]))
    assert seen > 200
    assert (split, apart) == ([], [])


def test_running_heads_name_chapter_and_question(book, questions):
    titles = {question["title"]: question["section"] for question in questions}
    seen = set()
    for page in range(1, len(book) + 1):
        head = squeezed(book.head(page))
        for title, section in titles.items():
            if head == squeezed(section + title):
                seen.add(title)
    # Short questions begin and end below another one's, so not every title comes to the head of a page.
    assert len(seen) > 0.9 * len(titles)


# -- finding the way ----------------------------------------------------------------------------


def tree(book: Book) -> list[tuple[int, str, int]]:
    """Return the outline: depth, title and page of each entry."""
    numbers = {page.objgen: number for number, page in enumerate(book.pdf.pages, 1)}
    found = []

    def walk(items, depth):
        for item in items:
            place = item.destination or item.action.D
            found.append((depth, item.title, numbers[place[0].objgen]))
            walk(item.children, depth + 1)

    with book.pdf.open_outline() as outline:
        walk(outline.root, 1)
    return found


def test_outline_is_the_tree_of_parts_chapters_and_questions(book, questions):
    outline = tree(book)
    assert [title for depth, title, _ in outline if depth == 3] == [question["title"] for question in questions]
    sections = list(dict.fromkeys(question["section"] for question in questions))
    assert [title for depth, title, _ in outline if depth == 2][-len(sections) :] == sections
    assert {"Junior", "Middle", "Soft skills", "Вопросы работодателю"} <= {title for depth, title, _ in outline}


def test_contents_lead_where_they_say(book, questions):
    entries = [link for link in book.links if 3 <= link.page <= 5 and link.target]
    pages = {title: page for _, title, page in tree(book)}
    listed = {}
    for link in entries:
        title = link.text.removesuffix(str(link.target)).strip()
        assert link.text.endswith(str(link.target)), link
        if title:  # the number is a link of its own, too
            assert pages[title] == link.target, link
            listed[title] = link.target
            headings = [letter.text for letter in book.body(link.target) if letter.size in {13, 19, 22, 32}]
            assert squeezed(title) in squeezed("".join(headings))
    assert {question["title"] for question in questions} <= set(listed)
    assert {question["section"] for question in questions} <= set(listed)


def test_every_link_inside_a_book_leads_to_a_page_of_it(books):
    for path in books.iterdir():
        targets = list(Book(path).targets())
        assert [name for name, page in targets if page == 0] == []
        assert [name for name, page in targets if page is None and not name.startswith("http")] == []
        assert path.name in SHEETS or len(targets) > 100


def test_cross_references_name_the_page_that_they_lead_to(book):
    said = [(int(number[1]), link) for link in book.links if (number := re.search(r"\(с\. (\d+)\)$", link.text))]
    assert len(said) > 100
    assert [link for number, link in said if number != link.target] == []


def test_index_of_tags_names_the_pages(book, questions):
    first = max(page for _, title, page in tree(book) if title == "Предметный указатель")
    entries = [link for link in book.links if link.page >= first and link.target]
    said = [(int(link.text), link) for link in entries if link.text.isdecimal()]
    assert len(said) >= sum(len(question["tags"]) for question in questions)
    assert [link for number, link in said if number != link.target] == []


def test_addresses_outside_are_printed(book):
    printed = squeezed("".join(letter.text for page in book.pages for letter in page))
    # The foreword and what is before it tell of the site, not of sources.
    start = next(page for _, title, page in tree(book) if title == "Junior")
    outside = {link.name for link in book.links if link.target is None and link.page >= start}
    assert len(outside) > 300
    missing = [name for name in outside if squeezed(re.sub(r"^https?://|/$", "", name)) not in printed]
    assert missing == []


# -- the sheet ----------------------------------------------------------------------------------


def test_sheet_has_every_question_and_no_answer(books, questions):
    sheet = Book(books / "sobesednik-interview.pdf", margins=(18, 18))
    text = sheet.text.text
    assert [question["id"] for question in questions if squeezed(question["prompt"]) not in text] == []
    assert "Модельныйответ" not in text
    scored = sum(question["kind"] != "employer" for question in questions)
    letters = [letter for page in range(1, len(sheet) + 1) for letter in sheet.body(page)]
    for score in "0123":
        assert sum(letter.text == score and letter.size == 8 for letter in letters) == scored
    assert [page for page in range(1, len(sheet) + 1) if sheet.outside_margins(page)] == []
    places = [text.index(squeezed(title)) for title in ("Junior", "Middle", "Любойуровень", "Вопросыкандидата")]
    assert places == sorted(places)


def test_short_answers_are_all_there_on_few_pages_and_lead_to_the_whole_ones(books, questions):
    short = Book(books / "sobesednik-short.pdf", margins=(13, 11))
    text = short.text.text
    plain = [squeezed(line) for one in questions for line in one["short"].split("\n")]
    assert [line for line in plain if line not in text] == []
    assert "Коротко" not in text
    assert len(short) <= A5_PAGES
    assert {(round(page.mediabox[2]), round(page.mediabox[3])) for page in short.pdf.pages} == {A5}
    assert [page for page in range(1, len(short) + 1) if short.outside_margins(page)] == []
    home = f"https://example.github.io/{BASE_PATH}/"
    outside = {link.name for link in short.links if link.target is None}
    assert {f"{home}{one['url']}--success" for one in questions} <= outside


# -- the page -----------------------------------------------------------------------------------


def test_page_of_downloads_names_every_book_with_pages_and_size(published, books):
    page = (published / "downloads/index.html").read_text(encoding="utf-8")
    for path in books.iterdir():
        with pikepdf.open(path) as pdf:
            line = re.search(rf'<a href="\.\./pdf/{path.name}">[^<]+</a> — PDF, (\d+) с\., ([\d,]+) (МБ|КБ)', page)
            assert int(line[1]) == len(pdf.pages)
        size = float(line[2].replace(",", ".")) * (1_000_000 if line[3] == "МБ" else 1000)
        assert size == pytest.approx(path.stat().st_size, rel=0.05)
    assert "scripts.build" not in page.partition("<!-- books -->")[2].partition("<!-- /books -->")[0]
