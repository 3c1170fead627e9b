"""«Коротко» is a field of its own, and model answers keep their limits."""

from __future__ import annotations

import pytest

from hooks.bank.kinds import CODE_LIMIT, POINTS_LIMIT, SHORT_LIMIT, WORDS_LIMIT
from hooks.bank.load import parse_page
from hooks.bank.records import Longer, Problem, Question
from hooks.bank.vocabulary import load_vocabulary
from scripts.tools.environment import ROOT
from tests import sites

VOCABULARY = load_vocabulary(ROOT / "mkdocs.yml")
CODE = "```python\n{}\n```"
LONG = "<!-- длиннее: вопрос из трёх частей -->"


def parsed(short: str, rest: str = "**Подробно.** Подробный ответ.") -> tuple[Question, list[Problem]]:
    """Return a question whose model answer consists of these, and the problems of its page."""
    body = f"**Коротко.** {short}\n\n{rest}".replace("** \n", "**\n")
    text = sites.page(
        sites.question().replace(
            "    **Коротко.** Короткий ответ 1.\n\n    **Подробно.** Подробный ответ.\n",
            "".join(f"    {line}".rstrip() + "\n" for line in body.split("\n")),
        )
    )
    questions, problems = parse_page(text, "junior/a.md", VOCABULARY)
    return questions[0], problems


def told(short: str, rest: str = "**Подробно.** Подробный ответ.") -> list[str]:
    """Return the messages about such an answer."""
    return [problem.text for problem in parsed(short, rest)[1]]


@pytest.mark.parametrize(
    ("markdown", "plain"),
    [
        ("Раз `a`. [Два](b.md#c).", "Раз a. Два."),
        ("Раз.\n\nДва.", "Раз.\nДва."),
        ("Их два:\n\n- **раз** и\n  ещё;\n- [два](b.md).", "Их два:\nраз и ещё;\nдва."),
        ("\n\n1. Раз.\n2. Два.", "Раз.\nДва."),
        (f"Так:\n\n{CODE.format('**Подробно.** = 1')}", "Так:\n**Подробно.** = 1"),
        (f"Так:\n\n{CODE.format('if a:' + chr(10) + '    b()')}", "Так:\nif a:\n    b()"),
        ("Раз. **Важно.** Два.", "Раз. Важно. Два."),
    ],
)
def test_short_answer_is_all_that_stands_before_the_next_lead_in(markdown, plain):
    question, problems = parsed(markdown)
    assert problems == []
    assert question.short == plain
    assert question.short_markdown == markdown.strip()


def test_comments_are_no_part_of_the_short_answer():
    question, _ = parsed("Раз.\n\n<!-- Проверено. -->\n\n- Два.")
    assert (question.short, question.short_markdown) == ("Раз.\nДва.", "Раз.\n\n- Два.")


# -- limits -------------------------------------------------------------------------------------

SENTENCE = "Слово! "
TOO_LONG = SENTENCE * (SHORT_LIMIT // len(SENTENCE)) + "Слов."


def test_limits_of_the_short_answer_are_told_just_above_them():
    said = (SENTENCE * SHORT_LIMIT)[:SHORT_LIMIT].rstrip()
    assert told(said) == []
    assert told(TOO_LONG) == [
        f"«Коротко» — {len(TOO_LONG)} знаков при пределе {SHORT_LIMIT}; сократите или перенесите лишнее ниже"
    ]
    points = [f"- Пункт {number}." for number in range(POINTS_LIMIT + 1)]
    assert told("Так:\n\n" + "\n".join(points[:-1])) == []
    assert told("Так:\n\n" + "\n".join(points)) == [
        f"в «Коротко» пунктов {POINTS_LIMIT + 1} при пределе {POINTS_LIMIT}; сократите или перенесите лишнее ниже"
    ]
    lines = ["a = 1"] * (CODE_LIMIT + 1)
    assert told("Так:\n\n" + CODE.format("\n".join(lines[:-1]))) == []
    assert told("Так:\n\n" + CODE.format("\n".join(lines))) == [
        f"в «Коротко» строк кода {CODE_LIMIT + 1} при пределе {CODE_LIMIT}; сократите или перенесите лишнее ниже"
    ]


def test_code_is_not_said_aloud_and_does_not_count_as_such():
    assert told(f"{TOO_LONG[: SHORT_LIMIT - 20]}.\n\n{CODE.format('a = 1' * 20)}") == []


def test_list_in_the_details_is_not_the_short_answer():
    assert told("Раз.", "**Подробно.** Раз:\n\n" + "\n".join(f"- Пункт {number}." for number in range(9))) == []


PROSE = "слово " * (WORDS_LIMIT - 2)
TABLE = "| а | б |\n|---|---|\n" + "| в г | д е |\n" * 20
NOTE = '!!! note "Слова названия"\n\n    | а | б |\n    |---|---|\n    | в | г |'
PICTURE = "![Много слов о картинке](../assets/a.svg)"


def test_prose_below_is_counted_in_words_without_code_tables_and_pictures():
    rest = f"**Подробно.** {PROSE}\n\n**Пример.**\n\n"
    around = f"\n\n{CODE.format('слово = 1')}\n\n{TABLE}\n{PICTURE}\n\n{NOTE}"
    assert told("Раз.", rest + around) == []
    link = "[слово](https://docs.python.org/3/library/functions.html#func_(x))"
    assert told("Раз.", f"{rest}- {link}.{around}") == [
        f"ответ ниже «Коротко» — слов {WORDS_LIMIT + 1} при пределе {WORDS_LIMIT}, без кода и таблиц;"
        " сократите или перенесите в дополнительные вопросы"
    ]


def test_reason_excuses_its_own_part_only_and_is_counted():
    question, problems = parsed(f"{TOO_LONG}\n\n{LONG}")
    assert problems == []
    assert question.longer == (Longer(18, "вопрос из трёх частей"),)
    assert len(told(TOO_LONG, f"**Подробно.** {PROSE * 2}\n\n{LONG}")) == 1
    assert len(told(f"{TOO_LONG}\n\n{LONG}", f"**Подробно.** {PROSE * 2}")) == 1


def test_reason_in_code_is_code():
    question, problems = parsed("Раз.", f"**Подробно.** Раз.\n\n```html\n{LONG}\n```")
    assert (question.longer, problems) == ((), [])


def test_answer_that_is_opened_wrongly_is_not_measured_too():
    assert len(told("Раз.", f"**Далее.** {PROSE * 2}")) == 1
