"""The index builder of the search: entries in, files out. Pure Python, knows no site generator.

The files are scripts that hand one value to `searchFile`: a worker and a page opened from the disk
can both load a script, and a page from the disk can load nothing else.
"""

from __future__ import annotations

import json
import math
import os
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from .digits import DIGITS, digits
from .forms import aliases
from .text import Token, count_tokens, fold, tokens

FOLDER = Path(__file__).parent
SHARDED_FROM = 500
"""From so many entries on, postings and documents lie in files of their own, fetched on demand."""
POSTINGS_FILE = 16_000
"""About how many postings go into one file."""
DOCUMENTS_FILE = 10
"""How many entries go into one file of documents."""
ANSWERS_FILE = 16
"""How many blocks of answers of a large index share a file; in a small one each has its own."""
# Title over wording over answer; the second number is how much a long field is held against its words.
FIELDS = {"title": (8.0, 0.5), "wording": (4.0, 0.5), "answer": (1.0, 0.7)}
LEVELS = 1.5
"""Frequencies are stored as levels, so many to each doubling: one character each, and near enough."""
CAPITALS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
ANSWER = 2
"""Place of the first block of an answer; 0 is the title, 1 the wording."""
BLOCKS = 5
"""How many blocks of an answer a posting can tell apart."""


@dataclass(frozen=True)
class Entry:
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


Posting = tuple[int, int, int]
"""Step from the entry before, level of the frequency, place: 0 title, 1 wording, else the first block, from 2."""


_LITTLE = re.compile(r"[0-9]{1,2}$|[a-z]$")
"""Small numbers and the names of variables in the code of an answer; a title's «PEP 8» is found."""


class DataError(ValueError):
    """A data file of the search has a mistake; the message names the place and the repair."""


def build(entries: Sequence[Entry], synonyms: Sequence[Sequence[str]], stop_words: Iterable[str]) -> dict[str, str]:
    """Return the files of the index: name -> content.

    Args:
        entries: what can be found, in the order of the site; pages go behind questions.
        synonyms: groups of words and phrases that mean the same.
        stop_words: words that weigh little in a query.
    """
    entries = sorted(entries, key=lambda entry: entry.is_page)
    stop = {fold(word) for word in stop_words}
    vocabulary = _Vocabulary(stop)
    for number, entry in enumerate(entries):
        vocabulary.add(number, entry)
    postings = vocabulary.postings()
    terms = sorted(postings)
    forms, reached = aliases(vocabulary.words, terms)
    sharded = len(entries) >= SHARDED_FROM
    core = {
        "version": 1,
        "count": len(entries),
        "questions": sum(not entry.is_page for entry in entries),
        "terms": _front_coded(terms),
        "surfaces": " ".join(vocabulary.ending(name) for name in terms),
        "counts": "".join(digits(len(postings[name])) for name in terms),
        "titles": "".join(digits(length) for length in vocabulary.title_lengths),
        "aliases": forms,
        "synonyms": "\n".join(_synonyms(synonyms, reached)),
        "stop": " ".join(sorted(stop)),
        "documentsFile": DOCUMENTS_FILE if sharded else len(entries),
    }
    files = {}
    starts = []
    for name, first, content in _postings_files([postings[name] for name in terms], sharded):
        starts.append(first)
        files[name] = content
    for name, content in _documents_files(entries, core["documentsFile"]):
        files[name] = content
    core["starts"] = starts
    if not sharded:
        core["files"] = files
        files = {}
    core["answersFile"] = ANSWERS_FILE if sharded else 1
    files |= _answers_files(entries, core["answersFile"])
    return {"core.js": script("core", core)} | {f"{name}.js": script(name, content) for name, content in files.items()}


