"""The runner collects every sample of a page and refuses what nobody would run."""

from __future__ import annotations

from pathlib import Path

import pytest

from hooks.checks.page.samples import EXECUTED, LEAD, NOT_EXECUTED, collect_docs, collect_page
from tests.sample_pages import VOCABULARY, assert_fails, assert_passes, collected, page_of, problems_of, unit_of
from tests.samples.running import FAMILIES, run_unit

# -- collecting -----------------------------------------------------------------------------


def test_a_fence_in_a_list_inside_a_block_is_collected_with_its_own_lines() -> None:
    assert_fails(
        """
        - Пункт:

            ```python
            x = 1
            print(x)
            ```

            ```text title="Вывод"
            2
            ```
        """,
        "2",
    )


def test_every_sample_belongs_to_the_question_above_it() -> None:
    question = '\n## Второй { #second .junior .sql }\n\n??? success "Модельный ответ"\n\n    ```json\n    2\n    ```\n'
    units = collected(page_of("```json\n1\n```", lead="```json\n0\n```") + question).units
    assert [(str(unit), [sample.code for sample in unit.samples]) for unit in units] == [
        (f"junior/page.md::{LEAD}", ["0"]),
        ("junior/page.md::question", ["1"]),
        ("junior/page.md::second", ["2"]),
    ]
    assert [sample.code for sample in units[2].setup] == ["0"]


def test_a_page_without_questions_is_collected_too() -> None:
    page = collect_page("# Страница\n\n```json\n{]\n```\n", "contributing.md", VOCABULARY)
    (problem,) = run_unit(page.units[0])
    assert str(problem).startswith("docs/contributing.md:4: ")


def test_all_pages_of_a_folder_are_collected(tmp_path: Path) -> None:
    (tmp_path / "junior").mkdir()
    (tmp_path / "junior" / "a.md").write_bytes(b"\xef\xbb\xbf# A\r\n\r\n```json\r\n1\r\n```\r\n")
    (tmp_path / "index.md").write_text("# B\n", encoding="utf-8")
    pages = collect_docs(tmp_path, VOCABULARY)
    assert [(page.page, len(page.fences)) for page in pages] == [("index.md", 0), ("junior/a.md", 1)]
    assert pages[1].units[0].samples[0].code == "1"


@pytest.mark.parametrize("title", ["Вывод", "Ошибка", "mypy"])
def test_an_output_without_a_sample_is_refused(title: str) -> None:
    fence = f'```text title="{title}"'
    assert_fails(f"{fence}\n1\n```", fence, title, "не принадлежит")


def test_an_output_below_a_sample_of_another_language_is_refused() -> None:
    assert_fails('```json\n1\n```\n\n```text title="Вывод"\n1\n```', '```text title="Вывод"', "не принадлежит")


def test_a_fence_between_sample_and_output_parts_them() -> None:
    answer = 'x\n\n```python\nx = 1\n```\n\n```toml\nx = 1\n```\n\n```text title="Вывод"\n1\n```'
    assert_fails(answer, '```text title="Вывод"', "не принадлежит")


def test_a_second_output_of_the_same_title_is_refused() -> None:
    output = '```text title="Вывод"\n1\n```'
    assert_fails(f"```python\nprint(1)\n```\n\n{output}\n\n{output}", '```text title="Вывод"', "уже есть")


def test_an_unknown_language_is_refused() -> None:
    assert_fails("```pyton\n1\n```", "```pyton", "неизвестный язык «pyton»")


def test_a_fence_without_language_is_refused() -> None:
    assert_fails("```\n1\n```", "```", "нет языка")


def test_a_text_fence_without_title_is_refused() -> None:
    assert_fails("```text\n1\n```", "```text", "нет названия")


def test_a_text_fence_with_another_title_and_settings_are_not_run() -> None:
    page = collected(page_of('```text title="Схема"\nA → B\n```\n\n```toml\n[x\n```'))
    assert (page.units, page.problems, len(page.fences)) == ((), (), 2)


def test_an_unclosed_fence_is_refused() -> None:
    text = page_of("```json\n1") + '\n??? info "Что проверяет интервьюер"\n'
    assert [(text.split("\n")[p.line - 1].strip(), "не закрыт" in p.text) for p in problems_of(text)] == [
        ("```json", True)
    ]


def test_an_unclosed_output_is_refused() -> None:
    answer = '```python\nprint(1)\n```\n\n```text title="Вывод"\n1'
    text = page_of(answer) + '\n??? info "Что проверяет интервьюер"\n'
    (problem,) = problems_of(text)
    assert "не закрыт" in problem.text


def test_every_executed_language_has_a_runner_and_no_language_is_both() -> None:
    languages = [language for family in FAMILIES for language in family]
    assert sorted(languages) == sorted(EXECUTED)
    assert not EXECUTED & set(NOT_EXECUTED)


# -- skips ----------------------------------------------------------------------------------


def test_a_skipped_sample_does_not_run_and_keeps_its_reason() -> None:
    answer = '<!-- skip: нужен сервер -->\n\n```python\n1 / 0\n```\n\n```text title="Вывод"\n1\n```'
    assert_passes(answer)
    (sample,) = unit_of(answer).samples
    assert sample.skip == "нужен сервер"


@pytest.mark.parametrize(
    "comment", ["<!-- skip -->", "<!-- skip: -->", "<!-- skip нужен сервер -->", "<!-- Skip: x -->"]
)
def test_a_skip_without_a_reason_is_refused(comment: str) -> None:
    assert_fails(f"{comment}\n\n```json\n1\n```", comment, "исключение не действует")


def test_a_skip_that_stands_above_no_sample_is_refused() -> None:
    comment = "<!-- skip: нужен сервер -->"
    assert_fails(f"{comment}\n\nТекст.\n\n```json\n1\n```", comment, "исключение не действует")


def test_a_skip_with_another_indent_is_refused() -> None:
    text = page_of("```json\n1\n```").replace("    ```json", "<!-- skip: нужен сервер -->\n\n    ```json")
    (problem,) = problems_of(text)
    assert "исключение не действует" in problem.text
