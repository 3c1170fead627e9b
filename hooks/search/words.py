"""The data files of the search: groups of synonyms, and words that say little."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from hooks.search.text import LETTERS

_SEARCHED_WORD = re.compile(rf"[{LETTERS}]+(?:['-][{LETTERS}]+)*")


class Group(NamedTuple):
    """Words and phrases that mean the same, or that all lead to what is `sought` with them, but not from there back."""

    words: list[str]
    sought: list[str]


def synonym_mistakes(text: str) -> Iterator[tuple[int, str]]:
    """Yield the lines of a file of synonyms that are no group: (line, message)."""
    for number, group in _groups(text):
        words = group.words + group.sought
        if len(words) < 2 or not all(map(_SEARCHED_WORD.search, words)):
            yield number, "в группе нужны хотя бы два слова или фразы через « = » или « → », без пустых"
        elif len({word.lower() for word in words}) < len(words):
            yield number, "слово или фраза в группе стоит дважды; оставьте одно"


def read_synonyms(text: str) -> list[Group]:
    """Read groups of synonyms: one a line, words and phrases parted by ` = `, what is sought with them behind ` → `."""
    return [group for _, group in _groups(text)]


def _groups(text: str) -> Iterator[tuple[int, Group]]:
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip() and not line.lstrip().startswith("#"):
            words, arrow, sought = line.partition(" → ")
            yield number, Group(_phrases(words), _phrases(sought) if arrow else [])


def _phrases(text: str) -> list[str]:
    return [phrase.strip() for phrase in text.split(" = ")]


def word_mistakes(text: str) -> Iterator[tuple[int, str]]:
    """Yield what is no word in a list of words: (line, message)."""
    for number, line in enumerate(text.splitlines(), 1):
        for word in () if line.startswith("#") else line.split():
            if not _SEARCHED_WORD.fullmatch(word):
                yield number, f"«{word}» — не слово; пишите слова через пробел, примечание — с # в начале строки"


def read_stop_words(text: str) -> list[str]:
    """Read words parted by spaces and lines; lines that begin with `#` are comments."""
    return [word for line in text.splitlines() if not line.startswith("#") for word in line.split()]
