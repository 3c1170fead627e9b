"""Counts the code blocks that a built page really shows."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

from selectolax.lexbor import LexborHTMLParser

from hooks.checks.page.samples import PageSamples


def count_code_blocks(html: str) -> int:
    """Return the number of code blocks in the article of a page, but for those in short answers of other pages.

    One a block, whatever stands around it: a title, a table of line numbers (whose numbers are in a `<pre>` without
    `<code>`), a diagram of Mermaid.
    """
    tree = LexborHTMLParser(html)
    return len(tree.css("article pre code")) - len(tree.css("article [data-short] pre code"))


def built_file(site: Path, page: str) -> Path:
    """Return the file that MkDocs makes of a page (path inside `docs/`).

    Raises:
        FileNotFoundError: when it has made none.
    """
    path = PurePosixPath(page)
    beside = path.with_suffix(".html") if path.name != "index.md" else path.with_name("index.html")
    for candidate in (path.with_suffix("") / "index.html", beside):
        if (site / candidate).is_file():
            return site / candidate
    raise FileNotFoundError(f"docs/{page}:1: страница не построена: в {site} нет {beside}")


def uncollected(page: PageSamples, site: Path) -> str:
    """Return how the fences of a page and the code blocks of its built file differ, "" if not.

    Args:
        page: what the collector found.
        site: folder of the built site.
    """
    try:
        shown = count_code_blocks(built_file(site, page.page).read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        return str(error)
    if shown == len(page.fences):
        return ""
    return (
        f"docs/{page.page}:1: на странице сайта блоков кода: {shown}, а в исходном тексте: {len(page.fences)};"
        " ищите незакрытый блок или лишний отступ"
    )
