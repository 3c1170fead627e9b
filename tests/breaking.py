"""A copy of what `check` reads, to break: the real pages, the list of addresses, the settings."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from hooks.checks import check_folder
from hooks.checks.language import spelling, word_lists
from scripts.tools.environment import ROOT
from tests.sites import REAL_PAGE, real_page

WORDS, SYNONYMS, STOP_WORDS, OWN_WORDS = "words.txt", "synonyms.txt", "stop-words.txt", "own-words.txt"
"""The lists of words in a copy."""

Break = Callable[[Path], str]
"""Breaks something in a copy and returns the one message that must come of it."""


def copy(folder: Path) -> Path:
    """Copy the pages and what lies around them; return the copy's root."""
    shutil.copytree(ROOT / "docs", folder / "docs", symlinks=True)
    for name in ("mkdocs.yml", "README.md", "CONTRIBUTING.md", "SECURITY.md", "LICENSE", "LICENSE-CONTENT"):
        shutil.copy(ROOT / name, folder / name)
    (folder / "hooks").mkdir()
    for name in ("question_index.py", "README.md"):
        shutil.copy(ROOT / "hooks" / name, folder / "hooks")
    shutil.copytree(ROOT / "overrides", folder / "overrides")
    for path in (spelling.WORDS, *(word_lists.SEARCH / name for name in (SYNONYMS, STOP_WORDS, OWN_WORDS))):
        shutil.copy(path, folder / path.name)
    (folder / "docs" / REAL_PAGE).write_text(real_page(), encoding="utf-8")
    return folder


@contextmanager
def broken(root: Path) -> Iterator[None]:
    """Let a copy be broken; what was changed, added or removed in it is as before afterwards."""
    before = {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}
    folders = {path for path in root.rglob("*") if path.is_dir()}
    try:
        yield
    finally:
        for path in list(root.rglob("*")):
            if path.is_symlink() or (path.is_file() and path not in before):
                path.unlink()
        for path in sorted({path for path in root.rglob("*") if path.is_dir()} - folders, reverse=True):
            path.rmdir()
        for path, content in before.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            if not path.exists() or path.read_bytes() != content:
                path.write_bytes(content)


def problems(root: Path) -> list[str]:
    """Return what `check` says of a copy."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(spelling, "WORDS", root / WORDS)
        patch.setattr(word_lists, "SEARCH", root)
        return [str(problem) for problem in check_folder(root / "docs").problems]


def cut_question(path: Path, id: str) -> str:
    """Take a question off its page; return its text."""
    parts = re.split(r"(?m)^(?=## )", path.read_text(encoding="utf-8"))
    (question,) = (part for part in parts if f"{{ #{id} " in part.partition("\n")[0])
    path.write_text("".join(part for part in parts if part is not question).rstrip() + "\n", encoding="utf-8")
    return question.rstrip() + "\n"


def replace(path: Path, old: str, new: str) -> int:
    """Replace the first occurrence of a text in a file; return the line where it begins."""
    content = path.read_text(encoding="utf-8")
    start = content.index(old)
    path.write_text(content[:start] + new + content[start + len(old) :], encoding="utf-8")
    return content.count("\n", 0, start) + 1
