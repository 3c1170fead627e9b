"""HTML without the spaces that templates leave: a browser shows one space for many."""

from __future__ import annotations

import re

_TOKEN = re.compile(
    r"<!--.*?-->"
    r"|<(pre|script|style|textarea)\b(?:[^>\"']+|\"[^\"]*\"|'[^']*')*>.*?</\1\s*>"
    r"|</?[a-z!](?:[^>\"']+|\"[^\"]*\"|'[^']*')*>",
    re.DOTALL | re.IGNORECASE,
)
_SPACES = re.compile(r"[ \t\r\n\f]+")


def without_spare_spaces(html: str) -> str:
    """Return a page with every run of spaces between tags made one; tags, code and scripts are kept as they are."""
    parts, end = [], 0
    for token in _TOKEN.finditer(html):
        parts += [_one_space(html[end : token.start()]), token[0]]
        end = token.end()
    return "".join([*parts, _one_space(html[end:])])


def _one_space(text: str) -> str:
    # A line end rather than a space, where there was one: the page can still be read.
    return _SPACES.sub(lambda found: "\n" if "\n" in found[0] else " ", text)
