"""What one who interviews needs of a question: the follow-ups in the order of pressure, and the signals by level."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from hooks.bank.drafts import OpenBlock
from hooks.bank.fences import find_fences
from hooks.bank.kinds import BODY_INDENT, FOLLOW_UPS, SIGNALS, Kind
from hooks.bank.records import FollowUp, Report, Signals
from hooks.bank.text import CODE_SPAN, plain_text

_POINT = re.compile(r"[-*+][ \t]+")
_BOLD = re.compile(r"\*\*(?P<words>(?:`[^`]*`|[^*`])+)\*\*[ \t]*(?P<rest>.*)", re.DOTALL)
_BRACKETED = re.compile(r"\([^()]*\)")


def follow_ups(block: OpenBlock) -> tuple[FollowUp, ...]:
    """Return the questions of «Дополнительные вопросы» with their answers; a point that asks nothing is advice."""
    found = (_BOLD.match(text) for _, text in _points(block))
    return tuple(FollowUp(plain_text(one["words"]), one["rest"].strip()) for one in found if one)


def signals(block: OpenBlock) -> tuple[Signals, ...]:
    """Return «Что проверяет интервьюер»: for each level what one can tick, as its text has it between semicolons."""
    found = (_BOLD.match(text) for _, text in _points(block))
    return tuple(
        Signals(one["words"].rstrip(":"), tuple(_parted(" ".join(one["rest"].split())))) for one in found if one
    )


def check(block: OpenBlock, kind: Kind, report: Report) -> None:
    """Report what practice and interviews could not show: a point without its question or its level."""
    points = list(_points(block))
    if block.rule == FOLLOW_UPS:
        asked = [number for number, text in points if _BOLD.match(text)]
        lost = [number for number, text in points if not _BOLD.match(text)] if kind.has_only_follow_ups else []
        if not points or not asked:
            report(block.line, f"в «{block.title}» нет вопросов; напишите список: - **Вопрос?** Ответ.")
        for number in lost:
            report(number, f"пункт «{block.title}» начинается не с вопроса; пишите: - **Вопрос?** Ответ.")
    if block.rule == SIGNALS:
        names = [(one["words"].rstrip(":") if (one := _BOLD.match(text)) else "") for _, text in points]
        if tuple(names) != kind.levels:
            wanted = ", ".join(f"**{name}:**" for name in kind.levels)
            report(block.line, f"«{block.title}» — список из пунктов {wanted}, в этом порядке; исправьте")


def _points(block: OpenBlock) -> Iterator[tuple[int, str]]:
    """Yield the points of a block's outermost list: the line in the page, and the Markdown without the mark."""
    lines = block.lines()
    fenced = {n for fence in find_fences(lines) for n in range(fence.line - 1, fence.last_line)}
    starts = [n for n, line in enumerate(lines) if n not in fenced and _POINT.match(line)]
    for start, end in pairwise([*starts, len(lines)]):
        rest = (line[BODY_INDENT:] if line[:BODY_INDENT].isspace() else line for line in lines[start + 1 : end])
        text = "\n".join([_POINT.sub("", lines[start], count=1), *rest])
        yield block.line + 1 + start, text.strip()


def _parted(text: str) -> Iterator[str]:
    """Yield what stands between the semicolons of a text, those in code and in brackets aside."""
    masked = CODE_SPAN.sub(lambda found: "·" * len(found[0]), text)
    masked = _BRACKETED.sub(lambda found: "·" * len(found[0]), masked)
    start = 0
    for end in [*(found.start() for found in re.finditer(";", masked)), len(text)]:
        if piece := text[start:end].strip().rstrip("."):
            yield piece
        start = end + 1
