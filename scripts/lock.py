"""Compile the locks from requirements*.in: `python3 -m scripts.lock`."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from scripts.tools import environment, running, safe_write
from scripts.tools.command_line import Parser

OPTIONS = ("--universal", "--python-version", "3.11", "--generate-hashes")
LOCKS = (environment.SITE_LOCK, environment.TEST_LOCK, environment.BENCH_LOCK)
_NAMES = "{}, {} и {}".format(*(lock.name for lock in LOCKS))
# Dependabot recompiles a lock with the options that it reads in the lock's own header.
HEADER = f"python3 -m scripts.lock (uv pip compile {' '.join(OPTIONS)})"


def parser() -> Parser:
    """Return the parser of the command line."""
    result = Parser(
        "lock",
        f"Пересобирает {_NAMES} из файлов .in: точные версии с хешами для всех систем и Python от 3.11.",
    )
    result.options.add_argument("--upgrade", action="store_true", help="взять новейшие версии, а не прежние")
    return result


def main(argv: list[str] | None = None) -> int:
    """Compile the locks; return 0 when all were written, uv's exit code when one was not."""
    arguments = parser().parse_args(argv)
    environment.enter(tests=True)
    for lock in LOCKS:
        with tempfile.TemporaryDirectory() as folder:
            # uv keeps the versions that it finds in the file to which it writes, and writes it in place.
            compiled = shutil.copy(lock, folder) if lock.exists() else Path(folder, lock.name)
            command = [
                *(environment.python(), "-m", "uv", "pip", "compile", "--quiet"),
                *OPTIONS,
                *("--no-emit-index-url", "--custom-compile-command", HEADER),
                *(["--upgrade"] if arguments.upgrade else []),
                *(lock.with_suffix(".in").name, "--output-file", compiled),
            ]
            code = subprocess.run(command, cwd=environment.ROOT, check=False).returncode
            if code:
                return code
            safe_write.replace(lock, Path(compiled).read_bytes())
    print(f"Собраны {_NAMES}; проверьте их: python3 -m scripts.test")
    return 0


if __name__ == "__main__":
    sys.exit(running.run(main))
