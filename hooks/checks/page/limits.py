"""How large a page may be: far above what people write, and below what makes the build take minutes.

A page over a limit is told of with this one message and is given to nothing else: neither to the other
checks nor to Markdown.
"""

from __future__ import annotations

import re

from hooks.checks.page.prose import Text

PAGE = 300_000
"""Most characters of a page; the longest one has less than fifty thousand."""
LINES = 10_000
"""Most lines of a page; the longest one has less than a thousand."""
LINE = 10_000
"""Most characters of a line."""
MARKS = 500
"""Most signs of markup of a paragraph: the time that Markdown takes grows with their square."""
PAGE_MARKS = 20_000
DEPTH = 40
"""Furthest indent of text, in spaces; longest row of marks before it."""
COLUMNS = 20
QUESTIONS = 100

_MARKS = re.compile(r"[\[\]*_`<&(!{~\\]")
_LEADING = re.compile(r"[ \t]*(?:(?:[-*+>]|\d+\.)[ \t]*)*")
_TABLE = re.compile(r"[^\n]*\n[ \t|:-]+(?:\n|$)")
_GAP = re.compile(r"\n[ \t]*\n")


def find(text: Text) -> tuple[int, str] | None:
    """Return the first thing in a page that is over its limit, as (number of the line, message)."""
    if len(text.content) > PAGE:
        return 1, f"страница слишком длинна: {len(text.content)} знаков при пределе {PAGE}; разделите её на несколько"
    if len(text.lines) > LINES:
        return 1, f"страница слишком длинна: {len(text.lines)} строк при пределе {LINES}; разделите её на несколько"
    questions = [number for number, line in enumerate(text.lines, 1) if line.startswith("## ")]
    if len(questions) > QUESTIONS:
        return questions[QUESTIONS], f"на странице больше {QUESTIONS} вопросов; разделите её на несколько"
    for number, line in enumerate(text.lines, 1):
        if len(line) > LINE:
            return number, f"в строке {len(line)} знаков при пределе {LINE}; разделите её на абзацы"
    return _in_text(text)


def _in_text(text: Text) -> tuple[int, str] | None:
    for number, line in enumerate(text.without_fences, 1):
        if len(_LEADING.match(line)[0].expandtabs(4)) > DEPTH and line.strip():
            return number, f"слишком глубокая вложенность; сдвиг и знаки перед текстом — не больше {DEPTH} знаков"
        if line.lstrip().startswith("|") and line.count("|") > COLUMNS + 1:
            return number, f"в таблице больше {COLUMNS} столбцов; разделите её на несколько"
    number, total = 1, 0
    for paragraph in _GAP.split("\n".join(text.without_fences)):
        # Of a table every cell stands alone.
        for part in paragraph.split("\n") if _TABLE.match(paragraph) else (paragraph,):
            marks = len(_MARKS.findall(part))
            total += marks
            if marks > MARKS:
                return number, f"в абзаце {marks} знаков разметки при пределе {MARKS}; разделите его на несколько"
        number += paragraph.count("\n") + 2
    if total > PAGE_MARKS:
        return 1, f"на странице {total} знаков разметки при пределе {PAGE_MARKS}; разделите её на несколько"
    return None
