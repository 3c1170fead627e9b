"""Which edition a book is: its commit, its date and the clock of its build."""

from __future__ import annotations

import datetime
import os
from dataclasses import dataclass
from pathlib import Path

from hooks.finish.russian_date import russian_date
from hooks.git import git
from scripts.book import BookError

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
        return russian_date(self.moment)


def find_edition(root: Path) -> Edition:
    """Return the edition that a working tree is.

    The clock is `SOURCE_DATE_EPOCH` of the environment, else the time of the last commit, else `UNKNOWN`
    (https://reproducible-builds.org/docs/source-date-epoch/). The clock of the machine is never used.

    Raises:
        BookError: when the variable is not a number of seconds.
    """
    # Not a repository that only lies around ours: an unpacked archive has no commit.
    commit, _, committed = git(root, "log", "-1", "--format=%H %ct", within=root.parent).strip().partition(" ")
    given = os.environ.get("SOURCE_DATE_EPOCH", "").strip()
    if given and not (given.isdecimal() and int(given) < 2**40):
        raise BookError(f"SOURCE_DATE_EPOCH должна быть числом секунд с 1970 года, а не «{given}».")
    epoch = int(given or committed or UNKNOWN)
    changes = git(root, "status", "--porcelain", "--untracked-files=no", within=root.parent) if commit else ""
    return Edition(epoch, commit, bool(changes.strip()))
