"""The cache: what it gives is what would be made, and without it everything goes on."""

from __future__ import annotations

import json
import os
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from hooks import cache
from hooks.bank import load
from hooks.bank.load import parse_page, parse_pages
from hooks.bank.records import Source
from hooks.bank.vocabulary import load_vocabulary
from hooks.cache import Cache
from hooks.checks import check_sources
from scripts.tools.environment import ROOT
from tests.sites import build, make_site, page, question


def asked(store: Cache, *names: str) -> tuple[dict, list[str]]:
    """Return what a cache gives for some names, and those that had to be made."""
    made: list[str] = []

    def make(unknown: list[str]) -> dict[str, tuple]:
        made.extend(unknown)
        return {name: (name.upper(), 1) for name in unknown}

    return store.remember_all("test", {name: (name, 1) for name in names}, make), made


def test_what_was_made_once_is_read_the_next_time(tmp_path):
    first = Cache(tmp_path)
    results, made = asked(first, "a", "b")
    first.save()
    again, remade = asked(Cache(tmp_path), "a", "b", "c")
    assert (made, remade) == (["a", "b"], ["c"])
    # A list, as JSON has it, the first time too.
    assert results["a"] == again["a"] == ["A", 1]


def test_result_of_other_things_of_another_kind_or_of_other_code_is_not_found(tmp_path, monkeypatch):
    store = Cache(tmp_path)
    store.remember("kind", "a", lambda: 1)
    store.save()
    assert Cache(tmp_path).remember("kind", "a", lambda: 2) == 1
    assert Cache(tmp_path).remember("kind", "b", lambda: 2) == 2
    assert Cache(tmp_path).remember("other", "a", lambda: 2) == 2
    monkeypatch.setattr(cache, "_version", lambda: "another")
    assert Cache(tmp_path).remember("kind", "a", lambda: 2) == 2


def test_version_changes_with_the_code_and_the_packages(tmp_path, monkeypatch):
    hooks = tmp_path / "hooks"
    hooks.mkdir()
    monkeypatch.setattr(cache, "_HOOKS", hooks)
    versions = []
    for name, text in (("hooks/a.py", "1"), ("hooks/a.py", "2"), ("requirements.txt", "a==1"), ("hooks/x.css", "")):
        (tmp_path / name).write_text(text, encoding="utf-8")
        cache._version.cache_clear()
        versions.append(cache._version())
    cache._version.cache_clear()
    assert len(set(versions)) == 3
    assert versions[2] == versions[3]


def damage(path: Path, how: str) -> None:
    """Damage a cache in a way that happens."""
    if how == "no database":
        path.write_bytes(b"\0" * 5000)
    elif how == "cut short":
        path.write_bytes(path.read_bytes()[:5000])
    elif how == "a folder":
        path.unlink()
        path.mkdir()
    elif how == "no results":
        with sqlite3.connect(path) as base:
            base.execute("DROP TABLE results")
    elif how == "results of another version of this file":
        with sqlite3.connect(path) as base:
            base.execute("ALTER TABLE results RENAME COLUMN result TO content")
    elif how == "results of others":
        with sqlite3.connect(path) as base:
            rows = base.execute("SELECT key, result FROM results ORDER BY key").fetchall()
            others = [result for _, result in (*rows[1:], rows[0])]
            changed = [(other, key) for (key, _), other in zip(rows, others, strict=True)]
            base.executemany("UPDATE results SET result = ? WHERE key = ?", changed)
    else:
        with sqlite3.connect(path) as base:
            base.execute("UPDATE results SET result = ?", (how,))


NO_RESULTS = ["{", "null", "{}", '[["a", 1], 2]', "[" * 100_000, b"A", 5]
DAMAGES = [
    *("no database", "cut short", "a folder", "no results", "results of others"),
    *("results of another version of this file", *NO_RESULTS),
]


@pytest.mark.parametrize("how", DAMAGES, ids=lambda how: str(how)[:20])
def test_damaged_cache_is_done_without_and_told_of_once(tmp_path, how, caplog):
    store = Cache(tmp_path)
    asked(store, *"abcdefgh" * 20)
    store.save()
    damage(tmp_path / ".cache/results.sqlite", how)
    caplog.set_level("INFO")
    second = Cache(tmp_path)
    results, made = asked(second, "a")
    second.remember("another", 1, lambda: 1)
    second.save()
    assert (results["a"], made) == (["A", 1], ["a"])
    assert len([one for one in caplog.messages if "сборка идёт без него" in one]) == 1


