"""Run a program and tell what it cost: by the clock, of the processor, of memory."""

from __future__ import annotations

import os
import subprocess
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from scripts.tools import running

POLL = 0.05
"""Seconds between two looks at the memory of a program."""


@dataclass(frozen=True)
class Cost:
    """What a program has cost, with all that it started."""

    wall: float
    cpu: float
    """Seconds, of the user and of the system together: what else the machine does changes them little."""
    memory: float
    """Peak resident memory, MiB."""

    def __add__(self, other: Cost) -> Cost:
        """Return the cost of one after the other."""
        return Cost(self.wall + other.wall, self.cpu + other.cpu, max(self.memory, other.memory))


def cost(command: list[str | Path], folder: Path, environ: Mapping[str, str] | None = None, code: int = 0) -> Cost:
    """Run a program to its end.

    Args:
        command: the program and its arguments.
        folder: where it runs.
        environ: its variables; ours where they are not given.
        code: its exit code when all is well.

    Raises:
        SetupError: when it cannot be started or ends with another exit code; the message ends with what it said last.
    """
    import psutil

    with tempfile.TemporaryFile() as log:
        wall, before, peak = time.perf_counter(), os.times(), 0
        try:
            process = subprocess.Popen(command, cwd=folder, env=environ, stdout=log, stderr=subprocess.STDOUT)
        except OSError as error:
            raise running.SetupError(f"{command[0]}: {error.strerror}") from error
        try:
            watched = psutil.Process(process.pid)
            while process.poll() is None:
                peak = max(peak, resident(watched))
                time.sleep(POLL)
        except BaseException:
            running.stop(process)
            raise
        wall, after = time.perf_counter() - wall, os.times()
        if process.returncode != code:
            log.seek(0)
            said = log.read().decode(errors="replace").strip()
            name = " ".join(map(str, command))
            raise running.SetupError(f"«{name}» — код {process.returncode}:\n{said[-2000:]}")
    cpu = after.children_user - before.children_user + after.children_system - before.children_system
    return Cost(wall, cpu, peak / 2**20)


def resident(process) -> int:
    """Return the resident memory of a process and its children, 0 when they have just ended."""
    import psutil

    try:
        return sum(one.memory_info().rss for one in [process, *process.children(recursive=True)])
    except psutil.NoSuchProcess:
        return 0
