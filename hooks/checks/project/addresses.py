"""Permanent addresses: what was published once stays reachable.

`docs/addresses.txt` lists every page and every question that was ever published, one a line, as paths
inside `docs/`: `junior/python-basics.md#list-vs-tuple`. It lies beside the pages because it is about
them and goes where they go; `exclude_docs` in mkdocs.yml keeps it out of the site. A line is never
deleted: what has moved gets ` -> ` and its new place, and `hooks/finish/article/moved.py` leads readers there.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath

from hooks.bank.headings import is_valid_id
from hooks.bank.records import Problem, Question
from hooks.bank.text import read_list
from hooks.checks.project.files import LIST, is_normal, is_of_the_build, place
from hooks.git import git

NAME = f"docs/{LIST}"
ADD = "python3 -m scripts.check --fix"


@dataclass(frozen=True)
class PublishedAddress:
    """A line of the list: a published address, and where it leads now if it has moved."""

    line: int
    address: str
    target: str = ""


@dataclass(frozen=True)
class Published:
    """The list of published addresses, and its lines that cannot be read: (line, message)."""

    entries: tuple[PublishedAddress, ...]
    problems: tuple[tuple[int, str], ...]

    @cached_property
    def by_address(self) -> dict[str, PublishedAddress]:
        """Return the entries by what they list."""
        return {entry.address: entry for entry in self.entries}

    def redirects(self) -> dict[str, str]:
        """Return old address -> new address."""
        return {entry.address: entry.target for entry in self.entries if entry.target}


def load(docs_dir: Path) -> Published:
    """Read the list of a folder; one without entries where there is none.

    Raises:
        OSError: when it cannot be read.
    """
    text, wrong = read_list(docs_dir / LIST)
    return Published((), wrong) if wrong else read(text)


def read(content: str) -> Published:
    """Read the list; `#` at the start of a line begins a comment."""
    entries: dict[str, PublishedAddress] = {}
    problems = []
    for number, line in enumerate(content.split("\n"), 1):
        words = line.split()
        if not words or line.startswith("#"):
            continue
        if len(words) not in {1, 3} or words[1:2] not in ([], ["->"]) or not all(map(_is_address, words[::2])):
            problems.append((number, "запись непонятна; пишите «раздел/страница.md#id» или «старый -> новый»"))
        elif words[0] in entries:
            first = entries[words[0]].line
            problems.append((number, f"адрес «{words[0]}» уже есть в строке {first}; оставьте одну"))
        else:
            entries[words[0]] = PublishedAddress(number, words[0], words[2] if words[1:] else "")
    return Published(tuple(entries.values()), tuple(problems))


def with_problems(docs_dir: Path, problems: Iterable[Problem]) -> set[str]:
    """Return the addresses that stand in the lines of the list that have problems."""
    lines = {problem.line for problem in problems if problem.source == NAME}
    return {entry.address for entry in load(docs_dir).entries if entry.line in lines} if lines else set()


def _is_address(text: str) -> bool:
    page, mark, anchor = text.partition("#")
    return page.endswith(".md") and is_normal(page) and (not mark or is_valid_id(anchor))


def published_before(docs_dir: Path) -> frozenset[str] | None:
    """Return the addresses that were on the list before the work at hand, which alone have readers.

    That is what the commit holds that the branch left its main branch at, and for a pull request on
    GitHub, which is checked out merged, the commit that it was merged into.

    Returns:
        None where Git does not know it: there everything on the list counts as published.
    """
    # Several, where a fork knows its parent too: what any of them has published is published.
    found = {git(docs_dir, "show", f"{commit}:./{LIST}") for commit in _bases(docs_dir)} - {""}
    return frozenset(entry.address for content in found for entry in read(content).entries) if found else None


def _bases(docs_dir: Path) -> set[str]:
    if os.environ.get("GITHUB_BASE_REF") and git(docs_dir, "rev-parse", "--verify", "--quiet", "HEAD^2"):
        return {"HEAD^1"}
    for pattern in ("refs/remotes/*/main", "refs/heads/main"):
        refs = git(docs_dir, "for-each-ref", "--format=%(refname)", pattern).split()
        if bases := {git(docs_dir, "merge-base", "HEAD", ref).strip() for ref in refs} - {""}:
            return bases
    return {"HEAD"}


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
    lines = content.removesuffix("\n").split("\n") if content else []
    last = {_page(line.partition(" ")[0]): number for number, line in enumerate(lines)}
    rest = []
    for one in new:
        if _page(one) in last:
            lines[last[_page(one)]] += f"\n{one}"
        else:
            rest.append(one)
    return "\n".join([*lines, *rest]) + "\n"


def without_lines(content: str, numbers: Collection[int]) -> str:
    """Return the list without some of its lines, counted from 1."""
    lines = content.split("\n")
    return "\n".join(line for number, line in enumerate(lines, 1) if number not in numbers)


def find(
    published: Published,
    pages: Mapping[str, str],
    questions: Iterable[Question],
    damaged: Collection[str] = (),
    *,
    others: Collection[str] = (),
    before: Collection[str] | None = None,
) -> Iterator[Problem]:
    """Yield what is wrong with the list and what has vanished.

    Args:
        published: the list.
        pages: path of every page inside `docs/` -> its name for messages.
        questions: all questions.
        damaged: pages with mistakes: what they lack now may be there when they are repaired.
        others: addresses of what has an id and is no question.
        before: as `published_before` returns it.
    """
    for line, text in published.problems:
        yield Problem(NAME, line, text)
    if published.problems and not published.entries:
        return  # nothing of it can be read
    questions = list(questions)
    by_address = {address(question): question for question in questions}
    new = missing(published, pages, questions)
    lost = [
        entry
        for entry in published.entries
        if _page(entry.address) not in damaged and _is_lost(entry, pages, by_address, published)
    ]
    drafts = {entry.address for entry in lost if before is not None and entry.address not in before}
    guesses = {entry.address: _guess(entry.address, by_address, new) for entry in lost if entry.address not in drafts}
    for entry in lost:
        if entry.address in drafts:
            text = f"адреса «{entry.address}» больше нет, и опубликован он не был; удалите строку или запустите {ADD}"
        else:
            text = _lost(entry.address, guesses[entry.address])
            text += "; ещё не публиковали — удалите строку" if before is None else ""
        yield Problem(NAME, entry.line, text)
    yield from _removed(published, pages, by_address, damaged, before or ())
    yield from _broken_redirects(published, pages, by_address, damaged, others)
    # What is new where something was lost is most likely the same under its new name.
    guessed = set(guesses.values())
    pages_with_loss = {_page(entry.address) for entry in lost} | {one for one in guessed if "#" not in one}
    for one in new:
        page = _page(one)
        if page in damaged or page in pages_with_loss or one in guessed:
            continue
        question = by_address.get(one)
        where, line = (question.source, question.line) if question else (pages[page], 1)
        yield Problem(where, line, f"адреса «{one}» нет в {NAME}; допишите его туда строкой или запустите {ADD}")


def _removed(
    published: Published, pages: Mapping, by_address: Mapping, damaged: Collection[str], before: Collection[str]
) -> Iterator[Problem]:
    """Yield the published addresses that are neither on the list nor on the site any more."""
    listed = published.by_address
    gone = {one for one in before if one not in listed and one not in pages and one not in by_address}
    for one in sorted(gone):
        page = _page(one)
        if page not in damaged and (page == one or page not in gone):
            near = [entry.line for entry in published.entries if _page(entry.address) == page]
            yield Problem(NAME, max(near, default=1), f"строка «{one}» удалена; верните её: {_lost(one, '')}")


def _page(one: str) -> str:
    return one.partition("#")[0]


def _is_lost(entry: PublishedAddress, pages: Mapping, by_address: Mapping, published: Published) -> bool:
    """Tell whether nothing answers at a published address any more."""
    if entry.target or entry.address in pages or entry.address in by_address:
        return False
    page, _, anchor = entry.address.partition("#")
    if not anchor or page in pages or page not in published.by_address:
        return True
    # The page has gone, and its redirect takes the ids along. Without one the page itself is told of.
    moved = published.by_address[page].target
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
    published: Published, pages: Mapping, by_address: Mapping, damaged: Collection[str], others: Collection[str]
) -> Iterator[Problem]:
    ends = _ends(published.redirects())
    places = {place(page): name for page, name in pages.items()}
    for entry in published.entries:
        if not entry.target:
            continue
        if entry.address in pages or entry.address in by_address or entry.address in others:
            text = f"адрес «{entry.address}» снова есть на сайте; уберите « -> {entry.target}»"
        elif not ends[entry.address]:
            text = f"переадресация «{entry.address}» ведёт сама к себе; впишите нынешний адрес"
        elif entry.target in ends:
            text = f"переадресация на переадресацию; впишите сразу «{ends[entry.address]}»"
        elif entry.target not in pages and entry.target not in by_address and _page(entry.target) not in damaged:
            text = f"переадресация ведёт на «{entry.target}», а такого адреса нет; впишите нынешний"
        elif taken := _taken(entry.address, places):
            text = f"место адреса «{entry.address}» занято: {taken}; удалите строку"
        else:
            continue
        yield Problem(NAME, entry.line, text)


def _taken(moved: str, places: dict[str, str]) -> str:
    """Return what stands at the place of a page that has moved; nothing where it is free, which it is no more then."""
    page, mark, _ = moved.partition("#")
    if is_of_the_build(page):
        return "там файлы сборки"
    if mark:
        return ""
    other = places.setdefault(place(page), page)
    return other if other != page else ""


def _ends(redirects: Mapping[str, str]) -> dict[str, str]:
    """Return where the way from each old address ends; nowhere, where it goes round."""
    ends: dict[str, str] = {}
    for start in redirects:
        way, here = {}, start
        while here in redirects and here not in ends and here not in way:
            way[here] = True
            here = redirects[here]
        ends |= dict.fromkeys(way, "" if here in way else ends.get(here, here))
    return ends
