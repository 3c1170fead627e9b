"""The data files of the search: groups of synonyms, words that say little, and how people ask in words of their own."""

from __future__ import annotations

import re
from collections.abc import Iterator

from hooks.search.text import LETTERS

_SEARCHED_WORD = re.compile(rf"[{LETTERS}]+(?:['-][{LETTERS}]+)*")
_ASKED = re.compile(r"([a-z0-9/-]+): (.*\S)")


def synonym_mistakes(text: str) -> Iterator[tuple[int, str]]:
    """Yield the lines of a file of synonyms that are no group: (line, message)."""
    for number, group in _groups(text):
        if len(group) < 2 or not all(map(_SEARCHED_WORD.search, group)):
            yield number, "в группе нужны хотя бы два слова или фразы через « = », без пустых"
        elif len({word.lower() for word in group}) < len(group):
            yield number, "слово или фраза в группе стоит дважды; оставьте одно"


def read_synonyms(text: str) -> list[list[str]]:
    """Read groups of synonyms: one a line, words and phrases parted by ` = `."""
    return [group for _, group in _groups(text)]


def _groups(text: str) -> Iterator[tuple[int, list[str]]]:
    for number, line in _lines(text):
        yield number, [phrase.strip() for phrase in line.split(" = ")]


def _lines(text: str) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip() and not line.lstrip().startswith("#"):
            yield number, line


def asked_mistakes(text: str) -> Iterator[tuple[int, str]]:
    """Yield the lines of a file of own words that are none: (line, message)."""
    seen: dict[str, int] = {}
    for number, line in _lines(text):
        found = _ASKED.fullmatch(line)
        if found is None:
            yield number, "строка непонятна; пишите «id: фраза, фраза», у страницы вместо id — её адрес: «plan/: фраза»"
        elif found[1] in seen:
            yield number, f"«{found[1]}» уже стоит в строке {seen[found[1]]}; допишите слова туда"
        else:
            seen[found[1]] = number


def read_asked(text: str) -> dict[str, str]:
    """Read how people ask in words of their own: id of a question or address of a page -> words and phrases."""
    return {found[1]: found[2] for _, line in _lines(text) if (found := _ASKED.fullmatch(line))}


def word_mistakes(text: str) -> Iterator[tuple[int, str]]:
    """Yield what is no word in a list of words: (line, message)."""
    for number, line in enumerate(text.splitlines(), 1):
        for word in () if line.startswith("#") else line.split():
            if not _SEARCHED_WORD.fullmatch(word):
                yield number, f"«{word}» — не слово; пишите слова через пробел, примечание — с # в начале строки"


def read_stop_words(text: str) -> list[str]:
    """Read words parted by spaces and lines; lines that begin with `#` are comments."""
    return [word for line in text.splitlines() if not line.startswith("#") for word in line.split()]
