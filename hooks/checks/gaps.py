"""Repairs that bring or take whole lines: empty ones that a list, a heading or a block of code needs around it.

`fixes.py` calls them first. What they put in is kept only where Python-Markdown then sees nothing wrong at its place.
"""

from __future__ import annotations

import re

from hooks.checks.markdown import marks, shown
from hooks.checks.page.prose import Text

_ITEM = re.compile(r"(?:[-*+]|\d+\.)[ \t]+\S")
_SENTENCE_ENDS = re.compile(r"[:;.!?…][*»)\]]*$")
_HEADING = re.compile(r"#{1,6} \S")
_QUESTION = re.compile(r"##(?=[^\W_][^\n]*\{ ?#)")
_TRAILING = re.compile(r"(?<=\S) $")
_LINK = re.compile(r"(?<![!\\\w])\[([^\[\]`\n]+)\](?=\(\S)")


def fix(text: Text) -> list[str]:
    """Return the lines of a page with the empty lines that it needs and none that it does not."""
    if any(not fence.closed for fence in text.fences):
        return text.lines
    lines = _without_spare_lines(_with_lines_around_headings(_without_spare_spaces(text)))
    return _with_gaps(Text(text.page, text.source, "\n".join(lines)))


def _fenced(text: Text) -> set[int]:
    return {index for fence in text.fences for index in range(fence.line - 1, fence.last_line)}


def _without_spare_spaces(text: Text) -> Text:
    """Take the space off the end of lines, which shows nowhere, and those inside the text of a link.

    Two spaces at the end break the line; that may be meant.
    """
    lines = list(text.lines)
    fenced = _fenced(text)
    for index in range(text.first, len(lines)):
        if index in fenced or index + 1 in text.indented_code or index + 1 in text.wordings:
            continue
        lines[index] = _TRAILING.sub("", lines[index])
        if "`" not in lines[index]:
            lines[index] = _LINK.sub(lambda match: f"[{match[1].strip() or match[1]}]", lines[index])
        if text.has_questions:
            lines[index] = _QUESTION.sub("## ", lines[index]) if lines[index].startswith("##") else lines[index]
    return Text(text.page, text.source, "\n".join(lines))


def _with_lines_around_headings(text: Text) -> Text:
    lines: list[str] = []
    fenced = _fenced(text)
    for index, line in enumerate(text.lines):
        is_heading = index >= text.first and index not in fenced and _is_heading(line, text)
        after_heading = index > text.first and index - 1 not in fenced and _is_heading(text.lines[index - 1], text)
        if (is_heading or after_heading) and line.strip() and lines and lines[-1].strip() and index > text.first:
            lines.append("")
        lines.append(line)
    return Text(text.page, text.source, "\n".join(lines))


def _is_heading(line: str, text: Text) -> bool:
    # On a page of questions a line of an answer may begin with the sign by mistake; what has an id is none.
    return bool(_HEADING.match(line)) and (not text.has_questions or "{ #" in line)


def _without_spare_lines(text: Text) -> list[str]:
    """Leave one empty line of several, and one end of line at the end of the page."""
    lines: list[str] = []
    fenced = _fenced(text)
    code = text.indented_code
    for index, line in enumerate(text.lines):
        is_spare = index > text.first and index not in fenced and not line.strip() and lines and not lines[-1].strip()
        if not is_spare or index - 1 in fenced or _is_in_code(text.lines, index, code):
            lines.append(line)
    while len(lines) > 1 and not lines[-1].strip() and not lines[-2].strip():
        lines.pop()
    return lines if not lines[-1].strip() else [*lines, ""]


def _is_in_code(lines: list[str], index: int, code: frozenset[int]) -> bool:
    """Tell whether an empty line stands between two lines of code that is one by its indent."""
    above = next((n for n in range(index, 0, -1) if lines[n - 1].strip()), 0)
    below = next((n for n in range(index + 1, len(lines) + 1) if lines[n - 1].strip()), 0)
    return above in code and below in code


# -- gaps ---------------------------------------------------------------------------------------


def _with_gaps(text: Text) -> list[str]:
    """Put an empty line where Markdown needs one to see a list, a table or a block of code."""
    wanted = {number: lines for number, lines in _wanted(text).items() if not lines & text.wordings}
    if not wanted:
        return text.lines
    lines = _split(text.lines, set().union(*wanted.values()))
    # A gap that helps nothing is not the repair: it goes again, and what was wrong is told.
    left = {_old_number(number, lines) for number in _wanted(Text(text.page, text.source, "\n".join(_texts(lines))))}
    helpful = {number: gaps for number, gaps in wanted.items() if number not in left}
    return _texts(_split(text.lines, set().union(*helpful.values())))


def _wanted(text: Text) -> dict[int, set[int]]:
    """Return line with a mistake -> numbers of the lines that an empty one must come before."""
    found: dict[int, set[int]] = {}
    for trap in shown.find(text):
        if trap.text == marks.LIST_NEEDS_GAP and _is_list(text, trap.line):
            found[trap.line] = {trap.line}
        elif trap.text == marks.LINE_NEEDS_GAP:
            found[trap.line] = {trap.line + 1}
        elif trap.text == marks.TABLE_NEEDS_GAP:
            found[trap.line] = {trap.line}
        elif trap.text == marks.CODE_NEEDS_GAPS:
            fence = next(one for one in text.fences if one.line == trap.line)
            above, below = text.lines[fence.line - 2], text.lines[fence.last_line : fence.last_line + 1]
            if not _ITEM.match(above.lstrip()) and _indent(above) in {fence.indent, _indent(below[0] if below else "")}:
                found[trap.line] = {fence.line, fence.last_line + 1}
    return found


def _is_list(text: Text, number: int) -> bool:
    """Tell whether a line with the mark of an item is one for certain, and not a sentence with a dash in it."""
    line, above = text.lines[number - 1], text.lines[number - 2]
    below = text.lines[number] if number < len(text.lines) else ""
    if not _ITEM.match(line.lstrip()):
        return False  # a mistake of a paragraph may be told at another of its lines
    if _ITEM.match(above.lstrip()) or _indent(above) != _indent(line):
        return False  # a list of another kind may be meant as a part of the item
    mark = line.lstrip()[0]
    if mark.isdigit() and not re.match(r"1\.", line.lstrip()):
        return False
    is_one_of_many = bool(_ITEM.match(below.lstrip())) and (below.lstrip()[0] == mark or mark.isdigit())
    return bool(_SENTENCE_ENDS.search(above.rstrip())) or is_one_of_many


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _split(lines: list[str], before: set[int]) -> list[tuple[int, str]]:
    """Return lines with their old numbers, and an empty one (number 0) before each of those that are named."""
    result: list[tuple[int, str]] = []
    for number, line in enumerate(lines, 1):
        if number in before and line.strip() and result and result[-1][1].strip():
            result.append((0, ""))
        result.append((number, line))
    return result


def _texts(lines: list[tuple[int, str]]) -> list[str]:
    return [line for _, line in lines]


def _old_number(number: int, lines: list[tuple[int, str]]) -> int:
    return lines[number - 1][0]
