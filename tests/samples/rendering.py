"""Counts the code blocks that a built page really shows."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path, PurePosixPath

from hooks.checks.page.samples import PageSamples


class _CodeBlocks(HTMLParser):
    """Counts `<code>` inside `<pre>` inside `<article>`.

    One a block, whatever stands around it: a title, a table of line numbers (whose numbers are
    in a `<pre>` without `<code>`), a diagram of Mermaid.
    """

    def __init__(self) -> None:
        super().__init__()
        self.depth = {"article": 0, "pre": 0}
        self.count = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        if tag in self.depth:
            self.depth[tag] += 1
        elif tag == "code" and all(self.depth.values()):
            self.count += 1

    def handle_endtag(self, tag: str) -> None:
        if tag in self.depth:
            self.depth[tag] -= 1


def count_code_blocks(html: str) -> int:
    """Return the number of code blocks in the article of a page."""
    parser = _CodeBlocks()
    parser.feed(html)
    parser.close()
    return parser.count


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
