"""Pages with one question to try the sample runner on, and what it says of them."""

from __future__ import annotations

import textwrap

from hooks.bank.records import Problem
from hooks.bank.vocabulary import Tag, Vocabulary
from hooks.checks.page.samples import PageSamples, Unit, collect_page
from tests.samples.processes import TIME_LIMIT
from tests.samples.running import run_unit

VOCABULARY = Vocabulary({"junior": "Junior"}, {"sql": Tag("SQL", "Запросы")}, ())

PAGE = """\
---
title: Раздел
---

# Раздел

{lead}

## Вопрос {{ #question .junior .sql }}

Вопрос?

??? success "Модельный ответ"

{answer}
"""


def page_of(answer: str, lead: str = "") -> str:
    body = textwrap.indent(textwrap.dedent(answer).strip("\n"), "    ")
    return PAGE.format(answer=body, lead=textwrap.dedent(lead).strip("\n"))


def collected(text: str) -> PageSamples:
    return collect_page(text, "junior/page.md", VOCABULARY)


def problems_of(text: str, limit: float = TIME_LIMIT) -> list[Problem]:
    page = collected(text)
    return [*page.problems, *(problem for unit in page.units for problem in run_unit(unit, limit))]


def assert_passes(answer: str, lead: str = "") -> None:
    text = page_of(answer, lead)
    assert [unit.id for unit in collected(text).units][-1:] == ["question"]
    assert problems_of(text) == []


def assert_fails(answer: str, at: str, *words: str, limit: float = TIME_LIMIT) -> Problem:
    """Check that there is one problem, at the line that reads `at`, whose text holds the words."""
    text = page_of(answer)
    (problem,) = problems_of(text, limit)
    assert text.split("\n")[problem.line - 1].strip() == at
    assert str(problem).startswith(f"docs/junior/page.md:{problem.line}: ")
    for word in words:
        assert word in problem.text
    return problem


def unit_of(answer: str, lead: str = "") -> Unit:
    return collected(page_of(answer, lead)).units[-1]
