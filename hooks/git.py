"""What Git says of a folder, for the permanent addresses and for the edition of a book."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

# Git inside a hook of Git is told another repository by these.
_VARIABLES = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_COMMON_DIR", "GIT_OBJECT_DIRECTORY")


def git(folder: Path, *arguments: str, within: Path | None = None) -> str:
    """Return what Git prints; nothing where it is missing, fails or knows no repository.

    Args:
        folder: where it is run.
        arguments: of its command line.
        within: a repository that holds this folder is not looked for.
    """
    environ = {name: value for name, value in os.environ.items() if name not in _VARIABLES}
    if within is not None:
        environ["GIT_CEILING_DIRECTORIES"] = str(within)
    try:
        result = subprocess.run(  # noqa: S603 (our own arguments)
            ["git", *arguments],  # noqa: S607 (the one of the path, as everywhere)
            cwd=folder,
            env=environ,
            capture_output=True,
            timeout=20,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return result.stdout.decode("utf-8", errors="replace") if result.returncode == 0 else ""
