"""A question while its page is being read: the parser fills it line by line, the rules judge it when it ends."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from hooks.bank.fences import find_fences
from hooks.bank.kinds import BODY_INDENT, BlockRule

DETAILS = re.compile(r'^\?{3} (?P<word>[\w-]+) "(?P<title>[^"]*)" *$')
BLOCK_START = re.compile(r"^(?P<mark>\?{3}|!{3})(?P<plus>\+?)(?P<rest>.*)$")
LEAD_IN = re.compile(r"^\*\*(?P<words>[^*]+?)[.:]?\*\*")


@dataclass
class OpenBlock:
    """A folded block; `rule` is the one that was meant, None where nobody can tell."""

    word: str
    title: str
    line: int
    rule: BlockRule | None
    body: list[str] = field(default_factory=list)
    """Lines of the body, with their indent, without gaps: body[0] is the line after `line`."""

    def is_empty(self) -> bool:
        """Tell whether nothing stands in it."""
        return not any(line.strip() for line in self.body)

    def lines(self) -> list[str]:
        """Return the lines of the body without its indent."""
        return [line[BODY_INDENT:] if line.startswith(" " * BODY_INDENT) else line.lstrip() for line in self.body]

    def markdown(self) -> str:
        """Return the body without its indent."""
        return "\n".join(self.lines()).strip("\n")


@dataclass
class OpenQuestion:
    """A question from its heading to the line before the next one."""

    line: int
    title: str
    id: str = ""
    levels: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    prompt: list[str] = field(default_factory=list)
    blocks: list[OpenBlock] = field(default_factory=list)
    is_damaged: bool = False
    """The end of the question is lost (an unclosed fence): what is missing is not its fault."""


def guess_block(rest: str) -> tuple[str, str]:
    """Read word and title of a block whose first line is malformed."""
    word, _, title = rest.strip().partition(" ")
    return word, title.strip().strip("\"'«»“”")


def paragraphs(block: OpenBlock) -> Iterator[str]:
    """Yield the paragraphs of a block's own level, fences left out."""
    lines = block.markdown().split("\n")
    fenced = {n for fence in find_fences(lines) for n in range(fence.line - 1, fence.last_line)}
    text = "\n".join("" if n in fenced else line for n, line in enumerate(lines))
    yield from (part.strip() for part in re.split(r"\n\s*\n", text) if part.strip())
