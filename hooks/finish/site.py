"""The folder of the site while it is finished: its pages, what is said about them, and the one way to write into it.

What a step writes can neither leave the folder nor take the place of a file that is there.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

from hooks.build import Build, PageInfo
from hooks.finish.errors import FinishError
from hooks.finish.page import Page
from hooks.markdown.article import is_marked

_NAME = re.compile(r"(?:(?!\.\.?(?:/|$))[\w.+-]+(?:/(?!$)|$))+", re.ASCII)
Fact = TypeVar("Fact")
MARKS = "hooks/markdown/article.py"
PAGES = frozenset({".html", ".htm", ".xhtml"})


@dataclass
class Site:
    """A rendered site on its way to the published one."""

    folder: Path
    build: Build
    pages: list[Page] = field(default_factory=list)
    """Sorted by their paths, those without Markdown too; then those that stand where pages were."""
    problems: list[str] = field(default_factory=list)
    """What a strict build must not let through, one message each."""
    own: dict[str, str] = field(default_factory=dict)
    """Scripts and stylesheets that the steps have written: path -> text."""
    done: set[str] = field(default_factory=set)
    """Names of the steps that it has been through."""
    _late: list[Callable[[], Mapping[str, str]]] = field(default_factory=list)
    _known: dict[str, Any] = field(default_factory=dict)
    """Folder -> what lies in it, by its name without case: the search writes thousands of files into one folder, and
    to list that for each of them would cost their square."""

    def once(self, name: str, make: Callable[[], Fact]) -> Fact:
        """Return what is the same for all pages: made when it is first asked for by its name, then kept."""
        if name not in self._known:
            self._known[name] = make()
        return self._known[name]

    def read(self) -> None:
        """Read every page of the folder.

        Raises:
            FinishError: when a page is not UTF-8, or nothing tells what Markdown made of it, at which a wall looks.
        """
        infos = {page.path: page for page in self.build.pages}
        for path in sorted(self.folder.rglob("*")):
            if path.suffix.lower() in PAGES and path.is_file():
                name = path.relative_to(self.folder).as_posix()
                info = infos.get(name)
                is_made = info is None and not Path(self.build.settings.docs, name).exists()
                # The generator leaves what begins with a dot when it empties the folder: it is somebody else's.
                if is_made and "/." in f"/{name}":
                    continue
                text = self._text(path, name)
                if info and not is_marked(text):
                    raise FinishError(f"{info.shown}:1: на готовой странице нет меток текста; верните их в {MARKS}")
                self.pages.append(Page(name, text, info, is_made=is_made))

    def _text(self, path: Path, name: str) -> str:
        try:
            return path.read_text(encoding="utf-8")
        except UnicodeDecodeError as error:
            raise FinishError(f"{name}: страница не в UTF-8; сохраните её в этой кодировке") from error

    def text_of(self, name: str) -> str:
        """Return the text of a script or a stylesheet.

        Raises:
            FinishError: when it is not UTF-8.
        """
        try:
            return (self.folder / name).read_text(encoding="utf-8")
        except UnicodeDecodeError as error:
            shown = f"docs/{name}" if (self.build.settings.docs / name).exists() else name
            raise FinishError(f"{shown}: файл не в UTF-8; сохраните его в этой кодировке") from error

    def write(self, name: str, content: str | bytes) -> None:
        """Write a file that is not there yet, making the folders on the way.

        Raises:
            FinishError: when the name could lead out of the folder, or the place is taken.
        """
        taken = self._taken(name)
        # A generator that empties the folder may leave what begins with a dot: that is of the build before.
        if taken and not (taken.startswith(".") and not (self.build.settings.docs / taken).exists()):
            raise FinishError(f"docs/{taken}: в сайте займёт место «{name}», который делает сборка; переименуйте его")
        self.replace(name, content)
        if isinstance(content, str) and name.endswith((".js", ".css")):
            self.own[name] = content

    def write_late(self, make: Callable[[], Mapping[str, str]]) -> None:
        """Leave files that no page is shown by, path -> text, for `complete`."""
        self._late.append(make)

    def complete(self) -> None:
        """Write the files that were left for later, once.

        Raises:
            FinishError: as `write` does.
        """
        while self._late:
            for name, text in self._late.pop()().items():
                self.write(name, text)

    def replace(self, name: str, content: str | bytes) -> None:
        """Write a file, whatever is there: one of the generator's that is made anew.

        Raises:
            FinishError: when the name could lead out of the folder.
        """
        try:
            write(self.folder, name, content)
        except ValueError as error:
            raise FinishError(str(error)) from error
        self._note(name)

    def remove(self, name: str) -> None:
        """Remove a file, if it is there."""
        (self.folder / name).unlink(missing_ok=True)
        self._places.pop(name.casefold(), None)
        self.own.pop(name, None)

    def miss(self, page: PageInfo, missing: Iterable[tuple[int, str]]) -> None:
        """Tell of what a page does not show though its source has it: (line, what it is).

        Not of a page that has other mistakes, which have been told: this would be their echo.
        """
        told = any(problem.startswith(f"{page.shown}:") for problem in self.problems)
        if not told and not self.build.is_damaged(page.shown):
            text = "на готовой странице не видно; проверьте заголовок над ним, отступы и разметку"
            self.problems += [f"{page.shown}:{line}: {what} {text}" for line, what in sorted(missing)]

    def write_pages(self) -> None:
        """Write every page in the place of the rendered one."""
        for page in self.pages:
            self.replace(page.path, page.text)

    @cached_property
    def _places(self) -> dict[str, str]:
        """Files and folders of the site, files without a slash at the end; some systems see no difference of case."""
        names = (path.relative_to(self.folder).as_posix() + "/" * path.is_dir() for path in self.folder.rglob("*"))
        return {name.casefold(): name for name in names}

    def _taken(self, name: str) -> str:
        """Return the file or folder in whose place another would stand, or in whose place its folder would."""
        parts = name.casefold().split("/")
        starts = ("/".join(parts[:end]) for end in range(1, len(parts) + 1))
        taken = next((self._places[start] for start in starts if start in self._places), "")
        return taken or self._places.get(f"{name.casefold()}/", "").rstrip("/")

    def _note(self, name: str) -> None:
        self._places[name.casefold()] = name
        for place, letter in enumerate(name):
            if letter == "/":
                self._places.setdefault(name[: place + 1].casefold(), name[: place + 1])


def path_in(folder: Path, name: str) -> Path:
    """Return where a file of a folder lies.

    Args:
        folder: such as the folder of the site.
        name: path inside it, relative, with slashes, in its normal form.

    Raises:
        ValueError: when the name could lead out of the folder.
    """
    if not _NAME.fullmatch(name):
        raise ValueError(f"«{name}»: такой путь вывел бы из папки сайта; годится только прямой, внутри неё")
    return folder / name


def write(folder: Path, name: str, content: str | bytes) -> None:
    """Write a file of a folder, making the folders on the way.

    Raises:
        ValueError: when the name could lead out of the folder.
    """
    path = path_in(folder, name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)


def clashes(names: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Yield what is wrong with the files of a site: paths that lead out of it, two files in one place.

    Args:
        names: source and path in the site of each file.
    """
    taken: dict[str, str] = {}
    for source, name in names:
        try:
            path_in(Path(), name)
        except ValueError as error:
            yield f"{source}: {error}"
            continue
        # Some systems see no difference of case.
        if (other := taken.setdefault(name.casefold(), source)) != source:
            yield f"{source}: в сайте займёт место «{name}», где уже стоит {other}; переименуйте его"
    for name, source in taken.items():
        parts = name.split("/")
        for folder in ("/".join(parts[:end]) for end in range(1, len(parts))):
            if folder in taken:
                yield f"{source}: в сайте займёт папку «{folder}», где уже стоит файл {taken[folder]}; переименуйте его"
