"""Dates as Russian text."""

from __future__ import annotations

import datetime

_MONTHS = (
    *("января", "февраля", "марта", "апреля", "мая", "июня"),
    *("июля", "августа", "сентября", "октября", "ноября", "декабря"),
)


def russian_date(date: datetime.date) -> str:
    """Return a date as it is written in a sentence: «23 ноября 2026 года»."""
    return f"{date.day} {_MONTHS[date.month - 1]} {date.year} года"
