"""The lists of words that pages are spelt, found and checked with: what is wrong with their lines."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from hooks.bank.records import Problem
from hooks.bank.text import decode
from hooks.checks.language import spelling
from hooks.search.words import synonym_mistakes, word_mistakes

SEARCH = Path(__file__).parents[2] / "search"
NOT_UTF_8 = "файл не в UTF-8; сохраните его в этой кодировке"


def find() -> Iterator[Problem]:
    """Yield what is wrong with the lists.

    Raises:
        OSError: when one cannot be read.
    """
    checks = (
        (spelling.WORDS, spelling.WORDS_NAME, lambda text: spelling.read_word_list(text).problems),
        (SEARCH / "synonyms.txt", "hooks/search/synonyms.txt", synonym_mistakes),
        (SEARCH / "stop-words.txt", "hooks/search/stop-words.txt", word_mistakes),
    )
    for path, name, mistakes in checks:
        content = path.read_bytes()
        try:
            text = decode(content)
        except UnicodeDecodeError as error:
            yield not_utf_8(name, content, error)
        else:
            yield from (Problem(name, line, message) for line, message in mistakes(text))


def not_utf_8(name: str, content: bytes, error: UnicodeDecodeError) -> Problem:
    """Return the problem of a file that cannot be decoded, at the line where it cannot."""
    return Problem(name, content.count(b"\n", 0, error.start) + 1, NOT_UTF_8)


def words() -> spelling.WordList:
    """Return the words of the project, as far as they can be read."""
    return spelling.read_word_list(spelling.WORDS.read_bytes().decode("utf-8-sig", errors="ignore"))
