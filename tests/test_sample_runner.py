"""The sample runner accepts what is right and names the page's line of what is wrong."""

from __future__ import annotations

import os
import socket
import textwrap
import time
from pathlib import Path
from types import SimpleNamespace

import pytest

from hooks.question_bank import Problem, Tag, Vocabulary
from tests.samples import databases, redis_server, report
from tests.samples.collecting import EXECUTED, LEAD, NOT_EXECUTED, PageSamples, Unit, collect_docs, collect_page
from tests.samples.processes import TIME_LIMIT
from tests.samples.rendering import built_file, count_code_blocks, uncollected
from tests.samples.running import FAMILIES, run_unit

VOCABULARY = Vocabulary({"junior": "Junior"}, {"sql": Tag("SQL", "Запросы")}, ())

PAGE = """\
---
title: Раздел
---

# Раздел

{lead}

## Вопрос {{ #question .junior .sql }}

Вопрос?

??? success "Модельный ответ"

{answer}
"""


def page_of(answer: str, lead: str = "") -> str:
    body = textwrap.indent(textwrap.dedent(answer).strip("\n"), "    ")
    return PAGE.format(answer=body, lead=textwrap.dedent(lead).strip("\n"))


def collected(text: str) -> PageSamples:
    return collect_page(text, "junior/page.md", VOCABULARY)


def problems_of(text: str, limit: float = TIME_LIMIT) -> list[Problem]:
    page = collected(text)
    return [*page.problems, *(problem for unit in page.units for problem in run_unit(unit, limit))]


def assert_passes(answer: str, lead: str = "") -> None:
    text = page_of(answer, lead)
    assert [unit.id for unit in collected(text).units][-1:] == ["question"]
    assert problems_of(text) == []


def assert_fails(answer: str, at: str, *words: str, limit: float = TIME_LIMIT) -> Problem:
    """Check that there is one problem, at the line that reads `at`, whose text holds the words."""
    text = page_of(answer)
    (problem,) = problems_of(text, limit)
    assert text.split("\n")[problem.line - 1].strip() == at
    assert str(problem).startswith(f"docs/junior/page.md:{problem.line}: ")
    for word in words:
        assert word in problem.text
    return problem


def unit_of(answer: str, lead: str = "") -> Unit:
    return collected(page_of(answer, lead)).units[-1]


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


# -- Python ---------------------------------------------------------------------------------


def test_python_samples_of_a_question_share_one_namespace() -> None:
    assert_passes(
        """
        ```python
        def double(x):
            return 2 * x
        ```

        Теперь вызовем:

        ```python
        print(double(2))
        ```

        ```text title="Вывод"
        4
        ```

        ```pycon
        >>> double(3)
        6
        >>> nine = 9
        ```

        ```python
        print(nine)
        ```

        ```text title="Вывод"
        9
        ```
        """
    )


def test_the_lead_of_a_page_runs_before_each_question() -> None:
    lead = '```python\nprice = 5\nprint("lead")\n```\n\n```text title="Вывод"\nlead\n```'
    assert_passes('```python\nprint(price)\n```\n\n```text title="Вывод"\n5\n```', lead=lead)


def test_a_wrong_output_is_named_at_its_first_wrong_line() -> None:
    problem = assert_fails(
        """
        ```python
        for x in range(3):
            print(x)
        ```

        ```text title="Вывод"
        0
        7
        2
        ```
        """,
        "7",
        "не совпадает",
    )
    assert "    -7\n    +1\n" in problem.text


def test_an_output_that_is_too_short_is_refused() -> None:
    assert_fails('```python\nprint(1)\nprint(2)\n```\n\n```text title="Вывод"\n1\n```', "1", "+2")


def test_a_print_without_output_fence_is_refused() -> None:
    assert_fails("```python\nprint(1)\n```", "```python", "нет ```text")


def test_an_output_fence_without_print_is_refused() -> None:
    assert_fails('```python\nx = 1\n```\n\n```text title="Вывод"\n1\n```', "1", "«Вывод» есть")


def test_an_empty_output_fence_is_refused() -> None:
    assert_fails('```python\nx = 1\n```\n\n```text title="Вывод"\n```', "```", "«Вывод» есть")


def test_what_goes_to_stderr_does_not_count_but_is_shown_on_failure() -> None:
    code = 'import sys\nprint("тихо", file=sys.stderr)\nprint(1)'
    assert_passes(f'```python\n{code}\n```\n\n```text title="Вывод"\n1\n```')
    assert_fails(f'```python\n{code}\n```\n\n```text title="Вывод"\n2\n```', "2", "stderr", "тихо")


