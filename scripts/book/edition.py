"""Which edition a book is: its commit, its date and the clock of its build."""

from __future__ import annotations

import datetime
import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

from scripts.book import BookError

MONTHS = (
    *("января", "февраля", "марта", "апреля", "мая", "июня"),
    *("июля", "августа", "сентября", "октября", "ноября", "декабря"),
)
UNKNOWN = 315_532_800
"""1 January 1980, the first day of ZIP archives: the clock where neither Git nor the environment tells."""


@dataclass(frozen=True)
class Edition:
    """What the imprint says, and the time in the file."""

    epoch: int
    """Seconds since 1970, as in `SOURCE_DATE_EPOCH`."""
    commit: str = ""
    """Full hash; empty where there is no Git."""
    is_changed: bool = False
    """Whether the working tree differs from the commit."""

    @property
    def moment(self) -> datetime.datetime:
        """The time of the edition, UTC."""
        return datetime.datetime.fromtimestamp(self.epoch, datetime.UTC)

    @property
    def date(self) -> str:
        """The date in words: «23 ноября 2026 года»; empty when it is not known."""
        if self.epoch == UNKNOWN:
            return ""
        return f"{self.moment.day} {MONTHS[self.moment.month - 1]} {self.moment.year} года"


def find_edition(root: Path) -> Edition:
    """Return the edition that a working tree is.

    The clock is `SOURCE_DATE_EPOCH` of the environment, else the time of the last commit, else `UNKNOWN`
    (https://reproducible-builds.org/docs/source-date-epoch/). The clock of the machine is never used.

    Raises:
        BookError: when the variable is not a number of seconds.
    """
    commit, _, committed = _git(root, "log", "-1", "--format=%H %ct").partition(" ")
    given = os.environ.get("SOURCE_DATE_EPOCH", "").strip()
    if given and not (given.isdecimal() and int(given) < 2**40):
        raise BookError(f"SOURCE_DATE_EPOCH должна быть числом секунд с 1970 года, а не «{given}».")
    epoch = int(given or committed or UNKNOWN)
    return Edition(epoch, commit, bool(commit) and bool(_git(root, "status", "--porcelain", "--untracked-files=no")))


def _git(root: Path, *arguments: str) -> str:
    """Return what Git says about the project, nothing where there is no Git or no repository."""
    try:
        # Not a repository that only lies around ours: an unpacked archive has no commit.
        done = subprocess.run(
            ["git", "-C", root, *arguments],
            env=os.environ | {"GIT_CEILING_DIRECTORIES": str(root.parent)},
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            check=False,
        )
    except OSError:
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""
