"""Tables whose words do not fit side by side on paper, marked: their letters are smaller and the longest words break.

Else Chromium shrinks the whole page to the width of its widest table. The books, which have other measures, share
`fair_share`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import zip_longest

from markupsafe import Markup
from selectolax.lexbor import LexborNode

from hooks.finish.paper.parts import found_in
from hooks.finish.tree import put_before

_SHEET = 165
"""Millimetres of an A4 page in docs/assets/stylesheets/print.css, inside a list of an answer."""
_PADDING = 4.3
"""Of a cell, both sides and its line."""
_LETTER, _SMALL_LETTER = 1.95, 1.6
"""Of wide system fonts, at the sizes that print.css gives to tables and to those marked here."""

_LONG_WORD = Markup('<span class="long-word">{}</span>')


def mark(part: Iterable[LexborNode]) -> None:
    """Give tables too wide for a sheet `data-wide`, put the words that must break into a `span.long-word`."""
    # One with a class is not Markdown's: numbered lines of code.
    for table in found_in(part, "table:not([class])"):
        rows = [row.css("th, td") for row in table.css("tr")]
        widths = [max(map(_longest_word, column)) for column in zip_longest(*rows)]
        room = _SHEET - _PADDING * len(widths)
        if sum(widths) > room / _LETTER:
            most = fair_share(widths, room / _SMALL_LETTER)
            table.attrs["data-wide"] = ""
            for cell in (cell for row in rows for cell in row):
                _mark_words(cell, most)


def _longest_word(cell: LexborNode | None) -> int:
    """Return how many letters the longest word of a cell has; a row may have fewer cells than another."""
    return max(map(len, cell.text().split()), default=0) if cell is not None else 0


def _mark_words(cell: LexborNode, most: float) -> None:
    texts = [node for node in cell.traverse(include_text=True) if node.is_text_node]
    longest_piece = max((len(word) for node in texts for word in node.text_content.split()), default=0)
    # A word of pieces none of which is too long, `code`,`code`, may break in any of them.
    limit = most if _longest_word(cell) <= most or longest_piece > most else 0
    for node in texts:
        for piece in re.split(r"(\s+)", node.text_content):
            if len(piece) > limit and not piece.isspace():
                put_before(node, _LONG_WORD.format(piece))
            elif piece:
                # A string goes in as text.
                node.insert_before(piece)
        node.remove()


def fair_share(widths: list[float], room: float) -> float:
    """Return the width above which words must break so that columns with such longest words fit side by side."""
    rest = sorted(widths)
    while rest and rest[0] * len(rest) <= room:
        room -= rest.pop(0)
    return max(room / len(rest), 1) if rest else max(widths)
