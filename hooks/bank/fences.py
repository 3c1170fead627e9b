"""Fenced blocks of code, wherever they stand on a page."""

from __future__ import annotations

import re

from hooks.bank.kinds import BODY_INDENT
from hooks.bank.records import Fence
from hooks.bank.text import indent_of, width_of, with_plain_spaces

_FENCE = re.compile(r"^(?P<indent>[ \t]*)(?P<ticks>`{3,}|~{3,})(?P<info>[^`]*)$")
_TITLE_OPTION = re.compile(r'title="([^"]*)"')


def find_fences(lines: list[str], first: int = 0) -> list[Fence]:
    """Find the fenced blocks of a page at any indent, from index `first` on.

    A fence ends, as in pymdownx.superfences, at a line of exactly its own ticks. It is not
    closed when the text around it begins again at a smaller indent, when the file ends, or
    when another fence with a language opens inside it with the same ticks.
    """
    fences: list[Fence] = []
    index = first
    if not any("```" in line or "~~~" in line for line in lines):
        return fences
    lines = list(map(with_plain_spaces, lines))
    while index < len(lines):
        line = lines[index]
        opening = _FENCE.match(line) if "```" in line or "~~~" in line else None
        if opening is None:
            index += 1
            continue
        end, closed = _fence_end(lines, index, opening)
        fences.append(_fence(lines, index, end, closed, opening))
        index = end + 1 if closed else end
    return fences


def _fence_end(lines: list[str], start: int, opening: re.Match) -> tuple[int, bool]:
    """Return the index of the closing line, or of the first line after an unclosed fence."""
    indent, ticks = width_of(opening["indent"]), opening["ticks"]
    for index in range(start + 1, len(lines)):
        line = lines[index]
        if not line.strip():
            continue
        if indent_of(line) < indent:
            return index, False
        if line.strip() == ticks:
            return index, True
        again = _FENCE.match(line) if ticks in line else None
        if again and again["ticks"] == ticks and again["info"].strip():
            return index, False
    return len(lines), False


def _fence(lines: list[str], start: int, end: int, closed: bool, opening: re.Match) -> Fence:
    indent = width_of(opening["indent"])
    info = opening["info"].strip()
    title = _TITLE_OPTION.search(info)
    body = (line.expandtabs(BODY_INDENT) if line[:1] == "\t" else line for line in lines[start + 1 : end])
    return Fence(
        line=start + 1,
        last_line=end + 1 if closed else end,
        indent=indent,
        language=info.split(None, 1)[0] if info else "",
        title=title[1] if title else "",
        body="\n".join(line[indent:] for line in body),
        closed=closed,
    )