def test_an_unexpected_exception_is_named_at_the_line_that_raised_it() -> None:
    assert_fails(
        """
        ```python
        import json

        def load():
            return json.loads("{")

        load()
        ```
        """,
        'return json.loads("{")',
        "JSONDecodeError",
        "docs/junior/page.md",
    )


def test_a_syntax_error_is_named_at_its_line() -> None:
    assert_fails("```python\nx = 1\ny = = 2\n```", "y = = 2", "SyntaxError: invalid syntax")


def test_an_expected_exception_passes_with_its_output() -> None:
    assert_passes(
        """
        ```python
        print("до")
        {}["x"]
        ```

        ```text title="Вывод"
        до
        ```

        ```text title="Ошибка"
        KeyError: 'x'
        ```

        ```python
        class TooLate(Exception): ...
        raise TooLate("поздно")
        ```

        ```text title="Ошибка"
        TooLate: поздно
        ```
        """
    )


def test_another_exception_than_expected_is_refused() -> None:
    assert_fails("```python\n{}['x']\n```\n\n```text title=\"Ошибка\"\nKeyError: 'y'\n```", "KeyError: 'y'", "'x'")


def test_an_expected_exception_that_does_not_come_is_refused() -> None:
    assert_fails('```python\nx = 1\n```\n\n```text title="Ошибка"\nKeyError: 1\n```', '```text title="Ошибка"')


def test_an_output_beside_an_expected_exception_is_compared() -> None:
    code = "print(1)\n{}['x']"
    outputs = '```text title="Вывод"\n2\n```\n\n```text title="Ошибка"\nKeyError: \'x\'\n```'
    assert_fails(f"```python\n{code}\n```\n\n{outputs}", "2", "не совпадает")


def test_all_failures_of_a_question_are_found_at_once() -> None:
    text = page_of("```python\n1 / 0\n```\n\n```python\nprint(2)\n```\n\n```json\n{]\n```")
    assert [text.split("\n")[problem.line - 1].strip() for problem in problems_of(text)] == ["1 / 0", "```python", "{]"]


def test_an_infinite_loop_ends_at_the_time_limit() -> None:
    start = time.monotonic()
    assert_fails(
        "```python\nx = 1\n```\n\n```python title=\"a\"\nprint('начал')\nwhile True: pass\n```",
        '```python title="a"',
        "не уложился в 1 с",
        "начал",
        limit=1,
    )
    assert time.monotonic() - start < 10


def test_a_thread_that_never_ends_is_refused() -> None:
    code = "import threading\nthreading.Thread(target=threading.Event().wait).start()"
    assert_fails(f"```python\n{code}\n```", "```python", "не завершился", limit=1)


def test_a_sample_that_kills_its_process_is_refused() -> None:
    assert_fails("```python\nimport os\nos._exit(3)\n```", "```python", "оборвал процесс (код 3)")


def test_the_exit_of_a_sample_is_an_exception_like_others() -> None:
    assert_passes('```python\nimport sys\nsys.exit(2)\n```\n\n```text title="Ошибка"\nSystemExit: 2\n```')


def test_a_sample_gets_a_clean_environment_and_an_empty_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET", "x")
    code = "import os\nprint(sorted(set(os.environ) - {'LC_CTYPE'}), os.listdir())"
    assert_passes(f"```python\n{code}\n```\n\n```text title=\"Вывод\"\n['HOME', 'LANG', 'PATH'] []\n```")


def test_a_sample_can_import_a_file_that_it_has_written() -> None:
    code = 'from pathlib import Path\nPath("shop.py").write_text("x = 1")\nimport shop\nprint(shop.x)'
    assert_passes(f'```python\n{code}\n```\n\n```text title="Вывод"\n1\n```')


def test_a_sample_runs_as_the_main_module_and_can_start_processes_of_every_kind() -> None:
    assert_passes(
        """
        ```python
        from multiprocessing import get_context

        print("один раз")

        def square(x):
            return x * x
        ```

        ```text title="Вывод"
        один раз
        ```

        ```python
        if __name__ == "__main__":
            for method in ("fork", "spawn", "forkserver"):
                with get_context(method).Pool(1) as pool:
                    print(method, pool.map(square, [1, 2]))
        ```

        ```text title="Вывод"
        fork [1, 4]
        spawn [1, 4]
        forkserver [1, 4]
        ```
        """
    )


