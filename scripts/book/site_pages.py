"""The built site as a source of books: its list of questions, and its articles as Markdown made them.

`hooks/finish/kept.py` leaves the articles beside the site. The published pages are read only to be sure that these
are theirs.
"""

from __future__ import annotations

import functools
import json
from dataclasses import dataclass, replace
from pathlib import Path

from lxml import html
from selectolax.lexbor import LexborHTMLParser

from hooks.finish import kept
from hooks.finish.article import code
from scripts.book import BookError

_AGAIN = "соберите сайт заново: python3 -m scripts.build"


@dataclass(frozen=True)
class QuestionRecord:
    """A record of `questions.json`, as much of it as the books need."""

    id: str
    title: str
    prompt: str
    level: str
    kind: str
    tags: tuple[str, ...]
    section: str
    page: str
    """Address of its page relative to the site: `junior/python-basics/`."""


@dataclass(frozen=True)
class _Article:
    """What is kept of a page."""

    article: str
    """HTML."""
    checked: str
    """When its answers were last checked: a paragraph, or nothing."""
    description: str
    page: str
    """Stamp of the published page."""


@dataclass(frozen=True)
class _Kept:
    """What is kept of a site."""

    url: str
    repository: str
    questions: str
    """Stamp of `questions.json`."""
    pages: dict[str, _Article]


class BuiltSite:
    """A folder with a built site.

    Raises:
        BookError: when the folder is not a site or cannot be read.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.questions = _questions(folder / kept.QUESTIONS)
        self._kept = _kept(kept.path(folder))
        self._prove(kept.QUESTIONS, self._kept.questions)
        self.title = self.heading("")
        self.description = self._page("").description
        self.url = self._kept.url
        """Where the site is published, with a slash at its end; empty when that is not known."""
        self.repository = self._kept.repository
        """Where its sources are; empty when that is not known."""

    @functools.cached_property
    def pages(self) -> list[str]:
        """Addresses of the pages with questions, in the site's order."""
        return list(dict.fromkeys(question.page for question in self.questions))

    def has(self, page: str) -> bool:
        """Tell whether the site has such a page."""
        return page in self._kept.pages

    def article(self, page: str) -> html.HtmlElement:
        """Return the text of a page as Markdown made it, with the line that tells when its answers were checked.

        Dialogues in code are marked as on the site: without that an output may look like a comment.

        Raises:
            BookError: when there is none, or it is not that of the published page.
        """
        found = self._page(page)
        # As browsers read it: lxml knows HTML 4.
        body = LexborHTMLParser(f"<!doctype html><body>{found.article}").body
        code.mark(body)
        article = html.document_fromstring(f"<article>{body.inner_html}</article>").find(".//article")
        ids = {question.id for question in self.questions if question.page == page}
        first = next((one for one in article.iterfind("h2") if one.get("id") in ids), None)
        if found.checked and first is not None:
            first.addprevious(html.fragment_fromstring(found.checked))
        return article

    def heading(self, page: str) -> str:
        """Return the heading of a page."""
        return self.article(page).xpath("string((.//h1)[1]/text()[1])").strip()

    def _page(self, page: str) -> _Article:
        name = f"{page}index.html"
        if not self.has(page):
            raise BookError(f"{self.folder / name}: нет текста страницы; {_AGAIN}")
        self._prove(name, self._kept.pages[page].page)
        return self._kept.pages[page]

    def _prove(self, name: str, stamp: str) -> None:
        if kept.stamp(_read(self.folder / name)) != stamp:
            raise BookError(f"{kept.path(self.folder)}: тексты для книг не от этого сайта ({name} другой); {_AGAIN}")


def _kept(path: Path) -> _Kept:
    if not path.exists():
        raise BookError(f"Нет файла {path} с текстами страниц для книг; {_AGAIN}")
    try:
        found = _Kept(**json.loads(_read(path)))
        found = replace(found, pages={page: _Article(**one) for page, one in found.pages.items()})
    except (ValueError, TypeError, AttributeError, RecursionError) as error:
        raise BookError(f"{path}: файл испорчен; {_AGAIN}") from error
    values = [found.url, found.repository, *(text for one in found.pages.values() for text in vars(one).values())]
    if not all(isinstance(text, str) for text in values):
        raise BookError(f"{path}: файл испорчен; {_AGAIN}")
    return found


def _questions(path: Path) -> list[QuestionRecord]:
    try:
        records = json.loads(_read(path))["questions"]
        return [
            QuestionRecord(
                **{key: record[key] for key in ("id", "title", "prompt", "level", "kind", "section")},
                tags=tuple(record["tags"]),
                page=record["url"].partition("#")[0],
            )
            for record in records
        ]
    except (ValueError, KeyError, TypeError) as error:
        raise BookError(f"{path}: не похоже на список вопросов сайта; соберите сайт заново.") from error


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        raise BookError(f"Нет файла {path}; сначала соберите сайт: python3 -m scripts.build") from None
    except OSError as error:
        raise BookError(f"Не получилось прочитать {path}: {error.strerror}; проверьте права на папку сайта.") from None
