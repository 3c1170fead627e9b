"""The forms of Russian words: which stems belong to one lemma.

Snowball cuts endings and knows no words: «ошибок» and «ошибка», «токен» and «токенами» part ways.
"""

from __future__ import annotations

import functools
import re
from collections import defaultdict
from collections.abc import Collection, Iterable
from os.path import commonprefix
from typing import TYPE_CHECKING

from hooks import cache
from hooks.dictionary import russian
from hooks.search.text import stem_all

if TYPE_CHECKING:
    import pymorphy3

LIKELY = 0.1
"""Readings of a word that pymorphy3 holds for less likely than this give no aliases."""
_RUSSIAN = re.compile("[а-я]")


def aliases(words: Iterable[str], terms: Collection[str]) -> tuple[dict[str, set[str]], set[str]]:
    """Return the stems of each lemma to which Snowball gives more than one, and every stem that leads to a term.

    Words of one kind end alike, so lemmas stand by their ends, parted by commas, the first of them that of the
    stem that they are told by, which is a term: `к,ок` and «ошибк», «ветк».

    Args:
        words: every Russian word of the texts, as it is written.
        terms: the terms of the texts.
    """
    lemmas, reached = defaultdict(set), set(terms)
    # In one order in every process: the same texts make the same files, which readers then keep.
    asked = sorted(filter(_is_russian, words))
    found = cache.results.remember_all("lemmas", {word: word for word in asked}, _all_lemmas)
    every = {tuple(stems) for word in asked for stems in found[word] if len(stems) > 1}
    for stems in sorted(every):
        known = next((stem for stem in stems if stem in terms), None)
        if known is not None:
            length = len(_shared(stems))
            ends = [known[length:], *sorted(stem[length:] for stem in stems if stem != known)]
            lemmas[",".join(ends)].add(known)
            reached.update(stems)
    return lemmas, reached


def _is_russian(word: str) -> bool:
    return len(word) > 2 and bool(_RUSSIAN.search(word))


def _shared(stems: Iterable[str]) -> str:
    return commonprefix(list(stems))  # noqa: RUF071 (letter by letter is the point)


def _all_lemmas(words: Iterable[str]) -> dict[str, list[list[str]]]:
    return {word: [sorted(stems) for stems in _lemmas(word)] for word in words}


def _lemmas(word: str) -> list[frozenset[str]]:
    """Return the stems of all forms of each lemma that a word may belong to."""
    return [_stems(parse) for place, parse in enumerate(russian().parse(word)) if place == 0 or parse.score >= LIKELY]


_STEMS: dict[tuple[str, str], frozenset[str]] = {}
"""Lemma and part of speech -> stems: its forms all lead here, and are made once."""


def _stems(parse: pymorphy3.analyzer.Parse) -> frozenset[str]:
    key = parse.normal_form, str(parse.tag.POS)
    if key not in _STEMS:
        stems = set(stem_all(list(_forms(parse))))
        _STEMS[key] = frozenset(stem for stem in stems if not _is_degree(stem, stems))
    return _STEMS[key]


def _forms(parse: pymorphy3.analyzer.Parse) -> set[str]:
    """Return the forms of a lemma: the words of `parse.lexeme`, in a quarter of its time."""
    if len(parse.methods_stack) > 1 or len(parse.methods_stack[0]) != len(("unit", "word", "paradigm", "place")):
        return {form.word for form in parse.lexeme}  # a guess at a word that the dictionary lacks
    _, word, paradigm, place = parse.methods_stack[0]
    dictionary = russian().dictionary
    stem = dictionary.build_stem(dictionary.paradigms[paradigm], place, word)
    return {prefix + stem + suffix for prefix, suffix in _affixes(paradigm)}


@functools.cache
def _affixes(paradigm: int) -> frozenset[tuple[str, str]]:
    return frozenset((prefix, suffix) for prefix, _, suffix in russian().dictionary.build_paradigm_info(paradigm))


def _is_degree(stem: str, stems: Collection[str]) -> bool:
    """Tell whether a stem is «побыстрее» or «наибыстрейший» of another: the engine cuts these off itself."""
    return any(stem.startswith(prefix) and stem.removeprefix(prefix) in stems for prefix in ("по", "наи"))
