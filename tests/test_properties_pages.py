"""Pages written from fragments, right and wrong: what passes `check` is shown, word by word.

The examples are the same in every run (`derandomize`), and the pages that passed are built and printed together.
"""

from __future__ import annotations

import re
import time

import pypdfium2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import html

from hooks import checks
from hooks.bank.load import parse_page
from hooks.bank.vocabulary import load_vocabulary
from hooks.checks.language import spelling, typography
from hooks.checks.markdown import markdown_lint
from hooks.checks.markdown.pieces import EXTENSIONS
from hooks.checks.page import limits, safety, samples
from hooks.checks.page.prose import Text
from scripts import build_pdf
from scripts.tools.environment import ROOT
from tests.sites import build, make_site, page, question
from tests.test_properties import _converter as converter

VOCABULARY = load_vocabulary(ROOT / "mkdocs.yml")
WORDS = spelling.read_word_list(spelling.WORDS.read_text(encoding="utf-8"))
PAGE = "junior/a.md"
EXAMPLES = 400
BUILT = 60
"""How many of the questions that passed are built and printed."""
bounded = settings(
    max_examples=EXAMPLES,
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)

# Pieces of a line and what must be seen of each if the page passes; of the doubtful it is the piece itself.
RIGHT = {
    "**жирное** слово": "жирное слово",
    "*косое* слово": "косое слово",
    "**жирное *и косое* вместе**": "жирное и косое вместе",
    "`__init__` и `*args`": "__init__ и *args",
    "``код с ` внутри``": "код с ` внутри",
    "`{1, 2}` и `{{ x }}`": "{1, 2} и {{ x }}",
    "[ссылка](#question-1)": "ссылка",
    "[**жирная** `f()`](https://docs.python.org/3/)": "жирная f()",
    "<https://docs.python.org/3/>": "https://docs.python.org/3/",
    r"звёздочка \* и \*args": "звёздочка * и *args",
    "5 * 3 и 2 > 1": "5 * 3 и 2 > 1",
    "a < b и b > c": "a < b и b > c",
    "AT&amp;T и &lt;": "AT&T и <",
    "R&D и C++": "R&D и C++",
    "snake_case_name и x[0]": "snake_case_name и x[0]",
    "слово — слово «в кавычках»": "слово — слово «в кавычках»",
    "**N**-й раз": "N-й раз",
}
DOUBTFUL = (
    *("__init__", "_private_", "_private", "__x", "*args", "**kwargs", "f(*args, **kwargs)", "a*b*c", "2**10", "**раз"),
    *("раз**", "*раз", "раз_", "_раз", "__раз", "** раз **", "* раз *", "`раз", "раз`", "``раз`", "`раз``"),
    *(r"\d+\.\d+", r"\n", r"C:\temp", r"C:\\temp", r"\_x\_", "\\", "x[i](y)", "[раз]", "[раз] (b)", "](раз)", "![раз]"),
    *(
        "{1, 2}",
        "{}",
        "{ }",
        "{a}",
        "{ .a }",
        "{{ x }}",
        "${x}",
        "{: раз }",
        "}",
        "{",
        "&lt",
        "&nbsp;",
        "&#x41;",
        "&copy",
    ),
    *("~~раз~~", "~раз~", "x^2^", "==раз==", "$x$", "$5", ":tada:", "++ctrl++", "i++", "[^1]", "[[раз]]", "--8<--"),
    *("<T>", "<b>", "<!-- раз -->", "<!--", "-->", "#раз", "|", "a|b", "|a|b|", "раз.  ", "#!python x", "`#!python x`"),
    *("1) раз", "- раз", "-раз", "1.раз", "• раз", "*[HTML]: раз", "[раз]: слово", ": раз", '=== "раз"', "> раз"),
    *("[x] раз", "!!! note", "??? раз", "```", "~~~", "---", "===", "раз\\", "***", "* * *", "\u200b", "\u00a0раз"),
)
LINES = st.one_of(st.sampled_from([*RIGHT]), st.sampled_from(DOUBTFUL))


_PIECES: dict[str, list[str]] = {}
"""Sentence -> its pieces, of the question that is being made."""


