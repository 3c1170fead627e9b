"""What is known of a build: questions and pages are looked up without going through all of them each time."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from mkdocs.config.base import load_config
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files

from hooks import mkdocs_door
from hooks.bank.load import load_bank
from hooks.bank.records import Bank
from hooks.build import Build, address_of
from scripts.tools.environment import ROOT
from tests.finishing import SETTINGS, build_of
from tests.sites import build, make_site, page, question


def _bank(folder: Path) -> Bank:
    pages = {
        "junior/a.md": page(question(1), question(2)),
        "junior/b.md": page(question(1), question(3), title="Второй"),
    }
    return load_bank(make_site(folder, pages) / "docs")


def test_questions_are_found_by_page_and_know_their_neighbours(tmp_path):
    build = build_of(_bank(tmp_path))
    assert list(build.questions) == ["question-1", "question-2", "question-3"]
    assert list(build.questions_of("junior/a.md")) == ["question-1", "question-2"]
    # The first of a repeated id counts.
    assert list(build.questions_of("junior/b.md")) == ["question-3"]
    assert build.questions_of("tags.md") == {}
    around = [[one and one.id for one in build.neighbours(each)] for each in build.questions.values()]
    assert around == [[None, "question-2"], ["question-1", "question-3"], ["question-2", None]]


@pytest.mark.parametrize(
    ("url", "is_right"),
    [
        *((f"https://example.org/{path}", True) for path in ("", "a/b.c/", "~a/путь/", "c%2B%2B/")),
        *((f"https://пример.рф:8080{path}", True) for path in ("", "/")),
        *((f"https://example.org/{path}", False) for path in ("c++/", "a(b)/", "a b/", 'a"b/', "/a/", "?x=1", "#x")),
    ],
)
def test_address_of_the_site_that_pages_could_not_hold_is_refused_once(url, is_right):
    config = load_config(str(ROOT / "mkdocs.yml"), plugins=[], hooks=[], site_url=url)
    if is_right:
        assert mkdocs_door.settings(config, is_served=False).url == f"{url.rstrip('/')}/"
    else:
        with pytest.raises(PluginError, match=r"^site_url «.*»: в адресе сайта годятся "):
            mkdocs_door.settings(config, is_served=False)


def test_another_theme_is_refused():
    config = load_config(str(ROOT / "mkdocs.yml"), plugins=[], hooks=[], theme="readthedocs")
    with pytest.raises(PluginError, match=f"^{re.escape(mkdocs_door.OTHER_THEME)}$"):
        mkdocs_door.settings(config, is_served=False)


@pytest.mark.parametrize("name", ["404.html", "questions.json", "search/search_index.json", "service-worker.js"])
def test_file_in_whose_place_the_build_puts_its_own_is_refused(tmp_path, name):
    def files(*names: str) -> Files:
        return Files([File(one, str(tmp_path), "/nowhere", True) for one in names])

    mkdocs_door.refuse_taken(files("index.md", "questions.schema.json"))
    with pytest.raises(PluginError, match=f"^docs/{name}: в сайте займёт место «{name}», который делает сборка; "):
        mkdocs_door.refuse_taken(files("index.md", name))


def test_page_of_nothing_is_built(tmp_path):
    pages = {"junior/a.md": page(question()), "empty.md": "", "head.md": "---\ntitle: А\ndescription: Б\n---\n"}
    site = make_site(tmp_path, pages)
    built = build(site)
    assert built.returncode == 0, built.stdout
    for name in ("empty", "head"):
        assert "<!--" not in (site / "site" / name / "index.html").read_text(encoding="utf-8").partition("<article")[2]


def test_next_build_knows_nothing_of_the_last(tmp_path):
    first = build_of(_bank(tmp_path))
    assert first.questions
    assert Build(SETTINGS, first.vocabulary).questions == {}


def test_questions_of_a_page_are_looked_up_without_going_through_the_bank(tmp_path):
    bank = _bank(tmp_path)
    build = build_of(bank)
    first = next(iter(build.questions.values()))
    assert build.questions_of("junior/a.md")["question-1"] is first
    bank.questions.clear()
    assert build.questions_of("junior/a.md")["question-1"] is first


@pytest.mark.parametrize(
    ("source", "url", "path"),
    [
        ("index.md", "", "index.html"),
        ("junior/index.md", "junior/", "junior/index.html"),
        ("junior/README.md", "junior/", "junior/index.html"),
        ("junior/a.md", "junior/a/", "junior/a/index.html"),
    ],
)
def test_address_of_a_page_is_the_generators(source, url, path):
    assert address_of(source) == (url, path)
