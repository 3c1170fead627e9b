"""What to learn on which day: all questions cut into days by how often they are asked and how long they take to read.

`cut` has a twin in docs/assets/javascripts/plan.js, which cuts anew what a reader's level and marks leave.
"""

from __future__ import annotations

import html
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from hooks.bank.records import Question
from hooks.build import Build
from hooks.markdown.pieces import counted, escape, link
from hooks.reading import reading_time

FIRST = 20
"""So many questions are learnt before all others."""
SHORT_MINUTES = 2
"""To say an answer aloud and to compare it with «Коротко»."""


@dataclass(frozen=True)
class _Term:
    days: int
    is_short: bool = False
    """Only the first questions, and of these the short answers only."""


_TERMS = {
    "evening": _Term(1, is_short=True),
    "week": _Term(6),
    "month": _Term(20),
}


def minutes(question: Question) -> int:
    """Return how long the whole of a question is read."""
    return math.ceil(reading_time(question).whole / 60)


def in_order(build: Build) -> list[Question]:
    """Return all questions by sections: first those whose questions are asked most, and so within each."""
    sections: dict[str, list[Question]] = {}
    for question in build.questions.values():
        sections.setdefault(question.page, []).append(question)

    def weight(group: Sequence[Question]) -> float:
        return sum(build.asked.weight(one.id)[0] for one in group) / len(group)

    groups = sorted(sections.values(), key=weight, reverse=True)
    return [one for group in groups for one in build.most_asked(group)]


def cut(lengths: Sequence[int], days: int) -> list[int]:
    """Return the day, from 0, of each of the pieces that stand in a row: that in which its middle lies."""
    total, before, found = sum(lengths), 0, []
    for length in lengths:
        found.append(int((before + length / 2) * days // total))
        before += length
    return found


def markdown(build: Build, term: str) -> str:
    """Return the plan of a term: days, each with its sections, minutes and questions."""
    plan = _TERMS[term]
    if plan.is_short:
        questions = [build.questions[id] for id in build.ranks][:FIRST]
        lengths = [SHORT_MINUTES] * len(questions)
    else:
        questions = in_order(build)
        lengths = [minutes(one) for one in questions]
    days: list[list[tuple[Question, int]]] = [[] for _ in range(plan.days)]
    for day, question, length in zip(cut(lengths, plan.days), questions, lengths, strict=True):
        days[day].append((question, length))
    parts = [f'<div class="plan" data-days="{plan.days}" markdown="block">\n']
    for number, day in enumerate(days, 1):
        parts.append('<section class="plan-day" markdown="block">\n')
        if plan.days > 1:
            parts.append(f"### День {number} {{ #{term}-{number} }}\n")
        parts.append(f"{_about(day)}\n{{ .plan-day__about }}\n")
        parts.append('<ul class="index-lines" markdown="block">')
        parts += [_item(question, length) for question, length in day]
        parts.append("</ul>\n</section>\n")
    return "\n".join([*parts, "</div>\n"])


def _about(day: Iterable[tuple[Question, int]]) -> str:
    day = list(day)
    sections = dict.fromkeys(question.section for question, _ in day)
    total = sum(length for _, length in day)
    return f"{counted(total, 'минута', 'минуты', 'минут')}: {escape(', '.join(sections))}"


def _item(question: Question, length: int) -> str:
    data = f'data-question="{question.id}" data-level="{question.level}" data-minutes="{length}"'
    data += f' data-section="{html.escape(question.section)}"'
    return f'<li {data} markdown="block">\n{link(question)} <small>{length} мин</small>\n</li>'
