"""How our scripts start MkDocs."""

from __future__ import annotations

import os

from scripts import environment


def mkdocs(*arguments: str) -> list[str]:
    """Return a command that runs MkDocs of the project's environment."""
    return [str(environment.python()), "-m", "mkdocs", *arguments]


def environ() -> dict[str, str]:
    """Return the environment for it: Material's notice about its end of life would hide our messages."""
    return os.environ | {"NO_MKDOCS_2_WARNING": "1"}
