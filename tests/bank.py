"""What the bank holds now: tests count from it, so that a new question, topic or section breaks none of them."""

from __future__ import annotations

import functools

from hooks.bank.kinds import SIGNALS, Kind
from hooks.bank.load import load_bank
from hooks.bank.records import Question
from scripts.tools.environment import ROOT


@functools.cache
def _every() -> tuple[Question, ...]:
    return tuple(load_bank(ROOT / "docs").questions)


def questions(
    *, page: str | None = None, folder: str | None = None, level: str | None = None, tag: str | None = None
) -> list[Question]:
    """Return the questions of the real site that fit, in the site's order."""
    return [
        one
        for one in _every()
        if page in {None, one.page}
        and folder in {None, one.page.partition("/")[0]}
        and level in {None, one.level}
        and (tag is None or tag in one.tags)
    ]


def count(number: int) -> str:
    """Return «6 вопросов»: a number with its noun, as the site writes it."""
    last = 0 if 10 < number % 100 < 20 else number % 10
    return f"{number} вопрос{'' if last == 1 else 'а' if 1 < last < 5 else 'ов'}"


def block_places(kind: Kind) -> list[str]:
    """Return what a skeleton leaves to write below the model answer, in order."""
    return [name for rule in kind.blocks[1:] for name in (kind.levels if rule == SIGNALS else [rule.title])]
