"""Run the code samples of questions: `python3 -m scripts.samples list-vs-tuple`."""

from __future__ import annotations

import os
import sys

from scripts.check import annotation
from scripts.tools import environment, running
from scripts.tools.command_line import Parser

DOCS = environment.ROOT / "docs"


def parser() -> Parser:
    """Return the parser of the command line."""
    result = Parser(
        "samples",
        "Запускает примеры кода из ответов и сверяет их вывод с напечатанным на странице.",
        epilog="Пример:\n  python3 -m scripts.samples list-vs-tuple\n  python3 -m scripts.samples junior/git-linux",
    )
    result.arguments.add_argument("names", nargs="*", metavar="id", help="id вопросов или страницы; без них — все")
    return result


def main(argv: list[str] | None = None) -> int:
    """Run the samples; return 0 when they do what the pages say, 1 when not, 2 when there is no such question."""
    arguments = parser().parse_args(argv)
    environment.enter(tests=True)
    # Imported late: before enter() nothing but the standard library may be there.
    from hooks.bank.load import load_bank
    from hooks.bank.vocabulary import load_vocabulary
    from hooks.checks.page.samples import collect_docs
    from tests.samples.processes import why_not_confined
    from tests.samples.report import pytest_report_header
    from tests.samples.running import count, run_unit

    if why_not_confined():
        print(pytest_report_header(), file=sys.stderr)
    asked = {name.removeprefix("docs/").removesuffix(".md").removeprefix("#") for name in arguments.names}
    pages = collect_docs(DOCS, load_vocabulary(environment.ROOT / "mkdocs.yml"))
    known = {question.id for question in load_bank(DOCS).questions} | {page.page.removesuffix(".md") for page in pages}
    if unknown := asked - known:
        print(f"Нет такого вопроса или страницы: {', '.join(sorted(unknown))}", file=sys.stderr)
        return 2
    show = annotation if os.environ.get("GITHUB_ACTIONS") == "true" else str
    ran = failed = 0
    for page in pages:
        is_whole = not asked or page.page.removesuffix(".md") in asked
        units = [unit for unit in page.units if is_whole or unit.id in asked]
        problems = [*page.problems] if is_whole or units else []
        for problem in [*problems, *(one for unit in units for one in run_unit(unit))]:
            print(show(problem), flush=True)
            failed += 1
        ran += sum(count(unit).total() for unit in units)
    if failed:
        print(f"Найдено ошибок: {failed}.", file=sys.stderr)
        return 1
    print(f"Примеры делают то, что написано; выполнено: {ran}." if ran else "Примеров, которые выполняются, здесь нет.")
    return 0


if __name__ == "__main__":
    sys.exit(running.run(main))
