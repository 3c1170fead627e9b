"""The hook: what MkDocs makes of the bank. Small sites with the real settings."""

from __future__ import annotations

import html
import inspect
import json
import re
from types import SimpleNamespace

import jsonschema
import pytest

from hooks.bank.load import load_bank
from hooks.bank.macro_calls import MACRO_PARAMETERS, MACROS, is_index_page
from hooks.markdown.macros import Macros, define_env
from scripts.tools.environment import ROOT
from tests.sites import INDEX, build, make_site, page, question


def text_of(path) -> str:
    """Return the text of the article of a built page."""
    article = re.search(r"<article.*?</article>", path.read_text(encoding="utf-8"), re.DOTALL)[0]
    return html.unescape(re.sub(r"<[^>]+>", "", article))


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    """A built site of two pages with three questions."""
    pages = {
        "junior/a.md": page(question(1, tags=".collections .sql"), question(2), title="Первый раздел"),
        "middle/b.md": page(question(3, "middle", ".sql"), title="Второй раздел"),
    }
    folder = make_site(tmp_path_factory.mktemp("hook") / "site", pages)
    result = build(folder)
    assert result.returncode == 0, result.stdout
    return folder


def test_home_counts_the_questions_in_good_russian(small):
    assert "Здесь 3 вопроса." in text_of(small / "site/index.html")


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (1, "1 вопрос"),
        (2, "2 вопроса"),
        (5, "5 вопросов"),
        (11, "11 вопросов"),
        (21, "21 вопрос"),
        (112, "112 вопросов"),
    ],
)
def test_number_and_noun_agree(number, expected, tmp_path):
    # More than a page may hold.
    numbers = {"a": range(min(number, 60)), "b": range(60, number)}
    pages = {f"junior/{name}.md": page(*map(question, some)) for name, some in numbers.items() if some}
    folder = make_site(tmp_path / "site", pages)
    assert build(folder).returncode == 0
    assert f"Здесь {expected}." in text_of(folder / "site/index.html")


def test_level_index_lists_the_questions_of_its_level_only(small):
    junior, middle = (text_of(small / f"site/{level}/index.html") for level in ("junior", "middle"))
    assert "Вопрос 1" in junior
    assert "Что такое вопрос 2?" in junior
    assert "Вопрос 3" not in junior
    assert "Вопрос 3" in middle


def test_tag_index_lists_every_question_of_a_tag_across_levels(small):
    source = (small / "site/tags/index.html").read_text(encoding="utf-8")
    sql = source[source.index('id="sql"') : source.index("</ul>", source.index('id="sql"'))]
    assert re.findall(r'href="([^"]+)">Вопрос', sql) == ["../junior/a/#question-1", "../middle/b/#question-3"]
    assert 'id="git"' not in source


def test_checklist_holds_titles_or_wordings_with_their_links(tmp_path):
    macros = '{= question_checklist("junior") =}\n\n{= question_checklist(folder="middle", wording=True) =}'
    quoted = question(2, "middle").replace("Что такое вопрос 2?", "«Почему вопрос 2?» (Важно.)")
    pages = {
        "junior/a.md": page(question(1)),
        "middle/b.md": page(quoted),
        "evening-before.md": INDEX.format(title="Вечер", macro=macros),
    }
    folder = make_site(tmp_path / "site", pages)
    assert build(folder).returncode == 0
    source = (folder / "site/evening-before/index.html").read_text(encoding="utf-8")
    items = re.findall(r'<li class="task-list-item">.*?href="([^"]+)">(.*?)</a>', source, re.DOTALL)
    assert items == [
        ("../junior/a/#question-1", "Вопрос 1"),
        ("../middle/b/#question-2", "Почему вопрос 2? (Важно.)"),
    ]


def test_chips_lead_to_level_and_tag(small):
    source = (small / "site/junior/a/index.html").read_text(encoding="utf-8")
    chips = re.search(r'<p class="question-chips">.*?</p>', source)[0]
    assert re.findall(r'href="([^"]+)"', chips) == ["../", "../../tags/#collections", "../../tags/#sql"]
    assert re.findall(r">([^<>]+)</a>", chips) == ["Junior", "Коллекции", "SQL"]


def test_page_says_when_and_for_what_it_was_checked(small):
    assert "Ответы сверены с источниками 23 ноября 2026 года: Python 3.14." in text_of(
        small / "site/junior/a/index.html"
    )


