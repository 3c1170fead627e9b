"""The words of all entries: which terms there are, where they stand and how much they say there."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from hooks.search.coding import steps
from hooks.search.text import Token, count_words, fold, token, tokens

TITLE, WORDING, ANSWER = range(3)
# Title over wording over answer; the second number is how much a long field is held against its words.
FIELDS = ((8.0, 0.5), (4.0, 0.5), (1.0, 0.7))
PART = 0.6
"""How much a part of a word says against the word."""
LEVELS = 1.5
"""Frequencies are stored as levels, so many to each doubling: near enough, and they compress well."""
LAST_LEVEL = 31
MENTION = 5
"""How many numbers tell where a term stands in one entry."""
BLOCKS = 5
"""How many blocks of an answer a posting can tell apart."""
HITS = tuple(tuple((level, place) for place in range(ANSWER + BLOCKS)) for level in range(LAST_LEVEL + 1))
"""One object for each level and place, where there may be millions."""
_LITTLE = re.compile(r"[0-9]{1,2}$|[a-z]$|(?=[a-f]*[0-9])(?=[0-9]*[a-f])[0-9a-f]{8,}$|u0[0-9a-f]{3}$|x[0-9a-f]{2}$")
"""Small numbers, names of variables, hashes and escapes in the code of an answer; a title's «PEP 8» is found."""


@dataclass(frozen=True)
class Document:
    """What can be found: a question, or a page that holds none.

    `blocks` are the parts of the answer: the fragment that each is reached by, and its text.
    A page is found by its title and by its `wording`: description and headings.
    """

    url: str
    title: str
    wording: str = ""
    blocks: tuple[tuple[str, str], ...] = ()
    page_title: str = ""
    page_url: str = ""
    is_page: bool = False


Hit = tuple[int, int]
"""Level of the frequency and place: 0 title, 1 wording, else the first block, from 2."""


class Postings(NamedTuple):
    """Where a term stands."""

    steps: str = ""
    """From each entry to the next, as digits."""
    hits: Sequence[Hit] = ()
    """One for each entry."""


class _Word(NamedTuple):
    """What is known of a word as it is written."""

    token: Token
    weights: tuple[tuple[str, float], ...]
    is_little: bool
    uses: list[int]
    """How often it stands in the texts, one number."""


class TermCounter:
    """Counts the terms of all entries."""

    def __init__(self, stop: Collection[str]) -> None:
        self._stop = stop
        self.words: set[str] = set()
        """Every Russian word as it is written, for the aliases."""
        self.title_lengths: list[int] = []
        """Number of words in each title, little words left out."""
        self._mentions: dict[str, list[float]] = defaultdict(list)
        """Term -> five numbers for each entry: its own, the place, how often the term stands in each field.

        One after another, for there may be millions.
        """
        self._lengths: list[list[int]] = []
        self._words: dict[str, _Word] = {}
        self._lasting: set[str] = set()
        """Terms that are not only compounds of other terms."""

    def add(self, entry: Document) -> None:
        """Count the words of an entry."""
        number, lengths = len(self._lengths), [0, 0, 0]
        found: dict[str, list[float]] = {}
        texts = [(TITLE, entry.title), (WORDING, entry.wording)]
        texts += [(ANSWER + min(block, BLOCKS - 1), text) for block, (_, text) in enumerate(entry.blocks)]
        for place, text in texts:
            lengths[min(place, ANSWER)] += self._count(text, number, place, found)
        for name, mention in found.items():
            self._mentions[name] += mention
        self._lengths.append(lengths)
        content = [token for token in tokens(entry.title) if fold(token.surface) not in self._stop]
        self.title_lengths.append(max(len(content), 1))

    def _count(self, text: str, number: int, place: int, found: dict[str, list[float]]) -> int:
        """Add the terms of a text to those found in its entry; return its length in words."""
        field, length, words = 2 + min(place, ANSWER), 0, self._words
        for word, count in count_words(text).items():
            length += count
            known = words.get(word) or self._meet(word)
            if place >= ANSWER and known.is_little:
                continue  # every answer has them
            known.uses[0] += count
            for name, weight in known.weights:
                mention = found.get(name)
                if mention is None:
                    mention = found[name] = [number, place, 0.0, 0.0, 0.0]
                mention[field] += weight * count
        return length

    def _meet(self, word: str) -> _Word:
        """Note what a word is, once."""
        one = token(word)
        is_little = fold(one.surface) in self._stop or bool(_LITTLE.match(one.whole))
        known = self._words[word] = _Word(one, tuple(_weights(one)), is_little, [0])
        self.words.update(piece for piece in one.surface.replace("-", " ").split() if piece.isalpha())
        self._lasting.update(name for name, weight in known.weights if weight < 1 or not _falls_apart(one))
        return known

    def endings(self, names: Iterable[str]) -> Iterable[str]:
        """Yield for each term what makes it the commonest of its words: `-` nothing, `!` no word begins with it."""
        surfaces: dict[str, Counter] = defaultdict(Counter)
        for word in self._words.values():
            surfaces[word.token.whole][word.token.surface] += word.uses[0]
        for name in names:
            begun = (surface for surface, _ in surfaces[name].most_common(3) if _begins(surface, name))
            yield next((surface[len(name) :] or "-" for surface in begun), "!")

    def postings(self) -> dict[str, Postings]:
        """Return the postings of each term."""
        factors, log, result = self._factors(), math.log2, {}
        for name, mentions in self._mentions.items():
            if name not in self._lasting and len(mentions) == MENTION and mentions[1] >= ANSWER:
                continue  # its parts lead to the same place, and it leads nowhere else
            numbers, places = mentions[::MENTION], mentions[1::MENTION]
            levels = []
            for number, *counts in zip(numbers, *(mentions[field::MENTION] for field in (2, 3, 4)), strict=True):
                (title, wording, answer), (titles, wordings, answers) = factors[number], counts
                level = round(LEVELS * log(1 + title * titles + wording * wordings + answer * answers))
                levels.append(min(max(1, level), LAST_LEVEL))
            result[name] = Postings(
                steps(numbers), [HITS[level][place] for level, place in zip(levels, places, strict=True)]
            )
        return result

    def _factors(self) -> list[tuple[float, ...]]:
        """Return for each entry what one word in each of its fields is worth (BM25F)."""
        average = [sum(lengths) / len(lengths) or 1.0 for lengths in zip(*self._lengths, strict=True)]
        return [
            tuple(
                weight / (1 - slope + slope * length / mean)
                for (weight, slope), length, mean in zip(FIELDS, lengths, average, strict=True)
            )
            for lengths in self._lengths
        ]


def _begins(surface: str, name: str) -> bool:
    return surface.replace("ё", "е").replace("э", "е").startswith(name)


def _weights(token: Token) -> Iterable[tuple[str, float]]:
    """Return the terms of a word, and what each is worth; letters alone say nothing."""
    if not token.parts:
        return ((token.whole, 1.0),)
    return (
        (token.whole, 1.0),
        *((part, PART) for part in set(token.parts) if len(part) > 1 and part != token.whole),
    )


def _falls_apart(token: Token) -> bool:
    """Tell whether a word is a compound («gc.freeze») that its parts find as well."""
    is_compound = bool(token.parts) and not token.surface.isalnum() and "_" not in token.surface
    return is_compound and all(len(part) > 1 for part in token.parts)
