"""The bank of the build under way, for every hook: the pages are parsed once in a build.

`question_index.py` fills it in its `on_files`, which goes before those of the other hooks. MkDocs
loads each hook under a name of its own, so hooks cannot import each other; a file beside them is
one module for all.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from mkdocs.exceptions import PluginError
from question_bank import Bank, Question

if TYPE_CHECKING:
    from mkdocs.structure.files import Files

_current = Bank()


def fill(bank: Bank) -> None:
    """Keep the bank of this build in place of the one before it."""
    global _current
    _current = bank


def current() -> Bank:
    """Return the bank of this build; before the first `on_files` an empty one."""
    return _current


def questions() -> list[Question]:
    """Return the questions in the site's order, the first of each id where one is repeated."""
    first: dict[str, Question] = {}
    for question in _current.questions:
        first.setdefault(question.id, question)
    return list(first.values())


def url(question: Question, files: Files) -> str:
    """Return the address of a question relative to the site: `junior/python-basics/#list-vs-tuple`."""
    return f"{files.get_file_from_path(question.page).url}#{question.id}"


def is_damaged(page: str) -> bool:
    """Tell whether a page (path inside `docs/`) has mistakes: what it does not show needs no second message."""
    return any(problem.source == f"docs/{page}" for problem in _current.problems)


def not_shown(page: str, missing: Iterable[tuple[int, str]]) -> PluginError:
    """Return the error of a page that does not show what its source has: (line, what it is)."""
    text = "на готовой странице не видно; проверьте заголовок над ним, отступы и разметку"
    return PluginError("\n".join(f"docs/{page}:{line}: {what} {text}" for line, what in sorted(missing)))
