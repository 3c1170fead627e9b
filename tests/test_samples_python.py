"""Samples of Python, pycon and mypy: what is right passes, what is wrong is named at its line."""

from __future__ import annotations

import time

import pytest

from tests.sample_pages import assert_fails, assert_passes, page_of, problems_of

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
    assert_fails("```python\nx = 1\ny = = 2\n```", "y = = 2", "не разобрать")


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
    assert_fails("```pycon\n1 + 1\n```", "```pycon", "нет строк с «>>> »")


# -- mypy -----------------------------------------------------------------------------------

TYPED = '```python\ndef f(x: int) -> int:\n    return x\n\n\ny = f("1")\n```\n\n```text title="mypy"\n{}\n```'


def test_the_verdict_of_mypy_is_compared() -> None:
    right = 'main.py:5: error: Argument 1 to "f" has incompatible type "str"; expected "int"  [arg-type]'
    assert_passes(TYPED.format(right))
    assert_passes(TYPED.format(f"{right}\nFound 1 error in 1 file (checked 1 source file)"))
    verdict = "Success: no issues found in 1 source file"
    assert_fails(TYPED.format(verdict), verdict, "не совпадает", "arg-type")
