"""Permanent addresses: what was published once stays reachable.

`docs/addresses.txt` lists every page and every question that was ever published, one a line, as paths
inside `docs/`: `junior/python-basics.md#list-vs-tuple`. It lies beside the pages because it is about
them and goes where they go; `exclude_docs` in mkdocs.yml keeps it out of the site. A line is never
deleted: what has moved gets ` -> ` and its new place, and `hooks/redirects.py` leads readers there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from .bank import Problem, Question

NAME = "docs/addresses.txt"
ADD = "python3 -m scripts.check --fix"

_ENTRY = re.compile(r"^(?P<address>\S+\.md(?:#\S+)?)(?:[ \t]+->[ \t]+(?P<target>\S+\.md(?:#\S+)?))?$")


@dataclass(frozen=True)
class Entry:
    """A line of the list: a published address, and where it leads now if it has moved."""

    line: int
    address: str
    target: str = ""


@dataclass(frozen=True)
class Published:
    """The list of published addresses, and its lines that cannot be read: (line, message)."""

    entries: tuple[Entry, ...]
    problems: tuple[tuple[int, str], ...]

    def redirects(self) -> dict[str, str]:
        """Return old address -> new address."""
        return {entry.address: entry.target for entry in self.entries if entry.target}


def read(content: str) -> Published:
    """Read the list; `#` at the start of a line begins a comment."""
    entries: dict[str, Entry] = {}
    problems = []
    for number, line in enumerate(content.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        match = _ENTRY.match(line.strip())
        if match is None:
            problems.append((number, "запись непонятна; пишите «раздел/страница.md#id» или «старый -> новый»"))
        elif match["address"] in entries:
            first = entries[match["address"]].line
            problems.append((number, f"адрес «{match['address']}» уже есть в строке {first}; оставьте одну"))
        else:
            entries[match["address"]] = Entry(number, match["address"], match["target"] or "")
    return Published(tuple(entries.values()), tuple(problems))


def with_problems(docs_dir: Path, problems: Iterable[Problem]) -> set[str]:
    """Return the addresses that stand in the lines of the list that have problems."""
    lines = {problem.line for problem in problems if problem.source == NAME}
    content = (docs_dir / "addresses.txt").read_text(encoding="utf-8", errors="replace") if lines else ""
    return {entry.address for entry in read(content).entries if entry.line in lines}


def address(question: Question) -> str:
    """Return the address of a question as the list holds it."""
    return f"{question.page}#{question.id}"


def addresses(pages: Iterable[str], questions: Iterable[Question]) -> list[str]:
    """Return the addresses of pages and questions, each page before its questions."""
    by_page: dict[str, list[str]] = {page: [] for page in pages}
    for question in questions:
        by_page.setdefault(question.page, []).append(address(question))
    return [one for page, ids in by_page.items() for one in (page, *dict.fromkeys(ids))]


def missing(published: Published, pages: Iterable[str], questions: Iterable[Question]) -> list[str]:
    """Return the addresses that the list lacks, in the order of the site."""
    listed = {entry.address for entry in published.entries} | set(published.redirects().values())
    return [one for one in addresses(pages, questions) if one not in listed]


def with_missing(content: str, new: Iterable[str]) -> str:
    """Return the list with new addresses, each page's after those that it has already."""
    lines = content.splitlines()
    for one in new:
        page = one.partition("#")[0]
        places = [place for place, line in enumerate(lines) if line.partition(" ")[0].partition("#")[0] == page]
        lines.insert(places[-1] + 1 if places else len(lines), one)
    return "\n".join(lines) + "\n"


