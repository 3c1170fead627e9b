"""An error that nobody foresaw is one line: page, cause, place in our code."""

from __future__ import annotations

import errno
from types import SimpleNamespace

import pytest
from mkdocs.exceptions import Abort, PluginError

from hooks import cache, own_errors
from hooks.bank import load
from hooks.checks import check_folder, fixes
from hooks.checks.markdown import markdown_lint
from hooks.checks.page import book_letters, glyphs, safety
from hooks.finish.errors import FinishError
from scripts.tools import repairs, running
from tests.breaking import copy
from tests.sites import REAL_PAGE, build, make_site, page, question


def fail() -> int:
    raise RuntimeError("две\nстроки")


def caught(function, *arguments) -> Exception:
    with pytest.raises(Exception) as info:  # noqa: PT011 (whatever it is)
        function(*arguments)
    return info.value


def test_unforeseen_error_of_a_script_is_one_line(capsys, monkeypatch):
    monkeypatch.delenv("SOBESEDNIK_TRACEBACK", raising=False)
    assert running.run(fail) == 1
    error = capsys.readouterr().err
    line = fail.__code__.co_firstlineno + 1
    told = (
        f"ошибка в tests/test_own_errors.py, строка {line}, а не в странице: RuntimeError: две строки; сообщите о ней"
    )
    assert error.startswith(f"tests/test_own_errors.py:{line}: {told}")
    assert error.count("\n") == 1


def test_developer_gets_the_traceback(monkeypatch):
    monkeypatch.setenv("SOBESEDNIK_TRACEBACK", "1")
    with pytest.raises(RuntimeError):
        running.run(fail)
    assert own_errors.end_build(RuntimeError()) is None


@pytest.mark.parametrize("module", [safety, glyphs])
def test_error_of_a_checker_names_the_page(module, tmp_path, monkeypatch):
    def find(text, *_):
        return 1 / 0 if text.page == "junior/web-http.md" else ()

    monkeypatch.setattr(module, "find", find)
    docs = copy(tmp_path / "site") / "docs"
    page = docs / "junior/web-http.md"
    page.write_text(
        f"{page.read_text(encoding='utf-8')}\n<!-- {module.__name__} -->\n", encoding="utf-8"
    )  # else what is remembered of it is told
    error = caught(check_folder, docs)
    assert own_errors.describe(error).startswith("docs/junior/web-http.md:1: ошибка в ")


def test_error_of_a_hook_that_names_no_page_gets_it(caplog):
    def event(page: SimpleNamespace) -> None:
        raise PluginError(f"не вышло, {len(page.file.src_uri)}")

    error = caught(event, SimpleNamespace(file=SimpleNamespace(src_uri="a.md")))
    with pytest.raises(Abort, match="Сайт не собран"):
        own_errors.end_build(error)
    assert caplog.messages == ["docs/a.md:1: не вышло, 4"]


def test_error_of_the_finisher_that_names_no_page_gets_it(caplog):
    def step(page: SimpleNamespace) -> None:
        raise FinishError(f"не вышло, {len(page.info.shown)}")

    def event() -> None:
        try:
            step(SimpleNamespace(info=SimpleNamespace(shown="docs/a.md")))
        except FinishError as error:
            raise PluginError(str(error)) from error

    with pytest.raises(Abort):
        own_errors.end_build(caught(event))
    assert caplog.messages == ["docs/a.md:1: не вышло, 9"]


def test_error_in_a_question_names_its_line():
    def entry(question: SimpleNamespace) -> None:
        raise KeyError(question.line)

    error = caught(entry, SimpleNamespace(source="docs/junior/a.md", line=7))
    assert own_errors.describe(error).startswith("docs/junior/a.md:7: ошибка в ")


def test_error_of_the_parser_is_told_once(tmp_path, monkeypatch):
    docs = copy(tmp_path / "site") / "docs"
    monkeypatch.setattr(load, "parse_page", lambda *_: {}["нет"])
    # An earlier test has had these pages parsed.
    load._parsed.cache_clear()
    monkeypatch.setattr(cache, "results", cache.Cache())
    told = own_errors.describe(caught(check_folder, docs))
    assert told.count("ошибка в ") == 1
    assert "KeyError" in told
    assert "ValueError" not in told
    assert own_errors._PLACE.match(told)


def test_error_of_the_linter_blames_no_page(tmp_path, monkeypatch):
    monkeypatch.setattr(markdown_lint, "_rumdl", lambda _: {}["нет"])
    told = own_errors.describe(caught(check_folder, copy(tmp_path / "site") / "docs"))
    assert told.startswith("tests/test_own_errors.py:")


@pytest.mark.parametrize("repair", ["_fix_steps", "_fix_language", "_fix_once"])
def test_error_of_a_repair_names_the_page(repair, tmp_path, monkeypatch):
    monkeypatch.setattr(fixes, repair, lambda *_: {}["нет"])
    docs = copy(tmp_path / "site") / "docs"
    error = caught(list, repairs.repair(docs, f"docs/{REAL_PAGE}"))
    assert own_errors.describe(error).startswith(f"docs/{REAL_PAGE}:1: ошибка в ")


def test_page_that_goes_while_the_site_is_served_is_no_error_of_ours(caplog):
    with pytest.raises(Abort):
        own_errors.end_build(FileNotFoundError(errno.ENOENT, "No such file or directory", "/docs/a.md"))
    assert caplog.messages == ["Не получилось: /docs/a.md: файл исчез, пока шла сборка"]


def test_file_in_the_place_of_the_site_is_said_in_one_line(caplog):
    with pytest.raises(Abort):
        own_errors.end_build(NotADirectoryError(errno.ENOTDIR, "Not a directory", "/target/site"))
    assert caplog.messages == ["Не получилось: /target/site: это файл, а не папка"]


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
def test_full_disk_under_a_build_is_said_in_one_line(number, caplog):
    error = OSError(number, "No space left on device", "/theme/script.js", None, "/target/site/script.js")
    with pytest.raises(Abort, match="Сайт не собран"):
        own_errors.end_build(error)
    assert caplog.messages == ["Не получилось: /target/site/script.js: на диске нет места"]


def test_error_of_a_template_names_page_and_template(tmp_path):
    site = make_site(tmp_path / "site", {"junior/a.md": page(question())})
    template = site / "overrides/main.html"
    template.write_text(
        template.read_text(encoding="utf-8") + "{% block hero %}{% if page %}{{ 1 // 0 }}{% endif %}{% endblock %}",
        encoding="utf-8",
    )
    result = build(site)
    assert result.returncode == 1
    assert "ошибка в overrides/main.html, строка " in result.stdout
    assert "docs/index.md:1: " in result.stdout
    for word in ("Traceback", "Error building", "Aborted"):
        assert word not in result.stdout


def test_letters_that_are_not_looked_up_are_in_the_fonts():
    assert sorted(book_letters.COMMON - book_letters._known()) == []