def test_the_output_of_processes_that_a_sample_starts_counts() -> None:
    code = 'import subprocess\nprint("a")\nsubprocess.run(["echo", "b"])\nprint("c")'
    assert_passes(f'```python\n{code}\n```\n\n```text title="Вывод"\na\nb\nc\n```')


def test_the_source_of_a_sample_can_be_inspected() -> None:
    code = "import inspect\ndef f():\n    return 1\nprint(inspect.getsource(f).strip())"
    assert_passes(f'```python\n{code}\n```\n\n```text title="Вывод"\ndef f():\n    return 1\n```')


# -- pycon ----------------------------------------------------------------------------------


def test_a_wrong_answer_in_a_pycon_session_is_named_at_its_line() -> None:
    problem = assert_fails("```pycon\n>>> 1\n1\n>>> 1 + 1\n3\n```", ">>> 1 + 1", "другой ответ")
    assert "-3" in problem.text
    assert "+2" in problem.text


def test_an_unexpected_exception_in_a_pycon_session_is_refused() -> None:
    assert_fails("```pycon\n>>> 1 / 0\n1\n```", ">>> 1 / 0", "ZeroDivisionError")


def test_an_expected_exception_in_a_pycon_session_passes() -> None:
    assert_passes(
        "```pycon\n>>> 1 / 0\nTraceback (most recent call last):\n  ...\nZeroDivisionError: division by zero\n```"
    )


def test_a_pycon_answer_may_not_be_abbreviated() -> None:
    assert_fails("```pycon\n>>> list(range(9))\n[0, ...]\n```", ">>> list(range(9))")


def test_a_pycon_fence_without_examples_is_refused() -> None:
    assert_fails("```pycon\n1 + 1\n```", "```pycon", "не прочитать")


# -- mypy -----------------------------------------------------------------------------------

TYPED = '```python\ndef f(x: int) -> int:\n    return x\n\n\ny = f("1")\n```\n\n```text title="mypy"\n{}\n```'


def test_the_verdict_of_mypy_is_compared() -> None:
    right = 'main.py:5: error: Argument 1 to "f" has incompatible type "str"; expected "int"  [arg-type]'
    assert_passes(TYPED.format(right))
    assert_passes(TYPED.format(f"{right}\nFound 1 error in 1 file (checked 1 source file)"))
    verdict = "Success: no issues found in 1 source file"
    assert_fails(TYPED.format(verdict), verdict, "не совпадает", "arg-type")


# -- SQL ------------------------------------------------------------------------------------

SCHEMA = """\
```sql title="Схема"
CREATE TABLE items (id INTEGER PRIMARY KEY, name TEXT, price NUMERIC(10, 2));
INSERT INTO items VALUES (1, 'чай; зелёный', 1.50), (2, NULL, 3);
```
"""


def test_a_right_table_passes_on_both_databases() -> None:
    assert_passes(
        """
        ```sql
        INSERT INTO items VALUES (3, 'a|b', 4);  -- ещё один; третий
        SELECT id, name, price, price > 2 AS dear FROM items ORDER BY id;
        ```

        | id | name | price | dear |
        |---|---|---|---|
        | 1 | чай; зелёный | 1.50 | false |
        | 2 | NULL | 3 | true |
        | 3 | a\\|b | 4 | true |

        ```sql
        SELECT AVG(id) AS middle, 10 / 4 AS whole, ROUND(AVG(price), 2) AS average FROM items WHERE id < 3;
        ```

        | middle | whole | average |
        |---|---|---|
        | 1.5 | 2 | 2.25 |

        ```sql
        SELECT id FROM items WHERE id > 9;
        ```

        | id |
        |---|
        """,
        lead=SCHEMA,
    )


def test_each_question_starts_from_an_empty_database() -> None:
    text = page_of("```sql\nCREATE TABLE t (x INTEGER);\n```")
    assert problems_of(text) == []
    assert problems_of(text) == []


def test_a_wrong_cell_is_named_at_its_row_for_each_database() -> None:
    text = page_of("```sql\nSELECT 1 AS a UNION ALL SELECT 2;\n```\n\n| a |\n|---|\n| 1 |\n| 3 |")
    problems = problems_of(text)
    assert [text.split("\n")[problem.line - 1].strip() for problem in problems] == ["| 3 |"] * 2
    assert [problem.text.split(":")[0] for problem in problems] == ["PostgreSQL", "SQLite"]
    assert "    -| 3 |\n    +| 2 |" in problems[0].text