def test_folder_that_cannot_be_looked_into_costs_nothing_but_time(tmp_path, monkeypatch, caplog):
    def refuse(*_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "is_file", refuse)
    caplog.set_level("INFO")
    store = Cache(tmp_path)
    assert asked(store, "a")[1] == ["a"]
    store.save()
    assert len(caplog.messages) == 1


def test_folder_that_cannot_be_written_costs_nothing_but_time(tmp_path, caplog):
    (tmp_path / ".cache").write_text("занято", encoding="utf-8")
    caplog.set_level("INFO")
    store = Cache(tmp_path)
    assert asked(store, "a")[1] == ["a"]
    store.save()
    store.save()
    assert len(caplog.messages) == 1


def test_full_disk_costs_nothing_but_time(tmp_path, monkeypatch, caplog):
    def full(*_):
        raise sqlite3.OperationalError("database or disk is full")

    caplog.set_level("INFO")
    monkeypatch.setattr(cache, "_shrink", full)
    store = Cache(tmp_path)
    asked(store, "a")
    store.save()
    assert "disk is full" in caplog.text
    # Nothing is half there.
    assert asked(Cache(tmp_path), "a")[1] == ["a"]


INTERRUPTED = """
import os, resource, signal, sys
from pathlib import Path
from hooks import cache

cache.log.addHandler(cache.logging.StreamHandler(sys.stdout))
cache.log.setLevel("INFO")
if sys.argv[2] == "killed":
    # In the middle of the transaction, when what did not fit into memory is in the file.
    cache._shrink = lambda base: os.kill(os.getpid(), signal.SIGKILL)
else:
    resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, 1_000_000))
store = cache.Cache(Path(sys.argv[1]))
for turn in range(2):
    for number in range(2_000):
        store.remember("kind", (turn, number), lambda: "text" * 1_000)
    store.save()
"""


@pytest.mark.parametrize(("how", "code", "told"), [("killed", -signal.SIGKILL, 0), ("full", 0, 1)])
def test_results_from_before_outlive_what_was_interrupted(tmp_path, how, code, told, caplog):
    store = Cache(tmp_path)
    asked(store, "a")
    store.save()
    done = subprocess.run(
        [sys.executable, "-c", INTERRUPTED, tmp_path, how], cwd=ROOT, capture_output=True, encoding="utf-8", check=False
    )
    assert (done.returncode, done.stdout.count("сборка идёт без него")) == (code, told), done
    caplog.set_level("INFO")
    store = Cache(tmp_path)
    assert asked(store, "a")[1] == []
    # Nothing is half there, and the next build goes on as if nothing had been.
    assert store.remember("kind", (0, 0), lambda: "made") == "made"
    store.save()
    assert Cache(tmp_path).remember("kind", (0, 0), lambda: "anew") == "made"
    assert caplog.messages == []


def test_results_asked_for_last_stay_when_it_is_too_much(tmp_path, monkeypatch):
    monkeypatch.setattr(cache, "LIMIT", 100)
    for moment, name in enumerate("abc"):
        monkeypatch.setattr(cache.time, "time", lambda moment=moment: moment)
        store = Cache(tmp_path)
        store.remember("kind", name, lambda name=name: name * 40)
        store.save()
    left = Cache(tmp_path)
    assert left.remember("kind", "c", lambda: "made") == "c" * 40
    assert left.remember("kind", "a", lambda: "made") == "made"


PROCESS = """
import sys
from pathlib import Path
from hooks.cache import Cache
for turn in range(20):
    store = Cache(Path(sys.argv[1]))
    for number in range(20):
        assert store.remember("kind", (turn, number), lambda: [turn, number]) == [turn, number]
    store.save()
"""


def test_builds_at_once_do_not_hinder_each_other(tmp_path):
    running = [subprocess.Popen([sys.executable, "-c", PROCESS, tmp_path], cwd=ROOT) for _ in range(3)]
    assert [one.wait(120) for one in running] == [0, 0, 0]
    assert Cache(tmp_path).remember("kind", (19, 19), lambda: None) == [19, 19]


def test_page_is_checked_anew_when_what_it_is_held_against_has_changed():
    vocabulary = load_vocabulary(ROOT / "mkdocs.yml")
    other = replace(vocabulary, tags={"other": vocabulary.tags["hashing"]})
    text = "---\nrender_macros: true\n---\n\n# Темы\n\n## Хеши { #hashing }\n\n{= tag_index() =}\n"
    source = Source("tags.md", text.encode())
    found = [
        any("уже занят" in one.text for one in check_sources([source], ROOT / "docs", words).problems)
        for words in (vocabulary, other, vocabulary)
    ]
    assert found == [True, False, True]


