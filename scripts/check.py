"""Check the pages of questions: `python3 -m scripts.check`."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from scripts import environment, repairs
from scripts.command_line import Parser

SAMPLES = "Примеры кода запускает python3 -m scripts.samples id-вопроса."


def parser() -> Parser:
    """Return the parser of the command line."""
    result = Parser(
        "check",
        "Проверяет страницы: формат, язык, безопасность, адреса."
        " Называет сразу все ошибки: файл, строку и как исправить. Примеры кода запускает scripts.samples.",
    )
    result.arguments.add_argument(
        "docs", nargs="?", type=Path, default=environment.ROOT / "docs", help="папка со страницами (docs/)"
    )
    result.options.add_argument(
        "--fix",
        action="store_true",
        help="сначала исправить то, что исправляется одним способом (отступы, кавычки, тире, ё),"
        " и дописать новые адреса; показывает, что изменено",
    )
    return result


def annotation(problem) -> str:
    """Return a problem as a workflow command of GitHub Actions.

    The escapes are those of docs.github.com, «Workflow commands for GitHub Actions», as its
    toolkit writes them: `%`, line ends, and in properties also `:` and `,`.
    """
    text = str(problem).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    name = problem.source.replace("%", "%25").replace(":", "%3A").replace(",", "%2C")
    return f"::error file={name},line={problem.line}::{text}"


def _later(pages: list[str]) -> str:
    """Say which pages are too broken to be read for everything, so that later mistakes surprise nobody."""
    return f" Исправите — проверю ещё разметку и адреса: {', '.join(pages)}." if pages else ""


def main(argv: list[str] | None = None) -> int:
    """Check the pages, with --fix repair them first; return 0 when all is well, 1 when something is to repair."""
    arguments = parser().parse_args(argv)
    environment.enter()
    # Imported late: before enter() nothing but the standard library may be there.
    from hooks.page_checks import check_folder

    try:
        if arguments.fix:
            for difference in repairs.repair(arguments.docs):
                print(difference)
        bank = check_folder(arguments.docs)
    except ValueError as error:
        print(error, file=sys.stderr)
        return 1
    show = annotation if os.environ.get("GITHUB_ACTIONS") == "true" else str
    for problem in bank.problems:
        print(show(problem))
    if bank.problems:
        print(f"Найдено ошибок: {len(bank.problems)}.{_later(bank.unread)}", file=sys.stderr)
        return 1
    print(f"Ошибок нет; проверено вопросов: {len(bank.questions)}. {SAMPLES}")
    return 0


if __name__ == "__main__":
    sys.exit(environment.run(main))