@pytest.mark.parametrize(
    "table",
    [
        "| b |\n|---|\n| 1 |\n| 2 |",  # another name
        "| a |\n|---|\n| 2 |\n| 1 |",  # another order
        "| a |\n|---|\n| 1 |",  # a row too few
        "| a |\n|---|\n| 1 |\n| 2 |\n| 2 |",  # a row too many
        "| a | b |\n|---|---|\n| 1 | 1 |\n| 2 | 1 |",  # a column too many
        "| a |\n|---|\n| 1 |\n| 2.1 |",
        "| a |\n|---|\n| 1 |\n| NULL |",
        "| a |\n|---|\n| 1 |\n|  |",
    ],
    ids=["name", "order", "fewer", "more", "column", "number", "null", "empty"],
)
def test_a_table_that_differs_in_anything_is_refused(table: str) -> None:
    fence = '```sql title="SQLite"\nSELECT 1 AS a UNION ALL SELECT 2 ORDER BY a;\n```'
    (problem,) = problems_of(page_of(f"{fence}\n\n{table}"))
    assert "не совпадает с таблицей" in problem.text


@pytest.mark.parametrize(
    ("value", "cell"),
    [("'чай'", "кофе"), ("1.5", "1.6"), ("2", "true"), ("1", "false"), ("'x'", "NULL"), ("NULL", "x"), ("'1'", "1.0")],
)
def test_a_cell_that_means_something_else_is_refused(value: str, cell: str) -> None:
    problems = problems_of(page_of(f"```sql\nSELECT {value} AS x;\n```\n\n| x |\n|---|\n| {cell} |"))
    assert [problem.text.split(":")[0] for problem in problems] == ["PostgreSQL", "SQLite"]


def test_a_difference_of_one_database_names_it() -> None:
    query = "SELECT 7 / 2.0 AS x, typeof(1) AS y;"
    answer = f"```sql\n{query}\n```\n\n| x | y |\n|---|---|\n| 3.5 | integer |"
    assert_fails(answer, query, "PostgreSQL", "typeof")


def test_a_title_chooses_the_database() -> None:
    assert_passes(
        """
        ```sql title="SQLite"
        SELECT typeof(1) AS t;
        ```

        | t |
        |---|
        | integer |

        ```sql title="PostgreSQL"
        SELECT pg_typeof(1) AS t, ARRAY[1, 2] AS a, DATE '2026-01-31' AS d;
        ```

        | t | a | d |
        |---|---|---|
        | integer | {1,2} | 2026-01-31 |
        """
    )


def test_rows_without_a_table_are_refused() -> None:
    assert_fails(
        '```sql title="SQLite"\nSELECT 1 AS a;\n```\n\nТекст.', '```sql title="SQLite"', "таблицы под блоком нет"
    )


def test_a_table_without_rows_is_refused() -> None:
    assert_fails(
        '```sql title="SQLite"\nCREATE TABLE t (x INT);\n```\n\n| a |\n|---|\n| 1 |', "| a |", "не вернули строк"
    )


def test_a_failing_statement_is_named_at_its_line() -> None:
    answer = '```sql title="PostgreSQL"\nCREATE TABLE t (x INT);\n\nSELECT *\nFROM missing;\n```'
    assert_fails(answer, "SELECT *", "PostgreSQL", 'relation "missing" does not exist')


def test_an_expected_sql_error_passes_and_the_question_goes_on() -> None:
    assert_passes(
        """
        ```sql
        BEGIN;
        INSERT INTO items VALUES (5, 'e', 5);
        COMMIT;
        ```

        ```sql title="PostgreSQL"
        INSERT INTO items VALUES (1, 'x', 0);
        ```

        ```text title="Ошибка"
        duplicate key value violates unique constraint "items_pkey"
        ```

        ```sql title="SQLite"
        INSERT INTO items VALUES (1, 'x', 0);
        ```

        ```text title="Ошибка"
        UNIQUE constraint failed: items.id
        ```

        ```sql
        BEGIN;
        DELETE FROM items;
        ROLLBACK;
        SELECT COUNT(*) AS n FROM items;
        ```

        | n |
        |---|
        | 3 |
        """,
        lead=SCHEMA,
    )


