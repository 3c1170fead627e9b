"""The lists of words that pages are spelt, found and checked with: what is wrong with their lines."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from hooks.bank.records import Problem
from hooks.bank.text import read_list
from hooks.checks.language import spelling
from hooks.search.words import asked_mistakes, synonym_mistakes, word_mistakes

SEARCH = Path(__file__).parents[2] / "search"


def find() -> Iterator[Problem]:
    """Yield what is wrong with the lists.

    Raises:
        OSError: when one cannot be read.
    """
    checks = (
        (spelling.WORDS, spelling.WORDS_NAME, lambda text: spelling.read_word_list(text).problems),
        (SEARCH / "synonyms.txt", "hooks/search/synonyms.txt", synonym_mistakes),
        (SEARCH / "stop-words.txt", "hooks/search/stop-words.txt", word_mistakes),
        (SEARCH / "own-words.txt", "hooks/search/own-words.txt", asked_mistakes),
    )
    for path, name, mistakes in checks:
        text, wrong = read_list(path)
        yield from (Problem(name, line, message) for line, message in (*wrong, *mistakes(text)))


def words() -> spelling.WordList:
    """Return the words of the project, as far as they can be read."""
    return spelling.read_word_list(spelling.WORDS.read_bytes().decode("utf-8-sig", errors="ignore"))
