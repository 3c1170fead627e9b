"""Numbers of pages in contents, index and references, written into pages that are already laid out.

With `target-counter()` WeasyPrint lays out a whole book once more for each round of numbers that it learns: a third
of the time. Here each number is laid out once as so many zeros as the longest one has digits, and gets its own digits
afterwards; what stands behind it on its line moves to the left. IBM Plex has digits of one width, so nothing else
moves. WeasyPrint has no public way to change a text after layout: the tests of the real book read every number back.
"""

from __future__ import annotations

import re

from lxml import html
from lxml.html.builder import A

PLACE = "\ue000"
"""Stands for a number in the document until it is laid out; no font has this letter."""
CLASS = "page-number"
_LETTERS_A_PAGE = 2500
"""Letters of HTML on a page are more in every book; where they are not, the book is laid out once more."""
_DIGIT = 0.6
"""Width of a digit of IBM Plex, in units of the size of the font."""
_ZEROS = re.compile("0+")


class TooLongError(Exception):
    """A number has more digits than there is room for."""


def page_number(target: str, before: str = "", after: str = "") -> html.HtmlElement:
    """Return a link to a place of the book, written as the number of its page with something around it."""
    return A(f"{before}{PLACE}{after}", href=f"#{target}", **{"class": CLASS})


def most_digits(text: str) -> int:
    """Return how many digits the last page of a document of this length may have."""
    return len(str(len(text) // _LETTERS_A_PAGE))


def with_room(text: str, digits: int) -> str:
    """Return a document with room for numbers of so many digits."""
    return text.replace(PLACE, "0" * digits)


def fill(document) -> None:
    """Write the numbers of the pages into a document of WeasyPrint.

    Raises:
        TooLongError: when a number does not fit into the room for it; the document is of no use then.
    """
    pages: dict[str, str] = {}
    for number, page in enumerate(document.pages, 1):
        for name in page.anchors:
            pages.setdefault(name, str(number))
    for place, page in enumerate(document.pages):
        if any(kind == "internal" for kind, *_ in page.links):
            _settle(page._page_box, pages)
            # Its links are where the boxes are now.
            document.pages[place] = type(page)(page._page_box)


def _settle(box, pages: dict[str, str]) -> float:
    """Write the numbers in a box; return how much room they leave to what follows it on its line."""
    from weasyprint.formatting_structure.boxes import InlineBox, TextBox

    if isinstance(box, TextBox):
        is_number = box.element is not None and box.element.get("class") == CLASS
        return _write(box, pages) if is_number and _ZEROS.search(box.text) else 0
    room = 0
    for child in box.children:
        child.translate(-room, 0)
        room += _settle(child, pages)
    if not isinstance(box, InlineBox):
        return 0
    box.width -= room
    return room


def _write(box, pages: dict[str, str]) -> float:
    """Write the number into a box of text; return how much room it leaves at its right side."""
    number = pages[box.element.get("href")[1:]]
    zeros = _ZEROS.search(box.text)[0]
    if len(number) > len(zeros):
        raise TooLongError
    box.text = box.pango_layout.text = box.text.replace(zeros, number)
    room = (len(zeros) - len(number)) * _DIGIT * box.style["font_size"]
    if box.style["text_align_all"] == "right":
        box.translate(room, 0)
        return 0
    box.width -= room
    return room
