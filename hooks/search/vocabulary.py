"""The words of all entries: which terms there are, where they stand and how much they say there."""

from __future__ import annotations

import functools
import math
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from operator import itemgetter
from typing import NamedTuple

from hooks.search.coding import steps
from hooks.search.text import Token, count_words, fold, token, tokens

TITLE, WORDING, ANSWER = range(3)
# Title over wording over answer; the second number is how much a long field is held against its words.
FIELDS = ((8.0, 0.5), (4.0, 0.5), (1.0, 0.7))
LENGTH = 0.87
"""Fields are held against so much of the mean of their lengths."""
NAMED = 1.0
"""How much a word says by which a question is called besides, against one of its wording."""
TOPIC = 0.1
"""The same for a word of its topics: of the lowest level, by which the engine knows it (`ranking.js`)."""
PART = 0.6
"""How much a part of a word says against the word."""
LEVELS = 1
"""Frequencies are stored as levels, so many to each doubling: near enough, and they compress well."""
LAST_LEVEL = 31
COMMON, PASSING = 30, 1
"""From so many entries on, a mention in an answer, of a level so low, says nothing: the index is smaller without it."""
RARE = 3
"""In so few answers a compound is not worth a term of its own: its parts find it."""
MENTION = 5
"""How many numbers tell where a term stands in one entry."""
BLOCKS = 5
"""How many blocks of an answer a posting can tell apart."""
ASKED = ANSWER + BLOCKS
"""The place of a word that stands nowhere in the question: only people who ask for it use it (`ranking.js`)."""
ASKED_SHARE, ASKED_MOST = 0.4, 2
"""How much such a word says against one of the wording, wherever it stands; how often it counts at most."""
HITS = tuple(tuple((level, place) for place in range(ASKED + 1)) for level in range(LAST_LEVEL + 1))
"""One object for each level and place, where there may be millions."""
_LITTLE = re.compile(r"[0-9]{1,2}$|[a-z]$|(?=[a-f]*[0-9])(?=[0-9]*[a-f])[0-9a-f]{8,}$|u0[0-9a-f]{3}$|x[0-9a-f]{2}$")
"""Small numbers, names of variables, hashes and escapes in the code of an answer; a title's «PEP 8» is found."""


@dataclass(frozen=True)
class Document:
    """What can be found: a question, or a page that holds none.

    `blocks` are the parts of the answer: the fragment that each is reached by, and its text.
    A page is found by its title and by its `wording`: description and headings. Nobody reads `names`, `topics`
    and `asked`: the English words of its id, the titles of its topics, and how people ask for it. `members` are
    the addresses of the questions of a topic or a section.
    """

    url: str
    title: str
    wording: str = ""
    blocks: tuple[tuple[str, str], ...] = ()
    page_title: str = ""
    page_url: str = ""
    is_page: bool = False
    names: str = ""
    topics: str = ""
    asked: str = ""
    members: frozenset[str] = frozenset()


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
    folded: str
    """As lists of words have it."""
    pieces: tuple[str, ...]
    """It between its hyphens, where that is letters, for the aliases."""
    lasting: tuple[str, ...]
    """Its terms that are not only compounds of other terms."""


class _Counted(NamedTuple):
    """What the words of one entry are."""

    mentions: dict[str, list[float]]
    """Term -> four numbers: the place, how often the term stands in each field."""
    words: dict[str, int]
    """Each word as it is written, and how often; little words of answers are not counted."""
    lengths: tuple[int, int, int]
    """Of each field, in words."""
    title_length: int
    """Number of words in the title, little words left out."""


