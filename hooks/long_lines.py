"""Long lines of code, marked for paper: there they go on with a hanging indent.

CSS alone can indent what follows a line's first row (`text-indent: each-line`) in Firefox and Safari only.
Takes and gives HTML as Pygments writes it; knows no MkDocs.
"""

from __future__ import annotations

import html
import re

FITS = 90
"""So many letters fit a line of an A4 page in docs/assets/stylesheets/print.css, inside a block of an answer too."""
_CODE = re.compile(r"(?<=<pre><span></span><code>)(?P<lines>.*?)(?=</code></pre>)", re.DOTALL)
_TAG = re.compile(r"<[^<>]*>")


def with_long_lines(content: str) -> str:
    """Return HTML whose long lines of code stand in a `span.long-line` each, with the line's end in it."""
    return _CODE.sub(lambda code: "".join(map(_marked, code["lines"].splitlines(keepends=True))), content)


def _marked(line: str) -> str:
    is_long = len(html.unescape(_TAG.sub("", line)).rstrip("\n")) > FITS
    # What is coloured over several lines, a docstring, cannot be marked line by line.
    is_closed = line.count("<span") == line.count("</span>")
    return f'<span class="long-line">{line}</span>' if is_long and is_closed else line
