"""Regular expressions of the project come to an end soon, whatever they are given."""

from __future__ import annotations

import re
import subprocess
import sys

from scripts.tools.environment import ROOT
from tests import hostile


def test_no_pattern_is_slow_with_texts_made_against_it():
    # The limit is for a pattern that Python's own timer cannot stop; a run takes a quarter of a minute.
    command = [sys.executable, "-m", "tests.hostile"]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=False, timeout=600)
    *slow, count = result.stdout.splitlines()
    assert slow == [], result.stderr
    assert int(count.split()[0]) > 100


def test_slow_patterns_are_found():
    for pattern in (r"<(?:[^>\"']+|\"[^\"]*\")*>", r"\{=(.*?)=\}", r"(`+)(?!`).*\1"):
        compiled = re.compile(pattern)
        assert any(hostile.is_slow(compiled, "finditer", text) for text in hostile.hostile(compiled)), pattern


def test_no_group_repeats_possessively():
    """Before Python 3.11.5 `(?:…)*+` does not match what it should (CPython gh-106052); `(?>(?:…)*)` does."""
    repeats = re.compile(r"\)(?:[*+?]|\{\d*,?\d*\})\+")
    files = [path for name in ("hooks", "scripts") for path in (ROOT / name).rglob("*.py")]
    assert [path.name for path in files if repeats.search(path.read_text(encoding="utf-8"))] == []
