"""The system's Chromium, as our commands start it."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import TYPE_CHECKING

from scripts.tools import system_packages

if TYPE_CHECKING:
    from playwright.sync_api import Browser

_QUIET = ("--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run")
OPTIONS = ("--no-sandbox", "--disable-gpu", "--disable-quic", *_QUIET)
"""No sandbox: containers have none, and what is opened is our own site. No connections of the browser's own."""


@contextlib.contextmanager
def chromium() -> Iterator[Browser]:
    """Start Chromium, which `system_packages` has found; it is closed at the end of `with`."""
    # Imported late: before enter() nothing but the standard library may be there.
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=system_packages.find_chromium(), args=list(OPTIONS))
        yield browser
        browser.close()
