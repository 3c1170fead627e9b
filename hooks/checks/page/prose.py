"""What of a page is running text: everything else is hidden, and every place stays where it was."""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePosixPath
from typing import Any

from hooks.bank import front_matter
from hooks.bank.fences import find_fences
from hooks.bank.kinds import KINDS
from hooks.bank.records import Fence
from hooks.cache import results

HIDDEN = "\ufffc"
"""Stands for every character that is not text; a word beside it is a part of something else."""

INVISIBLE = (
    "\u0080-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u2028-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0e\ufeff\uffa0\U000e0000-\U000e0fff"
)
"""Characters, for a class of a regular expression, that nobody sees."""

# The renderer looks for the end of a code span in the whole paragraph, other lines of a list included.
_CODE_SPANS = re.compile(r"(?<![\\`])(`+)(?!`)((?:(?!\n[ \t]*\n).)+?)(?<!`)\1(?!`)", re.DOTALL)
_CODE_SPANS_OF_LINES = re.compile(r"(?<![\\`])(`+)(?!`)([^\n]+?)(?<!`)\1(?!`)")
# Of one that is never closed only its own line: what stands below is text.
_COMMENT_OR_REST_OF_LINE = re.compile(r"<!--(?:(?!<!--|-->).)*-->|<!--[^\n]*", re.DOTALL)
_NOT_TEXT = (
    re.compile(r"(?m)^[ \t]*\[(?!\^)[^\]\n]+\]:.*$"),  # definitions of links
    re.compile(r"(?<=\])\((?:[^()\n]|\([^()\n]*\))*\)"),  # addresses of links and pictures
    re.compile(r"<[A-Za-z/!?][^<>\n]*>"),  # autolinks and tags
    re.compile(r"https?://[^\s<>«»]+"),
    re.compile(r"\{=(?>(?:(?!\{=|=\}).)*)=\}"),
    re.compile(r"\{:?[ ]*[#.][^{}\n]*\}"),  # lists of attributes
)
_CONTAINER = re.compile(r"^[ \t]*(?:[-*+]|\d+\.|\?{3}\+?|!{3})[ \t]")
# Of the first line of a block only the title is text, and its quotation marks are syntax.
_BLOCK_LINE = re.compile(r'(?m)^([ \t]*(?:\?{3}|!{3})\+?[ \t]*[\w ,-]*"?)([^"\n]*)("?.*)$')
_TOP_BLOCK = re.compile(r"^(?:\?{3}|!{3})\+?[ \t]*\S")


