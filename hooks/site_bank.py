"""The bank of the build under way, for every hook: the pages are parsed once in a build.

`question_index.py` fills it in its `on_files`, which goes before those of the other hooks. MkDocs
loads each hook under a name of its own, so hooks cannot import each other; a file beside them is
one module for all.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from mkdocs.exceptions import PluginError

from hooks.bank.records import Bank, Question

if TYPE_CHECKING:
    from mkdocs.structure.files import Files


class _State:
    """The bank of one build, and what is looked up in it again and again."""

    bank = Bank()
    questions: Mapping[str, Question] = {}
    """Id -> the first question that has it, in the site's order."""
    pages: Mapping[str, dict[str, Question]] = {}
    """Path of a page inside `docs/` -> those of its questions, by id."""
    neighbours: Mapping[str, tuple[Question | None, Question | None]] = {}
    """Id -> the questions before and after, in the site's order."""


def fill(bank: Bank) -> None:
    """Keep the bank of this build in place of the one before it."""
    _State.bank, _State.questions, pages = bank, {}, {}
    for question in bank.questions:
        if _State.questions.setdefault(question.id, question) is question:
            pages.setdefault(question.page, {})[question.id] = question
    _State.pages = pages
    every = [None, *_State.questions.values(), None]
    _State.neighbours = {
        question.id: (before, after) for before, question, after in zip(every, every[1:], every[2:], strict=False)
    }


def current() -> Bank:
    """Return the bank of this build; before the first `on_files` an empty one."""
    return _State.bank


def questions() -> list[Question]:
    """Return the questions in the site's order, the first of each id where one is repeated."""
    return list(_State.questions.values())


def on_page(page: str) -> dict[str, Question]:
    """Return the questions of a page, given by its path inside `docs/`, by their ids."""
    return _State.pages.get(page, {})


def neighbours(question: Question) -> tuple[Question | None, Question | None]:
    """Return the questions before and after one in the site's order."""
    return _State.neighbours[question.id]


def url(question: Question, files: Files) -> str:
    """Return the address of a question relative to the site: `junior/python-basics/#list-vs-tuple`."""
    return f"{files.get_file_from_path(question.page).url}#{question.id}"


def is_damaged(page: str) -> bool:
    """Tell whether a page (path inside `docs/`) has mistakes: what it does not show needs no second message."""
    return any(problem.source == f"docs/{page}" for problem in _State.bank.problems)


def not_shown(page: str, missing: Iterable[tuple[int, str]]) -> PluginError:
    """Return the error of a page that does not show what its source has: (line, what it is)."""
    text = "на готовой странице не видно; проверьте заголовок над ним, отступы и разметку"
    return PluginError("\n".join(f"docs/{page}:{line}: {what} {text}" for line, what in sorted(missing)))
