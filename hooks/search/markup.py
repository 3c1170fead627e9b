"""HTML as the text that a reader of the page sees, for the index."""

from __future__ import annotations

from selectolax.lexbor import LexborNode

_UNSEEN = "summary, img, script, style, .filename"
"""Besides what is not shown: the title of a block, and the names of files over samples, which say nothing alone."""
_APART = "p, li, pre, div, br, h1, h2, h3, h4, h5, h6"
"""What begins a line of its own: its words do not join those before and after it."""


def text_of(element: LexborNode) -> str:
    """Return the text of an element in one line, a row of a table as a sentence; it loses what is not seen."""
    for node in element.css(_UNSEEN):
        node.decompose()
    for cell in element.css("th:not(:last-child), td:not(:last-child)"):
        if cell.text(strip=True):
            cell.insert_after(" — ")
    for cell in element.css("th:last-child, td:last-child"):
        cell.insert_child(".")
    for node in element.css(_APART):
        node.insert_before(" ")
        node.insert_after(" ")
    return " ".join(element.text().split())