@st.composite
def sentences(draw: st.DrawFn) -> str:
    """Return a line with a few pieces: at its start, inside of it, at its end."""
    before, after = draw(st.sampled_from(["", "", "Слово "])), draw(st.sampled_from(["", " слово.", "."]))
    pieces = draw(st.lists(LINES, min_size=1, max_size=2))
    sentence = before + " и ".join(pieces) + after
    _PIECES[sentence] = pieces
    return sentence


@st.composite
def blocks(draw: st.DrawFn, depth: int = 0) -> list[str]:
    """Return a block of an answer, nested at most twice, as lines."""
    kinds = ["paragraph", "lines", "list", "numbers", "code", "table", "quotation"] + ["note", "fold", "item"] * (
        depth < 2
    )
    kind = draw(st.sampled_from(kinds))
    if kind == "paragraph":
        return [draw(sentences())]
    if kind == "lines":
        return draw(st.lists(sentences(), min_size=2, max_size=3))
    if kind == "list":
        return [f"- {one}" for one in draw(st.lists(sentences(), min_size=1, max_size=3))]
    if kind == "numbers":
        start = draw(st.sampled_from([1, 1, 3]))
        return [f"{n}. {one}" for n, one in enumerate(draw(st.lists(sentences(), min_size=1, max_size=3)), start)]
    if kind == "code":
        return ["```python", "x = {1: '*'}  # __init__", "", "    - y", "```"]
    if kind == "table":
        return ["| а | б |", "|---|---|", f"| {draw(sentences())} | слово |"]
    if kind == "quotation":
        return [f"> {one}" for one in draw(st.lists(sentences(), min_size=1, max_size=2))]
    inner = draw(blocks(depth + 1))
    shift = draw(st.sampled_from(["    ", "    ", "    ", "  ", "        ", "\t", "\u00a0\u00a0\u00a0\u00a0"]))
    head = {"note": '!!! note "Заметка"', "fold": '??? note "Заметка"', "item": f"- {draw(sentences())}"}[kind]
    gap = draw(st.sampled_from([[""], [""], []]))
    return [head, *gap, *(f"{shift}{line}" if line else "" for line in inner)]


@st.composite
def questions(draw: st.DrawFn) -> tuple[str, list[str]]:
    """Return a question, and the pieces of lines in it."""
    _PIECES.clear()
    gap = draw(st.sampled_from([[""], [""], [""], []]))
    body: list[str] = []
    for one in draw(st.lists(blocks(), min_size=1, max_size=2)):
        body += [*one, *gap]
    text = question(1).replace(
        "    **Подробно.** Подробный ответ.",
        "    **Подробно.** Подробный ответ.\n\n"
        + "\n".join(f"    {line}" if line.strip() else line for line in body).rstrip(),
    )
    title, prompt = (
        draw(st.sampled_from(["", "", draw(sentences())])),
        draw(st.sampled_from(["", "", draw(sentences())])),
    )
    if title:
        text = text.replace("## Вопрос 1", f"## {title}")
    if prompt:
        text = text.replace("Что такое вопрос 1?", prompt)
    return text, [piece for sentence, pieces in _PIECES.items() if sentence in text for piece in pieces]


def refused(text: str) -> list[str]:
    """Return what the checks of format, safety, Markdown and samples say; the language is another matter."""
    made = Text(PAGE, f"docs/{PAGE}", text)
    if over := limits.find(made):
        return [f"{over[0]}: {over[1]}"]
    found: list[tuple[int, str]] = []
    questions, problems = parse_page(text, PAGE, VOCABULARY)
    found += [(one.line, one.text) for one in problems]
    found += checks._odd_spaces(made)
    # The later checks are not asked about a page that is broken for the earlier ones.
    found = found or list(safety.find(made))
    if not found:
        found += [(line, text) for _, line, text in markdown_lint.find([made], ROOT / "docs")]
        found += [(one.line, one.text) for one in samples.find(made, tuple((one.line, one.id) for one in questions))]
    return [f"{line}: {text}" for line, text in found]


