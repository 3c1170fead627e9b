"""Starts the processes of samples: clean environment, time limit, nothing left behind."""

from __future__ import annotations

import contextlib
import fcntl
import os
import signal
import subprocess
import sysconfig
import tempfile
from collections.abc import Iterator, Mapping, Sequence
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
    with (Path(tempfile.gettempdir()) / f"sobesednik-{name}-{os.getuid()}.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def clean_environment(home: Path) -> dict[str, str]:
    """Return the variables that every sample gets, and no others."""
    path = f"{TOOLS}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
    return {"PATH": path, "HOME": str(home), "LANG": "C.UTF-8"}


def run_limited(
    command: Sequence[str | Path],
    *,
    cwd: Path,
    env: Mapping[str, str],
    limit: float,
    stdout: IO | int = subprocess.DEVNULL,
    stderr: IO | int = subprocess.DEVNULL,
) -> int | None:
    """Run a command without input, then end everything that it has started.

    Returns:
        Its exit code; None when it was killed at the time limit.
    """
    process = subprocess.Popen(
        command,
        cwd=cwd,
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=stdout,
        stderr=stderr,
        start_new_session=True,
        umask=0o022,
    )
    try:
        return process.wait(limit)
    except subprocess.TimeoutExpired:
        return None
    finally:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
