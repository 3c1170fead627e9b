"""Shows at the end of a test run how many samples ran, and which were skipped and why.

The figures travel in `report.user_properties`, which also reach the main process of xdist.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import pytest

from hooks.checks.page.samples import Unit
from tests.samples.processes import why_not_confined
from tests.samples.running import count, skips

_RAN, _SKIPPED = "samples_ran", "samples_skipped"


def record(record_property: Callable[[str, object], None], unit: Unit) -> None:
    """Attach the figures of a question to its test.

    Args:
        record_property: pytest's fixture.
        unit: the question that the test runs.
    """
    record_property(_RAN, dict(count(unit)))
    record_property(_SKIPPED, skips(unit))


def pytest_report_header() -> str:
    """Say before the first test whether the samples can reach what is on this machine."""
    reason = why_not_confined()
    if not reason:
        return "примеры кода заперты: им видны их папка, системные программы и пакеты; нет сети и чужих процессов"
    return (
        f"примеры кода НЕ заперты ({reason}): им доступны ваши файлы и сеть;"
        " чужие ветки проверяйте в контейнере или виртуальной машине"
    )


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the figures of all questions; nothing when none was run."""
    ran: Counter[str] = Counter()
    skipped: list[str] = []
    for outcome in ("passed", "failed"):
        for report in terminalreporter.getreports(outcome):
            for name, value in report.user_properties:
                if name == _RAN:
                    ran.update(value)
                elif name == _SKIPPED:
                    skipped += value
    if not ran and not skipped:
        return
    terminalreporter.section("примеры кода")
    by_language = ", ".join(f"{language} — {number}" for language, number in ran.most_common())
    terminalreporter.line(f"Выполнено примеров: {ran.total()}{f' ({by_language})' if ran else ''}")
    terminalreporter.line(f"Пропущено по указанию страницы: {len(skipped)}")
    for line in sorted(skipped):
        terminalreporter.line(f"  {line}")