def test_an_sql_error_with_another_text_is_refused() -> None:
    answer = '```sql title="SQLite"\nSELECT * FROM missing;\n```\n\n```text title="Ошибка"\nno such column\n```'
    assert_fails(answer, "no such column", "no such table: missing")


def test_an_expected_sql_error_that_does_not_come_is_refused() -> None:
    answer = '```sql title="SQLite"\nCREATE TABLE t (x INT);\n```\n\n```text title="Ошибка"\nno such table\n```'
    assert_fails(answer, '```text title="Ошибка"', "без ошибки")


def test_statements_behind_an_expected_error_are_refused() -> None:
    answer = '```sql title="SQLite"\nSELECT x;\nSELECT 1;\n```\n\n```text title="Ошибка"\nno such column\n```'
    assert_fails(answer, "SELECT x;", "стоят ещё запросы")


def test_an_endless_query_ends_at_the_time_limit() -> None:
    text = page_of(
        "```sql\nWITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT COUNT(*) AS c FROM n;\n```"
    )
    start = time.monotonic()
    first, second = problems_of(text, limit=0.5)
    assert time.monotonic() - start < 8
    assert "statement timeout" in first.text
    assert "interrupted" in second.text


def test_semicolons_inside_functions_and_triggers_end_nothing() -> None:
    assert_passes(
        """
        ```sql title="PostgreSQL"
        CREATE FUNCTION one() RETURNS integer LANGUAGE plpgsql AS $$
        BEGIN
            RETURN 1;
        END;
        $$;
        SELECT one() AS x;
        ```

        | x |
        |---|
        | 1 |

        ```sql title="SQLite"
        CREATE TABLE t (x INTEGER);
        CREATE TRIGGER twice AFTER INSERT ON t BEGIN
            UPDATE t SET x = 2 * x;
        END;
        INSERT INTO t VALUES (2);
        SELECT x FROM t
        ```

        | x |
        |---|
        | 4 |
        """
    )


def test_the_database_of_a_question_is_removed() -> None:
    with databases.PostgreSQL(5) as one:
        query = "SELECT COUNT(*) AS n FROM pg_database WHERE datname LIKE 'sample_%'"
        with databases.PostgreSQL(5):
            assert one.execute(query) == databases.Result(("n",), ((2,),))
        assert one.execute(query) == databases.Result(("n",), ((1,),))


# -- bash and console -----------------------------------------------------------------------


def test_variables_functions_and_folder_survive_between_bash_and_console() -> None:
    assert_passes(
        """
        ```bash
        greet() { echo "Привет, $1"; }
        name='Анна'
        mkdir -p a/b && cd a
        ```

        ```console
        $ greet "$name"
        Привет, Анна
        $ ls
        b
        $ cd b
        ```

        ```bash
        basename "$PWD"
        ```

        ```text title="Вывод"
        b
        ```
        """
    )


def test_a_failing_bash_line_is_named() -> None:
    assert_fails("```bash\necho один\n\nfalse\necho два\n```", "false", "с кодом 1", "один")


def test_a_failing_line_inside_a_bash_function_is_named() -> None:
    assert_fails("```bash\nf() {\n  grep -q x /dev/null\n}\nf\n```", "grep -q x /dev/null", "с кодом 1")


def test_a_failing_pipe_is_a_failure_of_bash() -> None:
    assert_fails("```bash\nfalse | true\n```", "false | true", "с кодом 1")


def test_an_unset_variable_is_a_failure_of_bash() -> None:
    assert_fails("```bash\nx=1\necho $nothing\n```", "echo $nothing", "nothing: unbound variable")


def test_bash_names_the_lines_of_the_page_in_its_messages() -> None:
    problem = assert_fails("```bash\nx=1\nno-such-command\n```", "no-such-command", "command not found")
    assert f"docs/junior/page.md: line {problem.line}: no-such-command" in problem.text


def test_a_wrong_bash_output_is_refused() -> None:
    assert_fails('```bash\necho 1\n```\n\n```text title="Вывод"\n2\n```', "2", "не совпадает")


def test_a_bash_output_without_fence_is_refused() -> None:
    assert_fails("```bash\necho 1\n```", "```bash", "нет ```text")


def test_an_endless_command_ends_at_the_time_limit() -> None:
    assert_fails("```console\n$ echo 1\n1\n$ sleep 60\n```", "$ sleep 60", "не уложился в 1 с", limit=1)


