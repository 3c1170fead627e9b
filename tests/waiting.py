"""Waiting for what a page says, where Playwright's own way asks with `eval`, which the policy of our pages refuses."""

from __future__ import annotations

import time
from collections.abc import Callable

from playwright.sync_api import Page

SECONDS = 30


def wait_until(tab: Page, condition: Callable[[], object]) -> None:
    """Ask until a condition holds; fail when that takes too long."""
    end = time.monotonic() + SECONDS
    while not condition():
        assert time.monotonic() < end, "what was waited for did not come"
        tab.wait_for_timeout(50)
