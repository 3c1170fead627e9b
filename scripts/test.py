"""Run every test: `python3 -m scripts.test`."""

from __future__ import annotations

import contextlib
import subprocess
import sys
import tempfile
from pathlib import Path

from scripts.tools import environment, running, system_packages
from scripts.tools.command_line import Parser


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
    """Run the tests; return pytest's exit code. Interrupted, pytest ends first and tidies up."""
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
    # The machines that we and GitHub have differ, two cores they all have. Three workers: a test of the browser waits
    # for a third of its time.
    command = [environment.python(), "-m", "pytest", "-n", "3", "--dist", "loadgroup", *arguments]
    # At a terminal Ctrl+C reaches all, and its debugger reads what is typed; elsewhere we hand on what we are sent.
    is_at_terminal = sys.stdin is not None and sys.stdin.isatty()
    pytest = subprocess.Popen(command, cwd=root, process_group=None if is_at_terminal else 0)
    try:
        return pytest.wait()
    except KeyboardInterrupt:
        if is_at_terminal:
            # A second Ctrl+C would break its tidying.
            with contextlib.suppress(subprocess.TimeoutExpired):
                pytest.wait(20)
        raise
    finally:
        running.stop(pytest)


if __name__ == "__main__":
    sys.exit(running.run(main))
