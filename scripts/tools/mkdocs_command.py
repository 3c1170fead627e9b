"""How our scripts start MkDocs."""

from __future__ import annotations

import os
from pathlib import Path

from scripts.tools import environment


def mkdocs(*arguments: str) -> list[str]:
    """Return a command that runs MkDocs of the project's environment."""
    return [str(environment.python()), "-m", "mkdocs", *arguments]


def environ() -> dict[str, str]:
    """Return the environment for it: Material's notice about its end of life would hide our messages."""
    return os.environ | {"NO_MKDOCS_2_WARNING": "1"}


def settings_problems(config: Path) -> list[str]:
    """Return what is wrong with the settings of a site: MkDocs would run what a tag in them names.

    Raises:
        OSError: when they cannot be read.
    """
    # It needs the environment, which a first run has only now.
    from hooks.checks import read_sources
    from hooks.checks.project import settings

    pages = {source.page for source in read_sources(config.parent / "docs")}
    return [str(problem) for problem in settings.find(config, pages).problems]
