"""The house keeps its shape: one small hook, one name for each module, folders and files that one can look through."""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path

import pytest

from scripts.tools.environment import ROOT
from tests.sites import build, make_site, page, question

HOOK = "hooks/question_index.py"
MOST_LINES = 350
MOST_FILES = 13
LONG_FOLDERS = {
    "hooks/bank": "the format of a page: a file for each part of it",
    "hooks/finish": "what a page goes through; steps over its text and its paper are in folders of their own",
    "scripts": "commands: one file each, by the name that people type",
    "scripts/book": "one subject: from the articles to the printed book",
    "scripts/tools": "small things that the commands share, listed in the README",
}
"""Folders with more files than one looks through, and why."""
SOURCES = sorted(path for name in ("hooks", "scripts") for path in (ROOT / name).rglob("*.py"))
FOLDERS = sorted({path.parent for path in SOURCES})

SECOND_HOOK = """
import json, sys
from collections import Counter
from pathlib import Path

def on_post_build(config):
    root = Path(config.config_file_path).parent
    files = [getattr(one, "__file__", None) for one in list(sys.modules.values())]
    ours = Counter(str(Path(file).relative_to(root)) for file in files if file and Path(file).is_relative_to(root))
    (root / "modules.json").write_text(json.dumps(ours))
"""


def test_settings_name_one_hook_and_it_is_small():
    settings = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    assert re.search(r"(?m)^hooks:\n((?:  - .*\n)+)", settings)[1] == f"  - {HOOK}\n"
    assert len((ROOT / HOOK).read_text(encoding="utf-8").splitlines()) <= 150


def test_order_is_the_order_of_lines():
    priorities = [
        (path.name, place + 1)
        for path in SOURCES
        if path.is_relative_to(ROOT / "hooks")
        for place, line in enumerate(path.read_text(encoding="utf-8").splitlines())
        if line.lstrip().startswith("@event_priority")
    ]
    assert [name for name, _ in priorities] == ["question_index.py"]
    lines = (ROOT / HOOK).read_text(encoding="utf-8").splitlines()
    assert lines[priorities[0][1] - 2].startswith("# Before mkdocs-macros")


def test_no_module_is_loaded_under_two_names(tmp_path):
    site = make_site(tmp_path / "site", {"junior/a.md": page(question())})
    (site / "hooks/second.py").write_text(SECOND_HOOK, encoding="utf-8")
    settings = site / "mkdocs.yml"
    text = settings.read_text(encoding="utf-8").replace(f"  - {HOOK}\n", f"  - {HOOK}\n  - hooks/second.py\n")
    settings.write_text(text, encoding="utf-8")
    built = build(site)
    assert built.returncode == 0, built.stdout
    counted = json.loads((site / "modules.json").read_text(encoding="utf-8"))
    assert counted["hooks/question_index.py"] == counted["hooks/bank/records.py"] == 1
    assert {name for name, number in counted.items() if number > 1} == set()


def imported(path: Path) -> set[str]:
    """Return the modules that a file imports, wherever in it."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            names.add("." * node.level + (node.module or ""))
    return names


def test_only_the_door_knows_the_generator():
    doors = {"hooks/question_index.py", "hooks/mkdocs_door.py", "hooks/own_errors.py", "hooks/renderings.py"}
    knowing = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "hooks").rglob("*.py")
        if any(name.partition(".")[0] == "mkdocs" for name in imported(path))
    }
    assert knowing == doors


def test_every_module_is_imported_by_its_whole_name():
    names = {path.stem for path in (ROOT / "hooks").rglob("*.py")} - {"__init__"}
    bare = {
        (path.relative_to(ROOT).as_posix(), name)
        for path in (ROOT / "hooks").rglob("*.py")
        for name in imported(path)
        if name.partition(".")[0] in names - {"code"}
    }
    assert bare == set()


def test_bank_and_checks_know_nothing_of_what_comes_after_them():
    later = ("hooks.finish", "hooks.markdown", "hooks.build", "hooks.sharing", "hooks.offline", "hooks.lean")
    for folder in ("bank", "checks"):
        for path in (ROOT / "hooks" / folder).rglob("*.py"):
            assert not [name for name in imported(path) if name.startswith(later)], path


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_file_can_be_looked_through(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= MOST_LINES


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_folder_can_be_looked_through_and_says_what_it_is_for(folder):
    name = folder.relative_to(ROOT).as_posix()
    files = [path for path in folder.iterdir() if path.is_file() and path.suffix == ".py" and path.stem != "__init__"]
    assert (len(files) > MOST_FILES) == (name in LONG_FOLDERS)
    # A folder in a folder is told of there.
    readme = next(one for one in (folder, *folder.parents) if (one / "README.md").is_file()) / "README.md"
    lines = readme.read_text(encoding="utf-8").splitlines()
    assert len(lines) <= 25 or readme.parent == ROOT
    if readme.parent != folder:
        assert f"{folder.name}/" in "\n".join(lines)


def test_no_state_of_a_module_outlives_a_build():
    for path in (ROOT / "hooks").rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        assert "_State" not in text
        assert not re.search(r"(?m)^\s*global ", text), path