def test_blocks_behind_a_failure_are_not_run_and_the_message_says_so() -> None:
    assert_fails("```bash\nfalse\n```\n\n```console\n$ echo 1\n2\n```", "false", "не выполнялись: 1")


def test_a_console_shows_errors_as_a_terminal_does() -> None:
    assert_passes(
        """
        ```console
        $ no-such-command
        bash: no-such-command: command not found
        $ echo $?
        127
        $ cd missing
        bash: cd: missing: No such file or directory
        $ ls missing
        ls: cannot access 'missing': No such file or directory
        $ echo "[$nothing]"
        []
        ```
        """
    )


def test_a_console_command_may_have_several_lines() -> None:
    assert_passes(
        """
        ```console
        $ for x in 1 2; do
        >   echo "$x"
        > done
        1
        2
        $ echo a \\
            b
        a b
        $ cat > file <<'END'
        один
        > два
        END
        $ cat file
        один
        два
        $ printf '> %s\\n' output
        > output
        ```
        """
    )


def test_a_wrong_console_output_is_named_at_its_command() -> None:
    problem = assert_fails("```console\n$ echo 1\n1\n$ echo 2\n3\n$ echo 4\n4\n```", "$ echo 2", "печатает другое")
    assert "    -3\n    +2" in problem.text


def test_a_console_output_that_is_missing_is_refused() -> None:
    assert_fails("```console\n$ echo 1\n$ true\n```", "$ echo 1", "+1")


def test_a_console_fence_that_begins_with_no_command_is_refused() -> None:
    assert_fails("```console\necho 1\n```", "echo 1", "начинается с «$ »")


def test_an_unfinished_console_command_is_refused() -> None:
    assert_fails("```console\n$ echo 'a\n```", "$ echo 'a", "не закончена")


def test_git_commits_have_the_same_hash_on_every_run() -> None:
    assert_passes(
        """
        ```console
        $ git init -q repo && cd repo
        $ git commit -q --allow-empty -m 'Начало'
        $ git log --format='%an %ad %s' --date=short
        Developer 2026-01-15 Начало
        $ git branch
        * main
        $ git rev-parse --short HEAD
        2087adf
        ```
        """
    )


def test_a_shell_sample_gets_a_clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET", "x")
    assert_passes('```console\n$ echo "[$SECRET]" $(ls -A ~) $(ls -A)\n[]\n```')


# -- Redis ----------------------------------------------------------------------------------


def test_redis_replies_are_compared_as_redis_cli_prints_them() -> None:
    assert_passes(
        """
        ```redis
        > SET a 1
        OK
        > INCR a
        (integer) 2
        > GET a
        "2"
        > GET b
        (nil)
        > RPUSH q x y
        (integer) 2
        > LRANGE q 0 -1
        1) "x"
        2) "y"
        > MULTI
        OK
        > INCR a
        QUEUED
        > EXEC
        1) (integer) 3
        > INCR q
        (error) WRONGTYPE Operation against a key holding the wrong kind of value
        ```

        ```redis
        > GET a
        "3"
        ```
        """
    )


def test_a_wrong_redis_reply_is_named_at_its_command() -> None:
    problem = assert_fails('```redis\n> SET a 1\nOK\n> GET a\n"2"\n> GET b\n(nil)\n```', "> GET a", "другой ответ")
    assert '    -"2"\n    +"1"' in problem.text


def test_each_question_starts_from_an_empty_redis() -> None:
    text = page_of("```redis\n> INCR a\n(integer) 1\n```")
    assert problems_of(text) == []
    assert problems_of(text) == []


def test_a_redis_fence_that_begins_with_no_command_is_refused() -> None:
    assert_fails("```redis\nGET a\n```", "```redis", "не с команды")


@pytest.fixture
def free_port(monkeypatch: pytest.MonkeyPatch) -> int:
    """Replace the port 6379, which may be in use on this machine."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    monkeypatch.setattr(redis_server, "PORT", port)
    return port


CLIENT = "```python\nimport redis\nr = redis.Redis(port={})\nprint(r.incr('a'))\n```\n\n```text title=\"Вывод\"\n1\n```"


def test_python_samples_reach_an_empty_redis_server_on_its_port(free_port: int) -> None:
    assert_passes(CLIENT.format(free_port))
    assert_passes(CLIENT.format(free_port))


def test_a_port_in_use_is_a_clear_failure(free_port: int) -> None:
    with socket.create_server(("127.0.0.1", free_port)):
        assert_fails(CLIENT.format(free_port), "```python", f"порт {free_port} занят")


DATABASE_CLIENT = """\
```python
import os
import psycopg

with psycopg.connect(os.environ["DATABASE_URL"]) as connection:
    connection.execute("INSERT INTO items VALUES (3, 'кофе', 4)")
    print(connection.execute("SELECT COUNT(*) FROM items").fetchone())
```