def language(text: str) -> list[tuple[int, str]]:
    """Return what the checks of the language say."""
    made = Text(PAGE, f"docs/{PAGE}", text)
    return [(line, mistake.text) for line, mistake in (*typography.find(made), *spelling.find(made, WORDS))]


def rendered(text: str) -> html.HtmlElement:
    """Return a page as the site's own Markdown makes it."""
    own = converter()
    own.reset()
    return html.fromstring("<div>" + own.convert("\n".join(text.split("\n")[Text(PAGE, "", text).first :])) + "</div>")


LEFT = re.compile(r"\*\*|~~|`|\]\(|\{ ?[#.]|\[\^|<!--|==\w|\[\[")
LEFT_AT_START = re.compile(
    r"^\s*(?:\?\?\?|!!!|[-+•] |\d+\) |-\w|#+ |\d+\.[а-я]|\|.*\|$)|(?<!\A)^\s*\d+\. ", re.MULTILINE
)
"""Marks of Markdown that must not be seen: anywhere, and where a paragraph, an item or a line begins."""


def plain(text: str) -> str:
    """Return a text without the spaces."""
    return re.sub(r"\s+", "", text)


def seen(piece: str) -> str:
    """Return what must be seen of a piece."""
    if piece.startswith(("<!--", "```", "~~~", "---", "===", "***", "* * *", "!!!", "???")):
        return ""  # a rule, a comment, a mark that makes another thing of the line
    text = re.sub(r"^(?:- |> |\* )", "", piece).replace("&nbsp;", "").replace("&#x41;", "A").replace("\\_", "_")
    return plain(RIGHT.get(piece, text.replace("`", "")))


def assert_shown(text: str, pieces: list[str]) -> None:
    """Assert that a page shows every word of its source, no mark of Markdown, and all of it inside the questions."""
    root = rendered(text)
    assert {one.tag for one in root} <= {"h1", "h2", "p", "details", "ul", "ol", "table", "blockquote", "div", "hr"}
    after = root.xpath("./details[last()]/following-sibling::*")
    assert not after
    assert [one.get("id") for one in root.xpath("./h2")] == ["question-1"]
    assert len(root.xpath("./details")) == 5
    whole = plain(root.text_content())
    for piece in pieces:
        assert seen(piece) in whole, piece
    for code in root.xpath("//code|//pre"):
        code.text, tail = "", code.tail
        for child in list(code):
            code.remove(child)
        code.tail = tail
    for one in root.xpath("//p|//li|//td|//th|//h2|//summary"):
        shown = "".join(one.xpath("./text()|./*[not(self::p|self::li|self::ul|self::ol)]//text()")).strip("¶ \n")
        assert not LEFT.search(shown), shown
        assert one.tag not in {"p", "li"} or not LEFT_AT_START.search(shown), shown


@pytest.fixture(scope="module")
def passed() -> list[str]:
    """Questions that passed the checks; those are shown right, else the property fails here."""
    found: dict[str, None] = {}

    @bounded
    @given(questions())
    def run(made: tuple[str, list[str]]) -> None:
        text, pieces = made
        whole = page(text)
        if not refused(whole):
            assert_shown(whole, pieces)
            found[text] = None

    run()
    return list(found)


def test_checks_ask_the_extensions_that_the_site_has():
    section = re.search(
        r"^markdown_extensions:\n((?:[ #].*\n)+)", (ROOT / "mkdocs.yml").read_text(encoding="utf-8"), re.MULTILINE
    )[1]
    names = set(re.findall(r"^  - ([\w.]+)", section, re.MULTILINE))
    # These make no text of another: code is taken out before, and `toc` adds to headings.
    assert names - {"toc", "pymdownx.highlight", "pymdownx.superfences"} == set(EXTENSIONS)


@pytest.mark.xdist_group("fragments")
def test_page_of_fragments_that_passes_shows_every_word(passed):
    assert len(passed) > EXAMPLES // 10


