"""A command in a pseudo-terminal: what it asks is read, what it is told is typed."""

from __future__ import annotations

import os
import pty
import select
import signal
import time
from collections.abc import Mapping

from scripts.tools.environment import ROOT

PATIENCE = 60
"""Seconds that a command is waited for: a loaded machine is slow."""


class Terminal:
    """A command in a terminal of its own, in the folder of the project."""

    def __init__(self, *words: str, environ: Mapping[str, str] = os.environ) -> None:
        self.process, self.screen = None, ""
        self.process, self.terminal = pty.fork()
        if not self.process:
            os.chdir(ROOT)
            # We may have been started with Ctrl+C ignored; a terminal's shell does not do so.
            signal.signal(signal.SIGINT, signal.SIG_DFL)
            os.execve(words[0], words, environ)  # noqa: S606 (our own command)

    def read(self) -> bool:
        """Read what has come within a second; tell whether more can come."""
        if not select.select([self.terminal], [], [], 1)[0]:
            return True
        try:
            chunk = os.read(self.terminal, 65536)
        except OSError:  # Linux says so when the other side is closed
            return False
        self.screen += chunk.decode(errors="replace")
        return bool(chunk)

    def wait_for(self, text: str) -> None:
        """Read until the screen shows a text."""
        end = time.monotonic() + PATIENCE
        while text not in self.screen:
            assert self.read(), self.screen
            assert time.monotonic() < end, self.screen

    def type(self, text: str) -> None:
        """Type a text; what was on the screen is forgotten."""
        self.screen = ""
        os.write(self.terminal, text.encode())

    def exit_code(self, key: str = "") -> int:
        """Wait for the end of the command, pressing a key as long as nothing comes of it.

        Once is not enough: Python loses a Ctrl+C that comes between a prompt and the wait for its answer.
        """
        end, seen = time.monotonic() + PATIENCE, None
        while self.read():
            if self.screen == seen:
                os.write(self.terminal, key.encode())
            seen = self.screen
            if time.monotonic() > end:
                os.kill(self.process, signal.SIGKILL)
        os.close(self.terminal)
        return os.waitstatus_to_exitcode(os.waitpid(self.process, 0)[1])