def script(name: str, value: object) -> str:
    """Return a script that hands a value to the search."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    # Line separators end a string in old JavaScript, though not in JSON.
    text = text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    return f'searchFile("{name}",{text});\n'


def _shared(words: Sequence[str]) -> str:
    return os.path.commonprefix(words)  # noqa: RUF071 (letter by letter is the point)


def _synonyms(groups: Iterable[Sequence[str]], known: Collection[str]) -> Iterator[str]:
    """Yield each group as the terms of its phrases, but not those that lead to nothing in these texts."""
    for group in groups:
        phrases = list(dict.fromkeys(tuple(token.whole for token in tokens(text)) for text in group))
        if any(known.issuperset(phrase) for phrase in phrases):
            yield "=".join(" ".join(phrase) for phrase in phrases)


def _front_coded(terms: Sequence[str]) -> str:
    """Return sorted words, each as the number of letters shared with the one before it, and the rest.

    No term holds a capital letter, so that as a digit it also parts the words.
    """
    coded, last = "", ""
    for name in terms:
        shared = min(len(_shared((last, name))), len(CAPITALS) - 1)
        coded += CAPITALS[shared] + name[shared:]
        last = name
    return coded


def _postings_files(postings: list[list[Posting]], sharded: bool) -> Iterator[tuple[str, int, tuple[str, str, str]]]:
    """Yield name, number of the first term and content of each file of postings."""
    first, size, number = 0, 0, 0
    for place, posting in enumerate(postings):
        size += len(posting)
        if place + 1 == len(postings) or (sharded and size > POSTINGS_FILE):
            yield f"postings-{number}", first, _columns(postings[first : place + 1])
            first, size, number = place + 1, 0, number + 1


def _columns(postings: list[list[Posting]]) -> tuple[str, str, str]:
    """Return steps between entries, levels and places, each kind by itself: so they compress best."""
    every = [posting for one in postings for posting in one]
    return (
        "".join(digits(step) for step, _, _ in every),
        "".join(DIGITS[level] for _, level, _ in every),
        "".join(DIGITS[place] for _, _, place in every),
    )


def _documents_files(entries: Sequence[Entry], size: int) -> Iterator[tuple[str, list]]:
    documents, texts = [], 0
    for entry in entries:
        documents.append([*_document(entry), texts])
        texts += len(_texts(entry))
    for first in range(0, len(entries), max(size, 1)):
        yield f"documents-{first // size}", documents[first : first + size]


def _document(entry: Entry) -> list[str]:
    """Return what a result shows; address and anchors as what they add to the page's address and to its own."""
    fragment = entry.url.partition("#")[2]
    anchors = " ".join(anchor.removeprefix(fragment) for anchor, _ in entry.blocks[:BLOCKS])
    own = entry.url.removeprefix(entry.page_url)
    return [own, entry.title, entry.wording, entry.page_title, entry.page_url, anchors]


def _answers_files(entries: Sequence[Entry], size: int) -> dict[str, list[str]]:
    """Return the texts of all blocks, from which the passage around a hit is shown, so many a file."""
    texts = [text for entry in entries for text in _texts(entry)]
    return {f"answers-{first // size}": texts[first : first + size] for first in range(0, len(texts), size)}


def _texts(entry: Entry) -> list[str]:
    """Return the texts of the blocks that a posting can tell apart; the last has those of all behind it."""
    texts = [" ".join(text.split()) for _, text in entry.blocks]
    return [*texts[: BLOCKS - 1], *filter(None, [" ".join(texts[BLOCKS - 1 :])])]


def _falls_apart(token: Token) -> bool:
    """Tell whether a word is a compound («gc.freeze») that its parts find as well."""
    return (
        "_" not in token.surface
        and not token.surface.isalnum()
        and bool(token.parts)
        and all(len(part) > 1 for part in token.parts)
    )


