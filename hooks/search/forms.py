"""The forms of Russian words: which stems belong to one lemma.

Snowball cuts endings and knows no words: «ошибок» and «ошибка», «токен» and «токенами» part ways.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from functools import cache
from os.path import commonprefix

import pymorphy3

from .text import stem_all

LIKELY = 0.1
"""Readings of a word that pymorphy3 holds for less likely than this give no aliases."""


def aliases(words: Iterable[str], known: Collection[str]) -> str:
    """Return the stems of each lemma to which Snowball gives more than one, where a text holds one of them.

    Words of one kind end alike, so each line has the ends, parted by commas, and then, parted by spaces,
    the beginnings that they follow: `ок,к ошиб вет`.

    Args:
        words: every Russian word of the texts, as it is written.
        known: the terms of the texts.
    """
    groups = {stems for word in words if _is_russian(word) for stems in _lemmas(word)}
    lines = defaultdict(set)
    for stems in groups:
        if len(stems) > 1 and not stems.isdisjoint(known):
            beginning = _shared(stems)
            lines[",".join(sorted(stem[len(beginning) :] for stem in stems))].add(beginning)
    return "\n".join(" ".join([ends, *sorted(lines[ends])]) for ends in sorted(lines))


def _is_russian(word: str) -> bool:
    return len(word) > 2 and any("а" <= letter <= "я" for letter in word)


def _shared(stems: Iterable[str]) -> str:
    return commonprefix(list(stems))  # noqa: RUF071 (letter by letter is the point)


@cache
def _analyzer() -> pymorphy3.MorphAnalyzer:
    return pymorphy3.MorphAnalyzer()


def _lemmas(word: str) -> list[frozenset[str]]:
    """Return the stems of all forms of each lemma that a word may belong to."""
    return [
        _stems(parse)
        for place, parse in enumerate(_analyzer().parse(word))
        if place == 0 or parse.score >= LIKELY
    ]


_STEMS: dict[tuple[str, str], frozenset[str]] = {}
"""Lemma and part of speech -> stems: its forms all lead here, and are made once."""


def _stems(parse: pymorphy3.analyzer.Parse) -> frozenset[str]:
    key = parse.normal_form, str(parse.tag.POS)
    if key not in _STEMS:
        stems = set(stem_all([form.word for form in parse.lexeme]))
        _STEMS[key] = frozenset(stem for stem in stems if not _is_degree(stem, stems))
    return _STEMS[key]


def _is_degree(stem: str, stems: Collection[str]) -> bool:
    """Tell whether a stem is «побыстрее» or «наибыстрейший» of another: the engine cuts these off itself."""
    return any(stem.startswith(prefix) and stem.removeprefix(prefix) in stems for prefix in ("по", "наи"))
