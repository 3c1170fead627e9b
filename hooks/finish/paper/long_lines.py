"""Long lines of code, marked for paper: there they go on with a hanging indent.

CSS alone can indent what follows a line's first row (`text-indent: each-line`) in Firefox and Safari only.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable

from selectolax.lexbor import LexborNode

from hooks.finish.paper.parts import found_in

FITS = 90
"""So many letters fit a line of an A4 page in docs/assets/stylesheets/print.css, inside a block of an answer too."""
_ANY_TAG = re.compile(r"<[^<>]*>")
"""A line is no element, so it is told by its text; a tree writes `<` and `>` nowhere but around tags."""


def mark(part: Iterable[LexborNode]) -> None:
    """Put each long line of code into a `span.long-line`, with the line's end in it."""
    # Pygments puts an empty span before its code.
    for code in found_in(part, "pre > span:empty:first-child + code"):
        before = code.inner_html
        after = "".join(map(_marked, before.splitlines(keepends=True)))
        if after != before:
            code.inner_html = after


def _marked(line: str) -> str:
    is_long = len(html.unescape(_ANY_TAG.sub("", line)).rstrip("\n")) > FITS
    # What is coloured over several lines, a docstring, cannot be marked line by line.
    is_closed = line.count("<span") == line.count("</span>")
    return f'<span class="long-line">{line}</span>' if is_long and is_closed else line