def find(
    published: Published, pages: Mapping[str, str], questions: Iterable[Question], damaged: frozenset[str]
) -> Iterator[Problem]:
    """Yield what is wrong with the list and what has vanished.

    Args:
        published: the list.
        pages: path of every page inside `docs/` -> its name for messages.
        questions: all questions.
        damaged: pages with mistakes: what they lack now may be there when they are repaired.
    """
    for line, text in published.problems:
        yield Problem(NAME, line, text)
    questions = list(questions)
    by_address = {address(question): question for question in questions}
    new = missing(published, pages, questions)
    lost = [
        entry
        for entry in published.entries
        if _page(entry.address) not in damaged and _is_lost(entry, pages, by_address, published)
    ]
    guesses = {entry.address: _guess(entry.address, by_address, new) for entry in lost}
    for entry in lost:
        yield Problem(NAME, entry.line, _lost(entry.address, guesses[entry.address]))
    yield from _broken_redirects(published, pages, by_address, damaged)
    # What is new where something was lost is most likely the same under its new name.
    pages_with_loss = {_page(entry.address) for entry in lost} | {one for one in guesses.values() if "#" not in one}
    for one in new:
        page = _page(one)
        if page in damaged or page in pages_with_loss or one in guesses.values():
            continue
        question = by_address.get(one)
        where, line = (question.source, question.line) if question else (pages[page], 1)
        yield Problem(where, line, f"адреса «{one}» нет в {NAME}; допишите его: {ADD}")


def _page(one: str) -> str:
    return one.partition("#")[0]


def _is_lost(entry: Entry, pages: Mapping, by_address: Mapping, published: Published) -> bool:
    """Tell whether nothing answers at a published address any more."""
    if entry.target or entry.address in pages or entry.address in by_address:
        return False
    page, _, anchor = entry.address.partition("#")
    if not anchor or page in pages:
        return True
    # The page has gone, and its redirect takes the ids along. Without one the page itself is told of.
    moved = published.redirects().get(page)
    return bool(moved) and f"{_page(moved)}#{anchor}" not in by_address


def _lost(one: str, guess: str) -> str:
    page, _, anchor = one.partition("#")
    what = f"вопрос «{anchor}» пропал со страницы {page}" if anchor else f"страница {page} пропала"
    target = guess or ("новая/страница.md#id" if anchor else "новая/страница.md")
    return f"{what}, а адрес опубликован; верните или допишите, куда вести: {one} -> {target}"


def _guess(lost: str, by_address: Mapping, new: list[str]) -> str:
    """Return where a lost address has most likely gone: the same name elsewhere, or the only new one."""
    page, _, anchor = lost.partition("#")
    if anchor:
        same = [one for one in by_address if one.endswith(f"#{anchor}")]
        others = [one for one in new if one.startswith(f"{page}#")]
    else:
        new_pages = [one for one in new if "#" not in one]
        same = [one for one in new_pages if PurePosixPath(one).name == PurePosixPath(page).name]
        others = new_pages
    found = same or others
    return found[0] if len(found) == 1 else ""


def _broken_redirects(
    published: Published, pages: Mapping, by_address: Mapping, damaged: frozenset[str]
) -> Iterator[Problem]:
    redirects = published.redirects()
    for entry in published.entries:
        if not entry.target:
            continue
        if entry.address in pages or entry.address in by_address:
            text = f"адрес «{entry.address}» снова есть на сайте; уберите « -> {entry.target}»"
        elif _is_loop(entry.address, redirects):
            text = f"переадресация «{entry.address}» ведёт сама к себе; впишите нынешний адрес"
        elif entry.target in redirects:
            text = f"переадресация на переадресацию; впишите сразу «{_end(entry.target, redirects)}»"
        elif entry.target not in pages and entry.target not in by_address and _page(entry.target) not in damaged:
            text = f"переадресация ведёт на «{entry.target}», а такого адреса нет; впишите нынешний"
        else:
            continue
        yield Problem(NAME, entry.line, text)


def _is_loop(start: str, redirects: Mapping[str, str]) -> bool:
    seen, here = {start}, redirects[start]
    while here in redirects and here not in seen:
        seen.add(here)
        here = redirects[here]
    return here in seen


def _end(here: str, redirects: Mapping[str, str]) -> str:
    while here in redirects:
        here = redirects[here]
    return here
