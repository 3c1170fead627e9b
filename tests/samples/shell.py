"""Runs `bash` and `console` samples: one shell session for a question.

A generated driver sources each block from a file of its own, so that variables, functions and
the current folder survive. Lines of these files are lines of the page, so that what bash says
about a line is true of the page.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from hooks.bank.records import Problem
from hooks.checks.page.samples import OUTPUT, Sample
from tests.samples.comparing import compare_output, diff, first_difference, indented, lines_of, with_stderr
from tests.samples.processes import TIME_LIMIT, clean_environment, run_limited, temporary_folder

_IDENTITY = {"NAME": "Developer", "EMAIL": "dev@example.com", "DATE": "2026-01-15T12:00:00+00:00"}

_ENVIRONMENT = {
    "LC_ALL": "C.UTF-8",
    "TERM": "dumb",
    "TZ": "UTC",
    "PAGER": "cat",
    **{f"GIT_{role}_{key}": value for role in ("AUTHOR", "COMMITTER") for key, value in _IDENTITY.items()},
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_COUNT": "1",
    "GIT_CONFIG_KEY_0": "init.defaultBranch",
    "GIT_CONFIG_VALUE_0": "main",
    "GIT_EDITOR": "true",
    "GIT_PAGER": "cat",
    "GIT_TERMINAL_PROMPT": "0",
    # A sample must not change the environment that runs the tests, nor need a network.
    "PIP_NO_INDEX": "1",
    "PIP_DISABLE_PIP_VERSION_CHECK": "1",
}

# What bash says about a script that stops in the middle of a command.
_INCOMPLETE = re.compile(r"unexpected end of file|unexpected EOF|delimited by end-of-file")

_STRICT = """\
set -Eeuo pipefail
trap 'printf "%s %s\\n" "$LINENO" "${{BASH_SOURCE[0]:-}}" > {failed}' ERR
. {script} > {out} 2> {err} < /dev/null
"""
# The status of a command is what the next one sees in $?.
_LENIENT = """\
trap - ERR
set +Eeu +o pipefail
(exit "${{SAMPLE_STATUS:-0}}")
. {script} > {out} 2>&1 < /dev/null
SAMPLE_STATUS=$?
"""


@dataclass(frozen=True)
class _Step:
    """A bash block, or one command of a console block with what it shall print."""

    sample: Sample
    line: int
    """Line of the page on which the code begins."""
    code: str
    expected: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Result:
    out: str
    err: str
    is_done: bool


class _BadConsoleError(Exception):
    """A console block that cannot be read; holds the problem."""


def run(samples: Sequence[Sample], limit: float = TIME_LIMIT) -> list[Problem]:
    """Run the `bash` and `console` samples of one question in one session, in order.

    Args:
        samples: bash blocks run in strict mode and print «Вывод»; console blocks hold commands
            (`$ `) and what they print, errors included, whatever their exit code is.
        limit: seconds for all of them.

    Returns:
        What went otherwise than the page says.
    """
    try:
        steps = [step for sample in samples for step in _steps(sample)]
    except _BadConsoleError as error:
        return [error.args[0]]
    with temporary_folder() as folder:
        for name in ("home", "work", "support"):
            (folder / name).mkdir()
        session = _Session(steps, folder)
        code = session.run(limit)
        problems = []
        for number, step in enumerate(steps):
            result = session.result(number)
            if not result.is_done:
                return [*problems, session.interruption(number, result, code, limit)]
            problems += _judge(step, result)
        return problems


# -- console blocks -------------------------------------------------------------------------


def _steps(sample: Sample) -> Iterator[_Step]:
    if sample.language == "bash":
        yield _Step(sample, sample.line + 1, sample.code)
        return
    lines = sample.code.split("\n")
    index = 0
    while index < len(lines):
        start = index
        command, index = _command(sample, lines, index)
        end = index
        while end < len(lines) and not lines[end].startswith("$ "):
            end += 1
        yield _Step(sample, sample.line + 1 + start, command, tuple(lines_of("\n".join(lines[index:end]))))
        index = end


def _command(sample: Sample, lines: Sequence[str], index: int) -> tuple[str, int]:
    """Return a command with its continuation lines, and the index of the line after it."""
    start, command = index, lines[index][2:]
    index += 1
    while _is_incomplete(command):
        if index == len(lines):
            raise _BadConsoleError(sample.problem("команда не закончена", sample.line + 1 + start))
        command += "\n" + lines[index].removeprefix("> ")
        index += 1
    return command, index


def _is_incomplete(command: str) -> bool:
    if command.endswith("\\"):
        return True
    check = subprocess.run(
        ["bash", "-n"],
        input=command + "\n",
        capture_output=True,
        encoding="utf-8",
        check=False,
        env={"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C.UTF-8"},
    )
    return bool(_INCOMPLETE.search(check.stderr))


# -- the session ----------------------------------------------------------------------------


class _Session:
    def __init__(self, steps: Sequence[_Step], folder: Path) -> None:
        self.steps = steps
        self.folder = folder
        self.support = folder / "support"
        self.done = self.support / "done"
        self.failed = self.support / "failed"

    def run(self, limit: float) -> int | None:
        """Run all steps; return the exit code of the shell, None when it was killed."""
        script = "".join(self._driven(number, step) for number, step in enumerate(self.steps))
        driver = self.support / "driver"
        driver.write_text(script, encoding="utf-8")
        env = clean_environment(self.folder / "home") | _ENVIRONMENT
        with (self.support / "log").open("wb") as log:
            return run_limited(
                ["bash", driver],
                folder=self.folder,
                cwd=self.folder / "work",
                env=env,
                limit=limit,
                stdout=log,
                stderr=log,
            )

    def _driven(self, number: int, step: _Step) -> str:
        self._script(number).write_text("\n" * (step.line - 1) + step.code + "\n", encoding="utf-8")
        form = _STRICT if step.sample.language == "bash" else _LENIENT
        driven = form.format(
            script=shlex.quote(str(self._script(number))),
            out=shlex.quote(str(self._file("out", number))),
            err=shlex.quote(str(self._file("err", number))),
            failed=shlex.quote(str(self.failed)),
        )
        return f"{driven}echo {number} >> {shlex.quote(str(self.done))}\n"

    def _file(self, kind: str, number: int) -> Path:
        return self.support / f"{kind}{number}"

    def _script(self, number: int) -> Path:
        return self._file("step", number)

    def result(self, number: int) -> _Result:
        """Return what a step printed and whether it came to its end."""
        done = self.done.read_text(encoding="utf-8").split() if self.done.exists() else []
        return _Result(self._read("out", number), self._read("err", number), str(number) in done)

    def _read(self, kind: str, number: int) -> str:
        """Return an output in which our files look as the page or a terminal would name them."""
        file = self._file(kind, number)
        text = ""
        if file.exists():
            with file.open(encoding="utf-8", errors="backslashreplace") as output:
                text = output.read(10**6)  # of an endless output as much as a message may need
        step = self.steps[number]
        scripts = re.escape(str(self.support)) + r"/step\d+"
        if step.sample.language == "console":
            # In a terminal bash does not name the line.
            return re.sub(rf"^{scripts}: line \d+: ", "bash: ", text, flags=re.MULTILINE)
        return re.sub(scripts, step.sample.source, text)

    def interruption(self, number: int, result: _Result, code: int | None, limit: float) -> Problem:
        """Return the problem of the step that did not come to its end."""
        step = self.steps[number]
        rest = len(self.steps) - number - 1
        more = f"; следующие блоки и команды вопроса не выполнялись: {rest}" if rest else ""
        if code is None:
            return step.sample.problem(with_stderr(f"не уложился в {limit:g} с{more}", result.err), step.line)
        printed = f"\n  успел напечатать:\n{indented(result.out)}" if result.out.strip() else ""
        text = f"команда завершилась с кодом {code}{more}{printed}"
        return step.sample.problem(with_stderr(text, result.err), self._failed_line(step, result))

    def _failed_line(self, step: _Step, result: _Result) -> int:
        """Return the line that bash has named: by our trap, or in its message."""
        if self.failed.exists() and step.sample.language == "bash":
            line, _, file = self.failed.read_text(encoding="utf-8").strip().partition(" ")
            if Path(file).parent == self.support and Path(file).name.startswith("step"):
                return int(line)
        named = re.search(rf"^{re.escape(step.sample.source)}: line (\d+): ", result.err, re.MULTILINE)
        return int(named[1]) if named else step.line


def _judge(step: _Step, result: _Result) -> list[Problem]:
    if step.sample.language == "bash":
        return compare_output(step.sample, OUTPUT, result.out, result.err)
    actual = lines_of(result.out)
    index = first_difference(step.expected, actual)
    if index is None:
        return []
    text = f"команда «{step.code}» печатает другое:\n" + diff(step.expected, actual)
    return [step.sample.problem(text, step.line)]
