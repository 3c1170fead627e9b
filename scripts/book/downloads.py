"""The site's page of downloads: what books there are, how long and how large."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from pathlib import Path

from hooks.checks.project.downloads import BEGIN, END
from scripts.book import BookError
from scripts.book.volumes import Volume
from scripts.tools import safe_write

PAGE = "downloads/index.html"
# Between them the page says how to print the books where nobody has: `scripts.serve`, `--no-pdf`.
_PLACE = re.compile(rf"({BEGIN})(?>(?:(?!<!-- /?books -->).)*)({END})", re.DOTALL)


@dataclass(frozen=True)
class Book:
    """A printed book."""

    volume: Volume
    pages: int
    size: int
    """Bytes."""

    @property
    def size_in_words(self) -> str:
        """Pages and size as the reader sees them: «247 с., 2,1 МБ»."""
        if self.size < 1_000_000:
            return f"{self.pages} с., {max(1, round(self.size / 1000))} КБ"
        return f"{self.pages} с., " + f"{self.size / 1_000_000:.1f} МБ".replace(".", ",")


def fill_page(site: Path, books: list[Book]) -> None:
    """Put links to the books on the built page; a site without that page is left as it is.

    Raises:
        BookError: when the page has no place for them.
    """
    path = site / PAGE
    if path.exists():
        safe_write.replace(path, filled(path.read_text(encoding="utf-8"), books).encode())


def check_page(site: Path) -> None:
    """Find out whether the page has a place for the books.

    Raises:
        BookError: when it has none.
    """
    path = site / PAGE
    if path.exists():
        filled(path.read_text(encoding="utf-8"), [])


def filled(page: str, books: list[Book]) -> str:
    """Return the HTML of the page with a list of books in its place.

    Raises:
        BookError: when the page has no place for them.
    """
    items = "\n".join(
        f'<li><a href="../pdf/{book.volume.file}">{html.escape(book.volume.title)}</a>'
        f" — PDF, {book.size_in_words}<br>\n{html.escape(book.volume.about)}</li>"
        for book in books
    )
    result, places = _PLACE.subn(lambda place: f"{place[1]}\n<ul>\n{items}\n</ul>\n{place[2]}", page)
    if places != 1:
        raise BookError(
            f"{PAGE}: нужно одно место для книг, {BEGIN}…{END}, а их {places};"
            " поправьте docs/downloads.md и соберите сайт заново."
        )
    return result
