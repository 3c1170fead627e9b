"""Starts the processes of samples: clean environment, walls around them, time limit, nothing left behind."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import signal
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import IO

TIME_LIMIT = 30.0
"""Seconds that all samples of one language family of one question may take together."""

TOOLS = Path(sysconfig.get_path("scripts"))
"""Folder of the commands that came with the requirements."""


@contextlib.contextmanager
def temporary_folder() -> Iterator[Path]:
    """Give a folder of its own to the body of `with`, with a resolved name."""
    # A killed sample may leave what cannot be removed; that must not hide its failure.
    with tempfile.TemporaryDirectory(prefix="sample-", ignore_cleanup_errors=True) as name:
        yield Path(name).resolve()


@contextlib.contextmanager
def alone(name: str) -> Iterator[None]:
    """Let only one process of this user at a time into the body of `with` of this name."""
    with (Path(tempfile.gettempdir()) / f"sobesednik-{name}-{os.getuid()}.lock").open("a", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def clean_environment(home: Path) -> dict[str, str]:
    """Return the variables that every sample gets, and no others."""
    path = f"{TOOLS}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
    return {"PATH": path, "HOME": str(home), "LANG": "C.UTF-8"}


def run_limited(
    command: Sequence[str | Path],
    *,
    folder: Path,
    cwd: Path,
    env: Mapping[str, str],
    limit: float,
    shown: Sequence[str | Path] = (),
    shared: Sequence[str | Path] = (),
    stdin: IO | int = subprocess.DEVNULL,
    stdout: IO | int = subprocess.DEVNULL,
    stderr: IO | int = subprocess.DEVNULL,
) -> int | None:
    """Run a command, then end everything that it has started.

    Args:
        command: it sees the system's programs, the installed packages, and what is named here.
        folder: what it may read and write.
        cwd: where it starts, inside the folder.
        env: all its variables.
        limit: seconds until it is ended.
        shown: more that it may read.
        shared: more that it may read and write.
        stdin: its input; nothing by default, as its outputs go nowhere.
        stdout: see `stdin`.
        stderr: see `stdin`.

    Returns:
        Its exit code; None when it was killed at the time limit.
    """
    streams = {"stdin": stdin, "stdout": stdout, "stderr": stderr}
    walls = _walls(shown, [folder, *shared])
    with started([*walls, *command], cwd=cwd, env=env, **streams) as process:
        try:
            return process.wait(limit)
        except subprocess.TimeoutExpired:
            return None


@contextlib.contextmanager
def started(
    command: Sequence[str | Path], *, cwd: Path, env: Mapping[str, str], **streams: IO | int
) -> Iterator[subprocess.Popen]:
    """Run a command for the body of `with`; give its process, and end all that it has started."""
    process = subprocess.Popen(command, cwd=cwd, env=env, start_new_session=True, umask=0o022, **streams)
    try:
        yield process
    finally:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


@contextlib.contextmanager
def serving(command: Sequence[str | Path], folder: Path) -> Iterator[subprocess.Popen]:
    """Run a server for the body of `with`; it sees what a sample sees, and its folder."""
    nowhere = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.DEVNULL)
    walls = _walls([], [folder])
    with started([*walls, *command], cwd=folder, env=clean_environment(folder), **nowhere) as process:
        yield process


# -- walls ----------------------------------------------------------------------------------


def _walls(shown: Sequence[str | Path], shared: Sequence[str | Path]) -> list[str]:
    """Return what stands before a command to confine it, nothing where this machine cannot."""
    return [] if why_not_confined() else _confined(shown, shared)


@cache
def why_not_confined() -> str:
    """Return why samples cannot be confined on this machine, nothing where they can."""
    if sys.platform != "linux":
        return "это умеет только Linux"
    with temporary_folder() as folder:
        command = [*_confined([], [folder]), "true"]
        env = clean_environment(folder)
        done = subprocess.run(command, cwd=folder, env=env, stdin=subprocess.DEVNULL, capture_output=True, check=False)
    said = done.stderr.decode(errors="replace").strip().rpartition("\n")[2]
    return said or f"код {done.returncode}" if done.returncode else ""


def _confined(shown: Sequence[str | Path], shared: Sequence[str | Path]) -> list[str]:
    # Where the packages and the interpreter lie; the latter may be in the home folder, as pyenv and uv have it.
    readable = [sys.prefix, sys.base_prefix, sys.base_exec_prefix, *shown]
    lists = [json.dumps([str(path) for path in paths]) for paths in (readable, shared)]
    return [sys.executable, "-I", "-S", str(_CONFINED), *lists]


_CONFINED = Path(__file__).with_name("confined.py")