@dataclass(eq=False)
class Text:
    """A page with its parts told apart, each when it is first asked for.

    `content` is the page with newlines for line ends; positions in `prose` and in `with_html` are
    those in `content`.
    """

    page: str
    """Path inside `docs/`, or the name of a file of the root: `README.md`."""
    source: str
    """Name for messages."""
    content: str

    def remember(self, kind: str, made_of: object, find: Callable[[], Any]) -> Any:
        """Return as JSON knows it what a check finds on this page, which is looked through once for each text of it.

        Args:
            kind: what is found.
            made_of: what it depends on besides the page and code.
            find: looks for it.
        """
        return results.remember(kind, (self.page, self.source, self._digest, made_of), find)

    @cached_property
    def _digest(self) -> str:
        return hashlib.sha256(self.content.encode("utf-8", "surrogatepass")).hexdigest()

    @cached_property
    def lines(self) -> list[str]:
        """Lines of the page."""
        return self.content.split("\n")

    @cached_property
    def head(self) -> front_matter.FrontMatter:
        """The front matter."""
        return front_matter.read(self.content)

    @property
    def first(self) -> int:
        """How many lines the front matter takes."""
        return self.head.length

    @cached_property
    def fences(self) -> list[Fence]:
        """The blocks of code."""
        return find_fences(self.lines, self.first)

    @property
    def has_questions(self) -> bool:
        """Tell whether the page is one of questions."""
        path = PurePosixPath(self.page)
        return len(path.parts) > 1 and path.parts[0] in KINDS and path.name != "index.md"

    def line(self, position: int) -> int:
        """Return the number of the line (from 1) that a position in `content` stands in."""
        return bisect_right(self._starts, position)

    @cached_property
    def _starts(self) -> list[int]:
        starts, position = [], 0
        for line in self.lines:
            starts.append(position)
            position += len(line) + 1
        return starts

    @cached_property
    def without_fences(self) -> list[str]:
        """The lines of the page; those of the front matter and of fenced code are blank."""
        lines = [" " * len(line) if number < self.first else line for number, line in enumerate(self.lines)]
        for fence in self.fences:
            for number in range(fence.line - 1, fence.last_line):
                lines[number] = " " * len(lines[number])
        return lines

    @cached_property
    def body(self) -> str:
        """The page without front matter and code, both blank."""
        lines = list(self.without_fences)
        for number in self.indented_code:
            lines[number - 1] = " " * len(lines[number - 1])
        return "\n".join(lines)

    @cached_property
    def indented_code(self) -> frozenset[int]:
        """Numbers of the lines that are code by their indent alone: four spaces more than the text around."""
        fenced = {number for fence in self.fences for number in range(fence.line, fence.last_line + 1)}
        found: set[int] = set()
        is_after_gap, is_code = True, False
        margins = [0]  # where the text of each container begins that the line may stand in
        for number in range(self.first + 1, len(self.lines) + 1):
            line = self.lines[number - 1]
            if number in fenced or not line.strip():
                is_after_gap, is_code = True, is_code and number not in fenced
                continue
            indent = len(line.expandtabs(4)) - len(line.expandtabs(4).lstrip())
            while len(margins) > 1 and indent < margins[-1]:
                margins.pop()
            is_code = indent >= margins[-1] + 4 and (is_after_gap or is_code)
            is_after_gap = False
            if is_code:
                found.add(number)
            elif _CONTAINER.match(line):
                margins.append(indent // 4 * 4 + 4)
        return frozenset(found)

    @cached_property
    def with_html(self) -> str:
        """The body without code spans and comments: what may hold HTML, links and attributes.

        A code span counts only where both ways to find its end agree, so that nothing can hide
        in the difference.
        """
        body = self.body
        whole = _hide(_CODE_SPANS, body)
        lines = _hide(_CODE_SPANS_OF_LINES, body)
        if whole == lines:
            return whole
        return "".join(
            one if one == other else body[place] for place, (one, other) in enumerate(zip(whole, lines, strict=True))
        )

    @cached_property
    def prose(self) -> str:
        """The running text: no code, comments, addresses, attributes, HTML or macros."""
        text = _hide(_COMMENT_OR_REST_OF_LINE, _hide(_CODE_SPANS, self.body))
        text = _BLOCK_LINE.sub(lambda match: HIDDEN * len(match[1]) + match[2] + HIDDEN * len(match[3]), text)
        for pattern in _NOT_TEXT:
            text = _hide(pattern, text)
        return text

    @cached_property
    def front_matter_texts(self) -> list[tuple[int, str]]:
        """Texts of the front matter that readers see, as (line, text)."""
        head = self.head
        return [(head.lines[key], str(head.values[key])) for key in ("title", "description") if key in head.values]

    @cached_property
    def wordings(self) -> frozenset[int]:
        """Numbers of the lines that hold the wording of a question: it is quoted, not ours to mend."""
        if not self.has_questions:
            return frozenset()
        found, inside = set(), False
        for number, line in enumerate(self.body.split("\n"), 1):
            if line.startswith("#"):
                inside = line.startswith("##")
            elif _TOP_BLOCK.match(line):
                inside = False
            elif inside and line.strip():
                found.add(number)
        return frozenset(found)

    @cached_property
    def prose_lines(self) -> list[str]:
        """`prose` by lines."""
        return self.prose.split("\n")


def step(line: str) -> int:
    """Return how far a line is indented; a tab goes on to the next step of four."""
    return len(line[: len(line) - len(line.lstrip(" \t"))].expandtabs(4))


def _hide(pattern: re.Pattern, text: str) -> str:
    return pattern.sub(lambda match: "\n".join(HIDDEN * len(line) for line in match[0].split("\n")), text)
