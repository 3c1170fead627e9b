"""From `git clone` to a checked new question: what a newcomer waits for, the first time and the second."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from scripts.benchmarks import Report
from scripts.tools import environment, running
from scripts.tools.progress import Progress

TITLE = "Новый вопрос"
SIZES = ()
QUESTION = ("--section", "junior/python-basics", "--title", "Проба", "--id", "bench-proba", "--tags", "collections")


def measure(sizes: list[int]) -> Report:  # noqa: ARG001 (a clone has no size to choose)
    """Measure in a clone of what is committed, which makes its own environment; needs the network.

    Raises:
        SetupError: when the repository cannot be cloned or a question not be added.
    """
    records = []
    with tempfile.TemporaryDirectory() as folder, Progress("Добавляю вопросы", 2) as progress:
        clone = Path(folder, "clone")
        for name in ("первый раз", "второй раз"):
            begun = time.monotonic()
            if not clone.exists():
                _run("git", "clone", "--quiet", str(environment.ROOT), str(clone), cwd=folder)
            cloned = time.monotonic()
            _script(clone, "new_question", *QUESTION, code=0)
            added = time.monotonic()
            # The skeleton is not filled in, so the check has something to say.
            _script(clone, "check", code=1)
            checked = time.monotonic()
            _run("git", "checkout", "--quiet", "docs", cwd=clone)
            steps = {"clone": cloned - begun, "new": added - cloned, "check": checked - added, "all": checked - begun}
            records.append({"name": name, **steps})
            progress.step()
    return Report(_table(records), records)


def _script(clone: Path, script: str, *arguments: str, code: int) -> None:
    # The interpreter that our environment was made from: what a newcomer has.
    python = getattr(sys, "_base_executable", sys.executable)
    _run(python, "-m", f"scripts.{script}", *arguments, cwd=clone, code=code)


def _run(*command: str, cwd: str | Path, code: int = 0) -> None:
    # Without the mark by which a script that was started anew knows itself.
    ours = ("SOBESEDNIK_RESTARTED", "VIRTUAL_ENV", "GITHUB_ACTIONS")
    environ = {name: value for name, value in os.environ.items() if name not in ours}
    result = subprocess.run(
        command, cwd=cwd, env=environ, capture_output=True, encoding="utf-8", errors="replace", check=False
    )
    if result.returncode != code:
        raise running.SetupError(f"{' '.join(command)}: {result.stdout}{result.stderr}".strip())


def _table(records: list[dict]) -> str:
    lines = ["| | git clone, с | new_question, с | check, с | всего, с |", "|---|---:|---:|---:|---:|"]
    for record in records:
        cells = [f"{record[key]:.1f}".replace(".", ",") for key in ("clone", "new", "check", "all")]
        lines.append(f"| {record['name']} | {' | '.join(cells)} |")
    return "\n".join(lines)
