"""The checker's own behaviour; what it finds is in test_bad_input.py."""

from __future__ import annotations

import subprocess
import sys

import pytest

from hooks.bank.records import Problem
from hooks.checks import check_folder
from scripts import check
from tests.sites import make_site, page, question


@pytest.fixture
def broken(tmp_path):
    """A small site with one mistake."""
    return make_site(tmp_path / "site", {"junior/a.md": page(question().replace(".collections", ".qqqq"))})


MESSAGE = "docs/junior/a.md:10: неизвестный тег «qqqq»; список тегов — extra.topics в mkdocs.yml"


def test_good_pages_pass(tmp_path, capsys):
    site = make_site(tmp_path / "site", {"junior/a.md": page(question(1), question(2))})
    assert check.main([str(site / "docs")]) == 0
    assert capsys.readouterr().out == f"Ошибок нет; проверено вопросов: 2. {check.SAMPLES}\n"


def test_mistakes_are_printed_and_counted(broken, capsys, monkeypatch):
    monkeypatch.delenv("GITHUB_ACTIONS", raising=False)
    assert check.main([str(broken / "docs")]) == 1
    output = capsys.readouterr()
    assert output.out == f"{MESSAGE}\n"
    assert output.err == "Найдено ошибок: 1. Исправите — проверю ещё разметку и адреса: docs/junior/a.md.\n"


def test_no_later_mistakes_are_announced_where_everything_was_read(tmp_path, capsys):
    misspelt = question().replace("Подробный ответ.", "Подробный ашипка.")
    site = make_site(tmp_path / "site", {"junior/a.md": page(misspelt)})
    assert check.main([str(site / "docs")]) == 1
    assert capsys.readouterr().err == "Найдено ошибок: 1.\n"


@pytest.mark.parametrize(
    ("word", "hint"),
    [
        ("хэш-таблица", " (возможно, «хеш-таблица»)"),  # the site keeps to one of two right spellings
        ("Хэширование", " (возможно, «хеширование»)"),
        ("серилизатор", " (возможно, «сериализатор»)"),  # a word of the project's own list
        ("Подрбный", " (возможно, «подробный»)"),  # a word of the pages
        ("легироание", ""),  # «легирование» is in the dictionary, and a riddle
    ],
)
def test_hint_is_a_word_of_the_trade_or_of_the_pages(tmp_path, word, hint):
    site = make_site(tmp_path / "site", {"junior/a.md": page(question().replace("Подробный ответ.", f"{word}."))})
    (problem,) = check_folder(site / "docs").problems
    assert problem.text.startswith(f"слова «{word}» нет в словаре{hint}; ")


TRADE = (
    "ООП, логирование, хеш-таблица, итерабельным, сериализаторы, шардированию, миксинов, Фибоначчи, Лисков, Юникоде,"
    " юнит-тесты, парсинг, бэкапа, деплоим, колбэков, дженерики, воркеры, мьютексом, ретраев, стектрейс, кверисета"
)


@pytest.mark.parametrize("text", [TRADE, "много JOIN-ов, JOIN‑ами, `list`-ов, JSON-овый файл, 5-й"])
def test_words_of_the_trade_are_known(tmp_path, text):
    site = make_site(tmp_path / "site", {"junior/a.md": page(question().replace("Подробный ответ.", f"Вот {text}."))})
    assert check_folder(site / "docs").problems == []


def test_on_github_mistakes_are_annotations_of_their_lines(broken, capsys, monkeypatch):
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    assert check.main([str(broken / "docs")]) == 1
    assert capsys.readouterr().out == f"::error file=docs/junior/a.md,line=10::{MESSAGE}\n"


def test_annotation_escapes_what_would_end_it():
    problem = Problem("docs/a,b:c.md", 3, "100 %\nдалее")
    assert check.annotation(problem) == "::error file=docs/a%2Cb%3Ac.md,line=3::docs/a,b:c.md:3: 100 %25%0Aдалее"


def test_missing_folder_is_a_clear_error(tmp_path):
    command = [sys.executable, "-m", "scripts.check", str(tmp_path / "нет")]
    result = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert result.returncode == 1
    assert "Traceback" not in result.stderr
    assert str(tmp_path) in result.stderr


def test_unreadable_settings_are_a_clear_error(tmp_path, capsys, monkeypatch):
    monkeypatch.delenv("GITHUB_ACTIONS", raising=False)
    site = make_site(tmp_path / "site", {})
    (site / "mkdocs.yml").write_text("extra: [не закрыто\n", encoding="utf-8")
    assert check.main([str(site / "docs")]) == 1
    text = "это не YAML; проверьте отступы, кавычки и пробелы после двоеточий"
    assert capsys.readouterr().out == f"mkdocs.yml:1: {text}\n"


def test_one_page_or_one_section_may_be_asked_about(broken, capsys, monkeypatch):
    monkeypatch.delenv("GITHUB_ACTIONS", raising=False)
    (broken / "mkdocs.yml").write_text(
        (broken / "mkdocs.yml").read_text(encoding="utf-8").replace("strict: true", "strict: maybe"), encoding="utf-8"
    )
    for name in ("docs/junior/a.md", "docs/junior"):
        assert check.main([str(broken / name)]) == 1
        assert capsys.readouterr().out == f"{MESSAGE}\n"
    assert check.main([str(broken / "docs/tags.md")]) == 0
    assert capsys.readouterr().out == f"Ошибок нет; проверено вопросов: 0. {check.SAMPLES}\n"
    assert check.main([str(broken / "mkdocs.yml")]) == 1
    assert "strict" in capsys.readouterr().out
    assert check.main([str(broken)]) == 1
    assert len(capsys.readouterr().out.splitlines()) == 2


def test_fix_of_one_page_leaves_the_others(broken):
    for name in ("a", "b"):
        (broken / f"docs/junior/{name}.md").write_text(
            page(question().replace("Короткий ответ 1.", "Раз - два.")), encoding="utf-8"
        )
    check.main([str(broken / "docs/junior/b.md"), "--fix"])
    assert "Раз - два." in (broken / "docs/junior/a.md").read_text(encoding="utf-8")
    assert "Раз — два." in (broken / "docs/junior/b.md").read_text(encoding="utf-8")


def test_pages_of_no_site_are_a_clear_error(tmp_path):
    (tmp_path / "a.md").write_text("# А\n", encoding="utf-8")
    with pytest.raises(FileNotFoundError, match="укажите папку docs/ или страницу в ней"):
        check.main([str(tmp_path / "a.md")])


def test_checkout_behind_a_symbolic_link_is_checked_like_any_other(tmp_path, capsys, monkeypatch):
    monkeypatch.delenv("GITHUB_ACTIONS", raising=False)
    make_site(tmp_path / "real", {"junior/a.md": page(question()).replace("Короткий ответ 1.", "Короткий ответ 1.   ")})
    (tmp_path / "linked").symlink_to(tmp_path / "real")
    assert check.main([str(tmp_path / "linked/docs")]) == 1
    assert capsys.readouterr().out == "docs/junior/a.md:16: пробелы в конце строки; уберите их\n"
