"""Letters that the fonts of the books do not have: what holds one is not printed.

The books ask `book_letters.py` of a finished document; here it is asked of the sources, with a line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

from hooks.bank.records import Problem
from hooks.checks.page import book_letters
from hooks.checks.page.prose import Text

_COMMENT_TO_END = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")


def said(text: str) -> str:
    """Return what is wrong with a text, or nothing."""
    names = ", ".join(f"«{letter}» (U+{ord(letter):04X})" for letter in book_letters.missing(text))
    return f"в шрифтах книг нет: {names}; замените знак" if names else ""


def find(text: Text) -> tuple[Problem, ...]:
    """Return the lines of a page that would not be printed."""
    if text.page in book_letters.NOT_PRINTED or not text.source.startswith("docs/") or not book_letters.has_fonts():
        return ()
    if not book_letters.missing(text.content) and not _ENTITY.search(text.content):
        return ()
    shown = list(text.content)
    for match in _COMMENT_TO_END.finditer(text.body):
        shown[match.start() : match.end()] = [one if one == "\n" else " " for one in match[0]]
    lines = "".join(shown).split("\n")
    # An entity is one letter in running text, and stays as it is written in code.
    for match in _ENTITY.finditer(text.with_html):
        lines[text.line(match.start()) - 1] += unescape(match[0])
    return tuple(Problem(text.source, number, what) for number, line in enumerate(lines, 1) if (what := said(line)))


def find_in_drawings(docs_dir: Path) -> Iterator[Problem]:
    """Yield the lines of drawings whose words would not be printed."""
    for path in sorted(docs_dir.rglob("*.svg")):
        content = path.read_bytes().decode("utf-8", errors="ignore") if path.is_file() else ""
        shown = re.sub(r"<[^<>]*>", lambda match: "\n" * match[0].count("\n"), content)
        for number, line in enumerate(shown.split("\n"), 1):
            if what := said(unescape(line)):
                yield Problem(f"docs/{path.relative_to(docs_dir).as_posix()}", number, what)
