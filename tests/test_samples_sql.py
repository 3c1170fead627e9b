"""Samples of SQL on both databases, and of Python on a database."""

from __future__ import annotations

import time

import pytest

from tests.sample_pages import assert_fails, assert_passes, page_of, problems_of
from tests.samples import databases

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
    fence = '```sql title="SQLite"'
    assert_fails(f"{fence}\nSELECT 1 AS a;\n```\n\nТекст.", fence, "под запросом нет таблицы")
    assert_fails("\n".join([fence, "WITH t AS (SELECT 1) SELECT * FROM t;", "```"]), fence, "таблицы под блоком нет")


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
