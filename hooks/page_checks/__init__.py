"""All checks of the pages: format, safety, language, Markdown, files, permanent addresses.

`check_folder` and `check_sources` give all problems of a folder of pages. The build, `scripts.check`
and the annotations of a pull request call these two and nothing else, so they say the same.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from . import addresses, files, markdown_lint, safety, spelling, typography
from .bank import Bank, Problem, Source, Vocabulary, decode, load_vocabulary, parse_pages
from .prose import Text

ROOT_PAGES = ("README.md", "CONTRIBUTING.md")
"""Files beside `docs/` that readers see: their language and Markdown are checked, nothing else."""

__all__ = ["check_folder", "check_sources"]


def check_folder(docs_dir: Path) -> Bank:
    """Parse every page of a folder and check it in every way.

    Raises:
        OSError: when a file or the folder cannot be read.
        ValueError: when `mkdocs.yml` beside the folder lacks a vocabulary, or on a mistake of a checker.
    """
    vocabulary = load_vocabulary(docs_dir.parent / "mkdocs.yml")
    if not docs_dir.is_dir():
        raise FileNotFoundError(2, "нет папки со страницами", str(docs_dir))
    return check_sources(read_sources(docs_dir), docs_dir, vocabulary)


def read_sources(docs_dir: Path) -> list[Source]:
    """Read every page of a folder."""
    paths = (path for path in docs_dir.rglob("*.md") if not path.name.startswith("."))
    return [Source(path.relative_to(docs_dir).as_posix(), path.read_bytes()) for path in paths]


def check_sources(sources: Iterable[Source], docs_dir: Path, vocabulary: Vocabulary) -> Bank:
    """Parse pages and check them in every way, with what lies around them.

    Args:
        sources: the pages, as they are or as they are to be.
        docs_dir: the folder that they belong to: its other files and those beside it are checked too.
        vocabulary: levels, tags, hosts and navigation.

    Returns:
        The questions, and all problems in the order of the pages.

    Raises:
        OSError: when a file cannot be read.
        ValueError: on a mistake of a checker; it names the page.
    """
    sources = list(sources)
    bank = parse_pages(sources, vocabulary)
    texts = [text for text in map(_text, sources) if text]
    conflicts = {text.source: line for text in texts if (line := safety.find_conflict(text))}
    bank.problems = [problem for problem in bank.problems if problem.source not in conflicts]
    found = [
        Problem(name, line, "слияние не закончено; удалите строки <<<<<<<, ======= и >>>>>>>")
        for name, line in conflicts.items()
    ]
    texts = [text for text in texts if text.source not in conflicts]
    damaged = {problem.source for problem in bank.problems} | set(conflicts)
    found += _in_texts(texts, docs_dir, damaged)
    found += files.find(docs_dir)
    found += _in_addresses(sources, bank, docs_dir, frozenset(name.removeprefix("docs/") for name in damaged))
    place = {page: number for number, page in enumerate(vocabulary.nav)}
    bank.problems = _without_echoes(bank.problems, found)
    bank.problems.sort(key=lambda problem: (place.get(problem.source.removeprefix("docs/"), len(place)), problem))
    return bank


def _text(source: Source) -> Text | None:
    try:
        return Text(source.page, f"docs/{source.page}", decode(source.content))
    except UnicodeDecodeError:
        return None  # the parser has told of it


def _in_texts(texts: list[Text], docs_dir: Path, damaged: set[str]) -> list[Problem]:
    words = spelling.read_words(spelling.WORDS.read_text(encoding="utf-8"))
    found = [Problem(spelling.WORDS_NAME, line, message) for line, message in words.problems]
    for text in texts:
        found += _in_text(text.page, text.source, text.content, words)
    others = [
        Text(path.name, path.name, decode(path.read_bytes()))
        for path in (docs_dir.parent / name for name in ROOT_PAGES)
        if path.is_file()
    ]
    for text in others:
        found += _language(text, words)
    # A page whose blocks are broken looks broken to rumdl in many more ways.
    whole = [text for text in texts if text.source not in damaged]
    try:
        found += [
            Problem(text.source, line, message)
            for text, line, message in markdown_lint.find([*whole, *others], docs_dir)
        ]
    except markdown_lint.LintError as error:
        raise ValueError(str(error)) from error
    return found


@lru_cache(maxsize=256)
def _in_text(page: str, source: str, content: str, words: spelling.WordList) -> tuple[Problem, ...]:
    """Check one page; a page that was not edited is not checked anew while the site is served."""
    text = Text(page, source, content)
    return (*(Problem(source, line, message) for line, message in safety.find(text)), *_language(text, words))


def _language(text: Text, words: spelling.WordList) -> list[Problem]:
    return [
        Problem(text.source, line, mistake.text)
        for line, mistake in (*typography.find(text), *spelling.find(text, words))
    ]


def _in_addresses(sources: list[Source], bank: Bank, docs_dir: Path, damaged: frozenset[str]) -> list[Problem]:
    path = docs_dir / "addresses.txt"
    if not path.is_file():
        return []
    published = addresses.read(path.read_text(encoding="utf-8"))
    place = [source.page for source in sources]
    return list(addresses.find(published, {page: f"docs/{page}" for page in place}, bank.questions, damaged))


def _without_echoes(format_problems: list[Problem], found: list[Problem]) -> list[Problem]:
    """Return all problems; of a line whose format is wrong only what the parser says of it."""
    lines = {(problem.source, problem.line) for problem in format_problems}
    return [*format_problems, *dict.fromkeys(one for one in found if (one.source, one.line) not in lines)]
