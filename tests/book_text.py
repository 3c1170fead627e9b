"""What a reader's program sees in a PDF: letters with their places, links with their targets."""

from __future__ import annotations

import copy
import ctypes
import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium
from lxml import html

from tests.site_text import blocks

MM = 72 / 25.4
"""Points in a millimetre."""
POINT = 4 / 3
"""PDFium gives sizes of letters in CSS pixels here."""
ADDED = {6.4, 7.8, 8.2}
"""Sizes, in points, of what the site does not have: footnotes, printed addresses, «(с. 12)»."""
NOTES = {6.4, 7.8}
"""Sizes of footnotes and of their numbers."""
HEADINGS = {22.0, 19.0, 13.0, 10.0}
"""Sizes of headings, down to those of the blocks of a question."""


class Letter(NamedTuple):
    """One letter: points from the lower left corner of its page."""

    text: str
    size: float
    left: float
    bottom: float
    right: float
    top: float


@dataclass(frozen=True)
class Link:
    """A link of a page: where it is and where it leads, pages counted from 1."""

    page: int
    text: str
    target: int | None
    """Page inside the book; None for an address outside."""
    name: str


class Book:
    """A printed book."""

    def __init__(self, path: Path, margins: tuple[float, float] = (24, 25)) -> None:
        """Open a book whose margins are these, above and below and at the sides, in millimetres."""
        self.path = path
        self.pdf = pikepdf.open(path)
        self._document = pypdfium2.PdfDocument(path)
        self.width, self.height = self._document[0].get_size()
        self.block = (margins[1] * MM, margins[0] * MM, self.width - margins[1] * MM, self.height - margins[0] * MM)
        """The part of a page that text may fill: left, bottom, right, top."""

    def __len__(self) -> int:
        return len(self._document)

    @functools.cached_property
    def pages(self) -> list[list[Letter]]:
        """Every letter of every page, in the order of copying."""
        return [_letters(self._document[number]) for number in range(len(self))]

    def body(self, page: int) -> list[Letter]:
        """Return the letters of a page, counted from 1, between its margins."""
        return [letter for letter in self.pages[page - 1] if self.block[1] - 1 < _middle(letter) < self.block[3] + 1]

    def plain(self, page: int) -> str:
        """Return all that can be copied from a page, counted from 1."""
        return self._document[page - 1].get_textpage().get_text_range()

    def head(self, page: int) -> str:
        """Return the running head of a page."""
        return "".join(letter.text for letter in self.pages[page - 1] if _middle(letter) > self.block[3] + 1)

    @functools.cached_property
    def text(self) -> Text:
        """What the site says, from the first page to the last, without spaces."""
        pieces, starts = [], []
        for page in range(1, len(self) + 1):
            starts.append(sum(map(len, pieces)))
            pieces.append(_squeezed(letter.text for letter in self.body(page) if letter.size not in ADDED))
        return Text("".join(pieces), starts)

    @functools.cached_property
    def _letters_of_text(self) -> list[Letter]:
        letters = [one for page in range(1, len(self) + 1) for one in self.body(page) if one.size not in ADDED]
        return [one for one in letters if _squeezed(one.text)]

    def broken_words(self, page: html.HtmlElement) -> list[str]:
        """Return the words of inline code of a page of the site that go on in another line, as `thr|eading`."""
        letters, found = self._letters_of_text, []
        for text, words in _code_words(page):
            # The number of a list's item is copied after its first line.
            gap = r"(?:\d{1,2}\.)?"
            place = self.text.text.find(text)
            for start, end in words:
                if place >= 0:
                    one = letters[place + start : place + end]
                else:
                    around = re.search(gap.join(map(re.escape, text[max(0, start - 12) : end])), self.text.text)
                    assert around, text
                    one = letters[around.end() - (end - start) : around.end()]
                ends = [number for number, (left, right) in enumerate(pairwise(one), 1) if right.left < left.left]
                found += [text[start : start + number] + "|" + text[start + number : end] for number in ends]
        return found

    @functools.cached_property
    def destinations(self) -> dict[str, int]:
        """Name of each place of the book -> its page."""
        numbers = {page.objgen: number for number, page in enumerate(self.pdf.pages, 1)}
        names = pikepdf.NameTree(self.pdf.Root.Names.Dests)
        return {str(name): numbers[place[0].objgen] for name, place in names.items()}

    def targets(self) -> Iterator[tuple[str, int | None]]:
        """Return where each link leads: its name, its page (0 where there is none, None for an address outside)."""
        for page in self.pdf.pages:
            for annotation in page.get("/Annots", ()):
                yield self._target(annotation)

    def _target(self, annotation: pikepdf.Dictionary) -> tuple[str, int | None]:
        action = annotation.get("/A")
        if action is not None and action.get("/S") == "/URI":
            return str(action.URI), None
        name = str(annotation.get("/Dest", action.D if action is not None else None))
        return name, self.destinations.get(name, 0)

    @functools.cached_property
    def links(self) -> list[Link]:
        """Every link annotation with the text under it."""
        found = []
        for number, page in enumerate(self.pdf.pages, 1):
            text = self._document[number - 1].get_textpage()
            for annotation in page.get("/Annots", ()):
                name, target = self._target(annotation)
                box = [float(side) for side in annotation.Rect]
                inside = text.get_text_bounded(min(box[0], box[2]), min(box[1::2]), max(box[0], box[2]), max(box[1::2]))
                found.append(Link(number, " ".join(inside.split()), target, name))
        return found

    def outside_margins(self, page: int) -> list[str]:
        """Return what stands outside the block of a page: letters of the text, drawings, backgrounds."""
        left, bottom, right, top = (side + slack for side, slack in zip(self.block, (-1, -1, 1, 1), strict=True))
        letters = [one for one in self.pages[page - 1] if one.text.strip()]
        found = [one.text for one in letters if one.left < left or one.right > right]
        for item in self._document[page - 1].get_objects(max_depth=1):
            x1, y1, x2, y2 = item.get_bounds()
            is_text = item.type == pdfium.FPDF_PAGEOBJ_TEXT
            # Backgrounds reach as far as the text block; drawings are clipped to themselves.
            if not is_text and (x1 < left or x2 > right or y1 < bottom or y2 > top):
                found.append(f"{x1:.0f} {y1:.0f} {x2:.0f} {y2:.0f}")
        return found


