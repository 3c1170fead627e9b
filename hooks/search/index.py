"""The index builder of the search: entries in, files out. Pure Python, knows no site generator.

The files are scripts that hand one value to `searchFile`: a worker and a page opened from the disk
can both load a script, and a page from the disk can load nothing else.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path

from hooks.search.coding import DIGITS, SIGNS, digits, front_coded, narrow, steps
from hooks.search.forms import aliases
from hooks.search.text import fold, tokens
from hooks.search.vocabulary import BLOCKS, Document, Hit, Postings, TermCounter

FOLDER = Path(__file__).parent
SHARDED_FROM = 500
"""From so many entries on, postings and documents lie in files of their own, fetched on demand."""
POSTINGS_FILE = 4_000
"""About how many postings go into one file."""
DOCUMENTS_FILE = 10
"""How many entries go into one file of documents."""
ANSWERS_FILE = 16
"""How many blocks of answers of a large index share a file; in a small one those of a question do."""

Phrases = list[tuple[str, ...]]
"""The phrases of a group as terms."""


def build(
    entries: Sequence[Document],
    synonyms: Sequence[Sequence[str]],
    stop_words: Iterable[str],
    *,
    is_kept: bool = False,
) -> dict[str, str]:
    """Return the files of the index: name -> content.

    Args:
        entries: what can be found, in the order of the site; pages go behind questions.
        synonyms: groups of words and phrases that mean the same.
        stop_words: words that weigh little in a query.
        is_kept: this process will build again: what it has counted in each entry of a small index stays in memory.
    """
    entries = sorted(entries, key=lambda entry: entry.is_page)
    stop = {fold(word) for word in stop_words}
    vocabulary = TermCounter(stop, is_kept=is_kept and len(entries) < SHARDED_FROM)
    for entry in entries:
        vocabulary.add(entry)
    postings = vocabulary.postings(_subjects(synonyms))
    lemmas, reached = aliases(vocabulary.words, postings.keys())
    groups = list(_synonyms(synonyms, reached, stop))
    terms = sorted({*postings, *(name for group in groups for phrase in group for name in phrase)})
    numbers = {name: number for number, name in enumerate(terms)}
    lists = [postings.get(name, Postings()) for name in terms]
    hits = [hit for hit, _ in Counter(chain.from_iterable(one.hits for one in lists)).most_common()]
    endings, surfaces = _by_commonness(vocabulary.endings(terms))
    sharded = len(entries) >= SHARDED_FROM
    documents, answers = (DOCUMENTS_FILE, ANSWERS_FILE) if sharded else (len(entries), 0)
    parts = list(_postings_files(lists, _signs(hits), sharded))
    files = {name: content for name, _, content in parts} | dict(_documents_files(entries, documents))
    # Like beside like: it is compressed a stretch at a time, and this order saves a kilobyte of 69.
    core = {
        "version": 2,
        "count": len(entries),
        "questions": sum(not entry.is_page for entry in entries),
        "members": ",".join(_members(entries)),
        "documentsFile": documents,
        "answersFile": answers,
        "starts": [first for _, first, _ in parts],
        "hits": "".join(DIGITS[level] + DIGITS[place] for level, place in hits[: len(SIGNS)]),
        "surfaces": "".join(map(digits, surfaces)),
        "titles": "".join(map(digits, vocabulary.title_lengths)),
        "files": None if sharded else files,
        "terms": front_coded(terms),
        "stop": narrow(" ".join(sorted(stop))),
        "aliases": _coded_aliases(lemmas, numbers),
        "endings": narrow(" ".join(endings)),
        "synonyms": _coded_synonyms(groups, numbers),
        "counts": "".join(digits(len(one.hits)) for one in lists),
    }
    loaded = {"core": core} | (files if sharded else {}) | _answers_files(entries, answers)
    return {f"{name}.js": script(name, content) for name, content in loaded.items()}


def _members(entries: Sequence[Document]) -> Iterator[str]:
    """Yield the numbers of the questions of each entry that holds none itself: those of a topic."""
    numbers = {entry.url: number for number, entry in enumerate(entries)}
    for entry in entries:
        if entry.is_page:
            yield steps(sorted(numbers[url] for url in entry.members))


def _coded_aliases(lemmas: Mapping[str, Iterable[str]], numbers: Mapping[str, int]) -> tuple[str, str]:
    """Return the ends of all kinds of lemmas, and the numbers of the terms of each kind."""
    kinds = sorted(lemmas)
    return narrow(" ".join(kinds)), " ".join(steps(sorted(numbers[name] for name in lemmas[ends])) for ends in kinds)


def _coded_synonyms(groups: Iterable[Phrases], numbers: Mapping[str, int]) -> str:
    """Return groups of phrases as the steps between the numbers of their words, in whatever order these stood."""

    def coded(group: Phrases) -> Iterator[str]:
        last = 0
        for first, *others in sorted(sorted(numbers[name] for name in phrase) for phrase in group):
            yield digits(first - last) + steps([first, *others])[len(digits(first)) :]
            last = first

    return ",".join("=".join(coded(group)) for group in groups)


def script(name: str, value: object) -> str:
    """Return a script that hands a value to the search."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    # Line separators end a string in old JavaScript, though not in JSON.
    text = text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    return f'searchFile("{name}",{text});\n'


