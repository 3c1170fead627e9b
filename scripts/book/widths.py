"""What may break in the middle: code and words that are longer than their line, and nothing else.

WeasyPrint breaks a word anywhere, where it may, even though a space stands before the element that holds it.
So what fits a line is never let break, and only the words that do not fit are.
"""

from __future__ import annotations

import re

from lxml import html
from lxml.html.builder import CLASS, SPAN

from hooks.finish.paper.wide_tables import fair_share

_LINE = 160
"""Width of a page's text in book.css, in millimetres; the widths below are of there, too."""
_INDENTS = {"ul": 5.5, "ol": 5.5, "blockquote": 4.6}
_BLOCK = 4.6
"""Indent of a block of an answer and of a note."""
_LETTER = 2.03
"""Width of a letter: IBM Plex Mono at the size of the text, rarely more in IBM Plex Sans."""
_CODE = 0.9
"""How much smaller the letters of code are."""
_PROMPT = 11 / 9.6
"""The wording of a question has larger letters."""
_CELL_LETTER, _WIDE_CELL_LETTER = 1.9, 1.62
"""In a table, and in one whose words do not fit side by side."""
_CELL_PADDING = 2.5
_LINES_OF = frozenset({"p", "li", "dd", "td", "th"})
_INLINE = frozenset({"a", "abbr", "code", "em", "kbd", "span", "strong", "sub", "sup"})
_LINK = 15
"""Letters of a word above which it may break where words stand in a chain without spaces."""
_ROWS_KEPT_WHOLE = 10
"""A table of so many rows, head included, is never split between pages."""
_JOINT = re.compile(r"(?<=\w)[._/,=:(\[-]+(?=\w)")
"""Where long code in a narrow cell may go on below; a break there leaves nothing in the text that is copied."""
_UNBROKEN = re.compile(r"([^\s\u200b]+)")
_MAY_BREAK = re.compile(r"[^\w.]")
"""Beside such letters a line may end by the rules of Unicode: `--staged`, `m[0][0]`."""


def lay_out(element: html.HtmlElement) -> None:
    """Mark the words of a part of a page that must not break (`held`) and those that must (`long`)."""
    # A paragraph by itself may be the wording of a question.
    _lay_out(element, _LINE, _LETTER * (_PROMPT if element.tag == "p" else 1), is_code=False)


def _lay_out(element: html.HtmlElement, room: float, letter: float, *, is_code: bool) -> None:
    """Mark the words of an element.

    Args:
        element: the element.
        room: width of the line that it stands in.
        letter: width of a letter of its text.
        is_code: whether it is part of a piece of code.
    """
    # Blocks of code wrap as they are.
    if not isinstance(element.tag, str) or element.tag == "pre":
        return
    if element.tag == "table":
        _lay_out_table(element, room)
        return
    room -= _INDENTS.get(element.tag, 0) + (_BLOCK if "block" in element.classes else 0)
    if element.tag == "code":
        is_code, letter = True, letter * _CODE
    if _is_chain(element, room / letter):
        room = _LINK * letter
    for child in list(element):
        _lay_out(child, room, letter, is_code=is_code)
    _mark_words(element, room / letter, is_code=is_code)


def _is_chain(element: html.HtmlElement, most: float) -> bool:
    """Tell whether a text holds a word longer than a line, of pieces none of which is: `code`,`code`."""
    if element.tag not in _LINES_OF or any(child.tag not in _INLINE for child in element):
        return False
    links = (word for text in element.itertext() for word in _UNBROKEN.findall(text))
    chains = _UNBROKEN.findall(element.text_content())
    return max(map(_width, chains), default=0) > most >= max(map(_width, links), default=0)


def _width(word: str) -> float:
    """Return the width of a word in letters; capital letters are wider."""
    return len(word) + 0.6 * sum(map(str.isupper, word))


def _mark_words(holder: html.HtmlElement, most: float, *, is_code: bool) -> None:
    """Mark the words in the text of an element, the text of its children apart, that need it."""

    def kind(word: str) -> str:
        if (len(word) if is_code else _width(word)) > most:
            return "long"
        return "held" if is_code and _MAY_BREAK.search(word) else ""

    if is_code and not len(holder) and not _UNBROKEN.sub("", holder.text or ""):
        holder.classes.update(filter(None, [kind(holder.text or "")]))
        return
    for place, child in reversed(list(enumerate(holder, 1))):
        child.tail, holder[place:place] = _marked(child.tail or "", kind)
    holder.text, holder[:0] = _marked(holder.text or "", kind)


def _marked(text: str, kind) -> tuple[str, list[html.HtmlElement]]:
    """Return a text as (what stands before the first marked word, elements of marked words with what follows each)."""
    before, spans = "", []
    for piece in _UNBROKEN.split(text):
        if name := _UNBROKEN.fullmatch(piece) and kind(piece):
            spans.append(SPAN(CLASS(name), piece))
        elif spans:
            spans[-1].tail = (spans[-1].tail or "") + piece
        else:
            before += piece
    return before, spans


def _lay_out_table(table: html.HtmlElement, room: float) -> None:
    """Keep a short table on one page; let code break at its joints, words anywhere, only where it would not fit."""
    # An empty corner too: PDF/UA asks for a head over each column.
    for cell in table.xpath("thead/tr/th | thead/tr/td"):
        cell.tag = "th"
        cell.set("scope", "col")
    room -= _CELL_PADDING * max((len(row) for row in table.iter("tr")), default=1)
    most = room / _CELL_LETTER
    if sum(_longest_words(table)) > most:
        for code in table.iter("code"):
            code.text = _JOINT.sub("\\g<0>\N{ZERO WIDTH SPACE}", code.text or "")
    if sum(_longest_words(table)) > most:
        table.classes.add("wide")
        most = fair_share(_longest_words(table), room / _WIDE_CELL_LETTER)
    for cell in table.iter("td", "th"):
        in_cell = _LINK if _is_chain(cell, most) else most
        for child in list(cell):
            _lay_out(child, in_cell, 1, is_code=False)
        _mark_words(cell, in_cell, is_code=False)
    if len(table.findall(".//tr")) <= _ROWS_KEPT_WHOLE:
        table.classes.add("whole")


def _longest_words(table: html.HtmlElement) -> list[float]:
    """Return the width of the longest word of each column, in letters."""
    columns: dict[int, float] = {}
    for row in table.iter("tr"):
        for number, cell in enumerate(row):
            words = _UNBROKEN.findall(cell.text_content())
            columns[number] = max(columns.get(number, 0), *map(_width, words), 0)
    return list(columns.values())
