"""Run the code samples of questions: `python3 -m scripts.samples list-vs-tuple`."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable

from scripts.check import annotation
from scripts.tools import environment, running
from scripts.tools.command_line import Parser

DOCS = environment.ROOT / "docs"


def parser() -> Parser:
    """Return the parser of the command line."""
    result = Parser(
        "samples",
        "Запускает примеры кода из ответов и сверяет их вывод с напечатанным на странице.",
        epilog="Пример:\n  python3 -m scripts.samples list-vs-tuple\n  python3 -m scripts.samples junior/git-linux\n"
        "  python3 -m scripts.samples --python /usr/bin/python3.13 --python pyodide",
    )
    result.arguments.add_argument("names", nargs="*", metavar="id", help="id вопросов или страницы; без них — все")
    result.options.add_argument(
        "--python",
        action="append",
        metavar="ПУТЬ",
        help="запустить на другом Python, можно несколько раз: путь к его программе, pyodide (3.14) или"
        " pyodide-next (3.15); примеры не на Python и те, которым нужны пакеты, он не запускает",
    )
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
    chosen = [
        (page, [unit for unit in page.units if not asked or {page.page.removesuffix(".md"), unit.id} & asked])
        for page in pages
        if not asked or asked & {page.page.removesuffix(".md"), *(unit.id for unit in page.units)}
    ]
    show = annotation if os.environ.get("GITHUB_ACTIONS") == "true" else str
    if arguments.python:
        return _run_elsewhere(arguments.python, [unit for _, units in chosen for unit in units], show)
    ran = failed = 0
    for page, units in chosen:
        for problem in [*page.problems, *(one for unit in units for one in run_unit(unit))]:
            print(show(problem), flush=True)
            failed += 1
        ran += sum(count(unit).total() for unit in units)
    if failed:
        print(f"Найдено ошибок: {failed}.", file=sys.stderr)
        return 1
    print(f"Примеры делают то, что написано; выполнено: {ran}." if ran else "Примеров, которые выполняются, здесь нет.")
    return 0


def _run_elsewhere(names: list[str], units: list, show: Callable) -> int:
    """Run the samples on other Pythons; return 0 where they do the same there, 1 where not."""
    from tests.samples import interpreters

    pythons = [interpreters.find(name) for name in names]  # all of them, before the first sample runs
    differing = 0
    for python in pythons:
        total = interpreters.Outcome()
        for unit in units:
            outcome = interpreters.run_unit(unit, python)
            total.add(outcome)
            for problem in outcome.problems:
                print(show(problem), flush=True)
        print(_summary(python.name, total), flush=True)
        differing += len(total.problems)
    return 1 if differing else 0


def _summary(name: str, total) -> str:
    left_out = {
        "нужны пакеты": total.with_packages,
        "нужны потоки, процессы или сеть, которых там нет": total.without_system,
        "стоят под такими в том же вопросе": total.below,
    }
    told = "; ".join(f"{reason} — {number}" for reason, number in left_out.items() if number)
    text = f"{name}: выполнено {total.ran}, отличий от страницы {len(total.problems)}"
    return f"{text}. Не выполнялись: {told}." if told else f"{text}."


if __name__ == "__main__":
    sys.exit(running.run(main))
