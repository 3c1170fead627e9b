"""Compares what a page says with what really happens."""

from __future__ import annotations

import difflib
from collections.abc import Sequence

from hooks.bank.records import Problem
from hooks.checks.page.samples import Sample

MOST_LINES, MOST_LETTERS = 60, 300
"""Of an output that nobody expects, shown in a message."""


def lines_of(text: str) -> list[str]:
    """Return the lines of an output without what a page cannot show: trailing spaces and lines."""
    return [line.rstrip() for line in text.rstrip().split("\n")] if text.strip() else []


def first_difference(expected: Sequence[str], actual: Sequence[str]) -> int | None:
    """Return the index of the first line that differs, None when all are the same."""
    for index, (one, other) in enumerate(zip(expected, actual, strict=False)):
        if one != other:
            return index
    return None if len(expected) == len(actual) else min(len(expected), len(actual))


def diff(expected: Sequence[str], actual: Sequence[str]) -> str:
    """Return a readable difference: `-` is what the page says, `+` what happened."""
    shown = shortened(actual, len(expected) + MOST_LINES)
    changes = difflib.unified_diff(expected, shown, "на странице", "на деле", lineterm="")
    return indented("\n".join(changes))


def shortened(lines: Sequence[str], most: int = MOST_LINES) -> list[str]:
    """Return as much of an output as a person reads: a sample may print without end."""
    shown = [line if len(line) <= MOST_LETTERS else f"{line[:MOST_LETTERS]}…" for line in lines[:most]]
    return shown if len(lines) <= most else [*shown, f"… и ещё строк: {len(lines) - most}"]


def indented(text: str) -> str:
    """Return a text, moved to the right, to be shown below a message."""
    return "\n".join(f"    {line}" for line in text.rstrip().split("\n"))


def with_stderr(text: str, stderr: str) -> str:
    """Append the error output of a sample to a message about it, where there is any."""
    return f"{text}\n  stderr:\n{indented(chr(10).join(shortened(lines_of(stderr))))}" if stderr.strip() else text


def compare_output(sample: Sample, title: str, actual: str, stderr: str = "") -> list[Problem]:
    """Compare an output with the output fence of this title.

    Returns:
        No problem, or one: at the sample when the fence is missing, else at its first wrong line.
    """
    fence, printed = sample.outputs.get(title), lines_of(actual)
    if fence is None:
        if not printed:
            return []
        text = f'под примером нет ```text title="{title}", а он выдаёт:\n' + indented("\n".join(shortened(printed)))
        return [sample.problem(with_stderr(text, stderr))]
    expected = lines_of(fence.body)
    index = first_difference(expected, printed)
    if index is None and expected:
        return []
    line = fence.line + 1 + min(index or 0, max(len(expected) - 1, 0))
    if not printed:
        text = f"«{title}» есть, а пример ничего такого не выдаёт:\n" + diff(expected, printed)
    else:
        text = f"«{title}» не совпадает:\n" + diff(expected, printed)
    return [sample.problem(with_stderr(text, stderr), line)]