@pytest.mark.xdist_group("fragments")
def test_pages_that_pass_are_built_strictly_and_printed_with_every_word(passed, tmp_path):
    """All that passed, in one build: on the site and in a book stand the words that Markdown made of each."""
    chosen = [one for one in passed if not language(page(one))][:BUILT]
    assert len(chosen) > BUILT // 2
    chosen = [
        one.replace("question-1 ", f"question-{n} ").replace("#question-1)", "#question-0)")
        for n, one in enumerate(chosen, 1)
    ]
    # What only the whole check knows: where links lead, letters of the fonts.
    bank = checks.check_folder(make_site(tmp_path / "all", {PAGE: page(question(0), *chosen)}) / "docs")
    told = {[one.id for one in bank.questions if one.line <= problem.line][-1] for problem in bank.problems}
    chosen = [one for n, one in enumerate(chosen, 1) if f"question-{n}" not in told]
    assert len(chosen) > BUILT // 2
    text = page(question(0), *chosen)
    site = make_site(tmp_path / "site", {PAGE: text})
    built = build(site, SITE_URL="https://example.org/")
    assert built.returncode == 0, built.stdout[-3000:]
    pieces = {plain(one.text_content()) for one in rendered(text).xpath("//p|//li|//td|//code")}
    shown = plain(html.parse(site / "site/junior/a/index.html").getroot().text_content())
    assert [one for one in pieces if one not in shown] == []
    build_pdf.build(site / "site", tmp_path / "pdf", ["sobesednik-junior.pdf"])
    words = set(
        re.findall(r"\w+", " ".join(one.text_content() for one in rendered(text).xpath("//p|//li|//td|//code")))
    )
    document = pypdfium2.PdfDocument(tmp_path / "pdf/sobesednik-junior.pdf")
    printed = "".join(one.get_textpage().get_text_bounded() for one in document)
    printed = re.sub(r"[-\u2010\u00ad\ufffe]?\s+", "", printed)
    assert [word for word in words if word not in printed] == []


# -- time -----------------------------------------------------------------------------------

LIMIT = 20
"""Most seconds of the processor for one page: a hang fails, a loaded machine does not."""
HOSTILE = {
    "brackets": "[",
    "pairs of brackets": "[]",
    "stars": "*a ",
    "double stars": "**a",
    "underscores": "_a ",
    "only underscores": "_",
    "backticks": "` ",
    "growing backticks": "` `` ``` ```` ````` ",
    "entities": "&amp;",
    "open links": "[a](b ",
    "links": "[a](b) ",
    "open pictures": "![a",
    "footnotes": "[^1] ",
    "attributes": "**a**{ .b } ",
    "open attributes": "{ .a ",
    "open tags": "<a ",
    "quoted tags": '<a "',
    "comments": "<!-- ",
    "brackets of an address": "[a](((",
    "backslashes": "\\",
    "number signs": "#",
    "marks of lists": "- ",
    "marks of quotations": "> ",
    "columns": "|а",
    "everything": "**[`a*_b` <c {d}](e) ~f~ $g$ &h; ",
    "tabs": "\t",
    "odd spaces": "\u00a0",
    "words": "слово ",
    "open autolinks": "<http://a",
    "lines": "слово\n    ",
    "paragraphs": "слово\n\n    ",
    "items": "- слово\n    ",
    "nested items": "- слово\n        - слово\n            - слово\n    ",
    "numbers": "1. слово\n    ",
    "notes": '!!! note "а"\n\n        б\n\n    ',
    "open fences": "```python\n\n    ",
    "fences": "```python\n    x\n    ```\n\n    ",
    "definitions": "[a]: b\n    ",
    "rows": "| а | б |\n    |---|---|\n    | в | г |\n\n    ",
    "paragraphs of brackets": "[ " * 200 + "\n\n    ",
    "paragraphs of stars": "*a " * 130 + "\n\n    ",
    "headings": "# а\n\n    ",
    "blank lines": "\n    ",
}


@pytest.mark.xdist_group("fragments")
@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_page_is_refused_or_rendered_in_reasonable_time(name):
    for size in (9_000, 250_000, 1_000_000):
        start = time.process_time()
        text = page(
            question(1).replace("Подробный ответ.", "Слово.\n\n    " + HOSTILE[name] * (size // len(HOSTILE[name])))
        )
        if not refused(text):
            rendered(text)
        assert time.process_time() - start < LIMIT
