"""The dictionary of Russian words and their forms, for spelling and for the search: read once, where it is needed."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pymorphy3


@cache
def russian() -> pymorphy3.MorphAnalyzer:
    """Return the dictionary; it takes 40 MB."""
    import pymorphy3  # it takes a third of a second, and what was checked and indexed before needs none of it

    return pymorphy3.MorphAnalyzer(lang="ru")
