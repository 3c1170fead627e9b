"""The page of downloads: between two comments the build puts links to the books."""

from __future__ import annotations

import re
from collections.abc import Iterator

from hooks.checks.page.prose import Text

PAGE = "downloads.md"
BEGIN, END = "<!-- books -->", "<!-- /books -->"
_MARK = re.compile(r"<!--\s*+/?\s*+books\s*+-->", re.IGNORECASE)


def find(text: Text) -> Iterator[tuple[int, str]]:
    """Yield what is wrong with the place for the books, as (number of the line, message)."""
    if text.page != PAGE:
        return
    lines = text.body.split("\n")
    marks = [(number, line) for number, line in enumerate(lines, 1) if _MARK.search(line)]
    wanted = [BEGIN, END]
    for place, (number, line) in enumerate(marks):
        if wanted[place : place + 1] != [line.rstrip()]:
            yield (
                number,
                f"место для книг — строка «{BEGIN}» и ниже строка «{END}», по одной; исправьте эту",
            )
            return
    if len(marks) < len(wanted):
        line = marks[-1][0] if marks else text.first + 1
        yield line, f"нет места для книг; допишите отдельной строкой «{wanted[len(marks)]}»"
