"""What the site says, block by block: what a book must hold."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from lxml import html

_BLOCKS = {"p", "ul", "ol", "li", "div", "details", "summary", "pre", "table", "thead", "tbody", "tr", "th", "td"}
_BLOCKS |= {"h1", "h2", "h3", "h4", "dl", "dt", "dd", "blockquote", "figure", "section"}
_SKIPPED = {"script", "style", "svg", "label", "button", "form", "noscript"}
_SCREEN_CLASSES = {
    *("headerlink", "md-content__button", "needs-script", "no-book", "question-time", "reading-time"),
    *("question-actions", "question-chips", "question-neighbours"),
}
"""What serves the reader at a screen and says nothing about the questions."""


@dataclass(frozen=True)
class Code:
    """A block of code of the site."""

    lines: list[str]
    name: str
    """Its title: «Вывод»; empty where it has none."""


def pages(site: Path) -> list[Path]:
    """Return the files of all pages that one reads: those that only lead on from an old address are left out."""
    every = sorted(site.rglob("*.html"))
    return [path for path in every if 'http-equiv="refresh"' not in path.read_text(encoding="utf-8")]


def article(site: Path, page: str) -> html.HtmlElement:
    """Return the text of a page of the built site."""
    return html.document_fromstring((site / page / "index.html").read_text(encoding="utf-8")).find(".//article")


def blocks(element: html.HtmlElement) -> Iterator[str]:
    """Return the text of each paragraph, item, cell, heading and line of code below an element."""
    text: list[str] = []
    for kind, piece in _events(element):
        if kind == "text":
            text.append(piece)
        elif "".join(text).strip():
            yield "".join(text)
            text = []
        else:
            text = []
    if "".join(text).strip():
        yield "".join(text)


def _events(element: html.HtmlElement) -> Iterator[tuple[str, str]]:
    classes = (element.get("class") or "").split()
    is_ours = isinstance(element.tag, str) and element.tag not in _SKIPPED
    if is_ours and element.get("hidden") is None and not _SCREEN_CLASSES & set(classes):
        edge = element.tag in _BLOCKS or "filename" in classes
        if edge:
            yield "edge", ""
        if element.tag == "pre":
            for line in element.text_content().split("\n"):
                yield "text", line
                yield "edge", ""
        else:
            yield "text", element.text or ""
            for child in element:
                yield from _events(child)
        if edge:
            yield "edge", ""
    yield "text", element.tail or ""


def samples(element: html.HtmlElement) -> Iterator[list[Code]]:
    """Return the blocks of code below an element, each with the blocks of output right after it."""
    group: list[Code] = []
    last = None
    for block in element.iter("div"):
        if block.get("class") != "highlight":
            continue
        name = "".join(block.xpath("./span[@class='filename']/text()"))
        code = Code(block.find(".//code").text_content().rstrip("\n").split("\n"), name)
        is_output = bool(name) and not block.xpath(".//code/span[not(@class='long-line')]")
        if group and is_output and block.getprevious() is last:
            group.append(code)
        else:
            if group:
                yield group
            group = [code]
        last = block
    if group:
        yield group
