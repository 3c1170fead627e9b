"""Pieces of text as Python-Markdown's block parser makes them of a page, each with the lines that it stands in."""

from __future__ import annotations

import html
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from xml.etree.ElementTree import Element, SubElement

import markdown

from hooks.checks.markdown import marks
from hooks.checks.page.prose import HIDDEN, Text

EXTENSIONS = (
    "admonition",
    "attr_list",
    "md_in_html",
    "sane_lists",
    "tables",
    "pymdownx.betterem",
    "pymdownx.details",
    "pymdownx.tasklist",
)
"""Those of mkdocs.yml that decide what text becomes; blocks of code are taken out before."""

_WINDOW = 400
"""How many lines ahead the next piece of text is looked for."""
_TEXT_TAGS = frozenset({"p", "li", "td", "th", "h1", "h2", "h3", "h4", "h5", "h6", "summary", "blockquote", "div"})


@dataclass(frozen=True)
class Piece:
    """The text of a paragraph, an item, a cell or a heading."""

    tag: str
    text: str
    lines: tuple[int, ...]
    """Number of the line of the page for each line of `text`."""
    place: tuple[int, int] | None = None
    """Of an item of a numbered list: number of the list on the page, and its own number as the site shows it."""
    columns: int = 0
    """Of a cell: how many its table has."""


@cache
def converter() -> markdown.Markdown:
    """Return the one converter of this process; who uses it resets it."""
    return markdown.Markdown(extensions=list(EXTENSIONS))


def rows_of(text: Text) -> list[tuple[int, str]]:
    """Return the lines that Markdown gets, with their numbers: a block of code is one, without its text."""
    inside = {number for fence in text.fences for number in range(fence.line + 1, fence.last_line + 1)}
    openings = {fence.line for fence in text.fences}
    rows = []
    for number in range(text.first + 1, len(text.lines) + 1):
        line = text.lines[number - 1].expandtabs(4)
        if number in openings:
            line = line[: len(line) - len(line.lstrip())] + HIDDEN
        if number not in inside:
            rows.append((number, marks.MACRO_OF_LINE.sub(HIDDEN, line)))
    return rows


def pieces_of(root: Element, rows: list[tuple[int, str]]) -> Iterator[Piece]:
    """Yield the pieces of text of a parsed page, each with the lines that it stands in."""
    place, places = 0, dict(_numbers(root))
    columns = {cell: len(table[0][0]) for table in root.iter("table") for row in table[1] for cell in row}
    for element in root.iter():
        content = element.text or ""
        if element.tag not in _TEXT_TAGS and element.tag != "code":
            continue
        if not content.strip() or content.startswith(markdown.util.STX):
            continue
        if element.tag == "summary" or element.get("class") == "admonition-title":
            place = next((index for index in range(place, len(rows)) if marks.NOTE_LINE.match(rows[index][1])), place)
        numbers = []
        for line in content.split("\n"):
            ahead = range(place, min(place + _WINDOW, len(rows)))
            place = next((index for index in ahead if line.strip() in rows[index][1]), place)
            numbers.append(rows[place][0])
            place = min(place + 1, len(rows) - 1)
        if element.tag in {"td", "th"}:
            place -= 1  # the next cell stands in the same line
        yield Piece(element.tag, content, tuple(numbers), places.get(element), columns.get(element, 0))


def _numbers(root: Element) -> Iterator[tuple[Element, tuple[int, int]]]:
    """Yield the first text of each item of the numbered lists, with the list and the number."""
    for place, numbered in enumerate(root.iter("ol")):
        for number, item in enumerate(numbered, int(numbered.get("start", "1"))):
            has_text = bool((item.text or "").strip())
            yield item if has_text or not len(item) else item[0], (place, number)


def rendered(piece: Piece) -> str:
    """Return what is seen of a piece of text when Markdown has done with it."""
    parser = converter()
    root = Element("div")
    SubElement(root, piece.tag).text = piece.text
    for name in ("inline", "attr_list"):
        root = parser.treeprocessors[name].run(root) or root
    shown = "".join(root.itertext())
    shown = marks.STASHED.sub(lambda match: _stashed(parser, int(match[1])), shown)
    shown = shown.replace(markdown.util.AMP_SUBSTITUTE, "&")
    shown = marks.UNESCAPED.sub(lambda match: chr(int(match[1])), shown)
    return marks.ENTITY.sub(lambda match: html.unescape(match[0]), shown)


def _stashed(parser: markdown.Markdown, place: int) -> str:
    raw = parser.htmlStash.rawHtmlBlocks[place]
    return raw if isinstance(raw, str) and marks.ENTITY.fullmatch(raw) else ""
