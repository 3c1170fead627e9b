"""What `scripts.bench` measures, one subject a module.

Each module has `TITLE` (a Russian heading), `SIZES` (the numbers of questions that it is measured
for when none are asked) and `measure(sizes) -> Report`: a Markdown table and the same figures as
data for `--json`.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Report:
    """What one benchmark found."""

    table: str
    """Markdown, in Russian."""
    records: list[dict] = field(default_factory=list)
    """The same figures, one record a row of the table."""
