"""HTML of a book to its PDF: WeasyPrint lays it out and tags it, pikepdf finishes the file."""

from __future__ import annotations

import io
import logging
import os
import re
import tempfile
from pathlib import Path

from scripts.book import BookError

HERE = Path(__file__).resolve().parent
FONTS = HERE / "fonts"
STYLES = tuple(HERE / name for name in ("book.css", "code.css", "sheet.css"))
VARIANT = "pdf/ua-1"
# fontconfig's own file: no folder with fonts is named, so those of the system are not found at all.
_NO_SYSTEM_FONTS = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig><cachedir>{cache}</cachedir></fontconfig>"""
# Drawings name families of the system; here they get ours.
_FAMILIES = ((r"sans-serif", "IBM Plex Sans"), (r"(?:ui-)?monospace", "IBM Plex Mono"))


def write_pdf(text: str, site: Path, target: Path) -> int:
    """Make the PDF of a document and put it whole in its place.

    Args:
        text: HTML.
        site: folder of the built site, where drawings are.
        target: the file; nothing stands under its name until the PDF is complete.

    Returns:
        The number of pages.

    Raises:
        BookError: when the document cannot be printed as it is.
        OSError: when the file cannot be written.
    """
    with tempfile.TemporaryDirectory(prefix="book-") as cache:
        data = _rendered(text, site, Path(cache))
    return _finish(data, target)


def _rendered(text: str, site: Path, cache: Path) -> bytes:
    config = cache / "fonts.conf"
    config.write_text(_NO_SYSTEM_FONTS.format(cache=cache), encoding="utf-8")
    # Read by fontconfig when WeasyPrint is imported, so books are printed in processes of their own.
    os.environ["FONTCONFIG_FILE"] = str(config)
    import warnings

    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="(No fonts|FontConfig)")
        import weasyprint

    collector = _Collector()
    logger = logging.getLogger("weasyprint")
    logger.handlers[:] = [collector]
    fonts = weasyprint.text.fonts.FontConfiguration()
    fetcher = _fetcher(weasyprint, site)
    styles = [weasyprint.CSS(path, font_config=fonts, url_fetcher=fetcher) for path in STYLES]
    document = weasyprint.HTML(string=text, base_url=site.as_uri() + "/", url_fetcher=fetcher)
    data = document.write_pdf(stylesheets=styles, font_config=fonts, pdf_variant=VARIANT)
    if collector.messages:
        raise BookError("WeasyPrint не смог сверстать книгу чисто:\n  " + "\n  ".join(collector.messages))
    return data


class _Collector(logging.Handler):
    """Keeps what WeasyPrint warns about: each warning is something lost in print."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())


def _fetcher(weasyprint, site: Path):
    """Return a fetcher that reads the site and our fonts only, and gives drawings our fonts."""

    class Fetcher(weasyprint.urls.URLFetcher):
        def fetch(self, url, headers=None):
            response = super().fetch(url, headers)
            path = Path(response.path or "/").resolve()
            if not path.is_relative_to(site) and not path.is_relative_to(HERE):
                raise ValueError(f"файл вне сайта: {path}")
            if path.suffix != ".svg":
                return response
            drawing = with_our_fonts(path.read_text(encoding="utf-8"))
            return weasyprint.urls.URLFetcherResponse(url, drawing.encode(), {"Content-Type": "image/svg+xml"})

    return Fetcher(allowed_protocols={"file"})


def with_our_fonts(drawing: str) -> str:
    """Return an SVG drawing with the families of the system replaced by those of the books."""
    for family, ours in _FAMILIES:
        drawing = re.sub(rf'(font-family\s*[=:]\s*"?\s*)(?<![\w-]){family}(?![\w-])', rf"\1{ours}", drawing)
    return drawing


def _finish(data: bytes, target: Path) -> int:
    """Write a PDF smaller, with the outline open, and the same bytes for the same content."""
    import pikepdf

    pikepdf.settings.set_flate_compression_level(9)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        pdf.Root.PageMode = pikepdf.Name.UseOutlines
        pages = len(pdf.pages)
        # Written beside its place and moved there whole. Not linearised: that breaks the structure tree's order.
        half = target.with_name(f".{target.name}.half")
        try:
            pdf.save(
                half,
                deterministic_id=True,
                object_stream_mode=pikepdf.ObjectStreamMode.generate,
                recompress_flate=True,
            )
            half.replace(target)
        finally:
            half.unlink(missing_ok=True)
    return pages
