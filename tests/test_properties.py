"""Arbitrary text, and text like a page, at the parser, at `--fix` and at every check of a page.

The examples are the same in every run (`derandomize`): what fails here fails everywhere.
"""

from __future__ import annotations

import functools
import itertools
import re

import markdown
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hooks.bank.fences import find_fences
from hooks.bank.load import parse_page
from hooks.bank.text import ODD_SPACES
from hooks.bank.vocabulary import load_vocabulary
from hooks.checks import fixes
from hooks.checks.language import spelling, typography
from hooks.checks.markdown import shown
from hooks.checks.page import safety
from hooks.checks.page.prose import Text
from hooks.checks.project import settings as page_settings
from scripts.tools.environment import ROOT
from tests.sites import REAL_PAGE, page, question, real_page

VOCABULARY = load_vocabulary(ROOT / "mkdocs.yml")
WORDS = spelling.read_word_list(spelling.WORDS.read_text(encoding="utf-8"))
PLAIN_PAGES = ("index.md", "tags.md")

bounded = settings(
    max_examples=120,
    derandomize=True,
    deadline=60_000,  # milliseconds for one example: a hang is a failure, a loaded machine is not
    suppress_health_check=[HealthCheck.too_slow],
)
pages = st.sampled_from([REAL_PAGE, "soft-skills/teamwork.md", "employer/team.md", *PLAIN_PAGES])

# Pieces that pages are made of, right and wrong: what the parser and the repairs decide about.
PIECES = (
    *(
        "---",
        "title: Раздел",
        "checked: 2026-11-23",
        "# Раздел",
        "## Вопрос { #vopros .junior .sql }",
        "## Вопрос{#x .any}",
    ),
    *("### Ниже", "Что такое вопрос?", '??? success "Модельный ответ"', "!!! success Модельный ответ", "??? failure"),
    *(
        '???+ quote "Источники"',
        '!!! note "Заметка"',
        "**Коротко.** Раз.",
        "**Подробно.** Раз  - два...",
        "- пункт",
        "1. пункт",
    ),
    *(
        "```python",
        "```",
        "````",
        "~~~",
        "x = 'раз - \"два\"'",
        "<!-- skip: нет -->",
        "<!--",
        "-->",
        "| а | б |",
        "|---|---|",
    ),
    *(
        'Слово "раз" и «два "три"».',
        "Еще , раз,два .",
        '`код - "',
        "`` код ` ``",
        "[раз](#x)",
        "[раз]: https://a.b",
        "<b>",
        "{= x =}",
    ),
    *(
        "1) раз",
        "-раз",
        "•\xa0раз",
        "– раз",
        "1.раз",
        "*раз",
        "\xa0\xa0- раз",
        "  - раз",
        "   \u3000",
        "{1, 2}",
        "__x__",
    ),
    *("{ .x onclick=1 }", "[^1]: сноска", "Cлово", "раз раз", "<<<<<<< HEAD", "", "", "", "\ufeff", "\u200b", "\x0c"),
)
indents = st.sampled_from(["", "", "    ", "    ", "  ", "   ", "\t", "        ", "      ", " \t"])
lines = st.builds("".join, st.tuples(indents, st.sampled_from(PIECES), st.sampled_from(["", "", "", " ", "  ", "\\"])))
page_like = st.lists(lines, max_size=40).map("\n".join)
arbitrary = st.text(st.characters(codec="utf-8", exclude_characters="\r"), max_size=400)
LETTERS = "- –—.…,!?\"«»„“”' \tеёЕЁ"


@st.composite
def damaged(draw: st.DrawFn) -> str:
    """Return the real page with a few lines replaced, doubled, shifted or lost."""
    text = real_page().split("\n")
    for _ in range(draw(st.integers(1, 4))):
        place = draw(st.integers(0, len(text) - 1))
        line = draw(st.one_of(st.just(text[place].strip()), st.just("\t" + text[place].strip()), lines, lines))
        text[place : place + draw(st.integers(0, 2))] = [line]
    return "\n".join(text)


texts = st.one_of(arbitrary, page_like, damaged())


@functools.cache
def _converter() -> markdown.Markdown:
    """Return the site's own converter."""

    class Loader(yaml.SafeLoader):
        """Knows the tags of mkdocs.yml, which are of no matter here."""

    Loader.add_multi_constructor("", lambda *_: None)
    config = yaml.load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"), Loader)  # noqa: S506 (a safe loader of our own)
    names, options = [], {}
    for one in config["markdown_extensions"]:
        ((name, own),) = one.items() if isinstance(one, dict) else [(one, {})]
        names.append(name)
        options[name] = {key: value for key, value in (own or {}).items() if value is not None}
    return markdown.Markdown(extensions=names, extension_configs=options)


def essence(text: str) -> str:
    """Return what no repair may touch: all but spaces and the marks that repairs exchange."""
    text = re.sub(r"^[ \t]*(?:\d+[.)]|[•–+*-])", "", re.sub(f"[{ODD_SPACES}]", " ", text))
    text = text.translate(str.maketrans("ABCEHKMOPTXYaceopxy", "АВСЕНКМОРТХУасеорху"))
    return re.sub(rf"[{re.escape(LETTERS)}\s]", "", text)


@bounded
@given(texts, pages)
def test_parser_takes_any_text_and_names_lines_of_it(text, name):
    questions, problems = parse_page(text, name, VOCABULARY)
    count = text.count("\n") + 1
    assert all(1 <= problem.line <= count for problem in problems)
    assert all(1 <= one.line <= count for one in questions)
    assert len({(problem.line, problem.text) for problem in problems}) == len(problems)