def test_questions_json_follows_its_schema_and_leads_to_the_questions(small):
    data = json.loads((small / "site/questions.json").read_text(encoding="utf-8"))
    jsonschema.validate(data, json.loads((ROOT / "docs/questions.schema.json").read_text(encoding="utf-8")))
    assert [record["id"] for record in data["questions"]] == ["question-1", "question-2", "question-3"]
    for record in data["questions"]:
        path, _, anchor = record["url"].partition("#")
        assert f'id="{anchor}"' in (small / "site" / path / "index.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["short", "short_markdown"])
def test_schema_refuses_a_record_without_its_answer(small, name):
    data = json.loads((small / "site/questions.json").read_text(encoding="utf-8"))
    del data["questions"][0][name]
    with pytest.raises(jsonschema.ValidationError, match=f"'{name}' is a required property"):
        jsonschema.validate(data, json.loads((ROOT / "docs/questions.schema.json").read_text(encoding="utf-8")))


def test_nothing_is_written_into_docs(small):
    assert not (small / "docs/questions.json").exists()
    assert not (small / "docs/contributing.md").exists()


def test_macros_of_the_hook_are_those_that_the_checker_allows():
    defined = {name for name in vars(Macros) if not name.startswith("_")} - {"all"}
    assert defined == MACROS


def test_parameters_of_the_macros_are_those_that_the_checker_allows():
    for name, parameters in MACRO_PARAMETERS.items():
        _, *own = inspect.signature(getattr(Macros, name)).parameters.values()
        assert [one.name for one in own] == list(parameters)
        assert all(one.default is not one.empty for one in own)


def test_macros_are_the_same_for_a_plugin_that_loads_their_module(small):
    macros = {}
    conf = {"docs_dir": str(small / "docs"), "config_file_path": str(small / "mkdocs.yml")}
    define_env(SimpleNamespace(conf=conf, macro=lambda macro, name: macros.setdefault(name, macro)))
    assert set(macros) == MACROS
    assert macros["question_count"]() == "3 вопроса"
    assert "/junior/a.md#question-1" in macros["question_list"]("junior")


def test_error_inside_the_hook_names_the_page_and_shows_no_traceback(tmp_path):
    folder = make_site(tmp_path / "site", {"junior/a.md": page(question())})
    door = folder / "hooks/mkdocs_door.py"
    door.write_text(
        re.sub(r"(def mistakes\(.*\n)", r"\1    1 / 0\n", door.read_text(encoding="utf-8")), encoding="utf-8"
    )
    result = build(folder)
    assert result.returncode == 1
    told = r"docs/index\.md:1: ошибка в hooks/mkdocs_door\.py, строка \d+, а не в странице: ZeroDivisionError"
    assert re.search(told, result.stdout)
    assert "Error" not in result.stdout.replace("ZeroDivisionError", "")
    assert "Traceback" not in result.stdout


def test_error_inside_the_parser_names_the_page_and_shows_no_traceback(tmp_path):
    folder = make_site(tmp_path / "site", {"junior/a.md": page(question())})
    parser = folder / "hooks/bank/parser.py"
    parser.write_text(
        parser.read_text(encoding="utf-8").replace(
            "def _take_top_line(self, number: int, line: str) -> None:\n",
            "def _take_top_line(self, number, line):\n        1 / 0\n",
        ),
        encoding="utf-8",
    )
    result = build(folder)
    assert result.returncode == 1
    told = r"docs/junior/a\.md:1: ошибка в hooks/bank/parser\.py, строка \d+, а не в странице: ZeroDivisionError"
    assert re.search(told, result.stdout)
    assert "Traceback" not in result.stdout


def test_edit_link_leads_to_the_repository_where_it_is_known(tmp_path):
    folder = make_site(tmp_path / "site", {"junior/a.md": page(question())})
    assert build(folder, REPO_URL="https://github.com/example/fork").returncode == 0
    source = (folder / "site/junior/a/index.html").read_text(encoding="utf-8")
    assert 'href="https://github.com/example/fork/edit/main/docs/junior/a.md"' in source
    assert 'href="https://github.com/example/fork"' in source
    assert 'data-md-component="source"' not in source


def test_no_edit_link_where_no_repository_is_known(small):
    source = (small / "site/junior/a/index.html").read_text(encoding="utf-8")
    assert 'rel="edit"' not in source
    assert "github.com" not in source


def test_real_pages_are_in_the_navigation_and_all_have_questions():
    bank = load_bank(ROOT / "docs")
    pages = {path.relative_to(ROOT / "docs").as_posix() for path in (ROOT / "docs").glob("*/*.md")}
    assert {one.page for one in bank.questions} == {name for name in pages if not is_index_page(name)}
