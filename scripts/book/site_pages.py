"""The built site as a source of books: its pages and its list of questions."""

from __future__ import annotations

import functools
import json
from dataclasses import dataclass
from pathlib import Path

from lxml import html

from scripts.book import BookError


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


class BuiltSite:
    """A folder with a built site.

    Raises:
        BookError: when the folder is not a site or cannot be read.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.questions = _questions(folder / "questions.json")
        home = self._parse("")
        self.title = home.xpath("string((//h1)[1]/text()[1])").strip()
        self.description = _attribute(home, "//meta[@name='description']/@content")
        self.url = _attribute(home, "//link[@rel='canonical']/@href")
        """Where the site is published, with a slash at its end; empty when that is not known."""
        self.repository = _attribute(home, "//a[contains(@class, 'md-social__link')]/@href")
        """Where its sources are; empty when that is not known."""

    @functools.cached_property
    def pages(self) -> list[str]:
        """Addresses of the pages with questions, in the site's order."""
        return list(dict.fromkeys(question.page for question in self.questions))

    def has(self, page: str) -> bool:
        """Tell whether the site has such a page."""
        return (self.folder / page / "index.html").is_file()

    def article(self, page: str) -> html.HtmlElement:
        """Return the text of a page, as it stands on the site.

        Raises:
            BookError: when the page has none or cannot be read.
        """
        article = self._parse(page).find(".//article")
        if article is None:
            raise BookError(f"{self.folder / page / 'index.html'}: нет текста страницы (<article>).")
        return article

    def heading(self, page: str) -> str:
        """Return the heading of a page."""
        return self._parse(page).xpath("string((//h1)[1]/text()[1])").strip()

    def _parse(self, page: str) -> html.HtmlElement:
        text = _read(self.folder / page / "index.html")
        return html.document_fromstring(text)


def _attribute(page: html.HtmlElement, path: str) -> str:
    return next(iter(page.xpath(path)), "")


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


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (FileNotFoundError, NotADirectoryError):
        raise BookError(f"Нет файла {path}; сначала соберите сайт: python3 -m scripts.build") from None
    except OSError as error:
        raise BookError(f"Не получилось прочитать {path}: {error.strerror}; проверьте права на папку сайта.") from None
    except UnicodeDecodeError:
        raise BookError(f"{path}: файл испорчен (это не UTF-8); соберите сайт заново.") from None
