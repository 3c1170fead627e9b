"""Tables too wide for a sheet of paper, as HTML."""

from __future__ import annotations

import re

from hooks.finish.paper.wide_tables import fair_share, mark
from hooks.finish.tree import children
from tests.finishing import article, sample


def table(*rows: list[str]) -> str:
    """Return a table as Markdown writes it, the first row as its head."""
    head, *body = ["".join(f"<td>{cell}</td>\n" for cell in row) for row in rows]
    head = head.replace("td>", "th>")
    lines = "".join(f"<tr>\n{row}</tr>\n" for row in body)
    return f"<table>\n<thead>\n<tr>\n{head}</tr>\n</thead>\n<tbody>\n{lines}</tbody>\n</table>"


def marked(content: str) -> str:
    """Return what becomes of an article."""
    page, _ = sample(content)
    mark(children(page.article))
    return article(page)


def long_words(content: str) -> list[str]:
    """Return the words that may break."""
    return re.findall(r'<span class="long-word">(.*?)</span>', content)


def test_table_that_fits_stays():
    content = f"<p>{'x' * 200}</p>\n" + table(["Что", "Как"], [f"<code>{'x' * 40}</code>", "слово " * 50])
    assert marked(content) == content


def test_only_the_longest_words_of_a_wide_table_may_break():
    rows = ["Что", "<code>multiprocessing</code>"], ["Короткие слова", "x" * 60], ["Да", "y" * 90]
    made = marked(table(*rows))
    assert '<table data-wide="">' in made
    assert long_words(made) == ["y" * 90]
    made = marked(table(["x" * 30] * 6, ["слово"] * 6))
    assert long_words(made) == ["x" * 30] * 6


def test_words_are_counted_as_they_are_read():
    assert marked(table(["&lt;" * 60])) == table(["&lt;" * 60])
    halves = "<code>" + "x" * 60 + "</code>" + "y" * 60
    assert long_words(marked(table([halves]))) == ["x" * 60, "y" * 60]


def test_rows_of_other_lengths_and_empty_tables_are_no_matter():
    assert "data-wide" in marked(table(["а"], ["б", "x" * 200], []))
    assert marked("<table></table>") == "<table></table>"


def test_room_is_shared_fairly():
    assert fair_share([5, 10, 100], 60) == 45
    assert fair_share([30, 30, 30], 60) == 20
    assert fair_share([5, 10], 60) == 10
    assert fair_share([9] * 40, 20) == 1
