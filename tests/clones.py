"""Fresh copies of the repository, to try what a newcomer does."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

from scripts.tools.environment import ROOT


def repository_files() -> list[Path]:
    """Return every file, relative to the root, that is committed or would be."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    return [Path(name) for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]


def make_clone(folder: Path) -> Path:
    """Copy the repository as git would clone it, with what is not committed yet; return the folder."""
    for name in repository_files():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, folder / name)
    return folder


def make_repository(folder: Path) -> Path:
    """Make a clone with a commit, and with the environment of the running tests: nothing is installed."""
    clone = make_clone(folder)
    (clone / ".venv").symlink_to(ROOT / ".venv", target_is_directory=True)
    (clone / ".git/info").mkdir(parents=True)
    git(clone, "init", "-q", "-b", "main")
    (clone / ".git/info/exclude").write_text("/.venv\n", encoding="utf-8")
    git(clone, "add", "--all")
    git(clone, "commit", "-q", "-m", "Начало")
    return clone


def start_in_background() -> None:
    """Take signals as a shell's background job does, whoever runs the tests: Ctrl+C is ignored, a hang-up is not.

    Given to `subprocess` as `preexec_fn`.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGHUP, signal.SIG_DFL)


def git(clone: Path, *arguments: str) -> str:
    """Run git in a clone; return what it printed."""
    identity = ["-c", "user.name=Тест", "-c", "user.email=test@example.org", "-c", "commit.gpgsign=false"]
    result = subprocess.run(
        ["git", *identity, *arguments], cwd=clone, capture_output=True, encoding="utf-8", check=False
    )
    assert result.returncode == 0, result.stderr
    return result.stdout


def base_python() -> Path:
    """Return the interpreter that the environment was made from: what a newcomer has."""
    return Path(getattr(sys, "_base_executable", sys.executable))


def newcomer_environ(**environ: str) -> dict[str, str]:
    """Return an environment without traces of the running tests."""
    ours = ("VIRTUAL_ENV", "SOBESEDNIK_RESTARTED", "GITHUB_ACTIONS", "PYTHONPATH", "PYTHONUTF8")
    kept = {name: value for name, value in os.environ.items() if name not in ours and not name.startswith("PYTEST")}
    return kept | environ


def run(clone: Path, script: str, *arguments: str | bytes, **environ: str) -> subprocess.CompletedProcess[str]:
    """Run a script of a clone with the newcomer's interpreter."""
    return subprocess.run(
        [base_python(), "-m", f"scripts.{script}", *arguments],
        cwd=clone,
        env=newcomer_environ(**environ),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