class _Vocabulary:
    """Counts the terms of all entries."""

    def __init__(self, stop: Collection[str]) -> None:
        self._stop = stop
        self.words: set[str] = set()
        """Every Russian word as it is written, for the aliases."""
        self.title_lengths: list[int] = []
        """Number of words in each title, little words left out."""
        self._surfaces: dict[str, Counter] = defaultdict(Counter)
        self._counts: dict[str, dict[int, dict[str, float]]] = defaultdict(dict)
        self._lasting: set[str] = set()
        """Terms that are not only compounds of other terms."""
        self._places: dict[tuple[str, int], int] = {}
        self._lengths: list[dict[str, int]] = []

    def add(self, number: int, entry: Entry) -> None:
        """Count the words of an entry."""
        self._lengths.append(Counter())
        self._field(number, "title", entry.title, 0)
        self._field(number, "wording", entry.wording, 1)
        for block, (_, text) in enumerate(entry.blocks):
            self._field(number, "answer", text, ANSWER + min(block, BLOCKS - 1))
        content = [token for token in tokens(entry.title) if fold(token.surface) not in self._stop]
        self.title_lengths.append(max(len(content), 1))

    def _field(self, number: int, field: str, text: str, place: int) -> None:
        for token, count in count_tokens(text):
            self._lengths[number][field] += count
            if field == "answer" and (fold(token.surface) in self._stop or _LITTLE.match(token.whole)):
                continue  # every answer has them
            self._surfaces[token.whole][token.surface] += count
            self._count(number, field, token.whole, 1.0 * count, place)
            if not _falls_apart(token):
                self._lasting.add(token.whole)
            for part in set(token.parts) - {token.whole}:
                if len(part) < 2:
                    continue
                # A part says less than the word that it is a part of.
                self._count(number, field, part, 0.6 * count, place)
                self._lasting.add(part)
            self.words.update(word for word in token.surface.replace("-", " ").split() if word.isalpha())

    def _count(self, number: int, field: str, name: str, weight: float, place: int) -> None:
        fields = self._counts[name].setdefault(number, Counter())
        fields[field] += weight
        self._places.setdefault((name, number), place)

    def ending(self, name: str) -> str:
        """Return what makes a term the commonest of its words; `-` where no word begins with it."""
        for surface, _ in self._surfaces[name].most_common(3) if name in self._surfaces else ():
            folded = surface.replace("ё", "е").replace("э", "е")
            if folded.startswith(name):
                return surface[len(name) :] or "-"
        return "-"

    def postings(self) -> dict[str, list[Posting]]:
        """Return the postings of each term in the order of the entries."""
        average = {
            field: sum(lengths[field] for lengths in self._lengths) / max(len(self._lengths), 1) or 1.0
            for field in FIELDS
        }
        result = {}
        for name, documents in self._counts.items():
            if name not in self._lasting and len(documents) == 1 and self._is_answer(name, *documents):
                continue  # its parts lead to the same place, and it leads nowhere else
            result[name], last = [], 0
            for number, fields in documents.items():
                frequency = sum(self._weighted(number, field, count, average) for field, count in fields.items())
                level = min(max(1, round(LEVELS * math.log2(1 + frequency))), 31)
                result[name].append((number - last, level, self._places[name, number]))
                last = number
        return result

    def _is_answer(self, name: str, number: int) -> bool:
        return self._places[name, number] >= ANSWER

    def _weighted(self, number: int, field: str, count: float, average: Mapping[str, float]) -> float:
        weight, slope = FIELDS[field]
        return weight * count / (1 - slope + slope * self._lengths[number][field] / average[field])


def read_synonyms(text: str, name: str) -> list[list[str]]:
    """Read groups of synonyms: one a line, words and phrases parted by ` = `.

    Raises:
        DataError: on a line with fewer than two words, or with nothing between two signs.
    """
    groups = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        words = [word.strip() for word in line.split(" = ")]
        if len(words) < 2 or not all(tokens(word) for word in words):
            raise DataError(f"{name}:{number}: в группе нужны хотя бы два слова или фразы через « = », без пустых")
        groups.append(words)
    return groups


def read_words(text: str) -> list[str]:
    """Read words parted by spaces and lines; lines that begin with `#` are comments."""
    return [word for line in text.splitlines() if not line.startswith("#") for word in line.split()]
