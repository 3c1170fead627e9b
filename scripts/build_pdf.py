"""Print the books of the built site: `python3 -m scripts.build_pdf`."""

from __future__ import annotations

import sys
from pathlib import Path

from scripts import environment, system_packages
from scripts.command_line import Parser


def parser() -> Parser:
    """Return the parser of the command line."""
    result = Parser(
        "build_pdf",
        "Печатает книги PDF из собранного сайта: всю книгу, книгу каждой части и лист интервьюера."
        " Дата берётся из последнего коммита или из SOURCE_DATE_EPOCH; без Git и без неё дата не указана.",
    )
    result.options.add_argument(
        "--site-dir", type=Path, default=environment.ROOT / "site", help="собранный сайт (site/)"
    )
    result.options.add_argument("--output", type=Path, help="куда положить книги (папка pdf/ сайта)")
    result.options.add_argument(
        "--only", action="append", metavar="ФАЙЛ", help="напечатать только эту книгу; можно повторять"
    )
    return result


def main(argv: list[str] | None = None) -> int:
    """Print the books; return 0 when all were printed, 1 when they were not."""
    arguments = parser().parse_args(argv)
    environment.enter()
    system_packages.ensure_pango()
    from scripts.book import BookError

    site = arguments.site_dir.resolve()
    try:
        pages = build(site, arguments.output.resolve() if arguments.output else site / "pdf", arguments.only)
    except BookError as error:
        print(error, file=sys.stderr)
        print("Книги не напечатаны.", file=sys.stderr)
        return 1
    for file, number in pages.items():
        print(f"  {file} — {number} с.")
    return 0


def build(site_dir: Path, output: Path, only: list[str] | None = None) -> dict[str, int]:
    """Print books of a built site and tell its page about them.

    Args:
        site_dir: the site.
        output: folder for the books.
        only: names of files; all of them where it is not given.

    Returns:
        File name -> number of pages.

    Raises:
        BookError: when the site cannot be read, a name is unknown or a book cannot be printed.
        OSError: when a file cannot be written.
    """
    from scripts.book import BookError, document, edition, press, site_pages, volumes

    library = document.read_library(site_pages.Site(site_dir), edition.find_edition(environment.ROOT))
    every = {volume.file: volume for volume in volumes.list_volumes(library.parts)}
    if unknown := [name for name in only or () if name not in every]:
        raise BookError(f"Нет такой книги: {', '.join(unknown)}; есть {', '.join(every)}.")
    documents = {name: document.write_document(library, every[name]) for name in only or every}
    return press.print_books(documents, site_dir, output)


if __name__ == "__main__":
    sys.exit(environment.run(main))
