"""Long lines and long samples of code, marked for paper: lines go on with a hanging indent, samples on the next sheet.

CSS alone can indent what follows a line's first row (`text-indent: each-line`) in Firefox and Safari only.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable

from selectolax.lexbor import LexborNode

from hooks.finish.paper.parts import found_in
from hooks.finish.tree import classes

FITS = 90
"""So many letters fit a line of an A4 page in docs/assets/stylesheets/print.css, inside a block of an answer too."""
MOST_WHOLE = 15
"""Lines of a sample that stays on one sheet whatever white it leaves below what stands before it: up to a quarter."""
_ANY_TAG = re.compile(r"<[^<>]*>")
"""A line is no element, so it is told by its text; a tree writes `<` and `>` nowhere but around tags."""


def mark(part: Iterable[LexborNode]) -> None:
    """Put each long line of code into a `span.long-line`, with the line's end in it; give long samples `data-long`."""
    # Pygments puts an empty span before its code.
    for code in found_in(part, "pre > span:empty:first-child + code"):
        before = code.inner_html
        lines = before.splitlines(keepends=True)
        around = code.parent.parent
        if len(lines) > MOST_WHOLE and "highlight" in classes(around):
            around.attrs["data-long"] = ""
        after = "".join(map(_marked, lines))
        if after != before:
            code.inner_html = after


def _marked(line: str) -> str:
    is_long = len(html.unescape(_ANY_TAG.sub("", line)).rstrip("\n")) > FITS
    # What is coloured over several lines, a docstring, cannot be marked line by line.
    is_closed = line.count("<span") == line.count("</span>")
    return f'<span class="long-line">{line}</span>' if is_long and is_closed else line
