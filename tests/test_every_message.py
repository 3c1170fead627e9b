"""Every message that `check` can give comes from a real page broken in that way, and comes alone."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from scripts.environment import ROOT
from tests.breaking import broken, copy, problems
from tests.breaks import BREAKS
from tests.sites import REAL_PAGE
from tests.test_bad_input import CASES

CHECKERS = [ROOT / "hooks/question_bank.py", *sorted((ROOT / "hooks/page_checks").glob("*.py"))]
CYRILLIC = re.compile("[А-Яа-яЁё]")


def _break_format(name: str):
    def break_page(root: Path) -> str:
        path = root / "docs" / REAL_PAGE
        lines = path.read_text().split("\n")
        line, text = CASES[name](lines)
        path.write_text("\n".join(lines))
        return f"docs/{REAL_PAGE}:{line}: {text}"

    return break_page


ALL = {name.replace("_", " "): _break_format(name) for name in CASES} | BREAKS


@pytest.fixture(scope="module")
def root(tmp_path_factory) -> Path:
    """A copy of the real pages, right again after every test."""
    return copy(tmp_path_factory.mktemp("breaking"))


def test_pages_that_are_not_broken_have_no_problems(root):
    assert problems(root) == []


@pytest.mark.parametrize("name", ALL)
def test_broken_page_gives_its_message_once_and_no_other(name, root):
    with broken(root):
        message = ALL[name](root)
        assert problems(root) == [message]