```text title="Вывод"
(3,)
```
"""


def test_python_samples_reach_a_new_postgresql_database_with_the_tables_of_the_lead() -> None:
    assert_passes(DATABASE_CLIENT, lead=SCHEMA)
    assert_passes(DATABASE_CLIENT, lead=SCHEMA)


def test_python_samples_without_a_schema_reach_an_empty_database() -> None:
    assert_fails(DATABASE_CLIENT, "connection.execute(\"INSERT INTO items VALUES (3, 'кофе', 4)\")", "UndefinedTable")


# -- files ----------------------------------------------------------------------------------


def test_a_good_dockerfile_passes() -> None:
    assert_passes('```dockerfile\nFROM python:3.14-slim\nCOPY . /app\nCMD ["python", "/app/main.py"]\n```')


def test_a_bad_dockerfile_is_named_at_its_line() -> None:
    assert_fails("```dockerfile\nFROM debian:13\nRUN ls\nRUN sudo ls\n```", "RUN sudo ls", "DL3004")


def test_a_dockerfile_that_cannot_be_read_is_refused() -> None:
    assert_fails("```dockerfile\nFROM debian:13\nRUNN ls\n```", "RUNN ls", "DL1000")


def test_a_rule_of_hadolint_can_be_ignored_for_a_reason() -> None:
    fence = "```dockerfile\nFROM debian\n```"
    assert_fails(fence, "FROM debian", "DL3006")
    assert_passes(f"<!-- hadolint ignore=DL3006: версия здесь не важна -->\n\n{fence}")
    comment = "<!-- hadolint ignore=DL3006 -->"
    text = page_of(f"{comment}\n\n{fence}")
    assert {text.split("\n")[problem.line - 1].strip() for problem in problems_of(text)} == {comment, "FROM debian"}


def test_a_good_compose_file_and_workflow_pass() -> None:
    assert_passes(
        """
        ```yaml title="compose.yaml"
        services:
          web:
            image: nginx:1.29
        ```

        ```yaml title=".github/workflows/test.yml"
        on: push
        jobs:
          test:
            runs-on: ubuntu-latest
            steps:
              - run: pytest
        ```

        ```yaml
        a: !Ref x
        ---
        b: 1
        ```
        """
    )


def test_an_invalid_compose_file_is_named_at_its_line() -> None:
    answer = '```yaml title="compose.yaml"\nservices:\n  web:\n    imge: nginx\n```'
    assert_fails(answer, "web:", "compose.yaml", "imge")


def test_an_invalid_workflow_is_refused() -> None:
    answer = '```yaml title=".github/workflows/x.yml"\non: push\njobs:\n  test:\n    steps: []\n```'
    assert_fails(answer, "test:", ".github/workflows/x.yml")


def test_bad_yaml_is_named_at_its_line() -> None:
    assert_fails("```yaml\na: 1\nb: [1\n```", "b: [1", "это не YAML")
    assert_fails("```yaml\na: 1\nb: c: d\n```", "b: c: d", "это не YAML")


def test_bad_json_is_named_at_its_line() -> None:
    assert_passes('```json\n{"a": [1, null]}\n```')
    assert_fails('```json\n{\n  "a": 1\n  "b": 2\n}\n```', '"b": 2', "это не JSON")


def test_what_only_python_takes_for_json_is_refused() -> None:
    assert_fails('```json\n{"a": NaN}\n```', "```json", "NaN")


def test_good_http_messages_pass() -> None:
    assert_passes(
        """
        ```http
        POST /users HTTP/1.1
        Host: api.example.com
        Content-Type: application/json
        Content-Length: 20

        {"name": "Анна"}
        ```

        ```http
        HTTP/1.1 204 No Content
        Date: Mon, 23 Nov 2026 09:00:00 GMT
        ```

        ```http
        HTTP/1.1 304 Not Modified
        Content-Length: 100
        ```
        """
    )


@pytest.mark.parametrize(
    ("message", "at", "word"),
    [
        ("GET /", "GET /", "первая строка"),
        ("HTTP/1.1 OK", "HTTP/1.1 OK", "первая строка"),
        ("GET / HTTP/1.1\nHost: x\nBad header", "Bad header", "не заголовок"),
        ("HTTP/1.1 200 OK\nDate : x", "Date : x", "не заголовок"),
        ("GET / HTTP/1.1\nAccept: */*", "GET / HTTP/1.1", "Host"),
        ("HTTP/1.1 200 OK\nContent-Length: 5\n\nАнна", "Content-Length: 5", "8"),
    ],
    ids=["request", "response", "field", "space", "host", "length"],
)
def test_a_malformed_http_message_is_refused(message: str, at: str, word: str) -> None:
    (problem, *_) = problems_of(page_of(f"```http\n{message}\n```"))
    text = page_of(f"```http\n{message}\n```")
    assert text.split("\n")[problem.line - 1].strip() == at
    assert word in problem.text


# -- the built site and the report ----------------------------------------------------------


def test_code_blocks_of_a_built_page_are_counted_whatever_stands_around_them() -> None:
    html = """
    <pre><code>outside of the article</code></pre>
    <article>
      <p><code>inline</code></p>
      <div class="highlight"><span class="filename">Вывод</span><pre><span></span><code>1</code></pre></div>
      <div class="highlight"><table class="highlighttable"><tr>
        <td class="linenos"><div class="linenodiv"><pre><span>1</span></pre></div></td>
        <td class="code"><div><pre><span></span><code>2</code></pre></div></td>
      </tr></table></div>
      <pre class="mermaid"><code>graph LR</code></pre>
    </article>
    """
    assert count_code_blocks(html) == 3


def test_the_built_file_of_a_page_is_found_for_both_kinds_of_addresses(tmp_path: Path) -> None:
    for name in ("index.html", "junior/sql/index.html", "middle/sql.html", "junior/index.html"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    found = [built_file(tmp_path, page) for page in ("index.md", "junior/sql.md", "middle/sql.md", "junior/index.md")]
    assert [path.relative_to(tmp_path).as_posix() for path in found] == [
        "index.html",
        "junior/sql/index.html",
        "middle/sql.html",
        "junior/index.html",
    ]
    with pytest.raises(FileNotFoundError, match="страница не построена"):
        built_file(tmp_path, "missing.md")


@pytest.mark.parametrize(("shown", "is_same"), [(0, False), (1, True), (2, False)])
def test_the_gate_compares_fences_with_the_blocks_of_the_built_page(tmp_path: Path, shown: int, is_same: bool) -> None:
    page = collected(page_of("```json\n1\n```"))
    assert "страница не построена" in uncollected(page, tmp_path)
    (tmp_path / "junior").mkdir()
    html = f"<article>{'<pre><code>1</code></pre>' * shown}</article>"
    (tmp_path / "junior" / "page.html").write_text(html, encoding="utf-8")
    difference = uncollected(page, tmp_path)
    assert difference == "" if is_same else difference.startswith("docs/junior/page.md:1: ")


def test_the_report_counts_samples_by_language_and_names_the_skipped() -> None:
    answer = "```json\n1\n```\n\n```json\n2\n```\n\n<!-- skip: нужна сеть -->\n\n```bash\ncurl example.com\n```"
    recorded: list[tuple[str, object]] = []
    report.record(lambda name, value: recorded.append((name, value)), unit_of(answer))
    reports = {"passed": [SimpleNamespace(user_properties=recorded)], "failed": []}
    lines: list[str] = []
    report.pytest_terminal_summary(
        SimpleNamespace(getreports=reports.__getitem__, section=lines.append, line=lines.append)
    )
    line = page_of(answer).split("\n").index("    ```bash") + 1
    assert lines == [
        "примеры кода",
        "Выполнено примеров: 2 (json — 2)",
        "Пропущено по указанию страницы: 1",
        f"  docs/junior/page.md:{line}: bash: нужна сеть",
    ]


def test_the_report_says_nothing_when_no_sample_ran() -> None:
    report.pytest_terminal_summary(SimpleNamespace(getreports=lambda _: []))


def test_nothing_of_the_test_run_is_left_in_the_environment_of_samples() -> None:
    assert "PYTEST_CURRENT_TEST" in os.environ
    assert_passes('```bash\necho "[${PYTEST_CURRENT_TEST:-}]"\n```\n\n```text title="Вывод"\n[]\n```')