@bounded
@given(texts)
def test_no_line_is_lost_between_fences(text):
    rows = text.split("\n")
    fences = find_fences(rows)
    assert all(one.last_line < other.line for one, other in itertools.pairwise(fences))
    for fence in fences:
        assert len(fence.body.split("\n")) == max(1, fence.last_line - fence.line - fence.closed)


@bounded
@given(texts, pages)
def test_every_check_of_a_page_takes_any_text(text, name):
    made = Text(name, f"docs/{name}", text)
    assert len(made.prose) == len(made.with_html) == len(text)
    assert [len(line) for line in made.prose_lines] == [len(line) for line in made.lines]
    found = [
        *safety.find(made),
        *((one.line, one) for one in shown.find(made)),
        *typography.find(made),
        *spelling.find(made, WORDS),
    ]
    assert all(1 <= line <= len(made.lines) for line, _ in found)


@bounded
@given(texts, pages)
def test_repair_of_a_repaired_text_changes_nothing(text, name):
    fixed = fixes.fix(text, name, WORDS)
    assert fixes.fix(fixed, name, WORDS) == fixed


@bounded
@given(texts, pages)
def test_repair_loses_no_line_and_no_letter(text, name):
    fixed = fixes.fix(text, name, WORDS)
    # Empty lines may come and go.
    before, after = ([line for line in one.split("\n") if line.strip()] for one in (text, fixed))
    assert len(after) == len(before)
    for old, new in zip(before, after, strict=True):
        if not re.match(r"[?!]{3}", old):  # the first line of a block may be written anew, from the vocabulary
            assert essence(new) == essence(old)


@bounded
@given(texts)
def test_repair_never_touches_code_and_front_matter(text):
    fixed = fixes.fix(text, REAL_PAGE, WORDS)
    before, after = Text(REAL_PAGE, "", text), Text(REAL_PAGE, "", fixed)
    assert after.lines[: after.first] == before.lines[: before.first]
    assert _code(after) == _code(before)


def _code(text: Text) -> list[list[str]]:
    return [[line.strip() for line in text.lines[fence.line : fence.last_line]] for fence in text.fences]


@bounded
@given(texts)
def test_repair_of_a_right_page_does_not_break_it(text):
    _, before = parse_page(text, REAL_PAGE, VOCABULARY)
    _, after = parse_page(fixes.fix(text, REAL_PAGE, WORDS), REAL_PAGE, VOCABULARY)
    assert len(after) <= len(before) or before


words = st.text('абвгд -`*_[]()<>&"«»|\\#!:{}.', min_size=1, max_size=30).map(lambda text: f"Слово {text.strip()}.")


@settings(bounded, max_examples=60)
@given(st.lists(words, min_size=4, max_size=4), st.sampled_from(["junior", "middle", "any"]))
def test_every_question_that_is_parsed_is_rendered(parts, level):
    text = question(1, level)
    for old, new in zip(
        ("Что такое вопрос 1?", "Короткий ответ 1.", "Подробный ответ.", "Понимание."), parts, strict=True
    ):
        text = text.replace(old, new)
    _assert_rendered(page(text, question(2)))


@settings(bounded, max_examples=60)
@given(damaged())
def test_every_question_of_a_damaged_page_is_rendered(text):
    questions, problems = parse_page(text, REAL_PAGE, VOCABULARY)
    if not problems:
        _assert_rendered(text)
    assert problems or len(questions) == real_page().count("\n## ")


def _assert_rendered(text: str) -> None:
    questions, problems = parse_page(text, REAL_PAGE, VOCABULARY)
    if problems:
        return
    converter = _converter()
    converter.reset()
    html = converter.convert("\n".join(text.split("\n")[Text(REAL_PAGE, "", text).first :]))
    assert questions
    for one in questions:
        assert re.search(rf'<h2[^>]*\bid="{one.id}"', html), one.id
    assert html.count("<details") >= sum(len(one.blocks) for one in questions)


# -- settings ---------------------------------------------------------------------------------

SETTINGS = (ROOT / "mkdocs.yml").read_text(encoding="utf-8").split("\n")
PAGES = {path.relative_to(ROOT / "docs").as_posix() for path in (ROOT / "docs").rglob("*.md")}
VALUES = st.sampled_from(
    [
        *("", "5", "null", "[]", "{}", "[a, {b: c}]", "{? [a] : b}", "? x", "- x", "&a b", "*a", "!!binary aa"),
        *("<<: {a: b}", "{a: {b: [c]}}", "true", "2026-01-01", "'", "| \n", "../../x", "//x", "\u2714", "  key: value"),
        *("%YAML 1.1", "---"),
    ]
)


@settings(bounded, max_examples=300)
@given(st.lists(st.tuples(st.integers(0, len(SETTINGS) - 1), st.sampled_from("dlvk"), VALUES), min_size=1, max_size=3))
def test_settings_of_any_kind_are_told_of_and_never_fail(tmp_path_factory, edits):
    lines = list(SETTINGS)
    for number, kind, value in edits:
        line = lines[number]
        indent = line[: len(line) - len(line.lstrip())]
        new = {"d": "", "l": f"{indent}{value}", "v": f"{line.partition(':')[0]}: {value}", "k": f"{value}: {line}"}
        lines[number] = new[kind]
    folder = tmp_path_factory.getbasetemp() / "settings"
    folder.mkdir(exist_ok=True)
    (folder / "mkdocs.yml").write_text("\n".join(lines), encoding="utf-8")
    found = page_settings.find(folder / "mkdocs.yml", PAGES)
    for problem in found.problems:
        assert 1 <= problem.line <= len(lines)
    if found.has_vocabularies and not found.problems:
        load_vocabulary(folder / "mkdocs.yml")
