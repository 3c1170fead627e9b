"""Runs SQL samples on SQLite and on PostgreSQL and compares the results with the tables."""

from __future__ import annotations

import math
import re
import sqlite3
from collections.abc import Iterator, Sequence
from decimal import Decimal, InvalidOperation

from hooks.bank.records import Problem
from hooks.checks.page.samples import ERROR, Sample, Table
from tests.samples.comparing import diff, first_difference, indented
from tests.samples.databases import DATABASES, Database, Result, SqlError
from tests.samples.processes import TIME_LIMIT

# Everything inside which a semicolon ends nothing, and the semicolon itself.
_TOKEN = re.compile(
    r"""'(?:[^']|'')*' | "(?:[^"]|"")*" | --[^\n]* | /\*.*?\*/ | (\$(?:[A-Za-z_]\w*)?\$).*?\1 | ;""",
    re.DOTALL | re.VERBOSE,
)


def run(samples: Sequence[Sample], limit: float = TIME_LIMIT) -> list[Problem]:
    """Run the SQL samples of one question, on each database from empty.

    Args:
        samples: those with the title SQLite or PostgreSQL run there only, all others on both.
        limit: seconds for one statement.

    Returns:
        What went otherwise than the page says, with the name of the database.
    """
    problems = []
    for kind in DATABASES:
        if any(_is_for(kind, sample) for sample in samples):
            with kind(limit) as database:
                problems += run_on(database, samples)
    return problems


def run_on(database: Database, samples: Sequence[Sample]) -> list[Problem]:
    """Run those of the samples that are for this database on it; return what went otherwise."""
    return [problem for s in samples if _is_for(type(database), s) for problem in _run_sample(database, s)]


def _is_for(kind: type[Database], sample: Sample) -> bool:
    return sample.fence.title not in {database.name for database in DATABASES} - {kind.name}


def split(code: str, is_sqlite: bool) -> Iterator[tuple[int, str]]:
    """Yield the statements of a script, each with the number of line ends before it."""
    start = 0
    ends = [match.end() for match in _TOKEN.finditer(code) if match[0] == ";"]
    for end in [*ends, len(code)]:
        statement = code[start:end]
        # Only SQLite has triggers with semicolons inside.
        if is_sqlite and end < len(code) and not sqlite3.complete_statement(statement):
            continue
        if statement.strip():
            blank = len(statement) - len(statement.lstrip())
            yield code[: start + blank].count("\n"), statement.strip()
        start = end


def _run_sample(database: Database, sample: Sample) -> list[Problem]:
    result, error = None, None
    statements = list(split(sample.code, database.name == "SQLite"))
    for number, (offset, statement) in enumerate(statements, 1):
        try:
            result = database.execute(statement) or result
        except SqlError as raised:
            error = (sample.line + 1 + offset, str(raised), len(statements) - number)
            break
    problems = _judge_error(sample, error)
    if not problems:
        problems = _judge_result(sample, result)
    return [Problem(p.source, p.line, f"{database.name}: {p.text}") for p in problems]


def _judge_error(sample: Sample, error: tuple[int, str, int] | None) -> list[Problem]:
    expected = sample.outputs.get(ERROR)
    if error is None:
        text = f"«{ERROR}» есть, а запросы выполнились без ошибки"
        return [sample.problem(text, expected.line)] if expected else []
    line, message, rest = error
    if expected is None:
        return [sample.problem(f"запрос не выполнен:\n{indented(message)}", line)]
    if expected.body.strip() not in message or not expected.body.strip():
        text = f"«{ERROR}» не входит в сообщение базы:\n{diff([expected.body.strip()], message.splitlines())}"
        return [sample.problem(text, expected.line + 1)]
    if rest:
        text = "за запросом с ошибкой стоят ещё запросы, они не выполнялись; перенесите их в следующий блок"
        return [sample.problem(text, line)]
    return []


def _judge_result(sample: Sample, result: Result | None) -> list[Problem]:
    table = sample.table
    if result is None:
        text = "под блоком есть таблица, а запросы не вернули строк"
        return [sample.problem(text, table.line)] if table else []
    if table is None:
        shown = indented("\n".join(_row(["NULL" if v is None else str(v) for v in row]) for row in result.rows))
        text = f"запрос вернул строки, а таблицы под блоком нет:\n{indented(_row(result.header))}\n{shown}"
        return [sample.problem(text)]
    expected = [_row(table.header), *map(_row, table.rows)]
    actual = [_row(result.header), *(_row(_shown(table, n, row)) for n, row in enumerate(result.rows))]
    index = first_difference(expected, actual)
    if index is None:
        return []
    # The line of dashes stands between the header and the rows.
    line = table.line + (index + 1 if index else 0)
    last = table.line + 1 + len(table.rows)
    return [sample.problem("результат не совпадает с таблицей:\n" + diff(expected, actual), min(line, last))]


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def _shown(table: Table, number: int, row: Sequence[object]) -> list[str]:
    """Return the cells of a row; one that means the same as the page's is shown as there."""
    expected = table.rows[number] if number < len(table.rows) else ()
    cells = [*expected, *[None] * len(row)]
    return [
        cell if cell is not None and _same(value, cell) else _text(value)
        for value, cell in zip(row, cells, strict=False)
    ]


def _text(value: object) -> str:
    if value is None:
        return "NULL"
    if isinstance(value, bool):
        return str(value).lower()
    return str(value).strip()


def _same(value: object, cell: str) -> bool:
    """Tell whether a value of a database is what a cell of a table says."""
    # PostgreSQL has true where SQLite has 1.
    if isinstance(value, bool):
        return cell in {"true", "t", "1"} if value else cell in {"false", "f", "0"}
    if isinstance(value, int) and cell in {"true", "false"}:
        return value == (cell == "true")
    if isinstance(value, int | float | Decimal):
        try:
            number = Decimal(cell)
        except InvalidOperation:
            return False
        # 150.50 and 150.5 are the same; SQLite has 15 digits where PostgreSQL has more.
        return number == value if isinstance(value, int) else math.isclose(number, value, rel_tol=1e-12)
    return _text(value) == cell
