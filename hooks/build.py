"""What is known of one build: settings, vocabulary, questions, and where the pages lie in the site.

The door of a generator (`question_index.py` for MkDocs) fills it; `markdown/` and `finish/` read it. It knows no
generator, and a new one is made for each build, so nothing has to be reset.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from hooks.asked import Asked, load
from hooks.bank.records import Bank, Question
from hooks.bank.vocabulary import Vocabulary


@dataclass(frozen=True)
class SiteSettings:
    """What `mkdocs.yml` and the command line say of the site."""

    name: str
    description: str
    url: str
    """Where it will be published, with a slash at its end; empty where that is not known."""
    repository: str
    """Web address of its sources, without a slash at its end; empty where that is not known."""
    docs: Path
    themes: tuple[Path, ...]
    """Folders of templates and of the theme's files; those that come first win."""
    icon: str
    """Path of the site's icon in `docs/`."""
    stylesheets: tuple[str, ...]
    scripts: tuple[str, ...]
    """Our own, by their paths in `docs/`, in the order of mkdocs.yml."""
    date: datetime.date
    """Of the build; that of `SOURCE_DATE_EPOCH` where it is set."""
    is_served: bool = False
    """For the author's eyes, on their own computer: nothing is joined, drawn or kept for reading without a network."""


@dataclass(frozen=True)
class PageInfo:
    """Where a page of Markdown lies in the site, and what is said of it."""

    source: str
    """Path in `docs/`: `junior/python-basics.md`."""
    url: str
    """Address relative to the site: `junior/python-basics/`, empty for the home page."""
    path: str
    """File of the site: `junior/python-basics/index.html`."""
    title: str
    """Plain text."""
    text: str
    """Its Markdown, with the front matter."""
    shown: str
    """Its name in messages: `docs/junior/python-basics.md`."""
    fields: Mapping[str, Any] = field(default_factory=dict)
    """Its front matter, read and checked."""
    sections: tuple[tuple[str, str | None], ...] = ()
    """Parts of the navigation around it, outermost first: title, address of their first page."""
    edit_url: str = ""
    in_navigation: bool = True


@dataclass(frozen=True)
class Build:
    """One build: `dataclasses.replace` gives the next, with the bank when it is read and the pages when they lie."""

    settings: SiteSettings
    vocabulary: Vocabulary
    bank: Bank = field(default_factory=Bank)
    asked: Asked = field(default_factory=Asked)
    """What is asked at interviews, and how often."""
    pages: tuple[PageInfo, ...] = ()
    """In the order of the navigation, then those that are not in it."""

    def with_bank(self, bank: Bank) -> Build:
        """Return the build with its questions, and with what is known of how often they are asked.

        Raises:
            OSError: when that cannot be read.
        """
        return replace(self, bank=bank, asked=load(self.settings.docs))

    @cached_property
    def questions(self) -> Mapping[str, Question]:
        """Id -> the first question that has it, in the site's order."""
        found: dict[str, Question] = {}
        for question in self.bank.questions:
            found.setdefault(question.id, question)
        return found

    @cached_property
    def _by_page(self) -> Mapping[str, dict[str, Question]]:
        pages: dict[str, dict[str, Question]] = {}
        for question in self.questions.values():
            pages.setdefault(question.page, {})[question.id] = question
        return pages

    @cached_property
    def _neighbours(self) -> Mapping[str, tuple[Question | None, Question | None]]:
        every = [None, *self.questions.values(), None]
        return {one.id: (before, after) for before, one, after in zip(every, every[1:], every[2:], strict=False) if one}

    @cached_property
    def _infos(self) -> Mapping[str, PageInfo]:
        return {page.source: page for page in self.pages}

    def questions_of(self, page: str) -> dict[str, Question]:
        """Return the questions of a page, given by its path in `docs/`, by their ids."""
        return self._by_page.get(page, {})

    @cached_property
    def ranks(self) -> Mapping[str, int]:
        """Id of each question that is known to be asked -> its place, from 1, in that order."""
        known = [one for one in self.most_asked(self.questions.values()) if self.asked.grade(one.id)]
        return {one.id: place for place, one in enumerate(known, 1)}

    def most_asked(self, questions: Iterable[Question]) -> list[Question]:
        """Return questions, those that are asked most first; the others stay in their order."""
        return sorted(questions, key=lambda one: self.asked.weight(one.id), reverse=True)

    def neighbours(self, question: Question) -> tuple[Question | None, Question | None]:
        """Return the questions before and after one in the site's order."""
        return self._neighbours[question.id]

    def page(self, source: str) -> PageInfo | None:
        """Return what is known of a page, given by its path in `docs/`."""
        return self._infos.get(source)

    def url(self, question: Question) -> str:
        """Return the address of a question relative to the site: `junior/python-basics/#list-vs-tuple`."""
        return f"{self._infos[question.page].url}#{question.id}"

    def absolute(self, url: str) -> str:
        """Return the whole address of something in the site; empty where it is not known where the site will be."""
        return urljoin(self.settings.url, url or "./") if self.settings.url else ""

    def is_damaged(self, shown: str) -> bool:
        """Tell whether a page (its name in messages) has mistakes: what it does not show needs no second message."""
        return any(problem.source == shown for problem in self.bank.problems)


def address_of(source: str) -> tuple[str, str]:
    """Return the address in the site of a page by its path in `docs/`, and its file.

    As MkDocs has them with `use_directory_urls`: its default, which the checks let no settings change.
    """
    folder, _, name = source.removesuffix(".md").rpartition("/")
    folder = f"{folder}/" if folder else ""
    url = folder if name in {"index", "README"} else f"{folder}{name}/"
    return url, f"{url}index.html"
