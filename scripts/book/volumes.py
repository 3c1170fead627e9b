"""Which books there are, and what is in each."""

from __future__ import annotations

from dataclasses import dataclass

from hooks.checks.page import book_letters
from scripts.book import articles
from scripts.book.site_pages import BuiltSite

NAME = "sobesednik"
MEMOS = ("evening-before/", "employer-checklist/")
"""Pages for paper, printed at the end of the whole book; those of them that the site has."""
LEFT_OUT = {f"{page.removesuffix('.md')}/": reason for page, reason in book_letters.NOT_PRINTED.items()}
"""Pages that are in no book, and why."""


@dataclass(frozen=True)
class Part:
    """A folder of the site as a part of the book."""

    folder: str
    title: str
    index: articles.Chapter | None
    chapters: list[articles.Chapter]

    @property
    def questions(self) -> int:
        """How many questions it has."""
        return sum(entry.question is not None for chapter in self.chapters for entry in chapter.entries)


@dataclass(frozen=True)
class Volume:
    """One book: a file that the site links to."""

    file: str
    title: str
    """What it is called among the others."""
    about: str
    folders: tuple[str, ...]
    """Parts of the site that are in it, in order."""
    is_sheet: bool = False
    """Whether it is the interviewer's sheet."""
    is_short: bool = False
    """Whether it has nothing but short answers."""

    @property
    def is_whole(self) -> bool:
        """Whether it is the book with everything."""
        return self.file == f"{NAME}.pdf"


def read_parts(site: BuiltSite) -> list[Part]:
    """Return every part of the site with its chapters.

    Raises:
        BookError: when a page cannot be read.
    """
    parts = []
    for folder in dict.fromkeys(page.partition("/")[0] for page in site.pages):
        index = articles.read_section(site, f"{folder}/") if site.has(f"{folder}/") else None
        pages = [page for page in site.pages if page.startswith(f"{folder}/")]
        chapters = [articles.read_section(site, page) for page in pages]
        parts.append(Part(folder, index.title if index else folder, index, chapters))
    return parts


def list_volumes(parts: list[Part]) -> list[Volume]:
    """Return the books of a site: the whole one, one a part, all short answers, the interviewer's sheet."""
    every = tuple(part.folder for part in parts)
    whole = Volume(f"{NAME}.pdf", "Вся книга", "Все вопросы с ответами, оглавление и предметный указатель.", every)
    single = [
        Volume(f"{NAME}-{part.folder}.pdf", part.title, f"Часть «{part.title}» отдельной книгой.", (part.folder,))
        for part in parts
    ]
    sheet = Volume(
        f"{NAME}-interview.pdf",
        "Лист интервьюера",
        "Только вопросы, по уровням, с местом для оценки и заметок.",
        every,
        is_sheet=True,
    )
    short = Volume(
        f"{NAME}-short.pdf",
        "Шпаргалка",
        "Все вопросы, у каждого только «Коротко»; на телефоне читается без увеличения.",
        every,
        is_short=True,
    )
    return [whole, *single, short, sheet]
