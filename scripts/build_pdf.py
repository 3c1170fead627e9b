"""Print the books of the built site: `python3 -m scripts.build_pdf`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from scripts.book import BookError
from scripts.tools import environment, running, system_packages
from scripts.tools.command_line import Parser

if TYPE_CHECKING:
    from scripts.book.downloads import Book


SITE = environment.ROOT / "site"


def parser() -> Parser:
    """Return the parser of the command line."""
    result = Parser(
        "build_pdf",
        "Печатает книги PDF из собранного сайта: всю книгу, книгу каждой части, шпаргалку и лист интервьюера."
        " Если в site/ сайта ещё нет, сначала собирает его."
        " Книга, в которой ничего не изменилось, не печатается снова."
        " Дата берётся из последнего коммита или из SOURCE_DATE_EPOCH; без Git и без неё дата не указана.",
    )
    result.options.add_argument("--site-dir", type=Path, default=SITE, help="собранный сайт (site/)")
    result.options.add_argument("--output", type=Path, help="куда положить книги (папка pdf/ сайта)")
    result.options.add_argument(
        "--only",
        action="append",
        metavar="ФАЙЛ",
        help="только эту книгу, например sobesednik-junior.pdf; можно повторять",
    )
    result.options.add_argument("--anew", action="store_true", help="напечатать и те книги, которые не изменились")
    return result


def main(argv: list[str] | None = None) -> int:
    """Print the books; return 0 when all were printed, 1 when they were not."""
    from scripts import build as build_site  # it imports this module

    arguments = parser().parse_args(argv)
    environment.enter()
    system_packages.ensure_pango()
    site = arguments.site_dir.resolve()
    if arguments.site_dir == SITE and not site.exists():
        print("Сайта ещё нет, сначала собираю его.", flush=True)
        if build_site.main(["--site-dir", str(site), "--no-pdf"]):
            return 1
    try:
        if arguments.only or arguments.output:
            output = (arguments.output or site / "pdf").resolve()
            books = build(site, output, arguments.only, anew=arguments.anew)
        else:
            books = publish(site, anew=arguments.anew)
            if (site / "service-worker.js").exists():
                build_site.write_service_worker(site)
    except BookError as error:
        print(f"{error}\nКниги не напечатаны.", file=sys.stderr)
        return 1
    for book in books:
        print(f"  {book.volume.file} — {book.size_in_words}")
    return 0


def publish(site_dir: Path, *, anew: bool = False) -> list[Book]:
    """Print every book into the folder `pdf` of a built site and put them on its page of downloads.

    Raises:
        BookError, OSError: as `build` does.
    """
    from scripts.book import downloads

    downloads.check_page(site_dir)  # before minutes of printing
    books = build(site_dir, site_dir / "pdf", anew=anew)
    downloads.fill_page(site_dir, books)
    return books


def build(site_dir: Path, output: Path, only: list[str] | None = None, *, anew: bool = False) -> list[Book]:
    """Print books of a built site.

    Args:
        site_dir: the site.
        output: folder for the books.
        only: names of files; all of them where it is not given.
        anew: whether to print those, too, that were printed before of the same things.

    Raises:
        BookError: when the site cannot be read, a name is unknown or a book cannot be printed.
        OSError: when a file cannot be written.
    """
    # Here, as everything in them comes from the environment that `enter` makes.
    from scripts.book import document, downloads, edition, press, render, site_pages, volumes

    library = document.read_library(site_pages.BuiltSite(site_dir), edition.find_edition(environment.ROOT))
    every = {volume.file: volume for volume in volumes.list_volumes(library.parts)}
    if unknown := [name for name in only or () if name not in every]:
        raise BookError(f"Нет такой книги: {', '.join(unknown)}; есть {', '.join(every)}.")
    chosen = {name: every[name] for name in only or every}
    documents = {name: document.write_document(library, chosen[name]) for name in chosen}
    if lost := sorted({letter for text in documents.values() for letter in render.missing_letters(text)}):
        raise BookError("Этих знаков нет в шрифтах книг, замените их на странице:\n  " + "\n  ".join(lost))
    pages = press.print_books(documents, site_dir, output, anew=anew)
    return [downloads.Book(volume, pages[name], (output / name).stat().st_size) for name, volume in chosen.items()]


if __name__ == "__main__":
    sys.exit(running.run(main))
