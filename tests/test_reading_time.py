"""How long an answer is said to take: counted from its words and lines, the same wherever it is told."""

from __future__ import annotations

import json

import pytest
from selectolax.lexbor import LexborHTMLParser

from hooks.bank.records import Block, Question
from hooks.reading import LINE_SECONDS, WORDS_A_MINUTE, ReadingTime, reading_time, reading_time_of, told
from tests import bank

WORD = 60 / WORDS_A_MINUTE


def question(short: str = "", **blocks: str) -> Question:
    """Return a question with a «Коротко» and blocks by their words."""
    given = tuple(Block(word, word, 1, body) for word, body in blocks.items())
    return Question(
        *("x", "X", "Что это такое?", "junior", "technical", ("sql",), "A", "junior/a.md", "docs/junior/a.md", 1),
        *(short, short, given),
    )


def test_words_of_prose_count_and_addresses_do_not():
    text = "раз **два** `три` [четыре пять](https://docs.python.org/3/library/functions.html) — шесть " * 10
    assert reading_time(question(text)).short == 60 * WORD


def test_lines_of_code_count_by_themselves_and_empty_ones_do_not():
    text = "слово слово слово\n\n```python\none = two + three + four\n\nfive = six\n```\n"
    assert reading_time(question(text)).short == 3 * WORD + 2 * LINE_SECONDS


def test_row_of_a_table_counts_by_its_words():
    assert reading_time(question("| а | б |\n|---|---|\n| в | г д |")).short == pytest.approx(5 * WORD, abs=1)


def test_whole_question_is_its_wording_and_every_block_but_the_sources():
    words = "слово " * 30
    time = reading_time(question("слово " * 3, success=words, failure=words, quote=words))
    assert time == ReadingTime(1, 10, 21)


def test_several_take_the_sum_of_them():
    assert reading_time_of([question("а б в"), question("а " * 6)]) == ReadingTime(3, 0, 2)


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        *((0, "5 с"), (7, "5 с"), (28, "30 с"), (57, "55 с"), (58, "1 мин"), (89, "1 мин"), (90, "2 мин")),
        *((3569, "59 мин"), (3570, "1 ч"), (4200, "1 ч 10 мин")),
    ],
)
def test_time_is_told_in_round_numbers(seconds, text):
    assert told(seconds).replace("\N{NO-BREAK SPACE}", " ") == text


def test_file_for_programs_has_the_seconds(site):
    records = json.loads((site / "questions.json").read_text(encoding="utf-8"))["questions"]
    assert {one["id"]: one["reading_seconds"] for one in records} == {
        one.id: vars(reading_time(one)) for one in bank.questions()
    }


def test_time_stands_at_every_question_and_section(site):
    for page in {one.page for one in bank.questions()}:
        group = bank.questions(page=page)
        tree = LexborHTMLParser((site / page.removesuffix(".md") / "index.html").read_text(encoding="utf-8"))
        shown = {
            card.attributes["data-question"]: card.css_first(".reading-time").text()
            for card in tree.css(".question-card")
        }
        for one in group:
            for time in reading_time(one).told():
                assert f" {time}" in shown[one.id]
        head = tree.css_first(".page-checked + .question-time").text()
        assert head.endswith(f"всё {told(reading_time_of(group).whole)}")
    index = LexborHTMLParser((site / "junior/index.html").read_text(encoding="utf-8"))
    assert len(index.css(".section-progress > .reading-time")) == len(
        {one.page for one in bank.questions(level="junior")}
    )


def test_time_is_not_in_the_books_and_not_in_the_search(site):
    kept = site.with_name(f".{site.name}-articles.json").read_text(encoding="utf-8")
    articles = {name: one["article"] for name, one in json.loads(kept)["pages"].items()}
    assert not any("reading-time" in articles[one.page.removesuffix(".md") + "/"] for one in bank.questions())
    assert not any("Читать: коротко" in path.read_text("utf-8") for path in (site / "search").iterdir())
