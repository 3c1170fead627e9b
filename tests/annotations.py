"""Failed tests as annotations of GitHub: a contributor sees them on the lines of the pull request.

What a test says of a page (`docs/a.md:12: …`) stands at that line; any other failure at the test's own.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator

import pytest

from hooks.question_bank import Problem
from scripts.check import annotation

_PLACE = re.compile(r"(?m)^(?:E +)?(?P<name>(?:[\w.-]+/)*[\w.-]+\.\w+):(?P<line>\d+): (?P<text>.+)$")


def problems(report: pytest.TestReport) -> Iterator[Problem]:
    """Yield what a failed test says, each with its file and line."""
    found = [Problem(one["name"], int(one["line"]), one["text"]) for one in _PLACE.finditer(report.longreprtext)]
    name, line, test = report.location
    of_pages = [one for one in dict.fromkeys(found) if not one.source.endswith(".py")]
    yield from of_pages or [Problem(name, (line or 0) + 1, f"{test}: {found[-1].text if found else 'не прошёл'}")]


def show(terminalreporter: pytest.TerminalReporter) -> None:
    """Print an annotation for everything that failed, on GitHub only."""
    if os.environ.get("GITHUB_ACTIONS") == "true":
        for outcome in ("failed", "error"):
            for report in terminalreporter.getreports(outcome):
                for problem in problems(report):
                    terminalreporter.write_line(annotation(problem))
