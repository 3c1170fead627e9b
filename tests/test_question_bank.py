"""The parser by itself: what it makes of right pages. Wrong ones are in test_bad_input.py."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

from hooks.bank.fences import find_fences
from hooks.bank.kinds import FOLLOW_UPS, KINDS, SIGNALS
from hooks.bank.load import load_bank, parse_page, parse_pages
from hooks.bank.records import Source
from hooks.bank.text import plain_text
from hooks.bank.vocabulary import Tag, Vocabulary, nav_paths
from scripts.tools.environment import ROOT
from tests.sites import make_site, page, question

VOCABULARY = Vocabulary(
    levels={"junior": "Junior", "middle": "Middle", "any": "Любой"},
    tags={"collections": Tag("Коллекции", ""), "sql": Tag("SQL", "")},
    primary_sources=("python.org",),
    nav=("junior/a.md",),
)


def parse(text: str, name: str = "junior/a.md"):
    """Parse a page that must have no problems and return its questions."""
    questions, problems = parse_page(text, name, VOCABULARY)
    assert problems == []
    return questions


def test_question_carries_everything_that_stands_on_its_page():
    (only,) = parse(page(question(1, tags=".collections .sql")))
    assert (only.id, only.title, only.level, only.kind) == ("question-1", "Вопрос 1", "junior", "technical")
    assert only.tags == ("collections", "sql")
    assert only.prompt == "Что такое вопрос 1?"
    assert only.short == only.short_markdown == "Короткий ответ 1."
    assert only.section == "Раздел"
    assert (only.page, only.source, only.line) == ("junior/a.md", "docs/junior/a.md", 10)
    assert [block.word for block in only.blocks] == ["success", "failure", "question", "info", "quote"]
    assert only.blocks[0].line == 14
    assert only.blocks[1].body == "- **«Неверно».** Верно."


def test_every_question_of_a_page_is_found_in_its_order():
    questions = parse(page(*(question(number) for number in range(1, 8))))
    assert [one.id for one in questions] == [f"question-{number}" for number in range(1, 8)]


def test_heading_inside_a_fence_is_not_a_question():
    code = "    ```python\n    ## Не вопрос { #no .junior .sql }\n    ```\n"
    answer = "**Подробно.** Подробный ответ.\n\n" + code
    (only,) = parse(page(question().replace("**Подробно.** Подробный ответ.\n", answer)))
    assert "Не вопрос" in only.blocks[0].body


def test_block_inside_a_fence_is_not_a_block():
    code = '    ````markdown\n    ```\n    ??? failure "Типичные ошибки"\n    ```\n    ````\n'
    answer = "**Подробно.** Подробный ответ.\n\n" + code
    (only,) = parse(page(question().replace("**Подробно.** Подробный ответ.\n", answer)))
    assert len(only.blocks) == 5


def test_set_up_samples_may_stand_in_the_lead():
    lead = "Вводные слова.\n\n```sql\n# не заголовок\nSELECT 1;\n```\n"
    assert len(parse(page(lead, question()))) == 1


def test_what_stands_in_a_comment_belongs_to_no_question():
    assert len(parse(page("<!-- ## Не вопрос -->\n", question()))) == 1
    questions, problems = parse_page(page("<!-- заметка\n## Не вопрос\n-->\n", question()), "junior/a.md", VOCABULARY)
    assert (len(questions), len(problems)) == (1, 1)


def test_admonition_inside_an_answer_is_allowed():
    answer = '**Подробно.** Подробный ответ.\n\n    !!! note "Замечание"\n\n        Текст.\n'
    assert len(parse(page(question().replace("**Подробно.** Подробный ответ.\n", answer)))) == 1


def test_jinja_in_an_answer_is_plain_text():
    answer = (
        "**Подробно.** Пишут `{{ name }}`, `{% if %}` и `{= x =}`.\n\n    ```yaml\n    a: ${{ b }}{= c =}\n    ```\n"
    )
    assert len(parse(page(question().replace("**Подробно.** Подробный ответ.\n", answer)))) == 1


def test_table_underline_is_not_a_heading():
    answer = "**Подробно.** Таблица.\n\n    | а | б |\n    |---|---|\n    | в | г |\n"
    assert len(parse(page(question().replace("**Подробно.** Подробный ответ.\n", answer)))) == 1


@pytest.mark.parametrize("folder", KINDS)
def test_question_of_each_kind_is_accepted_with_its_own_blocks(folder):
    kind = KINDS[folder]
    blocks = []
    for rule in kind.blocks:
        body = "    - [Источник](https://docs.python.org/3/)"
        if rule.word == "success":
            body = "\n\n".join(f"    **{words}.** Текст." for words in kind.lead_ins)
            if kind.points:
                points = "\n".join(f"    - **{name}:** слово." for name in kind.points)
                body = body.replace("**Коротко.** Текст.", f"**Коротко.**\n\n{points}")
        if rule == FOLLOW_UPS:
            body = "    - **А ещё?** Ещё."
        if rule == SIGNALS:
            body = "\n".join(f"    - **{level}:** слово." for level in kind.levels)
        blocks.append(f"{rule}\n\n{body}\n")
    text = page("## Вопрос { #vopros .any .sql }\n\nЧто?\n", *blocks)
    (only,) = parse(text, f"{folder}/a.md")
    assert only.kind == kind.name
    assert only.short == ("\n".join(f"{name}: слово." for name in kind.points) or "Текст.")


def test_subdomain_of_a_primary_source_is_primary_and_a_lookalike_is_not():
    good = page(question())
    bad = good.replace("docs.python.org", "notpython.org")
    assert parse(good)
    _, problems = parse_page(bad, "junior/a.md", VOCABULARY)
    assert ["нет первичного источника" in problem.text for problem in problems] == [True]


def test_plain_text_has_no_markup():
    assert plain_text("Метод `dict.get` и **[ссылка](https://a.b)** &lt;тег&gt;") == "Метод dict.get и ссылка <тег>"


def test_questions_come_in_the_order_of_the_navigation():
    texts = {"middle/z.md": page(question(1, "middle")), "junior/b.md": page(question(2)), "junior/a.md": "# A\n"}
    vocabulary = Vocabulary(VOCABULARY.levels, VOCABULARY.tags, ("python.org",), ("middle/z.md", "junior/b.md"))
    bank = parse_pages([Source(name, text.encode()) for name, text in texts.items()], vocabulary)
    assert [one.id for one in bank.questions] == ["question-1", "question-2"]


def test_navigation_is_read_at_any_depth():
    nav = [{"Дом": "index.md"}, {"А": ["a/index.md", {"Б": ["b.md", {"Вне": "https://example.com"}]}]}]
    assert list(nav_paths(nav)) == ["index.md", "a/index.md", "b.md"]


def test_mistake_of_the_parser_itself_names_the_page(monkeypatch):
    monkeypatch.setattr("hooks.bank.load.parse_page", lambda *_: 1 / 0)
    with pytest.raises(ValueError, match=r"docs/junior/a\.md:1: ошибка в hooks/bank.*ZeroDivisionError"):
        parse_pages([Source("junior/a.md", b"# A\n")], VOCABULARY)


def test_settings_without_vocabularies_are_named(tmp_path):
    site = make_site(tmp_path / "site", {})
    config = site / "mkdocs.yml"
    config.write_text(config.read_text(encoding="utf-8").replace("  levels:", "  urovni:"), encoding="utf-8")
    with pytest.raises(ValueError, match="в extra нужны levels"):
        load_bank(site / "docs")


def test_front_matter_with_a_list_for_a_key_is_read():
    _, problems = parse_page("---\n? [title]\n: Раздел\n---\n\n# Раздел\n", "junior/a.md", VOCABULARY)
    assert "в шапке нет title; добавьте «title: …»" in [problem.text for problem in problems]


def test_real_bank_has_no_problems():
    assert load_bank(ROOT / "docs").problems == []


def test_parser_works_without_mkdocs():
    code = "import sys; sys.modules['mkdocs'] = None; import hooks.bank.load"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


def fences(text: str):
    return [(fence.line, fence.last_line, fence.indent, fence.closed) for fence in find_fences(text.split("\n"))]


def test_fence_is_closed_by_its_own_ticks_only():
    assert fences("````\n```\n`````\n````\n") == [(1, 4, 0, True)]
    assert fences("~~~\n```\n~~~\n") == [(1, 3, 0, True)]


def test_fence_in_a_list_keeps_its_indent():
    (fence,) = find_fences(["    - a", '        ```python title="Имя"', "        x", "          y", "        ```"])
    assert (fence.indent, fence.language, fence.title, fence.body) == (8, "python", "Имя", "x\n  y")


def test_fence_ends_unclosed_where_the_text_around_it_goes_on():
    assert fences("    ```\n    x\nтекст\n") == [(1, 2, 4, False)]


def test_fence_that_opens_inside_another_means_the_first_was_not_closed():
    assert fences("```python\nx\n```text\ny\n```\n") == [(1, 2, 0, False), (3, 5, 0, True)]


# -- what one who interviews needs ------------------------------------------------------------------

TALK = """??? question "Дополнительные вопросы"

    - **Чем `a*` лучше?** Ничем:

        ```python
        a
        ```

    - **А [ещё](b.md)?**

??? info "Что проверяет интервьюер"

    - **Junior:** пишет `a; b`; говорит (прямо; сразу) «нет».
    - **Middle:** всё
      это.
    - **Сильный кандидат:** сомневается.
"""


def test_follow_ups_and_signals_are_lists():
    talk = re.compile(r"\?\?\? question .*?(?=\?\?\? quote)", re.DOTALL)
    (only,) = parse(page(talk.sub(lambda _: TALK + "\n", question())))
    assert [(one.question, one.answer) for one in only.follow_ups] == [
        ("Чем a* лучше?", "Ничем:\n\n```python\na\n```"),
        ("А ещё?", ""),
    ]
    assert [(one.level, one.items) for one in only.signals] == [
        ("Junior", ("пишет `a; b`", "говорит (прямо; сразу) «нет»")),
        ("Middle", ("всё это",)),
        ("Сильный кандидат", ("сомневается",)),
    ]
