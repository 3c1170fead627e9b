"""HTML of a book to its PDF: WeasyPrint lays it out and tags it, pikepdf finishes the file."""

from __future__ import annotations

import contextlib
import functools
import io
import itertools
import logging
import os
import re
from html import unescape
from pathlib import Path

from hooks.checks.page import book_letters
from scripts.book import BookError, page_numbers
from scripts.book.cache import Printed, file_hash

HERE = Path(__file__).resolve().parent
STYLES = tuple(HERE / name for name in ("book.css", "code.css", "sheet.css", "short.css"))
VARIANT = "pdf/ua-1"
# fontconfig's own file: no folder with fonts is named, so those of the system are not found at all.
_NO_SYSTEM_FONTS = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig><cachedir>{cache}</cachedir></fontconfig>"""
# Drawings name families of the system; here they get ours.
_FAMILIES = ((r"sans-serif", "IBM Plex Sans"), (r"(?:ui-)?monospace", "IBM Plex Mono"))


def write_pdf(text: str, site: Path, target: Path) -> Printed:
    """Make the PDF of a document and put it whole in its place.

    Args:
        text: HTML.
        site: folder of the built site, where drawings are.
        target: the file; nothing stands under its name until the PDF is complete.

    Raises:
        BookError: when the document cannot be printed as it is.
        OSError: when the file cannot be written.
    """
    files: dict[str, str] = {}
    data = _rendered(text, site, files)
    return Printed(finish(data, target), files)


def use_our_fonts_only(cache: Path) -> None:
    """Hide the fonts of the system from this process, which must not have imported WeasyPrint yet.

    Args:
        cache: folder for what fontconfig keeps; several processes may share it.
    """
    cache.mkdir(exist_ok=True)
    config = cache / f"fonts-{os.getpid()}.conf"
    config.write_text(_NO_SYSTEM_FONTS.format(cache=cache), encoding="utf-8")
    os.environ["FONTCONFIG_FILE"] = str(config)


def _rendered(text: str, site: Path, files: dict[str, str]) -> bytes:
    """Return the PDF as WeasyPrint makes it; the files of the site that it has read are put into `files`."""
    import warnings

    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="(No fonts|FontConfig)")
        import weasyprint

    collector = _WarningCollector()
    logger = logging.getLogger("weasyprint")
    logger.handlers[:] = [collector]
    fetcher = _fetcher(weasyprint, site, files)
    options = _styles(site) | {"pdf_variant": VARIANT}
    for digits in itertools.count(page_numbers.most_digits(text)):
        html = page_numbers.with_room(text, digits)
        source = weasyprint.HTML(string=html, base_url=site.as_uri() + "/", url_fetcher=fetcher)
        document = source.render(**options)
        with contextlib.suppress(page_numbers.TooLongError):
            page_numbers.fill(document)
            break
    _remember_page_references()
    # `finish` compresses it once.
    data = document.write_pdf(pdf_variant=VARIANT, uncompressed_pdf=True)
    if collector.messages:
        raise BookError("WeasyPrint не смог сверстать книгу чисто: " + "; ".join(dict.fromkeys(collector.messages)))
    return data


@functools.cache
def _styles(site: Path) -> dict:
    """Return the stylesheets and their fonts, read once a process: unpacking the fonts takes half a second."""
    import weasyprint

    fonts, fetcher = weasyprint.text.fonts.FontConfiguration(), _fetcher(weasyprint, site, {})
    sheets = [weasyprint.CSS(path, font_config=fonts, url_fetcher=fetcher) for path in STYLES]
    return {"stylesheets": sheets, "font_config": fonts}


def _remember_page_references() -> None:
    """Keep pydyf from writing the list of all pages anew for each element that is tagged: all pages are known then.

    Else the time grows with the square of the pages (pydyf 0.13, WeasyPrint 70).
    """
    import pydyf

    if isinstance(pydyf.PDF.page_references, property):
        pydyf.PDF.page_references = functools.cached_property(pydyf.PDF.page_references.fget)
        pydyf.PDF.page_references.__set_name__(pydyf.PDF, "page_references")


class _WarningCollector(logging.Handler):
    """Keeps what WeasyPrint warns about: each warning is something lost in print."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())


def _fetcher(weasyprint, site: Path, files: dict[str, str]):
    """Return a fetcher that reads the site and our fonts only, and gives drawings our fonts.

    What it reads of the site is put into `files`: name -> hash of the content.
    """

    class Fetcher(weasyprint.urls.URLFetcher):
        def fetch(self, url, headers=None):
            response = super().fetch(url, headers)
            path = Path(response.path or "/").resolve()
            if not path.is_relative_to(site) and not path.is_relative_to(HERE):
                raise ValueError(f"файл вне сайта: {path}")
            if path.is_relative_to(site):
                files[path.relative_to(site).as_posix()] = file_hash(path)
            if path.suffix != ".svg":
                return response
            drawing = with_our_fonts(path.read_text(encoding="utf-8"))
            return weasyprint.urls.URLFetcherResponse(url, drawing.encode(), {"Content-Type": "image/svg+xml"})

    return Fetcher(allowed_protocols={"file"})


def missing_letters(text: str) -> list[str]:
    """Return the letters of a document that our fonts do not have, each with its place, in Russian."""
    body = unescape(re.sub(r"<[^<>]*>", " ", text).replace(page_numbers.PLACE, ""))
    lost = book_letters.missing(body)
    plain = " ".join(body.split()) if lost else ""
    return [_said(letter, plain) for letter in lost]


def _said(letter: str, text: str) -> str:
    place = text.index(letter)
    return f"«{letter}» (U+{ord(letter):04X}): «…{text[max(0, place - 40) : place + 20]}…»"


def with_our_fonts(drawing: str) -> str:
    """Return an SVG drawing with the families of the system replaced by those of the books."""
    for family, ours in _FAMILIES:
        drawing = re.sub(rf'(font-family\s*[=:]\s*"?\s*)(?<![\w-]){family}(?![\w-])', rf"\1{ours}", drawing)
    return drawing


def finish(data: bytes, target: Path) -> int:
    """Write a PDF smaller, with the outline open, and the same bytes for the same content.

    Returns:
        The number of pages.

    Raises:
        OSError: when the file cannot be written; nothing is left of it then.
    """
    import pikepdf

    pikepdf.settings.set_flate_compression_level(9)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        pdf.Root.PageMode = pikepdf.Name.UseOutlines
        pages = len(pdf.pages)
        # Into memory first: when a disk is full, qpdf ends the whole process in the middle of its own writing.
        # Not linearised: the structure tree does not survive that in pikepdf.
        buffer = io.BytesIO()
        pdf.save(
            buffer,
            deterministic_id=True,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            recompress_flate=True,
        )
    # Beside its place, and moved there whole.
    half = target.with_name(f".{target.name}.half")
    try:
        half.write_bytes(buffer.getvalue())
        half.replace(target)
    finally:
        half.unlink(missing_ok=True)
    return pages
