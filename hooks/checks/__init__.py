"""All checks of the pages: format, safety, language, Markdown, files, permanent addresses.

`check_folder` and `check_sources` give all problems of a folder of pages. The build, `scripts.check`
and the annotations of a pull request have theirs from these two, so they say the same.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import astuple
from pathlib import Path, PurePosixPath

from hooks import asked, cache
from hooks.bank.headings import anchor_of
from hooks.bank.load import parse_pages
from hooks.bank.records import Bank, Problem, Source
from hooks.bank.text import NOT_UTF8, decode, line_of, with_plain_spaces
from hooks.bank.vocabulary import Vocabulary, load_vocabulary
from hooks.checks.language import spelling, typography, word_lists
from hooks.checks.markdown import markdown_lint
from hooks.checks.page import glyphs, limits, links, safety, samples
from hooks.checks.page.prose import Text
from hooks.checks.project import addresses, downloads, files, settings, yaml_nodes

ROOT_PAGES = ("README.md", "CONTRIBUTING.md")
"""Files beside `docs/` that readers see: their language and Markdown are checked."""
PUBLISHED_ROOT_PAGES = frozenset({"CONTRIBUTING.md"})
"""Those of them that are pages of the site: they are checked for safety, too."""

HINTS = 500
"""So many unknown words get a hint; of a page of nothing else they would be looked for for minutes."""

_ODD_SPACES = "отступ неразрывными или другими особыми пробелами; замените их обычными"
_CONFLICT = "слияние не закончено; удалите строки <<<<<<<, ======= и >>>>>>>"

__all__ = ["check_folder", "check_sources"]


def check_folder(docs_dir: Path) -> Bank:
    """Parse every page of a folder and check it in every way.

    Raises:
        OSError: when a file or the folder cannot be read.
        ValueError: on a mistake of a checker.
    """
    if not docs_dir.is_dir():
        raise FileNotFoundError(2, "нет папки со страницами", str(docs_dir))
    sources = read_sources(docs_dir)
    try:
        vocabulary = load_vocabulary(docs_dir.parent / settings.NAME)
    except ValueError:
        # Without levels and topics no question can be judged.
        found = settings.find(docs_dir.parent / settings.NAME, {source.page for source in sources})
        if not found.problems:
            raise
        return Bank(problems=found.problems)
    bank = check_sources(sources, docs_dir, vocabulary)
    cache.results.save()
    return bank


def read_sources(docs_dir: Path) -> list[Source]:
    """Read every page of a folder."""
    paths = (path for path in docs_dir.rglob("*.md") if path.is_file() and not path.name.startswith("."))
    return [Source(path.relative_to(docs_dir).as_posix(), path.read_bytes()) for path in paths]


def misplaced_files(docs_dir: Path, vocabulary: Vocabulary) -> set[str]:
    """Return the names, as in messages, of files and folders that may not lie in `docs/` as they do."""
    return {problem.source for problem in files.find(docs_dir, vocabulary.files)}


def is_misplaced(path: str, misplaced: Collection[str]) -> bool:
    """Tell whether a path inside `docs/`, or a folder that it leads through, is among `misplaced_files`."""
    name = PurePosixPath("docs", files.shown(path))
    return any(str(one) in misplaced for one in (name, *name.parents))


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
    in_files = list(files.find(docs_dir, vocabulary.files))
    misplaced = {problem.source for problem in in_files}
    sources = [source for source in sources if not is_misplaced(source.page, misplaced)]
    texts = [text for text in map(_text, sources) if text]
    in_root = list(_root_texts(docs_dir))
    roots = [one for one in in_root if isinstance(one, Text)]
    too_large = {text.source: found for text in [*texts, *roots] if (found := _over_limit(text))}
    texts, roots = ([text for text in some if text.source not in too_large] for some in (texts, roots))
    bank = parse_pages((source for source in sources if f"docs/{source.page}" not in too_large), vocabulary)
    conflicts = {text.source: line for text in texts if (line := _conflict(text))}
    config_file = docs_dir.parent / settings.NAME
    pages = {source.page for source in sources}
    known = settings.find(config_file, pages) if config_file.is_file() else settings.CheckedSettings([], (), True)
    in_format = [problem for problem in bank.problems if problem.source not in conflicts]
    if not known.has_vocabularies:
        # What a vocabulary lacks may be there when it is repaired.
        in_format = [problem for problem in in_format if "extra." not in problem.text]
    if known.problems:
        in_files = [problem for problem in in_files if settings.NAME not in problem.text]
    in_format += [Problem(name, line, _CONFLICT) for name, line in conflicts.items()]
    in_format += [*known.problems, *map(_not_in_navigation, known.missing)]
    in_format += [one for one in in_root if isinstance(one, Problem)]
    in_format += [Problem(name, *found) for name, found in too_large.items()]
    in_format += _each([*texts, *roots], "odd spaces", _odd_spaces)
    # A page under a wrong name is there, and so is what it holds.
    damaged = {problem.source for problem in in_format} | {name.lower() for name in misplaced}
    bank.unread = sorted(name for name in damaged if name.endswith(".md"))
    texts = [text for text in texts if text.source not in conflicts]
    in_addresses = _in_addresses(sources, texts, bank, docs_dir, damaged)
    in_safety = [*in_files, *in_addresses, *_in_asked(bank, docs_dir, damaged)]
    indexes, others = ([text for text in texts if ("{=" in text.content) is has] for has in (True, False))
    made = frozenset((*vocabulary.tags, *(anchor_of(source.page) for source in sources)))
    for some, taken in ((indexes, made), (others, frozenset())):
        in_safety += _each(some, "safety", lambda text, taken=taken: _in_safety(text, taken), sorted(taken))
    published = [text for text in roots if text.page in PUBLISHED_ROOT_PAGES]
    in_safety += [Problem(text.source, line, message) for text in published for line, message in text.head.problems]
    in_safety += _each(published, "safety", lambda text: _in_safety(text, frozenset()), [])
    # A page whose blocks are broken looks broken to rumdl in many more ways.
    texts = [*texts, *roots]
    in_markdown = _in_markdown([text for text in texts if text.source not in damaged], docs_dir)
    # A link to what is broken, or to what was lost with it, is right when that is repaired.
    lost = addresses.with_problems(docs_dir, in_addresses)
    site = links.Map(docs_dir, texts, bank, damaged | {problem.source for problem in in_safety}, lost)
    in_samples = _in_samples(texts, bank)
    told = {(problem.source, problem.line) for problem in in_markdown}
    # Where what looks like a link is something else, there is no file to look for.
    in_links = [
        problem
        for text in texts
        for problem in links.find(text, site)
        if not problem.text.startswith(links.NO_FILE) or (problem.source, problem.line) not in told
    ]
    in_print = [*(problem for text in texts for problem in glyphs.find(text)), *glyphs.find_in_drawings(docs_dir)]
    in_language = _in_language(texts, damaged)
    bank.problems = _without_echoes(in_format, in_safety, in_samples, in_links, in_print, [*in_language, *in_markdown])
    place = {page: number for number, page in enumerate(vocabulary.nav)}
    bank.problems.sort(key=lambda problem: (place.get(problem.source.removeprefix("docs/"), len(place)), problem))
    return bank


def is_readable(source: Source) -> bool:
    """Tell whether Markdown may be given a page: it is text, and below the limits."""
    text = _text(source)
    return text is not None and _over_limit(text) is None


def _text(source: Source) -> Text | None:
    try:
        return _make_text(source.page, f"docs/{source.page}", source.content)
    except UnicodeDecodeError:
        return None  # the parser has told of it


def _root_texts(docs_dir: Path) -> Iterator[Text | Problem]:
    for path in (docs_dir.parent / name for name in ROOT_PAGES):
        if path.is_file():
            content = path.read_bytes()
            try:
                yield _make_text(path.name, path.name, content)
            except UnicodeDecodeError as error:
                yield Problem(path.name, line_of(error), NOT_UTF8)


def _make_text(page: str, source: str, content: bytes) -> Text:
    return Text(page, source, decode(content))


_Found = Iterable[tuple[int, str]]
"""Mistakes of a page: (number of the line, message)."""


def _each(texts: list[Text], kind: str, find: Callable[[Text], _Found], made_of: object = None) -> list[Problem]:
    """Return what a check finds on pages; what was found before is not looked for again."""
    return [
        Problem(text.source, line, message)
        for text in texts
        for line, message in text.remember(kind, made_of, lambda text=text: list(find(text)))
    ]


def _over_limit(text: Text) -> tuple[int, str] | None:
    found = text.remember("limits", None, lambda: limits.find(text))
    return tuple(found) if found else None


def _odd_spaces(text: Text) -> _Found:
    """Tell of spaces that indent nothing, neighbours once."""
    odd = [n for n, line in enumerate(text.lines, 1) if n > text.first and with_plain_spaces(line) != line]
    code = {n for fence in text.fences for n in range(fence.line + 1, fence.last_line)}
    return [(n, _ODD_SPACES) for n in odd if n - 1 not in odd and n not in code]


def _in_safety(text: Text, taken: frozenset[str]) -> _Found:
    head = "\n".join(text.lines[1 : max(text.first - 1, 1)])
    cut = [(line + 1, message) for line, message in yaml_nodes.find_cut_texts(head)]
    return [*safety.find(text, taken), *downloads.find(text), *cut]


def _in_language(texts: list[Text], damaged: Collection[str]) -> list[Problem]:
    words = word_lists.words()
    hints = iter(range(HINTS))
    used = functools.cache(lambda: spelling.words_of(texts))
    return [
        *word_lists.find(),
        *(
            Problem(text.source, line, _with_hint(mistake, words, used, hints))
            for text in texts
            for line, mistake in _language(text, words)
            if text.source not in damaged or not typography.needs_wordings(mistake)
        ),
    ]


def _with_hint(mistake: typography.Mistake, words: spelling.WordList, used: Callable, hints: Iterator[int]) -> str:
    is_known = not mistake.word or next(hints, None) is None
    return mistake.text if is_known else spelling.with_hint(mistake, words.forms, used)


def _conflict(text: Text) -> int:
    return text.remember("conflict", None, lambda: safety.find_conflict(text))


def _language(text: Text, words: spelling.WordList) -> tuple[tuple[int, typography.Mistake], ...]:
    def find() -> list[tuple]:
        return [(line, *astuple(one)) for line, one in (*typography.find(text), *spelling.find(text, words))]

    found = text.remember("language", words.digest, find)
    return tuple(
        (line, typography.Mistake(start, told, tuple(map(tuple, edits)), word))
        for line, start, told, edits, word in found
    )


def _in_markdown(texts: list[Text], docs_dir: Path) -> list[Problem]:
    try:
        found = markdown_lint.find(texts, docs_dir)
        return [Problem(text.source, line, message) for text, line, message in found]
    except markdown_lint.LintError as error:
        raise ValueError(str(error)) from error


def _not_in_navigation(page: str) -> Problem:
    return Problem(f"docs/{page}", 1, f"страницы нет в навигации; добавьте {page} в nav в mkdocs.yml")


def _in_samples(texts: list[Text], bank: Bank) -> list[Problem]:
    starts: dict[str, list[tuple[int, str]]] = {}
    for question in bank.questions:
        starts.setdefault(question.page, []).append((question.line, question.id))
    return [Problem(*found) for text in texts for found in _samples(text, tuple(starts.get(text.page, ())))]


def _samples(text: Text, starts: samples.Starts) -> list[tuple[str, int, str]]:
    def find() -> list[tuple]:
        # Of a page with an unclosed fence nobody knows which fence belongs to which.
        is_whole = all(fence.closed for fence in text.fences)
        return [astuple(problem) for problem in samples.find(text, starts)] if is_whole else []

    return text.remember("samples", starts, find)


def _in_addresses(
    sources: list[Source], texts: list[Text], bank: Bank, docs_dir: Path, damaged: set[str]
) -> list[Problem]:
    before = addresses.published_before(docs_dir)
    if not (docs_dir / addresses.LIST).is_file():
        lost = "списка постоянных адресов нет, а он был; верните файл"
        return [Problem(addresses.NAME, 1, lost)] if before else []
    found = addresses.find(
        addresses.load(docs_dir),
        {source.page: f"docs/{source.page}" for source in sources},
        bank.questions,
        {name.removeprefix("docs/") for name in damaged},
        others={f"{text.page}#{id}" for text in texts for id in links.ids(text, bank)},
        before=before,
    )
    return list(found)


def _in_asked(bank: Bank, docs_dir: Path, damaged: Collection[str]) -> list[Problem]:
    known = asked.load(docs_dir)
    # A question that is not found on a broken page may be there when it is repaired.
    unknown = () if damaged else asked.find_unknown(known, {question.id for question in bank.questions})
    return [*known.problems, *unknown]


def _without_echoes(*found: list[Problem]) -> list[Problem]:
    """Return all problems, the gravest first: of a line that has some, later ones would only be echoes."""
    kept: list[Problem] = []
    lines: set[tuple[str, int]] = set()
    for problems in found:
        fresh = [one for one in dict.fromkeys(problems) if (one.source, one.line) not in lines]
        kept += fresh
        lines |= {(one.source, one.line) for one in fresh}
    return kept
