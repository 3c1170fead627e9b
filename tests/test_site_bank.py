"""The bank of a build: what hooks look up in it, without going through all questions each time."""

from __future__ import annotations

import importlib
from pathlib import Path

import pytest

from hooks.question_bank import Bank, load_bank
from scripts.tools.environment import ROOT
from tests.sites import make_site, page, question


@pytest.fixture
def site_bank(monkeypatch):
    """The module under the name that hooks know it by."""
    monkeypatch.syspath_prepend(ROOT / "hooks")
    module = importlib.import_module("site_bank")
    yield module
    module.fill(Bank())


def _bank(folder: Path) -> Bank:
    pages = {
        "junior/a.md": page(question(1), question(2)),
        "junior/b.md": page(question(1), question(3), title="Второй"),
    }
    return load_bank(make_site(folder, pages) / "docs")


def test_questions_are_found_by_page_and_know_their_neighbours(site_bank, tmp_path):
    site_bank.fill(_bank(tmp_path))
    assert [one.id for one in site_bank.questions()] == ["question-1", "question-2", "question-3"]
    assert list(site_bank.on_page("junior/a.md")) == ["question-1", "question-2"]
    # The first of a repeated id counts.
    assert list(site_bank.on_page("junior/b.md")) == ["question-3"]
    assert site_bank.on_page("tags.md") == {}
    around = [[one and one.id for one in site_bank.neighbours(each)] for each in site_bank.questions()]
    assert around == [[None, "question-2"], ["question-1", "question-3"], ["question-2", None]]


def test_bank_of_the_next_build_takes_the_place_of_the_last(site_bank, tmp_path):
    site_bank.fill(_bank(tmp_path))
    site_bank.fill(Bank())
    assert site_bank.questions() == []
    assert site_bank.on_page("junior/a.md") == {}


def test_questions_of_a_page_are_looked_up_without_going_through_the_bank(site_bank, tmp_path):
    bank = _bank(tmp_path)
    site_bank.fill(bank)
    first = site_bank.questions()[0]
    bank.questions.clear()
    assert site_bank.on_page("junior/a.md")["question-1"] is first
    assert site_bank.neighbours(first)[1].id == "question-2"
