"""A progress display for steps that take seconds: one line in a terminal, two lines in a log."""

from __future__ import annotations

import sys
import time
from typing import Self


class Progress:
    """Count the steps of a long job on one line: `Устанавливаю зависимости 12/36`.

    Where the output is no terminal, only the beginning and the end are printed.
    """

    def __init__(self, title: str, total: int) -> None:
        self.title = title
        self.total = total
        self.done = 0
        self.start = time.monotonic()
        self.is_terminal = sys.stdout.isatty()

    def __enter__(self) -> Self:
        print(f"{self.title}…", end="" if self.is_terminal else "\n", flush=True)
        return self

    def step(self) -> None:
        """Count one step."""
        self.done = min(self.done + 1, self.total)
        if self.is_terminal:
            print(f"\r{self.title}… {self.done}/{self.total}", end="", flush=True)

    def __exit__(self, error: type | None, *_: object) -> None:
        end = "прервано" if error else "готово"
        took = f"{time.monotonic() - self.start:.1f} с".replace(".", ",")
        print(f"\r{self.title}: {end}, {took}" + " " * 8 if self.is_terminal else f"{self.title}: {end}, {took}")
