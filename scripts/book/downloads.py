"""The site's page of downloads: what books there are, how long and how large."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from pathlib import Path

from scripts import safe_write
from scripts.book.volumes import Volume

PAGE = "downloads/index.html"
# Between them the page says how to print the books where nobody has: `scripts.serve`, `--no-pdf`.
_PLACE = re.compile(r"(<!-- books -->).*?(<!-- /books -->)", re.DOTALL)


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
    """Put links to the books on the built page; a site without that page is left as it is."""
    path = site / PAGE
    if path.exists():
        safe_write.replace(path, filled(path.read_text(encoding="utf-8"), books).encode())


def filled(page: str, books: list[Book]) -> str:
    """Return the HTML of the page with a list of books in its place.

    Raises:
        ValueError: when the page has no place for them.
    """
    items = "\n".join(
        f'<li><a href="../pdf/{book.volume.file}">{html.escape(book.volume.title)}</a>'
        f" — PDF, {book.size_in_words}<br>\n{html.escape(book.volume.about)}</li>"
        for book in books
    )
    result, places = _PLACE.subn(lambda place: f"{place[1]}\n<ul>\n{items}\n</ul>\n{place[2]}", page)
    if places != 1:
        raise ValueError(f"{PAGE}: нужно одно место <!-- books -->…<!-- /books -->, а их {places}")
    return result
