"""Failed tests as annotations of GitHub: a contributor sees them on the lines of the pull request.

What a test says of a page (`docs/a.md:12: …`) stands at that line; any other failure at the test's own.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator

import pytest

from hooks.bank.records import Problem
from scripts.check import annotation

_PLACE = re.compile(
    r"(?m)^(?:E +)?(?:AssertionError: )?(?P<name>(?:[\w.-]+/)*[\w.-]+\.\w+):(?P<line>\d+): (?P<text>.+)$"
)


def problems(report: pytest.TestReport) -> Iterator[Problem]:
    """Yield what a failed test says, each with its file and line."""
    found = [Problem(one["name"], int(one["line"]), one["text"]) for one in _PLACE.finditer(report.longreprtext)]
    name, line, test = report.location
    of_pages = [one for one in dict.fromkeys(found) if not one.source.endswith(".py")]
    yield from of_pages or [Problem(name, (line or 0) + 1, f"{test}: {found[-1].text if found else 'не прошёл'}")]


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Print an annotation for everything that failed, on GitHub only; of several workers their master alone does."""
    terminal = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("GITHUB_ACTIONS") != "true" or hasattr(session.config, "workerinput") or not terminal:
        return
    reports = [report for outcome in ("failed", "error") for report in terminal.getreports(outcome)]
    for report in reports:
        for problem in problems(report):
            # A command of GitHub stands at the start of its line, behind the dots of the tests it would not.
            terminal.write_line(f"\n{annotation(problem)}")
