"""Pages in, the bank out: this is the way in for scripts, checks and builds."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from functools import lru_cache
from pathlib import Path
from typing import Any

from hooks import cache
from hooks.bank import front_matter
from hooks.bank.parser import PageParser
from hooks.bank.records import Bank, Block, FollowUp, Longer, Problem, Question, Signals, Source
from hooks.bank.text import NOT_UTF8, decode, line_of
from hooks.bank.vocabulary import Vocabulary, load_vocabulary


def parse_page(
    text: str, page: str, vocabulary: Vocabulary, source: str | None = None
) -> tuple[list[Question], list[Problem]]:
    """Parse one page of `docs/`.

    Args:
        text: the page as MkDocs reads it (no BOM, line ends as newlines), front matter included.
        page: its path inside `docs/`; the first folder gives the kind of its questions.
        vocabulary: levels, tags and hosts that the questions may name.
        source: the name for messages, `docs/` + `page` where nothing else is given.

    Returns:
        The questions in their order and all problems by line. A page that is no question page
        has no questions; only its headings, macros and fences are checked.
    """
    state = PageParser(text, page, source or f"docs/{page}", vocabulary)
    state.parse()
    return state.questions, sorted(state.problems)


def checked_date(text: str) -> tuple[int, datetime.date] | None:
    """Return the line and the date of `checked` in a page's front matter; None where there is no such date."""
    head = front_matter.read(text)
    date = head.values.get("checked")
    return (head.lines["checked"], date) if date else None


def parse_pages(sources: Iterable[Source], vocabulary: Vocabulary) -> Bank:
    """Parse pages and check what can only be seen across them: ids.

    Raises:
        ValueError: on a mistake of this module itself; it names the page.
    """
    place = {page: number for number, page in enumerate(vocabulary.nav)}
    bank = Bank()
    for source in sorted(sources, key=lambda item: (place.get(item.page, len(place)), item.page)):
        questions, problems = _parse_source(source, vocabulary)
        bank.questions += questions
        bank.problems += problems
    bank.problems += _repeated_ids(bank.questions)
    bank.problems.sort(key=lambda problem: (place.get(problem.source.removeprefix("docs/"), len(place)), problem))
    return bank


def _parse_source(source: Source, vocabulary: Vocabulary) -> tuple[list[Question], list[Problem]]:
    name = f"docs/{source.page}"
    try:
        text = decode(source.content)
    except UnicodeDecodeError as error:
        return [], [Problem(name, line_of(error), NOT_UTF8)]
    try:
        return _parsed(text, source.page, vocabulary)
    except Exception as error:
        raise ValueError(f"{name}:1: ошибка в hooks/bank, а не в странице: {type(error).__name__}: {error}") from error


# What was not edited is not parsed anew, and while the site is served not even asked for.
@lru_cache(maxsize=2048)
def _parsed(text: str, page: str, vocabulary: Vocabulary) -> tuple[list[Question], list[Problem]]:
    def parse() -> list[dict[str, Any]] | None:
        questions, problems = parse_page(text, page, vocabulary)
        # What is a mistake today, a date to come, may be none tomorrow.
        return None if problems else list(map(asdict, questions))

    words = list(vocabulary.levels), list(vocabulary.tags), vocabulary.primary_sources
    known = cache.results.remember("bank", (text, page, *words), parse)
    return parse_page(text, page, vocabulary) if known is None else (list(map(_question, known)), [])


def _question(fields: dict[str, Any]) -> Question:
    """Return a question as the cache gives it: where it has lists, a question has tuples."""
    parts = {
        "tags": tuple(fields["tags"]),
        "blocks": tuple(Block(**one) for one in fields["blocks"]),
        "longer": tuple(Longer(**one) for one in fields["longer"]),
        "follow_ups": tuple(FollowUp(**one) for one in fields["follow_ups"]),
        "signals": tuple(Signals(one["level"], tuple(one["items"])) for one in fields["signals"]),
    }
    return Question(**(fields | parts))


def _repeated_ids(questions: list[Question]) -> Iterator[Problem]:
    first: dict[str, Question] = {}
    for question in questions:
        other = first.setdefault(question.id, question)
        if other is not question:
            yield Problem(
                question.source,
                question.line,
                f"id «{question.id}» уже занят: {other.source}:{other.line}; выберите другой",
            )


def load_bank(docs_dir: Path, vocabulary: Vocabulary | None = None) -> Bank:
    """Parse every page of a folder.

    Args:
        docs_dir: the folder of pages.
        vocabulary: taken from `mkdocs.yml` beside the folder where it is not given.

    Raises:
        OSError: when a file or the folder cannot be read.
        ValueError: when `mkdocs.yml` lacks a vocabulary, or on a mistake of this module.
    """
    if vocabulary is None:
        vocabulary = load_vocabulary(docs_dir.parent / "mkdocs.yml")
    if not docs_dir.is_dir():
        raise FileNotFoundError(2, "нет папки со страницами", str(docs_dir))
    paths = (path for path in docs_dir.rglob("*.md") if path.is_file() and not path.name.startswith("."))
    return parse_pages(
        [Source(path.relative_to(docs_dir).as_posix(), path.read_bytes()) for path in paths],
        vocabulary,
    )
