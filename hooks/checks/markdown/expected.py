"""What must be seen of a piece of text: the piece without the marks that we use."""

from __future__ import annotations

import html
import re

from hooks.checks.markdown import marks
from hooks.checks.markdown.pieces import converter
from hooks.checks.page.safety import AUTOLINK


class Expected:
    """A piece of text without the marks that we use: what must be seen of it."""

    def __init__(self, source: str) -> None:
        self.text, self.is_doubtful = source, False
        if not marks.DOUBTFUL.search(source):
            return
        text = source
        for sign, pattern, shown in (
            ("`", marks.CODE_SPAN, lambda match: _in_lines(match, _protected(match[2].strip()))),
            ("\\", marks.ESCAPE, lambda match: _protected(match[1] or (f"{match[2]}." if match[2] else match[3]))),
            ("<!--", marks.COMMENT, lambda match: _in_lines(match, "")),
            ("<", AUTOLINK, lambda match: _protected(match[1])),
            ("{", marks.ATTRIBUTE_LISTS, ""),
            ("&", marks.ENTITY, lambda match: html.unescape(match[0])),
            ("![", marks.PICTURE, lambda match: _in_lines(match, "")),
            ("](", marks.LINK, self._label),
            ("![", marks.PICTURE_BY_NAME, lambda match: _in_lines(match, "")),
            ("[", marks.LINK_BY_NAME, self._named),
        ):
            # Most texts have one or two of the signs, and to look for all of these takes a while.
            if sign in text:
                text = pattern.sub(shown, text)
        for _ in range(3 if "*" in text else 0):
            text, count = marks.EMPHASIS.subn(self._inside, text)
            if not count:
                break
        self.text = text
        self.is_doubtful = self.is_doubtful or bool(marks.DOUBTFUL.search(text))

    def _label(self, match: re.Match) -> str:
        self.is_doubtful = self.is_doubtful or bool(marks.DOUBTFUL.search(match[1]))
        return _in_lines(match, match[1])

    def _named(self, match: re.Match) -> str:
        name = (match[2] or match[1]).lower()
        if name not in converter().references or name.startswith("^"):
            return match[0]
        self.is_doubtful = True
        return _in_lines(match, match[1])

    def _inside(self, match: re.Match) -> str:
        # A single mark in the middle of a word is hardly meant; two are a way to write an ending after bold.
        after = match.string[match.end() : match.end() + 1]
        return match[0] if len(match[1]) == 1 and (after.isalnum() or after == "_") else match[2]


def _in_lines(match: re.Match, text: str) -> str:
    """Return what stands for a match, of as many lines."""
    return text + "\n" * (match[0].count("\n") - text.count("\n"))


def _protected(text: str) -> str:
    return "".join(c if c.isspace() or ord(c) > 0xFFFF else chr(ord(c) + marks.PROTECTED) for c in text)


def plain(text: str) -> str:
    """Return a text with its protected letters back in their place."""
    return "".join(
        chr(ord(c) - marks.PROTECTED) if marks.PROTECTED <= ord(c) <= marks.PROTECTED + 0xFFFF else c for c in text
    )