class TermCounter:
    """Counts the terms of all entries.

    Args:
        stop: words that weigh little.
        is_kept: what an entry counts is remembered until the next build of this process.
    """

    def __init__(self, stop: Collection[str], *, is_kept: bool = False) -> None:
        self._stop = frozenset(stop)
        self._count = _remembered if is_kept else _count
        self.words: set[str] = set()
        """Every Russian word as it is written, for the aliases."""
        self.title_lengths: list[int] = []
        """Number of words in each title, little words left out."""
        self._mentions: dict[str, list[float]] = defaultdict(list)
        """Term -> five numbers for each entry: its own, the place, how often the term stands in each field.

        One after another, for there may be millions.
        """
        self._lengths: list[tuple[int, int, int]] = []
        self._uses: dict[str, int] = {}
        """Word as it is written -> how often it stands in the texts."""
        self._lasting: set[str] = set()
        """Terms that are not only compounds of other terms."""

    def add(self, entry: Document) -> None:
        """Count the words of an entry."""
        number, counted = len(self._lengths), self._count(entry, self._stop)
        mentions, uses = self._mentions, self._uses
        for name, mention in counted.mentions.items():
            known = mentions[name]
            known.append(number)
            known += mention
        for word, count in counted.words.items():
            if word in uses:
                uses[word] += count
            else:
                uses[word] = count
                self._meet(word)
        self._lengths.append(counted.lengths)
        self.title_lengths.append(counted.title_length)

    def _meet(self, word: str) -> None:
        """Note what a word is, once."""
        known = _word(word)
        self.words.update(known.pieces)
        self._lasting.update(known.lasting)

    def endings(self, names: Iterable[str]) -> Iterable[str]:
        """Yield for each term what makes it the commonest of its words: `-` nothing, `!` no word begins with it."""
        surfaces: dict[str, dict[str, int]] = defaultdict(dict)
        for word, uses in self._uses.items():
            one = _word(word).token
            written = surfaces[one.whole]
            written[one.surface] = written.get(one.surface, 0) + uses
        for name in names:
            # The first of equals wins.
            commonest = sorted(surfaces[name].items(), key=itemgetter(1), reverse=True)[:3]
            begun = (surface for surface, _ in commonest if _begins(surface, name))
            yield next((surface[len(name) :] or "-" for surface in begun), "!")

    def postings(self, subjects: Collection[str] = ()) -> dict[str, Postings]:
        """Return the postings of each term.

        Args:
            subjects: terms that say something even where an answer names them in passing.
        """
        factors, log, result = self._factors(), math.log2, {}
        for name, mentions in self._mentions.items():
            if name not in self._lasting and len(mentions) <= RARE * MENTION and min(mentions[1::MENTION]) >= ANSWER:
                continue  # its parts lead to the same places, and it leads nowhere else
            every, five = [], iter(mentions)
            for number, place, titles, wordings, answers in zip(five, five, five, five, five, strict=True):
                title, wording, answer = factors[number]
                level = round(LEVELS * log(1 + title * titles + wording * wordings + answer * answers))
                every.append((number, HITS[min(max(1, level), LAST_LEVEL)][place]))
            is_common = name not in subjects and sum(hit[1] != ASKED for _, hit in every) >= COMMON
            told = [one for one in every if one[1][0] > PASSING or one[1][1] < ANSWER] if is_common else []
            numbers, hits = zip(*(told or every), strict=True)
            result[name] = Postings(steps(numbers), hits)
        return result

    def _factors(self) -> list[tuple[float, ...]]:
        """Return for each entry what one word in each of its fields is worth (BM25F)."""
        # Of what has an answer: pages and topics are short, and would make every answer a long one.
        typical = [lengths for lengths in self._lengths if lengths[ANSWER]] or self._lengths
        average = [LENGTH * sum(lengths) / len(lengths) or 1.0 for lengths in zip(*typical, strict=True)]
        return [
            tuple(
                weight / (1 - slope + slope * length / mean)
                for (weight, slope), length, mean in zip(FIELDS, lengths, average, strict=True)
            )
            for lengths in self._lengths
        ]


def _count(entry: Document, stop: frozenset[str]) -> _Counted:
    """Count the terms of an entry."""
    found: dict[str, list[float]] = {}
    words: dict[str, int] = {}
    lengths = [0, 0, 0]
    texts = [(TITLE, entry.title), (WORDING, entry.wording)]
    texts += [(ANSWER + min(block, BLOCKS - 1), text) for block, (_, text) in enumerate(entry.blocks)]
    for place, text in texts:
        field = 1 + min(place, ANSWER)
        for word, count in count_words(text).items():
            lengths[field - 1] += count
            known, before = _word(word), words.get(word, 0)
            if place >= ANSWER and (known.is_little or known.folded in stop):
                words[word] = before  # every answer has them
                continue
            words[word] = before + count
            for name, weight in known.weights:
                mention = found.get(name)
                if mention is None:
                    mention = found[name] = [place, 0.0, 0.0, 0.0]
                mention[field] += weight * count
    for name, share in chain(_shares(entry.names, NAMED), _shares(entry.topics, TOPIC)):
        mention = found.setdefault(name, [WORDING, 0.0, 0.0, 0.0])
        # What the question says itself, it says louder.
        if mention[0] == WORDING and not mention[1 + ANSWER]:
            mention[1 + WORDING] += share
    for name, share in _asked_shares(entry.asked, stop):
        found.setdefault(name, [ASKED, 0.0, 0.0, 0.0])[1 + WORDING] += share
    for word in count_words(f"{entry.names} {entry.topics} {entry.asked}"):
        words.setdefault(word, 0)
    content = [token for token in tokens(entry.title) if fold(token.surface) not in stop]
    return _Counted(found, words, tuple(lengths), max(len(content), 1))


def _shares(text: str, share: float) -> Iterator[tuple[str, float]]:
    """Yield the terms of a text that nobody reads, each with what it is worth."""
    for word, count in count_words(text).items():
        yield from ((name, weight * count * share) for name, weight in _word(word).weights)


def _asked_shares(text: str, stop: frozenset[str]) -> Iterator[tuple[str, float]]:
    """Yield the terms of what people ask, each with what it is worth, but not those that say little."""
    for word, count in count_words(text).items():
        known = _word(word)
        if not known.is_little and known.folded not in stop:
            yield from ((name, ASKED_SHARE * weight * min(count, ASKED_MOST)) for name, weight in known.weights)


_remembered = functools.lru_cache(maxsize=512)(_count)
"""An edited question is counted anew, the others are not, while the site is served."""


@functools.cache
def _word(word: str) -> _Word:
    """Return what a word is."""
    one = token(word)
    weights = tuple(_weights(one))
    falls_apart = _falls_apart(one)
    return _Word(
        one,
        weights,
        bool(_LITTLE.match(one.whole)),
        fold(one.surface),
        tuple(piece for piece in one.surface.replace("-", " ").split() if piece.isalpha()),
        tuple(name for name, weight in weights if weight < 1 or not falls_apart),
    )


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
    return any(len(part) > 1 for part in token.parts)
