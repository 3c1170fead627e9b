"""The model answer of a question in its parts: «Коротко», and all that stands below it; their forms and limits.

«Коротко» reaches from its bold word to the next paragraph that opens with another lead-in of the kind. What the kinds
ask of it is data in `kinds.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from hooks.bank.drafts import LEAD_IN, OpenBlock
from hooks.bank.fences import find_fences
from hooks.bank.kinds import CODE_LIMIT, POINTS_LIMIT, SHORT, SHORT_LIMIT, WORDS_LIMIT, Kind
from hooks.bank.records import Longer, Report
from hooks.bank.text import plain_text

NO_EXCUSE = "исключение не действует; пишите <!-- длиннее: причина --> внутри модельного ответа"

_POINT = re.compile(r"[ \t]*(?:[-*+]|\d+\.)[ \t]+")
_COMMENT = re.compile(r"[ \t]*<!--(?P<text>.*?)-->[ \t]*")
_LONGER = re.compile(r"[ \t]*<!--(?>\s*)длиннее\b(?::(?P<reason>(?>(?:(?!-->).)*))|(?>\s*))-->[ \t]*", re.IGNORECASE)
_UNCOUNTED = re.compile(r"\||!\[|!!!|\?{3}")
"""How a row of a table, a picture and the line of a note begin: they are looked at, not read through."""
_ADDRESS = re.compile(r"(?<=\])\((?:[^()\n]|\([^()\n]*\))*\)|^\[[^\]]+\]:.*", re.MULTILINE)
_NOT_SHORT = re.compile(r"\||!\[|!!!|\?{3}|>")


@dataclass(frozen=True)
class Piece:
    """A paragraph, a point of a list or a fence; `text` is without the mark of a point and without the fence."""

    line: int
    text: str
    is_point: bool = False
    is_code: bool = False

    def plain(self) -> str:
        """Return it as plain text."""
        return self.text if self.is_code else plain_text(self.text)


@dataclass(frozen=True)
class Part:
    """A part of a model answer: its lines without the indent of the block, the first of them in the page."""

    line: int
    lines: tuple[str, ...]

    def pieces(self) -> Iterator[Piece]:
        """Yield what it consists of, in order; comments left out."""
        starts = {fence.line: fence for fence in find_fences(list(self.lines))}
        number, kept, first, is_point = 1, [], 0, False
        while number <= len(self.lines) + 1:
            line = self.lines[number - 1] if number <= len(self.lines) else ""
            fence = starts.get(number)
            point = _POINT.match(line)
            if kept and (fence or point or not line.strip() or line.lstrip().startswith("|")):
                yield Piece(self.line + first - 1, "\n".join(kept), is_point)
                kept = []
            if fence:
                yield Piece(self.line + number - 1, fence.body, is_code=True)
                number = fence.last_line
            elif line.strip() and not _COMMENT.fullmatch(line):
                if not kept:
                    first, is_point = number, bool(point)
                kept.append(line[point.end() :] if point else line.strip())
            number += 1

    def plain(self) -> str:
        """Return it as plain text: a line for each paragraph and point, code as it is."""
        return "\n".join(filter(None, (piece.plain() for piece in self.pieces())))

    def markdown(self) -> str:
        """Return its Markdown without comments of a line."""
        code = {n for fence in find_fences(list(self.lines)) for n in range(fence.line - 1, fence.last_line)}
        kept = (line for n, line in enumerate(self.lines) if n in code or not _COMMENT.fullmatch(line))
        return re.sub(r"\n{3,}", "\n\n", "\n".join(kept)).strip()


def parted(answer: OpenBlock, kind: Kind) -> tuple[Part, Part]:
    """Return «Коротко» without its bold word, and what stands below it.

    Where an answer has no «Коротко», its first paragraph without a bold word stands for it.
    """
    lines = answer.lines()
    fenced = {n for fence in find_fences(lines) for n in range(fence.line - 1, fence.last_line)}
    first = next((n for n, line in enumerate(lines) if line.strip() and n not in fenced), len(lines))
    opening = LEAD_IN.match(lines[first]) if first < len(lines) else None
    has_short = bool(opening) and opening["words"].startswith(SHORT)
    following = range(first + 1, len(lines))
    if has_short:
        ends = (n for n in following if n not in fenced and not lines[n - 1].strip() and _is_lead_in(lines[n], kind))
    else:
        ends = (n for n in following if n in fenced or not lines[n].strip())
    end = next(ends, len(lines))
    short = [LEAD_IN.sub("", line, count=1).lstrip() if n == first else line for n, line in enumerate(lines)][first:end]
    return Part(answer.line + 1 + first, tuple(short)), Part(answer.line + 1 + end, tuple(lines[end:]))


def _is_lead_in(line: str, kind: Kind) -> bool:
    found = LEAD_IN.match(line)
    return bool(found) and found["words"].startswith(kind.lead_ins[1:])


def check(answer: OpenBlock, kind: Kind, report: Report) -> None:
    """Judge the form and the length of a model answer that begins with «Коротко»."""
    short, rest = parted(answer, kind)
    pieces = list(short.pieces())
    if not pieces:
        report(short.line, f"«{SHORT}» пусто; ответьте одним-четырьмя предложениями")
    elif wrong := next((piece for piece in pieces if not piece.is_code and _NOT_SHORT.match(piece.text)), None):
        report(wrong.line, f"в «{SHORT}» — только абзац, список и код; остальное перенесите ниже")
    elif kind.points and not _has_points(pieces, kind):
        names = ", ".join(f"**{name}:**" for name in kind.points)
        report(short.line, f"«{SHORT}» здесь — список из пунктов {names}, в этом порядке; исправьте")
    else:
        _check_limit(short, _over_short(pieces), report)
    _check_limit(rest, _over_words(rest) if kind.has_words_limit else None, report)


def _has_points(pieces: list[Piece], kind: Kind) -> bool:
    names = [(found["words"] if (found := LEAD_IN.match(piece.text)) else "") for piece in pieces]
    return all(piece.is_point for piece in pieces) and tuple(names) == kind.points


def _check_limit(part: Part, over: tuple[int, str] | None, report: Report) -> None:
    """Report a part over its limit, unless it says why, and a reason that has nothing to excuse."""
    reasons = list(_reasons(part))
    if over and not any(reason for _, reason in reasons):
        report(*over)
    for place, (line, reason) in enumerate(reasons):
        if not reason:
            report(line, NO_EXCUSE)
        elif not over or place:
            report(line, "ничто здесь не длиннее предела; удалите комментарий «длиннее»")


def _over_short(pieces: list[Piece]) -> tuple[int, str] | None:
    said = sum(len(piece.plain()) + 1 for piece in pieces if not piece.is_code) - 1
    points = [piece for piece in pieces if piece.is_point]
    code = [piece for piece in pieces if piece.is_code]
    lines = sum(piece.text.count("\n") + 1 for piece in code)
    repair = "сократите или перенесите лишнее ниже"
    if said > SHORT_LIMIT:
        return pieces[0].line, f"«{SHORT}» — {said} знаков при пределе {SHORT_LIMIT}; {repair}"
    if len(points) > POINTS_LIMIT:
        return points[POINTS_LIMIT].line, f"в «{SHORT}» пунктов {len(points)} при пределе {POINTS_LIMIT}; {repair}"
    if lines > CODE_LIMIT:
        return code[0].line, f"в «{SHORT}» строк кода {lines} при пределе {CODE_LIMIT}; {repair}"
    return None


def words(part: Part) -> int:
    """Return how many words of prose a part has: code, tables, pictures and titles of notes are not counted."""
    prose = (one.text for one in part.pieces() if not one.is_code and not _UNCOUNTED.match(one.text))
    return sum(map(count_words, prose))


def count_words(text: str) -> int:
    """Return how many words a piece of Markdown has; addresses of links are not counted."""
    # Not as Markdown makes it: that would take as long as the build of a page.
    return sum(any(map(str.isalnum, word)) for word in _ADDRESS.sub("", text).split())


def _over_words(rest: Part) -> tuple[int, str] | None:
    number = words(rest)
    if number <= WORDS_LIMIT:
        return None
    text = f"ответ ниже «{SHORT}» — слов {number} при пределе {WORDS_LIMIT}, без кода и таблиц"
    return rest.line, f"{text}; сократите или перенесите в дополнительные вопросы"


def _reasons(part: Part) -> Iterator[tuple[int, str]]:
    code = {n for fence in find_fences(list(part.lines)) for n in range(fence.line - 1, fence.last_line)}
    for number, line in enumerate(part.lines):
        if number not in code and (found := _LONGER.fullmatch(line)):
            yield part.line + number, (found["reason"] or "").strip()


def is_paragraph(markdown: str) -> bool:
    """Tell whether the Markdown of a «Коротко» is one paragraph and no list or code."""
    return len(list(Part(1, tuple(markdown.split("\n"))).pieces())) < 2 and not _POINT.match(markdown)


def excuses(lines: Sequence[str]) -> Iterator[int]:
    """Yield the indexes of lines that say why something is longer, with a reason or without."""
    return (number for number, line in enumerate(lines) if _LONGER.fullmatch(line))


def longer(answer: OpenBlock, kind: Kind) -> tuple[Longer, ...]:
    """Return where a model answer says why it is longer than its limits."""
    return tuple(Longer(*one) for part in parted(answer, kind) for one in _reasons(part) if one[1])
