"""Tables whose words do not fit side by side on paper, marked: their letters are smaller and the longest words break.

Else Chromium shrinks the whole page to the width of its widest table. Takes and gives HTML as Markdown writes it;
knows no MkDocs. The books, which have other measures, share `fair_share`.
"""

from __future__ import annotations

import html
import re

_SHEET = 165
"""Millimetres of an A4 page in docs/assets/stylesheets/print.css, inside a list of an answer."""
_PADDING = 4.3
"""Of a cell, both sides and its line."""
_LETTER, _SMALL_LETTER = 1.95, 1.6
"""Of wide system fonts, at the sizes that print.css gives to tables and to those marked here."""
_TABLE = re.compile(r"<table>(?:(?!<table>).)*?</table>", re.DOTALL)
_CELL = re.compile(r"<t[hd]\b[^<>]*>((?:(?!<t[hd]\b).)*?)</t[hd]>", re.DOTALL)
_TAG = re.compile(r"<[^<>]*>")
_TEXT = re.compile(r"(?<=>)[^<]+")


def with_wide_tables(content: str) -> str:
    """Return HTML whose tables too wide for a sheet bear `data-wide`, the words that must break a `span.long-word`."""
    return _TABLE.sub(lambda table: _marked(table[0]), content)


def _marked(table: str) -> str:
    widths = _longest_words(table)
    room = _SHEET - _PADDING * len(widths)
    if sum(widths) <= room / _LETTER:
        return table
    most = fair_share(widths, room / _SMALL_LETTER)

    table = _CELL.sub(lambda cell: _with_long_words(cell[0], most), table)
    return table.replace("<table", "<table data-wide", 1)


def _with_long_words(cell: str, most: float) -> str:
    longest = max(map(len, html.unescape(_TAG.sub("", cell)).split()), default=0)
    pieces = (word for text in _TEXT.findall(cell) for word in html.unescape(text).split())
    # A word of pieces none of which is too long, `code`,`code`, may break in any of them.
    limit = most if longest <= most or max(map(len, pieces)) > most else 0

    def marked(word: re.Match) -> str:
        return f'<span class="long-word">{word[0]}</span>' if len(html.unescape(word[0])) > limit else word[0]

    return _TEXT.sub(lambda text: re.sub(r"\S+", marked, text[0]), cell)


def _longest_words(table: str) -> list[int]:
    """Return the letters of the longest word of each column."""
    rows = [[_TAG.sub("", cell) for cell in _CELL.findall(row)] for row in table.split("</tr>")]
    columns = max(map(len, rows))
    words = [[html.unescape(row[number]).split() for row in rows if number < len(row)] for number in range(columns)]
    return [max((len(word) for cell in column for word in cell), default=0) for column in words]


def fair_share(widths: list[float], room: float) -> float:
    """Return the width above which words must break so that columns with such longest words fit side by side."""
    rest = sorted(widths)
    while rest and rest[0] * len(rest) <= room:
        room -= rest.pop(0)
    return max(room / len(rest), 1) if rest else max(widths)