@dataclass(frozen=True)
class Text:
    """The text of a book without spaces, and where each page begins in it."""

    text: str
    starts: list[int]

    def holds(self, said: str) -> bool:
        """Tell whether a text of the site is there, whole and in one piece."""
        wanted = _squeezed(said)
        # The number of a list's item stands beside its first line and is copied after it.
        return wanted in self.text or bool(re.search(r"(?:\d{1,2}\.)?".join(map(re.escape, wanted)), self.text))

    def find(self, lines: list[str], start: int) -> tuple[int, int] | None:
        """Return where a block of code begins and ends, None where a line of it is missing.

        Where it goes on overleaf, numbers of lists and drawings of the first page are copied in between.
        """
        rest, begin, end = list(filter(None, map(_squeezed, lines))), None, start
        while rest:
            # The longest piece first: a short line alone may stand in the text before it, too.
            size = next((size for size in range(len(rest), 0, -1) if "".join(rest[:size]) in self.text[end:]), 0)
            if not size:
                return None
            piece = "".join(rest[:size])
            place = self.text.index(piece, end)
            begin = place if begin is None else begin
            end, rest = place + len(piece), rest[size:]
        return begin, end

    def page(self, offset: int) -> int:
        """Return the page, counted from 1, of a place in the text."""
        return sum(start <= offset for start in self.starts)


def _code_words(page: html.HtmlElement) -> Iterator[tuple[str, list[tuple[int, int]]]]:
    """Yield each text of a page that has words of inline code, squeezed, and where they begin and end in it."""
    page = copy.deepcopy(page)
    for code in page.xpath(".//code[not(ancestor::pre)]"):
        text = code.text_content()
        code[:] = []
        code.text = re.sub(r"\S+", "\ue000\\g<0>\ue001", text)
    for text in map(_squeezed, blocks(page)):
        pieces, plain, words = re.split("([\ue000\ue001])", text), "", []
        for piece in pieces:
            if piece == "\ue000":
                start = len(plain)
            elif piece == "\ue001":
                words.append((start, len(plain)))
            else:
                plain += piece
        if words:
            yield plain, words


def squeezed(text: str) -> str:
    """Return a text without spaces and bullets, as `Book.text` has it."""
    return _squeezed(text)


def _squeezed(letters) -> str:
    return re.sub(r"[\s•\u00ad\u200b\ufffe]+", "", "".join(letters))


def _middle(letter: Letter) -> float:
    return (letter.bottom + letter.top) / 2


def _letters(page: pypdfium2.PdfPage) -> list[Letter]:
    text = page.get_textpage()
    box = [ctypes.c_double() for _ in range(4)]
    letters = []
    for number in range(text.count_chars()):
        code = pdfium.FPDFText_GetUnicode(text, number)
        if not pdfium.FPDFText_GetCharBox(text, number, *box):
            continue
        left, right, bottom, top = (side.value for side in box)
        size = round(pdfium.FPDFText_GetFontSize(text, number) / POINT, 1)
        # PDFium takes the hyphen at the end of a line for a hyphenation; ours are the text's own.
        letters.append(Letter("-" if code == 2 else chr(code), size, left, bottom, right, top))
    return letters
