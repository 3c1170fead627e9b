"""Repairs of what has exactly one right repair; `python3 -m scripts.check --fix` applies them.

A repair changes marks and spaces inside lines, and brings or takes empty ones (`gaps.py`): no other line comes,
goes or moves, code, addresses, front matter and the wordings of questions stay as they are, and a second run
finds nothing to do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from hooks.bank.drafts import BLOCK_START, guess_block
from hooks.bank.headings import ATTRIBUTE_LIST
from hooks.bank.kinds import BODY_INDENT, KINDS, Kind
from hooks.bank.records import Fence
from hooks.bank.text import with_plain_spaces
from hooks.checks import gaps
from hooks.checks.language import spelling, typography
from hooks.checks.markdown import shown
from hooks.checks.page import limits
from hooks.checks.page.prose import Text

_ROUNDS = 8
"""One repair may lay another open (a space before a quotation mark that became «); two rounds are usual."""
_ITEM = re.compile(r"(?:[-*+]|\d+[.)])[ \t]+")
_BLOCK = re.compile(r"(?:\?{3}|!{3})\+?(?:\s|$)")


def fix(content: str, page: str, words: spelling.WordList) -> str:
    """Return a page repaired.

    Args:
        content: the page with newlines for line ends.
        page: its path inside `docs/`, or the name of a file of the root.
        words: the project's word list.
    """
    if limits.find(_text(page, content)):
        return content
    for _ in range(_ROUNDS):
        fixed = _fix_once(content, page, words)
        if fixed == content:
            return content
        content = fixed
    return content


def _text(page: str, content: str) -> Text:
    is_of_root = page.partition(".")[0].isupper()  # README.md
    return Text(page, page if is_of_root else f"docs/{page}", content)


def _fix_once(content: str, page: str, words: spelling.WordList) -> str:
    for repair in (_fix_spaces, _fix_blocks, _fix_steps, _fix_marks, gaps.fix):
        content = "\n".join(repair(_text(page, content)))
    return "\n".join(_fix_language(_text(page, content), words))


# -- spaces and marks -----------------------------------------------------------------------


def _fix_spaces(text: Text) -> list[str]:
    """Empty the lines of blanks, and put plain spaces for those that indent nothing."""
    lines = list(text.lines)
    inside = {number for fence in text.fences for number in range(fence.line, fence.last_line - fence.closed)}
    for index in range(text.first, len(lines)):
        if index not in inside:
            plain = with_plain_spaces(lines[index])
            lines[index] = plain if plain.strip(" \t") else ""
    return lines


def _fix_marks(text: Text) -> list[str]:
    """Write the marks of lists so that they begin one."""
    lines = list(text.lines)
    if all(fence.closed for fence in text.fences):
        for number, (mark, right) in shown.repairs(text).items():
            if number not in text.wordings:
                gap = r"[ \t\u00a0]*" if mark != mark.rstrip() else ""
                pattern = re.escape(mark.rstrip()) + gap
                lines[number - 1] = re.sub(pattern, lambda _, right=right: right, lines[number - 1], count=1)
    return lines


def _fix_steps(text: Text) -> list[str]:
    """Give lists that step by two or three spaces, which is how the code host reads them, steps of four."""
    lines = list(text.lines)
    if any(not fence.closed for fence in text.fences):
        return lines
    fenced = {index: fence for fence in text.fences for index in range(fence.line - 1, fence.last_line)}
    index = text.first
    while index < len(lines):
        base = _indent(lines[index])
        if index in fenced or base % BODY_INDENT or not _ITEM.match(lines[index].lstrip(" ")):
            index += 1
            continue
        end = _list_end(lines, index, base, fenced)
        shifts = _shifts(lines, index, end, base, fenced)
        for place, shift in shifts.items():
            lines[place] = " " * shift + lines[place]
        index = end
    return lines


def _list_end(lines: list[str], start: int, base: int, fenced: dict[int, Fence]) -> int:
    """Return the index after the last line of a list."""
    end = start + 1
    for index in range(start + 1, len(lines)):
        if not lines[index].strip():
            continue
        indent = fenced[index].indent if index in fenced else _indent(lines[index])
        if indent < base or (indent == base and (index in fenced or not _ITEM.match(lines[index].lstrip(" ")))):
            break
        end = index + 1
    return end


def _shifts(lines: list[str], start: int, end: int, base: int, fenced: dict[int, Fence]) -> dict[int, int]:
    """Return line -> spaces to add before it; nothing where not every line says exactly what it belongs to."""
    shifts: dict[int, int] = {}
    inside: list[int] = []  # where the text of each item begins that the line may belong to
    is_wrong = False
    for index in range(start, end):
        line = lines[index]
        fence = fenced.get(index)
        if not line.strip():
            continue
        if fence and index >= fence.line:
            shifts[index] = shifts[fence.line - 1]
            continue
        indent = _indent(line)
        while inside and indent < inside[-1]:
            inside.pop()
        if indent != (inside[-1] if inside else base):
            return {}
        item = None if fence else _ITEM.match(line.lstrip(" "))
        shifts[index] = base + BODY_INDENT * len(inside) - indent
        if shifts[index] < 0:
            return {}
        is_wrong = is_wrong or (indent % BODY_INDENT > 0 and bool(item or fence or not lines[index - 1].strip()))
        if item:
            inside.append(indent + item.end())
    return shifts if is_wrong else {}


# -- language -------------------------------------------------------------------------------


def _fix_language(text: Text, words: spelling.WordList) -> list[str]:
    lines = list(text.lines)
    edits: dict[int, list[tuple[int, int, str]]] = {}
    for number, mistake in (*typography.find(text), *spelling.find(text, words)):
        if number not in text.wordings:
            edits.setdefault(number, []).extend(mistake.edits)
    for number, wanted in edits.items():
        line, rest = lines[number - 1], len(lines[number - 1]) + 1
        for start, end, replacement in sorted(wanted, reverse=True):
            if end <= rest:  # what overlaps waits for the next round
                line, rest = line[:start] + replacement + line[end:], start
        lines[number - 1] = line
    return lines


# -- blocks ---------------------------------------------------------------------------------


def _fix_blocks(text: Text) -> list[str]:
    if not text.has_questions:
        return text.lines
    kind = KINDS[PurePosixPath(text.page).parts[0]]
    lines = list(text.lines)
    code = _code_lines(text)
    is_in_question = False
    for index in range(text.first, len(lines)):
        line = lines[index]
        if index in code:
            continue
        if line.startswith("##") and not line.startswith("###"):
            is_in_question = True
            lines[index] = _repair_heading(line)
        elif is_in_question and _BLOCK.match(line):
            lines[index] = _repair_block_line(line, kind)
    for start, end in _bodies(lines, text.first, code):
        _fix_body(lines, start, end, [fence for fence in text.fences if start < fence.line <= end])
    return lines


def _repair_block_line(line: str, kind: Kind) -> str:
    """Return the first line of a block as it must be, where its title says which is meant; else as it is."""
    start = BLOCK_START.match(line)
    if start is None:
        return line
    word, title = guess_block(start["rest"])
    for rule in kind.blocks:
        if rule.title == title or (rule.word == word and not title):
            return str(rule)
    return line


def _repair_heading(line: str) -> str:
    """Return the heading of a question with the spaces that its list of attributes needs."""
    match = ATTRIBUTE_LIST.search(line)
    if match is None or not match["body"].lstrip().startswith("#"):
        return line
    gap = line[: match.start()] + line[match.start() :].replace("{#", "{ #", 1)
    return gap if match[0][:1].isspace() else gap[: match.start()] + " " + gap[match.start() :]


def _code_lines(text: Text) -> set[int]:
    """Return the indexes of lines of code and comments."""
    found = {index for fence in text.fences for index in range(fence.line - 1, fence.last_line)}
    is_comment = False
    for index in range(text.first, len(text.lines)):
        is_comment = is_comment or (index not in found and text.lines[index].lstrip().startswith("<!--"))
        if is_comment:
            found.add(index)
            is_comment = "-->" not in text.lines[index]
    return found


def _bodies(lines: list[str], first: int, code: set[int]) -> list[tuple[int, int]]:
    """Return the bodies of top blocks as (first index, index after the last)."""
    starts, ends = [], []
    for index in range(first, len(lines)):
        line = lines[index]
        if index not in code and (line.startswith("#") or _BLOCK.match(line)):
            if len(starts) > len(ends):
                ends.append(index)
            if not line.startswith("#"):
                starts.append(index + 1)
    return list(zip(starts, [*ends, len(lines)], strict=False))


def _fix_body(lines: list[str], start: int, end: int, fences: list[Fence]) -> None:
    """Indent a body by four spaces where it is certain which lines belong to what."""
    if any(not fence.closed for fence in fences):
        return  # nobody knows where the code ends
    fenced = {index: fence for fence in fences for index in range(fence.line - 1, fence.last_line)}
    for index in range(start, end):
        if index not in fenced:
            lines[index] = _without_tabs(lines[index])
    for fence in fences:
        _expand_fence(lines, fence)
    text = [index for index in range(start, end) if lines[index].strip() and index not in fenced]
    openings = [fence.line - 1 for fence in fences]
    widths = {index: _indent(lines[index]) for index in [*text, *openings]}
    if not widths or min(widths.values()) >= BODY_INDENT:
        return
    shift = BODY_INDENT - min(widths.values())
    if _is_whole(widths) and all((width + shift) % BODY_INDENT == 0 for width in _loose(lines, widths)):
        for index in range(start, end):
            if lines[index].strip():
                lines[index] = " " * shift + lines[index]
    elif _is_certain(lines, text, widths):
        _deepen(lines, text, fences, widths)


def _loose(lines: list[str], widths: dict[int, int]) -> Iterator[int]:
    """Yield the widths of a body that do not follow from the item above: what does will be given its step of four."""
    inside: list[int] = []
    for index, width in sorted(widths.items()):
        while inside and width < inside[-1]:
            inside.pop()
        if not inside or width != inside[-1]:
            yield width
        if item := _ITEM.match(lines[index].lstrip(" ")):
            inside.append(width + item.end())


def _is_whole(widths: dict[int, int]) -> bool:
    """Tell whether a body that lies too far to the left does so as a whole.

    At the very edge it does only when all of it lies there: a line that lies deeper may be a right one.
    """
    least = min(widths.values())
    return widths[min(widths)] == least and (least > 0 or set(widths.values()) == {0})


def _is_certain(lines: list[str], text: list[int], widths: dict[int, int]) -> bool:
    """Tell whether single lines are too shallow, and nothing hangs on them."""
    for place, index in enumerate(text):
        if widths[index] == 0:
            return False  # text between questions may belong to anything
        if widths[index] < BODY_INDENT and _ITEM.match(lines[index].lstrip()):
            following = text[place + 1] if place + 1 < len(text) else None
            if following is not None and widths[following] == widths[index] + BODY_INDENT // 2:
                return False  # the next line may be a part of this item
    return True


def _deepen(lines: list[str], text: list[int], fences: list[Fence], widths: dict[int, int]) -> None:
    for index in text:
        if widths[index] < BODY_INDENT:
            lines[index] = " " * (BODY_INDENT - widths[index]) + lines[index]
    for fence in fences:
        width = widths[fence.line - 1]
        if width < BODY_INDENT:
            for index in range(fence.line - 1, fence.last_line):
                if lines[index].strip():
                    lines[index] = " " * (BODY_INDENT - width) + lines[index]


def _without_tabs(line: str) -> str:
    whitespace = line[: len(line) - len(line.lstrip(" \t"))]
    return whitespace.expandtabs(BODY_INDENT) + line[len(whitespace) :]


def _expand_fence(lines: list[str], fence: Fence) -> None:
    """Turn the tabs before a fence into spaces; what stands inside of it keeps its own."""
    opening = lines[fence.line - 1]
    margin = opening[: len(opening) - len(opening.lstrip(" \t"))]
    indexes = [index for index in range(fence.line - 1, fence.last_line) if lines[index].strip()]
    if "\t" in margin and all(lines[index].startswith(margin) for index in indexes):
        for index in indexes:
            lines[index] = margin.expandtabs(BODY_INDENT) + lines[index][len(margin) :]


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))
