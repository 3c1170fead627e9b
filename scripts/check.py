"""Check the pages of questions: `python3 -m scripts.check`."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from scripts.tools import environment, repairs, running
from scripts.tools.command_line import Parser

SAMPLES = "Примеры кода запускает python3 -m scripts.samples id-вопроса."


def parser() -> Parser:
    """Return the parser of the command line."""
    result = Parser(
        "check",
        "Проверяет страницы: формат, язык, безопасность, адреса."
        " Называет сразу все ошибки: файл, строку и как исправить. Примеры кода запускает scripts.samples.",
    )
    result.arguments.add_argument(
        "docs",
        nargs="?",
        type=Path,
        default=environment.ROOT / "docs",
        help="папка со страницами (docs/) или то, о чём рассказать: страница, раздел, mkdocs.yml",
    )
    result.options.add_argument(
        "--fix",
        action="store_true",
        help="сначала исправить то, что исправляется одним способом (отступы, кавычки, тире, ё),"
        " и дописать новые адреса; показывает, что изменено",
    )
    return result


def find_docs(path: Path) -> tuple[Path, str]:
    """Return the folder of pages that a path is or belongs to, and the one name that is meant, empty where all are.

    Raises:
        FileNotFoundError: when the path is not there or belongs to no site.
    """
    path = Path(os.path.abspath(path))  # noqa: PTH100 (resolved, a linked folder would have another name)
    if not path.exists():
        raise FileNotFoundError(2, "нет такой папки или страницы", str(path))
    if path.is_dir() and (path.parent / "mkdocs.yml").is_file():
        return path, ""
    if (path / "mkdocs.yml").is_file():
        return path / "docs", ""
    for root in path.parents:
        if (root / "mkdocs.yml").is_file():
            return root / "docs", path.relative_to(root).as_posix()
    raise FileNotFoundError(2, "рядом нет mkdocs.yml; укажите папку docs/ или страницу в ней", str(path))


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
    from hooks.checks import check_folder

    docs, part = find_docs(arguments.docs)
    try:
        if arguments.fix:
            for difference in repairs.repair(docs, part):
                print(difference)
        bank = check_folder(docs)
    except ValueError as error:
        print(error, file=sys.stderr)
        return 1
    problems = [problem for problem in bank.problems if _is_meant(problem.source, part)]
    questions = [question for question in bank.questions if _is_meant(question.source, part)]
    show = annotation if os.environ.get("GITHUB_ACTIONS") == "true" else str
    for problem in problems:
        print(show(problem))
    if problems:
        unread = [name for name in bank.unread if _is_meant(name, part)]
        print(f"Найдено ошибок: {len(problems)}.{_later(unread)}", file=sys.stderr)
        return 1
    _tell_longer(questions)
    print(f"Ошибок нет; проверено вопросов: {len(questions)}. {SAMPLES}")
    return 0


def _tell_longer(questions) -> None:
    """Count the answers that are longer than their limits, each with its reason."""
    places = [f"  {question.source}:{one.line}: {one.reason}" for question in questions for one in question.longer]
    if places:
        print("\n".join([f"Длиннее предела, и сказано почему: {len(places)}", *places]))


def _is_meant(name: str, part: str) -> bool:
    return not part or name == part or name.startswith(f"{part}/")


if __name__ == "__main__":
    sys.exit(running.run(main))