def _by_commonness(values: Iterable[str]) -> tuple[list[str], list[int]]:
    """Return the different values, the commonest first, and the number of each value among them."""
    values = list(values)
    different = [value for value, _ in Counter(values).most_common()]
    numbers = {value: number for number, value in enumerate(different)}
    return different, [numbers[value] for value in values]


def _signs(hits: Sequence[Hit]) -> dict[Hit, str]:
    """Return the sign of each level and place; a rare one has that of the nearest common one."""
    common = hits[: len(SIGNS)]

    def nearest(hit: Hit) -> Hit:
        return min(common, key=lambda one: (one[1] != hit[1], abs(one[0] - hit[0])))

    return {hit: SIGNS[common.index(nearest(hit))] for hit in hits}


def _subjects(groups: Iterable[Iterable[str]]) -> set[str]:
    """Return the terms of the trade: all that people have thought of synonyms for."""
    return {name for one in chain(*groups) for word in tokens(one) for name in (word.whole, *word.parts)}


def _synonyms(groups: Iterable[Sequence[str]], known: Collection[str], stop: Collection[str]) -> Iterator[Phrases]:
    """Yield each group as the terms of its phrases, but not those that lead to nothing in these texts."""
    for group in groups:
        phrases = list(dict.fromkeys(_phrase(text, known, stop) for text in group))
        if any(known.issuperset(phrase) for phrase in phrases):
            yield phrases


def _phrase(text: str, known: Collection[str], stop: Collection[str]) -> tuple[str, ...]:
    """Return the terms of a phrase; a compound that is no term itself as its parts, as the engine reads it.

    Little words are left out where two others are left: in a query the engine leaves them out too.
    """
    words = tokens(text)
    said = [token for token in words if fold(token.surface) not in stop]
    return tuple(
        name
        for token in (said if len(said) > 1 else words)
        for name in (token.parts if token.parts and token.whole not in known else (token.whole,))
    )


def _postings_files(
    postings: list[Postings], signs: dict[Hit, str], sharded: bool
) -> Iterator[tuple[str, int, tuple[str, str]]]:
    """Yield name, number of the first term and content of each file of postings."""
    first, size, number = 0, 0, 0
    for place, posting in enumerate(postings):
        size += len(posting.hits)
        if place + 1 == len(postings) or (sharded and size > POSTINGS_FILE):
            yield f"postings-{number}", first, _columns(postings[first : place + 1], signs)
            first, size, number = place + 1, 0, number + 1


def _columns(postings: Sequence[Postings], signs: dict[Hit, str]) -> tuple[str, str]:
    """Return steps between entries and the hits there, each kind by itself: so they compress best."""
    hits = chain.from_iterable(one.hits for one in postings)
    return "".join(one.steps for one in postings), "".join(map(signs.__getitem__, hits))


def _documents_files(entries: Sequence[Document], size: int) -> Iterator[tuple[str, list]]:
    documents, texts = [], 0
    for entry in entries:
        documents.append([*_document(entry), texts])
        texts += len(_texts(entry))
    for first in range(0, len(entries), max(size, 1)):
        yield f"documents-{first // size}", documents[first : first + size]


def _document(entry: Document) -> list[str]:
    """Return what a result shows; address and anchors as what they add to the page's address and to its own."""
    fragment = entry.url.partition("#")[2]
    anchors = " ".join(anchor.removeprefix(fragment) for anchor, _ in entry.blocks[:BLOCKS])
    own = entry.url.removeprefix(entry.page_url)
    return [own, entry.title, entry.wording, entry.page_title, entry.page_url, anchors]


def _answers_files(entries: Sequence[Document], size: int) -> dict[str, list[str]]:
    """Return the texts of all blocks, from which the passage around a hit is shown.

    So many go into a file. Where that is 0, a question has one, by its name: a question more or less changes no other
    file, and a browser that has the core of another build shows no passage of another question. More files than one
    would be more for a copy without a network to fetch; they would save a first query 2 or 3 KB.
    """
    if not size:
        return {f"answers-{entry.url.partition('#')[2]}": _texts(entry) for entry in entries if entry.blocks}
    texts = [text for entry in entries for text in _texts(entry)]
    return {f"answers-{first // size}": texts[first : first + size] for first in range(0, len(texts), size)}


def _texts(entry: Document) -> list[str]:
    """Return the texts of the blocks that a posting can tell apart; the last has those of all behind it."""
    texts = [" ".join(text.split()) for _, text in entry.blocks]
    return [*texts[: BLOCKS - 1], *filter(None, [" ".join(texts[BLOCKS - 1 :])])]
