"""Every message that `check` can give comes from a real page broken in that way, and comes alone."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from hooks.checks.markdown.markdown_lint import RULES
from scripts.tools.environment import ROOT
from tests import breaks_of_answers, breaks_of_asked, breaks_of_samples, breaks_of_settings  # noqa: F401 (each adds to BREAKS)
from tests.breaking import broken, copy, problems
from tests.breaks import BREAKS
from tests.breaks_of_files import BREAKS as BREAKS_OF_FILES
from tests.head_breaks import HEAD_BREAKS
from tests.markdown_breaks import BREAKS as MARKDOWN_BREAKS
from tests.sites import REAL_PAGE
from tests.test_bad_input import CASES

CHECKERS = [
    ROOT / "hooks/asked.py",
    ROOT / "hooks/search/words.py",
    *sorted((ROOT / "hooks/bank").glob("*.py")),
    *sorted((ROOT / "hooks/checks").rglob("*.py")),
]
CYRILLIC = re.compile("[А-Яа-яЁё]")


def _break_format(name: str):
    def break_page(root: Path) -> str:
        path = root / "docs" / REAL_PAGE
        lines = path.read_text(encoding="utf-8").split("\n")
        line, text = CASES[name](lines)
        path.write_text("\n".join(lines), encoding="utf-8")
        return f"docs/{REAL_PAGE}:{line}: {text}"

    return break_page


BROKEN = BREAKS | BREAKS_OF_FILES | HEAD_BREAKS | MARKDOWN_BREAKS
ALL = {name.replace("_", " "): _break_format(name) for name in CASES} | BROKEN


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


# -- no message without its break -----------------------------------------------------------


def _is_text(node: ast.AST) -> bool:
    if isinstance(node, ast.Constant):
        return isinstance(node.value, str) and bool(CYRILLIC.search(node.value))
    return isinstance(node, ast.JoinedStr) and any(_is_text(value) for value in node.values)


def _pattern(node: ast.AST) -> str:
    """Return a regular expression for what a string of the code can become."""
    if isinstance(node, ast.JoinedStr):
        return "".join(map(_pattern, node.values))
    if isinstance(node, ast.FormattedValue):
        return "(?s:.*)"
    return "(?s:.*)".join(map(re.escape, node.value.split("{}")))


def _left_out(function: ast.AST) -> set[ast.AST]:
    """Return the strings of a function that are no messages: docstrings, errors that end a run, patterns."""
    found: set[ast.AST] = set()
    for node in ast.walk(function):
        is_docstring = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        is_pattern = isinstance(node, ast.Call) and ast.unparse(node.func) == "re.compile"
        if isinstance(node, ast.Raise) or is_docstring or is_pattern:
            found |= set(ast.walk(node))
        elif isinstance(node, ast.JoinedStr):
            found |= set(node.values)
    return found


def templates(path: Path) -> dict[str, str]:
    """Return place -> pattern of every piece of a message in a module: Cyrillic strings of its functions."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found = {}
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef):
            left_out = _left_out(function)
            for node in ast.walk(function):
                if _is_text(node) and node not in left_out:
                    found[f"{path.name}:{node.lineno}"] = _pattern(node)
    for node in tree.body:
        if isinstance(node, ast.Assign) and _is_text(node.value) and " " in ast.unparse(node.value):
            found[f"{path.name}:{node.lineno}"] = _pattern(node.value)
    return found


def test_every_message_in_the_code_has_a_page_broken_that_way(root):
    messages = []
    for break_page in ALL.values():
        with broken(root):
            messages.append(break_page(root))
    wanted = {place: pattern for path in CHECKERS for place, pattern in templates(path).items()}
    wanted |= {rule: re.escape(message) for rule, message in RULES.items()}
    assert len(wanted) > 100
    without = [place for place, pattern in wanted.items() if not any(re.search(pattern, one) for one in messages)]
    assert without == []
