"""The checker's own behaviour; what it finds is in test_bad_input.py."""

from __future__ import annotations

import subprocess
import sys

import pytest

from hooks.question_bank import Problem
from scripts import check
from tests.sites import make_site, page, question


@pytest.fixture
def broken(tmp_path):
    """A small site with one mistake."""
    return make_site(tmp_path / "site", {"junior/a.md": page(question().replace(".collections", ".qqqq"))})


MESSAGE = "docs/junior/a.md:10: неизвестный тег «qqqq»; список тегов — extra.tags в mkdocs.yml"


def test_good_pages_pass(tmp_path, capsys):
    site = make_site(tmp_path / "site", {"junior/a.md": page(question(1), question(2))})
    assert check.main([str(site / "docs")]) == 0
    assert capsys.readouterr().out == "Ошибок нет; проверено вопросов: 2.\n"


def test_mistakes_are_printed_and_counted(broken, capsys, monkeypatch):
    monkeypatch.delenv("GITHUB_ACTIONS", raising=False)
    assert check.main([str(broken / "docs")]) == 1
    output = capsys.readouterr()
    assert output.out == f"{MESSAGE}\n"
    assert output.err == "Найдено ошибок: 1.\n"


def test_on_github_mistakes_are_annotations_of_their_lines(broken, capsys, monkeypatch):
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    assert check.main([str(broken / "docs")]) == 1
    assert capsys.readouterr().out == f"::error file=docs/junior/a.md,line=10::{MESSAGE}\n"


def test_annotation_escapes_what_would_end_it():
    problem = Problem("docs/a,b:c.md", 3, "100 %\nдалее")
    assert check.annotation(problem) == "::error file=docs/a%2Cb%3Ac.md,line=3::docs/a,b:c.md:3: 100 %25%0Aдалее"


def test_missing_folder_is_a_clear_error(tmp_path):
    command = [sys.executable, "-m", "scripts.check", str(tmp_path / "нет")]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert result.returncode == 1
    assert "Traceback" not in result.stderr
    assert str(tmp_path) in result.stderr


def test_unreadable_settings_are_a_clear_error(tmp_path, capsys, monkeypatch):
    monkeypatch.delenv("GITHUB_ACTIONS", raising=False)
    site = make_site(tmp_path / "site", {})
    (site / "mkdocs.yml").write_text("extra: [не закрыто\n")
    assert check.main([str(site / "docs")]) == 1
    text = "это не YAML; проверьте отступы, кавычки и пробелы после двоеточий"
    assert capsys.readouterr().out == f"mkdocs.yml:2: {text}\n"
