"""The text pipeline of the search: from text to terms.

`browser/text.js` is its twin: whatever changes here changes there, and tests compare the two over the
corpus and 100 000 dictionary words. Only the ranges below are letters, so that no two versions of
Unicode can disagree about them.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from functools import cache

import snowballstemmer

LETTERS = "0-9A-Za-z_\u0400-\u04ff"
# Stress marks, soft hyphens and zero-width characters stand inside of words that are the same without them.
_INVISIBLE = re.compile("[\u00ad\u0300\u0301\u200b-\u200d\u2060\ufeff]")
# What code says with signs: `O(n)`, the comma of `(1,)`, the default of `def f(x=[])`, an operator.
_SIGNS = r"[O\u041e]\([^()]{1,12}\)|,\)|= ?\[\]|= ?\{\}|[=!:]=|->|\*\*"
_TOKEN = re.compile(rf"{_SIGNS}|[{LETTERS}]+(?:[-.+/'\u2019\u2010\u2011][{LETTERS}]+)*(?:\+\+|#)?")
_SIGN_NAMES = {
    ",)": "#tuple",
    "=[]": "#list",
    "={}": "#dict",
    "==": "#equal",
    "!=": "#unequal",
    ":=": "#walrus",
    "->": "#arrow",
    "**": "#stars",
}
"""Signs -> term: the signs themselves have a meaning in the files of the index."""
_JOINTS = re.compile("[-.+/'\u2019\u2010\u2011]")
_CAMEL = (
    re.compile("([a-zа-яё])([A-ZА-ЯЁ])"),
    re.compile("([A-ZА-ЯЁ])([A-ZА-ЯЁ][a-zа-яё])"),
    re.compile("([^0-9 ])([0-9])"),
    re.compile("([0-9])([^0-9 ])"),
)
# Nearly all words: they have neither parts nor marks.
_SIMPLE = re.compile("(?:[А-Яа-яЁё][а-яё]*|[A-Za-z][a-z]*)")
_RUSSIAN = re.compile("^[\u0400-\u04ff]+$")
_PLAIN = re.compile("^[0-9A-Za-z\u0400-\u04ff]+$")
_LATIN = re.compile("^[a-z]{4,}$")
# «HTTP-запроса», joined: only the Russian end is inflected.
_MIXED = re.compile("^(.*[0-9a-z])([\u0400-\u04ff]{4,})$")
_NOT_PLURAL = frozenset({"https"})
"""English words whose last `s` is no ending, though it looks like one, and whose rest is another word."""


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a text: itself as a term, and the terms of its parts where it has any."""

    whole: str
    parts: tuple[str, ...]
    surface: str
    """The word as it is written, in lower case."""


def clean(text: str) -> str:
    """Return the text in composed form without invisible characters."""
    return unicodedata.normalize("NFC", _INVISIBLE.sub("", text))


def fold(word: str) -> str:
    """Return a word in lower case with ё=е and э=е."""
    return word.lower().replace("ё", "е").replace("э", "е")


@cache
def _stemmer():
    return snowballstemmer.stemmer("russian")


@cache
def term(word: str) -> str:
    """Return the term of a word: its Russian stem, or its English singular."""
    word = fold(word)
    if _RUSSIAN.match(word):
        return _stemmer().stemWord(word)
    if _LATIN.match(word) and word not in _NOT_PLURAL:
        return _singular(word)
    if mixed := _MIXED.match(word):
        return mixed[1] + _stemmer().stemWord(mixed[2])
    return word


def stem_all(words: list[str]) -> list[str]:
    """Return the terms of Russian words in lower case: what `term` makes of each, in a quarter of the time."""
    return _stemmer().stemWords([word.replace("ё", "е").replace("э", "е") for word in words])


def _singular(word: str) -> str:
    if word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    # «caches» and «cache», «indexes» and «index» meet without their last e.
    return word[:-1] if len(word) > 4 and word.endswith("e") else word


def tokens(text: str) -> list[Token]:
    """Split a text into words; identifiers and compounds come whole and in parts."""
    return [token(found) for found in _TOKEN.findall(clean(text))]


def count_words(text: str) -> Counter[str]:
    """Return each word of a text as it is written, for `token`, and how often it stands there."""
    return Counter(_TOKEN.findall(clean(text)))


@cache
def token(raw: str) -> Token:
    """Return what a word is made of."""
    if _SIMPLE.fullmatch(raw):
        return Token(term(raw), (), raw.lower())
    if name := _SIGN_NAMES.get(raw.replace(" ", "")):
        return Token(name, (), raw)
    if raw.endswith(")"):
        return Token("#o" + re.sub(r"[^0-9a-z]", "", raw[1:].lower()), (), raw.lower())
    ending = "++" if raw.endswith("++") else "#" if raw.endswith("#") else ""
    base = raw[: len(raw) - len(ending)]
    pieces = _JOINTS.sub(" ", base).replace("_", " ")
    for boundary in _CAMEL:
        # Twice: neighbouring boundaries share a letter.
        pieces = boundary.sub(r"\1 \2", boundary.sub(r"\1 \2", pieces))
    words = pieces.split()
    whole = _whole(base, ending)
    names = [name for name in _JOINTS.sub(" ", base).split() if "_" in name.strip("_")]
    parts = tuple(term(word) for word in words) if len(words) > 1 or not _PLAIN.match(base) else ()
    # «Book.objects.select_related» holds the name select_related.
    parts += tuple(name for name in map(_name, names) if name != whole)
    return Token(whole, () if parts == (whole,) else parts, raw.lower())


def _name(name: str) -> str:
    return term(name.replace("_", ""))


def _whole(base: str, ending: str) -> str:
    joined = _JOINTS.sub("", base)
    core = joined.strip("_")
    head = joined[: len(joined) - len(joined.lstrip("_"))] if core else joined
    tail = joined[len(joined.rstrip("_")) :] if core else ""
    if head or tail or ending:
        return head + fold(core.replace("_", "")) + tail + ending
    return _name(core)
