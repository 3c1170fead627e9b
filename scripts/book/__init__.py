"""The printed books, made of the pages of the built site.

`site_pages` reads what a build has left, `articles` turns a page into clean parts, `widths` says what may break in
the middle, `links` decides where each link of a book leads, `volumes` says which books there are, `front`,
`body` and `back` write their parts as one HTML document, `sheet` and `short` write two that are no books, `render`
makes the PDF of it with WeasyPrint and pikepdf, `press` does so for several books, `cache` keeps them, `edition`
knows commit and date, `downloads` tells the site's page about the files.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator


class BookError(Exception):
    """A book cannot be made; the message, in Russian, says why and what to do."""


@contextlib.contextmanager
def naming(what: str) -> Iterator[None]:
    """Turn an error that nobody foresaw into one line that names what was being made.

    Raises:
        BookError: in place of it.
    """
    try:
        yield
    except (BookError, OSError):
        raise
    except RecursionError as error:
        raise BookError(f"{what}: слишком много уровней вложения; сделайте списки, цитаты и заметки мельче") from error
    except Exception as error:
        raise BookError(f"{what}: {type(error).__name__}: {' '.join(str(error).split())}") from error
