"""Which letters the books can print, and which pages they hold: one answer for the books and for the checks."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from hooks.bank.kinds import KINDS

FONTS = Path(__file__).parents[3] / "scripts/book/fonts"
PLAIN_FONTS = ("IBMPlexSans-Regular.woff2", "IBMPlexMono-Regular.woff2")
NOT_PRINTED = {
    "any-level.md": "указатель по уровню: в книге его заменяет оглавление",
    "tags.md": "в книге — предметный указатель со страницами",
    "contributing.md": "о работе над сайтом, не о собеседованиях",
    "downloads.md": "ссылки на сами книги",
    "marks.md": "отметки читателя живут в его браузере",
    "stories.md": "истории читателя живут в его браузере",
    "asked.md": "порядок вопросов: в книге они стоят по разделам",
    "plan.md": "план чтения сайта по дням",
    "practice.md": "тренировка живёт в браузере",
    "interview.md": "собеседование живёт в браузере",
    **dict.fromkeys((f"short/{folder}.md" for folder in KINDS), "«Коротко» каждого ответа; для них есть своя книга"),
}
"""Pages that are in no book, and why; question pages, indexes of parts, home and memos are in."""
COMMON = frozenset(
    "".join(map(chr, range(0x20, 0x7F))) + "".join(map(chr, range(0x410, 0x450))) + "Ёё«»„“”‘’—–…№×·−≥²³⁵→←↔↑↓\u00a0"
)
"""Letters that the fonts surely have: to read the fonts takes a while, and pages rarely hold others."""

_UNSEEN = {"Cc", "Cf", "Mn", "Zl", "Zp", "Zs"}
"""Kinds of letters that are not drawn."""


@cache
def _known() -> frozenset[str]:
    from fontTools.ttLib import TTFont

    return frozenset(chr(code) for name in PLAIN_FONTS for code in TTFont(FONTS / name, lazy=True).getBestCmap())


def missing(letters: Iterable[str]) -> list[str]:
    """Return those of the letters that are drawn and that our fonts do not have, in their order."""
    rare = {letter for letter in set(letters) - COMMON if unicodedata.category(letter) not in _UNSEEN}
    return sorted(rare - _known()) if rare else []


def has_fonts() -> bool:
    """Tell whether the fonts are there; a small site without books has none."""
    return (FONTS / PLAIN_FONTS[0]).is_file()