def test_what_is_parsed_again_is_parsed_by_the_vocabulary_of_its_build():
    vocabulary = load_vocabulary(ROOT / "mkdocs.yml")
    other = replace(vocabulary, primary_sources=())
    source = Source("junior/a.md", page(question(1)).encode())
    assert not parse_pages([source], vocabulary).problems
    assert parse_pages([source], other).problems
    assert not parse_pages([source], replace(vocabulary)).problems


def test_page_is_known_in_the_next_process_as_it_was_parsed_and_parsed_anew_while_it_has_mistakes(monkeypatch):
    vocabulary = load_vocabulary(ROOT / "mkdocs.yml")
    right = Source("junior/right.md", page(question(1), question(2)).encode())
    wrong = Source("junior/wrong.md", page(question(3)).replace("checked: ", "checked: 3").encode())
    found = parse_pages([right, wrong], vocabulary)
    assert found.problems
    load._parsed.cache_clear()
    parsed: list[str] = []

    def parse(text: str, name: str, *others: object) -> tuple[list, list]:
        parsed.append(name)
        return parse_page(text, name, *others)

    monkeypatch.setattr(load, "parse_page", parse)
    assert parse_pages([right, wrong], vocabulary) == found
    # A date to come is one some day.
    assert parsed == ["junior/wrong.md"]


def test_site_of_a_full_cache_is_the_site_of_an_empty_one(tmp_path):
    folder = make_site(tmp_path / "site", {"junior/a.md": page(question(1), question(2))})
    fixed = {"SOURCE_DATE_EPOCH": "1795000000", "SITE_URL": "https://example.com/s/"}
    files = []
    for _ in range(2):
        built = build(folder, **fixed)
        assert built.returncode == 0, built.stdout
        files.append({path.relative_to(folder): path.read_bytes() for path in (folder / "site").rglob("*.*")})
        assert (folder / ".cache/results.sqlite").is_file()
    assert files[0] == files[1]
    # What a changed page says is new, warm or cold.
    (folder / "docs/junior/a.md").write_text(page(question(1), question(3)), encoding="utf-8")
    warm, cold = (_core(folder, fixed, is_cold) for is_cold in (False, True))
    assert warm == cold != files[1][Path("site/search/core.js")]


def _core(folder: Path, environ: dict[str, str], is_cold: bool) -> bytes:
    if is_cold:
        (folder / ".cache/results.sqlite").unlink()
    assert build(folder, **environ).returncode == 0
    assert (
        json.loads((folder / "site/questions.json").read_text(encoding="utf-8"))["questions"][1]["id"] == "question-3"
    )
    return (folder / "site/search/core.js").read_bytes()


def started(folder: Path, site: Path, limit: int | None = None) -> subprocess.Popen[str]:
    """Start a build of a small site into a folder; where there is a limit, files can be no larger."""

    def set_limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    return subprocess.Popen(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", site],
        cwd=folder,
        env=os.environ | {"NO_MKDOCS_2_WARNING": "1", "SOURCE_DATE_EPOCH": "1795000000"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        preexec_fn=set_limit if limit else None,
    )


def test_builds_at_once_or_without_a_cache_that_works_make_the_same_site(tmp_path):
    folder = make_site(tmp_path / "site", {"junior/a.md": page(question())})
    path = folder / ".cache/results.sqlite"
    at_once = [started(folder, tmp_path / name) for name in ("first", "second")]
    said = [one.communicate()[0] for one in at_once]
    with sqlite3.connect(path) as base:
        base.executemany(
            "INSERT INTO results VALUES ('old', ?, ?, 9e9)", ((str(n), "text" * 1_000) for n in range(800))
        )
        base.execute("DELETE FROM results WHERE kind = 'picture'")
    said.append(started(folder, tmp_path / "full", limit=2 * 2**20).communicate()[0])
    damage(path, "no database")
    said.append(started(folder, tmp_path / "damaged").communicate()[0])
    shutil.rmtree(folder / ".cache")
    assert [one.count("сборка идёт без него") for one in said] == [0, 0, 1, 1], said
    sites = [
        {one.relative_to(tmp_path / name).as_posix(): one.read_bytes() for one in (tmp_path / name).rglob("*.*")}
        for name in ("first", "second", "full", "damaged")
    ]
    assert sites[0] == sites[1] == sites[2] == sites[3] != {}
