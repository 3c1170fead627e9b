"""Run every test: `python3 -m scripts.test`."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from scripts import environment, system_packages
from scripts.command_line import Parser


def parser() -> Parser:
    """Return the parser of the command line."""
    result = Parser(
        "test",
        "Прогоняет все тесты. При первом запуске сам создаёт окружение .venv и ставит нужные программы.",
        epilog="Пример части тестов:\n  python3 -m scripts.test -- tests/test_samples.py -k list-vs-tuple",
    )
    result.arguments.add_argument("pytest", nargs="*", metavar="-- …", help="всё после -- достаётся pytest")
    result.options.add_argument(
        "--contributed",
        action="store_true",
        help="прогнать их на копии, где есть новые вопрос, тема и раздел, один вопрос убран и один перенесён",
    )
    return result


def main(argv: list[str] | None = None) -> int:
    """Run the tests; return pytest's exit code."""
    arguments = parser().parse_args(argv)
    environment.enter(tests=True)
    system_packages.ensure_test_programs()
    if not arguments.contributed:
        return _run(environment.ROOT, arguments.pytest)
    # Imported late: before enter() nothing but the standard library may be there.
    from tests.contributions import make_copy

    with tempfile.TemporaryDirectory() as folder:
        return _run(make_copy(Path(folder) / "sobesednik"), arguments.pytest)


def _run(root: Path, arguments: list[str]) -> int:
    # Two workers: the machines that we and GitHub have differ, two cores they all have.
    command = [environment.python(), "-m", "pytest", "-n", "2", "--dist", "loadgroup", *arguments]
    return subprocess.run(command, cwd=root, check=False).returncode


if __name__ == "__main__":
    sys.exit(environment.run(main))
