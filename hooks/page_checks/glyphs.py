"""Letters that the fonts of the books do not have: what holds one is not printed.

The books ask the same function of a finished document; here it is asked of the sources, with a line.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from html import unescape
from pathlib import Path

from .bank import Problem
from .prose import Text

FONTS = Path(__file__).parents[2] / "scripts/book/fonts"
PLAIN_FONTS = ("IBMPlexSans-Regular.woff2", "IBMPlexMono-Regular.woff2")
NOT_PRINTED = {
    "any-level.md": "указатель по уровню: в книге его заменяет оглавление",
    "tags.md": "в книге — предметный указатель со страницами",
    "contributing.md": "о работе над сайтом, не о собеседованиях",
    "downloads.md": "ссылки на сами книги",
    "marks.md": "отметки читателя живут в его браузере",
}
"""Pages that are in no book, and why; question pages, indexes of parts, home and memos are in."""
COMMON = frozenset(
    "".join(map(chr, range(0x20, 0x7F))) + "".join(map(chr, range(0x410, 0x450))) + "Ёё«»„“”‘’—–…№×·−≥²³⁵→←↔↑↓\u00a0"
)
"""Letters that the fonts surely have: to read the fonts takes a while, and pages rarely hold others."""

_UNSEEN = {"Cc", "Cf", "Mn", "Zl", "Zp", "Zs"}
"""Kinds of letters that are not drawn."""
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")


@cache
def _known() -> frozenset[str]:
    from fontTools.ttLib import TTFont

    return frozenset(chr(code) for name in PLAIN_FONTS for code in TTFont(FONTS / name, lazy=True).getBestCmap())


def missing(letters: Iterable[str]) -> list[str]:
    """Return those of the letters that are drawn and that our fonts do not have, in their order."""
    rare = {letter for letter in set(letters) - COMMON if unicodedata.category(letter) not in _UNSEEN}
    return sorted(rare - _known()) if rare else []


def said(text: str) -> str:
    """Return what is wrong with a text, or nothing."""
    names = ", ".join(f"«{letter}» (U+{ord(letter):04X})" for letter in missing(text))
    return f"в шрифтах книг нет: {names}; замените знак" if names else ""


@lru_cache(maxsize=256)
def find(text: Text) -> tuple[Problem, ...]:
    """Return the lines of a page that would not be printed."""
    if text.page in NOT_PRINTED or not text.source.startswith("docs/") or not (FONTS / PLAIN_FONTS[0]).is_file():
        return ()
    if not missing(text.content) and not _ENTITY.search(text.with_html):
        return ()
    shown = list(text.content)
    for match in _COMMENT.finditer(text.body):
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
        shown = re.sub(r"<[^>]*>", lambda match: "\n" * match[0].count("\n"), content)
        for number, line in enumerate(shown.split("\n"), 1):
            if what := said(unescape(line)):
                yield Problem(f"docs/{path.relative_to(docs_dir).as_posix()}", number, what)
