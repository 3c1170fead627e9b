"""Check the Python code: `python3 -m scripts.lint`."""

from __future__ import annotations

import subprocess
import sys

from scripts.tools import environment, running
from scripts.tools.command_line import Parser


def parser() -> Parser:
    """Return the parser of the command line."""
    result = Parser("lint", "Проверяет код на Python: правила и оформление, как в тестах (ruff).")
    result.options.add_argument("--fix", action="store_true", help="исправить то, что можно исправить без вас")
    return result


def main(argv: list[str] | None = None) -> int:
    """Run ruff over the project; return 0 when it is clean, 1 when not."""
    arguments = parser().parse_args(argv)
    environment.enter(tests=True)
    rules = ["check", *(["--fix"] if arguments.fix else [])]
    layout = ["format", *([] if arguments.fix else ["--check"])]
    ruff = [environment.python(), "-m", "ruff"]
    # Both, so that everything is told at once.
    codes = [
        subprocess.run([*ruff, *part, "."], cwd=environment.ROOT, check=False).returncode for part in (rules, layout)
    ]
    return int(any(codes))


if __name__ == "__main__":
    sys.exit(running.run(main))
